"""What a test knows and a person would have to learn: right answers, the day on which a charge may succeed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from courses.models import ExamAttempt, QuestionVersion
from courses.rules.kinds.choice import right_options
from portal.home.library import content_key
from portal.people.models import User
from portal.releases.models import Release, ReleasePart
from portal.releases.read import current
from sandbox.drills import Setup
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import setup_of

COURSE = content_key("course", "renewals")
PLAYBOOK = content_key("playbook", "declined-charge")
DRILL = content_key("drill", "payday")


def release_of(kind: str, key: UUID) -> Release:
    found = current(kind, key=key)
    assert found is not None, f"the starter {kind} is not released"
    return found


def titles(kind: str, key: UUID) -> Mapping[str, str]:
    """The title in each language."""
    parts = ReleasePart.objects.filter(release=release_of(kind, key), part_id="")
    return dict(parts.values_list("locale", "title"))


def lessons(language: str) -> Sequence[ReleasePart]:
    """The lessons of the course, in order."""
    parts = ReleasePart.objects.filter(release=release_of("course", COURSE), locale=language).exclude(part_id="")
    return list(parts.order_by("position"))


def steps(language: str) -> Mapping[str, ReleasePart]:
    """The playbook's steps by id."""
    parts = ReleasePart.objects.filter(release=release_of("playbook", PLAYBOOK), locale=language).exclude(part_id="")
    return {part.part_id: part for part in parts}


@dataclass(frozen=True)
class Asked:
    """One question as it was asked: its options in the language of the walk."""

    content: Mapping[str, Any]
    language: str

    @property
    def prompt(self) -> str:
        return str(self.content["prompt"][self.language]).strip()

    @property
    def explanation(self) -> str:
        return str(self.content["explanation"][self.language]).strip()

    def options(self, *, right: bool) -> Sequence[str]:
        chosen = right_options(self.content)
        found = [option for option in self.content["options"] if (option["id"] in chosen) is right]
        return [str(option["text"][self.language]).strip() for option in found]


def _version(key: str, number: int) -> Mapping[str, Any]:
    content: Mapping[str, Any] = QuestionVersion.objects.get(key=key, number=number).content
    return content


def practice_of(lesson: ReleasePart) -> Sequence[tuple[str, Asked]]:
    """Block id and question of each practice question in a lesson."""
    return [
        (block["id"], Asked(_version(block["value"]["question"], block["value"]["version"]), lesson.locale))
        for block in lesson.blocks
        if block["type"] == "question"
    ]


def has_drill(lesson: ReleasePart) -> bool:
    return any(block["type"] == "drill" for block in lesson.blocks)


def exam_of(person: User, language: str) -> Sequence[Asked]:
    """The questions of the open attempt, in the order asked."""
    attempt = ExamAttempt.objects.get(enrolment__user=person, submitted_at=None)
    return [Asked(_version(item["question"], item["version"]), language) for item in attempt.questions]


@dataclass(frozen=True)
class Case:
    """The drill as this person's seed drew it."""

    person: User

    @cached_property
    def attempt(self) -> DrillAttempt:
        return DrillAttempt.objects.select_related("workspace").filter(user=self.person).latest("number")

    @cached_property
    def setup(self) -> Setup:
        return setup_of(self.attempt.release, self.attempt.workspace.seed)

    @property
    def customer(self) -> str:
        return str(self.setup.subjects[self.setup.roles["customer"]]["name"])

    @property
    def amount(self) -> str:
        """As a person types it."""
        return f"{int(self.setup.facts['amount']) / 100:.2f}".replace(".", ",")

    def day(self, name: str) -> date:
        return date.fromisoformat(str(self.setup.facts[name]))
