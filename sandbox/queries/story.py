"""What the trainee of one attempt reads: the drill's words with this company's names, days and amounts in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from portal.ui.markdown import to_html
from sandbox.drills import Setup
from sandbox.drills.wording import filled
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import hints_of, setup_of
from sandbox.queries.drills import DrillRead, StepLink

FORBIDDEN = "must_not"
"""The kind of condition that a deed breaks for good: the journal keeps it."""
KIND_WORDS: Mapping[str, str | Promise] = {
    "must": _("How things should stand"),
    FORBIDDEN: _("What must not have happened"),
    "message": _("What people are told"),
}


@dataclass(frozen=True)
class Story:
    """The words of the side column. Hints are only those that were taken."""

    title: str
    story: SafeString
    tasks: SafeString
    hints: Sequence[SafeString]
    hints_left: int


@dataclass(frozen=True)
class ConditionView:
    """One condition as the last check found it."""

    title: str
    saw: str
    is_met: bool
    is_lost: bool
    """A forbidden act was done: nothing done later makes it true in this attempt."""
    step: StepLink | None


@dataclass(frozen=True)
class Kind:
    """Conditions of one kind, and what they have brought of what they can."""

    title: str | Promise
    conditions: Sequence[ConditionView]
    earned: int
    points: int


@dataclass(frozen=True)
class LastCheck:
    """The last check: nothing of the conditions is known to a page before there was one."""

    kinds: Sequence[Kind]
    score: int
    is_passed: bool
    is_stale: bool

    @property
    def conditions(self) -> Sequence[ConditionView]:
        return [condition for kind in self.kinds for condition in kind.conditions]

    @property
    def is_lost(self) -> bool:
        """This attempt can no longer be passed; only another one can."""
        return any(condition.is_lost for condition in self.conditions)

    @property
    def met(self) -> int:
        return sum(condition.is_met for condition in self.conditions)

    @property
    def count(self) -> int:
        return len(self.conditions)


def story(drill: DrillRead, attempt: DrillAttempt, language: str) -> Story:
    """Title, story, tasks and the hints taken so far, for this attempt's seed."""
    assert attempt.workspace is not None, "a purged company is reached by nobody"
    setup = setup_of(attempt.release, attempt.workspace.seed)
    hints = hints_of(drill.release, language)
    return Story(
        title=drill.cover.title,
        story=worded(drill.text("story"), setup, language),
        tasks=worded(drill.text("tasks"), setup, language),
        hints=[worded(hint, setup, language) for hint in hints[: attempt.hints_used]],
        hints_left=max(0, len(hints) - attempt.hints_used),
    )


def last_check(attempt: DrillAttempt, links: Mapping[str, StepLink], *, seq: int, language: str) -> LastCheck | None:
    """What the last check found; stale where something has happened since."""
    found: dict[str, Any] | None = attempt.last_check
    if found is None:
        return None
    return LastCheck(
        kinds=[
            Kind(
                KIND_WORDS[kind],
                [_condition(one, links, language) for one in these],
                earned=sum(one["earned"] for one in these),
                points=sum(one["points"] for one in these),
            )
            for kind, these in _by_kind(found["conditions"])
        ],
        score=found["score"],
        is_passed=found["passed"],
        is_stale=found["seq"] != seq,
    )


def _by_kind(conditions: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    found = [(kind, [one for one in conditions if one["kind"] == kind]) for kind in KIND_WORDS]
    return [(kind, these) for kind, these in found if these]


def _condition(one: Mapping[str, Any], links: Mapping[str, StepLink], language: str) -> ConditionView:
    return ConditionView(
        title=one["title"][language],
        saw=one["saw"][language],
        is_met=one["met"],
        is_lost=one["kind"] == FORBIDDEN and not one["met"],
        step=links.get(one["step_ref"]),
    )


def passed_at_event(attempt: DrillAttempt) -> int | None:
    """The last event that the last check read: what was done afterwards is no part of how it was passed."""
    found: dict[str, Any] | None = attempt.last_check
    return int(found["seq"]) if found else None


def refs_of(attempt: DrillAttempt) -> list[str]:
    """The playbook steps that the last check points to."""
    return [one["step_ref"] for one in (attempt.last_check or {}).get("conditions", [])]


@lru_cache(maxsize=512)
def _rendered(text: str) -> str:
    """Markdown is dear and these words never change, so each is rendered once a process."""
    return to_html(text)


def worded(text: str, setup: Setup, language: str) -> SafeString:
    """A text of the drill with this company's names, days and amounts in it."""
    return mark_safe(_rendered(filled(text, setup, language)))  # noqa: S308  (sanitised)
