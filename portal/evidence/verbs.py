"""The verbs of evidence and the typed result that each carries; nothing else is recorded."""

from __future__ import annotations

from typing import Any

import msgspec


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fact says it all."""


class PracticeAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: str
    version: int
    chosen: list[str]
    correct: bool
    confidence: str = ""
    """How sure they said to be: `unsure`, `fairly`, `sure`, or nothing; never graded."""


class ExamMarked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`score` and `pass_mark` in percent; `missed` are question keys."""

    attempt: int
    score: int
    pass_mark: int
    passed: bool
    critical_missed: list[str]
    missed: list[str]


class CertificateAwarded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`in_force_until` is an ISO 8601 instant, or null where the course never lapses."""

    code: str
    cycle: int
    in_force_until: str | None


class Acknowledged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: int
    by: str
    """`reading`, `quiz` or `drill`."""
    parts: list[str]


class DrillAttempted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`score` of 100; `failed` are condition ids, `step_refs` are `playbook/step`."""

    attempt: int
    score: int
    passed: bool
    failed: list[str]
    step_refs: list[str]
    hints: int


VERBS: dict[str, type[msgspec.Struct]] = {
    "course.enrolled": Nothing,
    "lesson.finished": Nothing,
    "practice.answered": PracticeAnswered,
    "exam.marked": ExamMarked,
    "certificate.awarded": CertificateAwarded,
    "playbook.acknowledged": Acknowledged,
    "drill.attempted": DrillAttempted,
    "idea.submitted": Nothing,
    "idea.supported": Nothing,
}


def typed(verb: str, result: dict[str, Any]) -> dict[str, Any]:
    """`result` checked against its verb's type; a wrong one is a bug and raises."""
    return dict(msgspec.to_builtins(msgspec.convert(result, VERBS[verb])))
