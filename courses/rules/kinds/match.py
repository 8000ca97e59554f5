"""Matching: to each thing on the left belongs one on the right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from courses.rules.kinds.kind import TO, Answer, Content, Order, Pick, Seen, Sent, whole_or_part
from courses.rules.words import said


@dataclass(frozen=True)
class PairFace:
    """Something on the left with what it was given; `right` says what belongs to it once that is revealed."""

    field: str
    text: str
    given_text: str
    picks: Sequence[Pick]
    right: str = ""
    is_right: bool = False


@dataclass(frozen=True)
class MatchBody:
    """The left as it was written, each with what there is to choose: places in the order shown, with their texts."""

    pairs: Sequence[PairFace]


@dataclass(frozen=True)
class Match:
    """`pairs` say left and right under one id, `extra` what belongs to none; the browser knows only places."""

    template: str = "courses/kinds/_match.html"

    def order(self, content: Content, chance: random.Random) -> list[str]:
        ids = list(_rights(content))
        chance.shuffle(ids)
        return ids

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        shown = {str(at): name for at, name in enumerate(order, start=1)}
        given = {
            pair["id"]: shown.get(next(iter(sent(str(at))), "")) for at, pair in enumerate(content["pairs"], start=1)
        }
        return [f"{left}{TO}{right}" for left, right in given.items() if right]

    def is_whole(self, content: Content, answer: Answer) -> bool:
        return len(answer) == len(content["pairs"])

    def credit(self, content: Content, answer: Answer) -> Fraction:
        given = _given(answer)
        hits = sum(given.get(pair["id"]) == pair["id"] for pair in content["pairs"])
        return whole_or_part(content, hits, len(content["pairs"]))

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        return list(answer)

    def body(self, content: Content, seen: Seen) -> MatchBody:
        rights = {name: said(text, seen.language) for name, text in _rights(content).items()}
        shown = list(seen.order or rights)
        given = _given(seen.answer)
        pairs = []
        for at, pair in enumerate(content["pairs"], start=1):
            chosen = given.get(pair["id"], "")
            pairs.append(
                PairFace(
                    field=str(at),
                    text=said(pair["left"], seen.language),
                    given_text=rights.get(chosen, ""),
                    picks=[Pick(str(n), rights[name], is_chosen=name == chosen) for n, name in enumerate(shown, 1)],
                    right=rights[pair["id"]] if seen.revealed else "",
                    is_right=seen.revealed and chosen == pair["id"],
                )
            )
        return MatchBody(pairs=pairs)

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        rights, given = _rights(content), _given(answer)
        return [
            f"{said(pair['left'], language)}: {said(rights[given[pair['id']]], language)}"
            for pair in content["pairs"]
            if given.get(pair["id"]) in rights
        ]


def _rights(content: Content) -> dict[str, dict[str, str]]:
    """What stands on the right, by id."""
    pairs = {str(pair["id"]): pair["right"] for pair in content["pairs"]}
    return pairs | {str(one["id"]): one["text"] for one in content.get("extra", ())}


def _given(answer: Answer) -> dict[str, str]:
    return {left: right for left, _, right in (word.partition(TO) for word in answer)}
