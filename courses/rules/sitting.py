"""Sitting an exam: what is drawn, and whether one may sit it now."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

GRACE = timedelta(minutes=2)
"""After an exam has closed, answers that were given before and could not be sent are still taken for so long."""


class Shown(StrEnum):
    """What a result shows of the questions, from least to most."""

    SCORE = "score"
    LESSONS = "lessons"
    MISSED = "missed"
    ANSWERS = "answers"

    def tells(self, other: Shown) -> bool:
        """Each tells all that the ones before it tell."""
        order = list(Shown)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True)
class Review:
    """What is shown while there are attempts to come, and when there are none: passed, or all used."""

    meanwhile: Shown = Shown.LESSONS
    at_the_end: Shown = Shown.LESSONS

    @classmethod
    def of(cls, facts: Mapping[str, str]) -> Review:
        """Read from a release's facts; what they do not say is what exams have always shown."""
        return cls(**{name: Shown(word) for name, word in facts.items()})


@dataclass(frozen=True)
class ExamRules:
    """The exam as a release froze it: the pool of question keys with their versions, and its limits."""

    pool: Sequence[tuple[str, int]]
    critical: frozenset[str]
    draw: int
    pass_mark: int
    attempts: int
    """0 means without limit."""
    wait_hours: int
    minutes: int = 0
    """Time from opening to closing; 0 means without limit."""
    review: Review = Review()

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> ExamRules | None:
        """Read from a release's facts; None where the course has no exam."""
        exam = facts.get("exam")
        if not exam or not exam["questions"]:
            return None
        return cls(
            pool=[(item["question"], item["version"]) for item in exam["questions"]],
            critical=frozenset(item["question"] for item in exam["questions"] if item["critical"]),
            draw=min(exam["draw"] or len(exam["questions"]), len(exam["questions"])),
            pass_mark=exam["pass_mark"],
            attempts=exam["attempts"],
            wait_hours=exam["wait_hours"],
            minutes=exam.get("minutes", 0),
            review=Review.of(exam.get("review", {})),
        )


@dataclass(frozen=True)
class Sat:
    """One attempt, as much of it as the rules ask."""

    number: int
    opened_at: datetime
    submitted_at: datetime | None
    score: int | None
    passed: bool | None
    closes_at: datetime | None = None


class Door(StrEnum):
    """Whether one may sit the exam."""

    NONE = "none"
    LESSONS_FIRST = "lessons_first"
    READY = "ready"
    OPEN = "open"
    WAIT = "wait"
    SPENT = "spent"
    PASSED = "passed"


@dataclass(frozen=True)
class Entrance:
    """The answer, with the moment from which a waiting person may try again and the attempts left."""

    door: Door
    opens_at: datetime | None = None
    left: int | None = None


def entrance(rules: ExamRules | None, sat: Sequence[Sat], *, lessons_left: int, now: datetime) -> Entrance:
    """What stands between a person and the exam, the decisive thing first."""
    if rules is None:
        return Entrance(Door.NONE)
    left = rules.attempts - len(sat) if rules.attempts else None
    if any(attempt.passed for attempt in sat):
        return Entrance(Door.PASSED)
    if any(attempt.submitted_at is None for attempt in sat):
        return Entrance(Door.OPEN, left=left)
    if left is not None and left <= 0:
        return Entrance(Door.SPENT, left=0)
    if lessons_left:
        return Entrance(Door.LESSONS_FIRST, left=left)
    last = max((attempt.submitted_at for attempt in sat if attempt.submitted_at), default=None)
    opens_at = last + timedelta(hours=rules.wait_hours) if last else None
    if opens_at and now < opens_at:
        return Entrance(Door.WAIT, opens_at=opens_at, left=left)
    return Entrance(Door.READY, left=left)


def draw(rules: ExamRules, chance: random.Random) -> list[tuple[str, int]]:
    """So many questions from the pool in a new order; the critical ones are always among them."""
    critical = [item for item in rules.pool if item[0] in rules.critical]
    others = [item for item in rules.pool if item[0] not in rules.critical]
    drawn = [*critical, *chance.sample(others, max(0, min(rules.draw - len(critical), len(others))))]
    chance.shuffle(drawn)
    return drawn


def is_over(closes_at: datetime | None, *, now: datetime) -> bool:
    """Whether nothing more is taken for an attempt."""
    return closes_at is not None and now > closes_at + GRACE
