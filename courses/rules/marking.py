"""Marking: which answers are right, and whether an exam is passed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Result:
    """An exam marked; `score` and the pass mark in whole percent, `missed` in the order asked."""

    score: int
    passed: bool
    missed: Sequence[str]
    critical_missed: Sequence[str]


def right_options(content: Mapping[str, Any]) -> frozenset[str]:
    """Ids of the options that are right, in a frozen question."""
    return frozenset(option["id"] for option in content["options"] if option["correct"])


def is_right(content: Mapping[str, Any], chosen: Collection[str]) -> bool:
    """All or nothing: exactly the right options, no more and no less."""
    return frozenset(chosen) == right_options(content)


def mark(
    questions: Sequence[tuple[str, Mapping[str, Any]]], answers: Mapping[str, Collection[str]], *, pass_mark: int
) -> Result:
    """Mark the answers (option ids by question key) to the questions asked.

    A missed critical question fails the exam whatever the score. The score rounds down, so that it never shows a
    pass mark that was not reached.
    """
    missed = [key for key, content in questions if not is_right(content, answers.get(key, ()))]
    critical = {key for key, content in questions if content.get("critical")}
    critical_missed = [key for key in missed if key in critical]
    total = len(questions)
    right = total - len(missed)
    reached = total > 0 and right * 100 >= pass_mark * total
    return Result(
        score=right * 100 // total if total else 0,
        passed=reached and not critical_missed,
        missed=missed,
        critical_missed=critical_missed,
    )
