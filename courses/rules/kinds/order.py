"""Putting in order: every item gets its place."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from courses.rules.kinds.kind import Answer, Content, Order, Pick, Seen, Sent, Unread, whole_or_part
from courses.rules.words import said


@dataclass(frozen=True)
class ItemFace:
    """An item where it is shown; `place` is the one it was given, `right_place` empty until it is revealed."""

    field: str
    text: str
    place: str
    picks: Sequence[Pick]
    right_place: str = ""
    is_right: bool = False


@dataclass(frozen=True)
class OrderBody:
    """Items as shown, or once revealed in the right order."""

    items: Sequence[ItemFace]


@dataclass(frozen=True)
class InOrder:
    """`items` are frozen in the right order; the browser knows each by its place in the order shown."""

    template: str = "courses/kinds/_order.html"

    def order(self, content: Content, chance: random.Random) -> list[str]:
        ids = _ids(content)
        chance.shuffle(ids)
        return ids

    def read(self, content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
        """Raises Unread where a place is given twice or an item has none."""
        given = {name: next(iter(sent(str(at))), "").strip() for at, name in enumerate(order, start=1)}
        if not any(given.values()):
            return []
        if set(given.values()) != _places(content):
            raise Unread("places_not_all_different")
        return sorted(given, key=lambda name: int(given[name]))

    def is_whole(self, content: Content, answer: Answer) -> bool:
        return len(answer) == len(content["items"])

    def credit(self, content: Content, answer: Answer) -> Fraction:
        right = _ids(content)
        hits = sum(a == b for a, b in zip(answer, right, strict=False))
        return whole_or_part(content, hits, len(right))

    def recorded(self, content: Content, answer: Answer) -> list[str]:
        return list(answer)

    def body(self, content: Content, seen: Seen) -> OrderBody:
        texts = {item["id"]: said(item["text"], seen.language) for item in content["items"]}
        right, shown = _ids(content), list(seen.order or _ids(content))
        given = {name: str(at) for at, name in enumerate(seen.answer, start=1)}
        places = [str(at) for at in range(1, len(right) + 1)]
        items = [
            ItemFace(
                field=str(shown.index(name) + 1),
                text=texts[name],
                place=given.get(name, ""),
                picks=[Pick(at, at, is_chosen=at == given.get(name)) for at in places],
                right_place=str(right.index(name) + 1) if seen.revealed else "",
                is_right=seen.revealed and given.get(name) == str(right.index(name) + 1),
            )
            for name in (right if seen.revealed else shown)
        ]
        return OrderBody(items=items)

    def words(self, content: Content, answer: Answer, language: str) -> list[str]:
        texts = {item["id"]: said(item["text"], language) for item in content["items"]}
        return [texts[name] for name in answer if name in texts]


def _ids(content: Content) -> list[str]:
    return [str(item["id"]) for item in content["items"]]


def _places(content: Content) -> set[str]:
    return {str(at) for at in range(1, len(content["items"]) + 1)}
