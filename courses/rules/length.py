"""Length: the minutes a course takes, and those that are left of it; an exam question counts one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Length:
    """Minutes of each lesson by part id, of the exam, and of each drill by key; of a drill unknown here, none."""

    lessons: Mapping[str, int]
    exam: int
    drills: Mapping[str, int]

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def total(self) -> int:
        return self.left(finished=(), is_exam_passed=False, drills_passed=())

    def left(self, *, finished: Collection[str], is_exam_passed: bool, drills_passed: Collection[str]) -> int:
        """What remains after these lessons, this exam and these drills."""
        lessons = sum(minutes for part, minutes in self.lessons.items() if part not in finished)
        drills = sum(minutes for key, minutes in self.drills.items() if key not in drills_passed)
        return lessons + drills + (0 if is_exam_passed else self.exam)
