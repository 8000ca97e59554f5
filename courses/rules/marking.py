"""Marking: how much of an answer is right, and whether an exam is passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.rules.kinds import kind_of

MARKING = 1
"""The version of these rules: an attempt keeps the one it was marked by, and a regrade says when it differs."""


@dataclass(frozen=True)
class Result:
    """An exam marked; `score` and the pass mark in whole percent, `missed` (not wholly right) in the order asked."""

    score: int
    passed: bool
    missed: Sequence[str]
    critical_missed: Sequence[str]


def is_right(content: Mapping[str, Any], answer: Sequence[str]) -> bool:
    """Wholly right: credit for a part is no right answer."""
    return kind_of(content).credit(content, answer) == 1


def mark(
    questions: Sequence[tuple[str, Mapping[str, Any]]], answers: Mapping[str, Sequence[str]], *, pass_mark: int
) -> Result:
    """Mark the answers (in canonical form, by question key) to the questions asked.

    A missed critical question fails the exam whatever the score. The score rounds down, so that it never shows a
    pass mark that was not reached.
    """
    earned = {key: kind_of(content).credit(content, answers.get(key, ())) for key, content in questions}
    missed = [key for key, credit in earned.items() if credit < 1]
    critical = {key for key, content in questions if content.get("critical")}
    critical_missed = [key for key in missed if key in critical]
    score = sum(earned.values(), Fraction(0)) * 100 / len(earned) if earned else Fraction(0)
    return Result(
        score=int(score),
        passed=bool(earned) and score >= pass_mark and not critical_missed,
        missed=missed,
        critical_missed=critical_missed,
    )
