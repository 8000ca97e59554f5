"""The one thing to do next in a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courses.queries.reading import LessonRow, Outline
from courses.queries.standing import Place
from courses.rules.sitting import Door


@dataclass(frozen=True)
class Step:
    """What comes next; `template` draws it with the one green button of the page."""

    name: str
    lesson: LessonRow | None = None
    opens_at: datetime | None = None
    left: int | None = None

    @property
    def is_drill(self) -> bool:
        return self.name == "drill"

    @property
    def template(self) -> str:
        return f"courses/steps/_{self.name}.html"


def next_step(place: Place, outline: Outline) -> Step:
    """Lessons in order, then the exam, then the drills; while the exam makes one wait, the drills come first."""
    if place.is_complete:
        return Step("renew" if place.may_begin_again else "done")
    if not place.is_begun:
        return Step("begin", lesson=outline.next)
    if outline.next:
        return Step("lesson", lesson=outline.next)
    door = place.entrance.door
    if door in {Door.READY, Door.OPEN}:
        return Step("exam" if door is Door.READY else "exam_open", left=place.entrance.left)
    if place.drills_left:
        return Step("drill")
    if door is Door.WAIT:
        return Step("wait", opens_at=place.entrance.opens_at, left=place.entrance.left)
    return Step("spent")
