"""Composing: several conditions as one: all of them, any of them, none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sandbox.drills.evidence import Evidence, Verdict, Word


class AllOf(Word, frozen=True, kw_only=True):
    parts: tuple[Any, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        verdicts = [part.judge(evidence) for part in self.parts]
        shown = [one for one in verdicts if not one.met] or verdicts
        return Verdict(all(one.met for one in verdicts), *_together(shown))


class AnyOf(Word, frozen=True, kw_only=True):
    parts: tuple[Any, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        verdicts = [part.judge(evidence) for part in self.parts]
        shown = [one for one in verdicts if one.met][:1] or verdicts
        return Verdict(any(one.met for one in verdicts), *_together(shown))


class NoneOf(Word, frozen=True, kw_only=True):
    parts: tuple[Any, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        verdicts = [part.judge(evidence) for part in self.parts]
        shown = [one for one in verdicts if one.met] or verdicts
        return Verdict(not any(one.met for one in verdicts), *_together(shown))


def _together(verdicts: Sequence[Verdict]) -> tuple[str, str]:
    return " ".join(dict.fromkeys(one.pt_br for one in verdicts)), " ".join(dict.fromkeys(one.en for one in verdicts))


COMPOSED: Final[dict[str, Callable[[tuple[Word, ...]], Word]]] = {
    "all": lambda parts: AllOf(parts=parts),
    "any": lambda parts: AnyOf(parts=parts),
    "none": lambda parts: NoneOf(parts=parts),
}
