"""What the trainee of one attempt reads: the drill's words with this company's names, days and amounts in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from portal.people.access import Viewer
from portal.ui.markdown import to_html
from sandbox.drills import Setup
from sandbox.drills.brief import commands_of, run
from sandbox.drills.wording import filled
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import debrief_of, hints_of, setup_of
from sandbox.queries.drills import DrillRead, StepLink
from sandbox.queries.file import Moment, timeline
from sandbox.queries.scene import Scene

FORBIDDEN = "must_not"
"""The kind of condition that a deed breaks for good: the journal keeps it."""


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
class LastCheck:
    """The last check: nothing of the conditions is known to a page before there was one."""

    conditions: Sequence[ConditionView]
    score: int
    is_passed: bool
    is_stale: bool

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


@dataclass(frozen=True)
class Debrief:
    """After the drill: why, and one's own run beside the reference's."""

    text: SafeString
    own: Sequence[Moment]
    reference: Sequence[Moment]


def story(drill: DrillRead, attempt: DrillAttempt, language: str) -> Story:
    """Title, story, tasks and the hints taken so far, for this attempt's seed."""
    assert attempt.workspace is not None, "a purged company is reached by nobody"
    setup = setup_of(attempt.release, attempt.workspace.seed)
    hints = hints_of(drill.release, language)
    return Story(
        title=drill.cover.title,
        story=_html(drill.text("story"), setup, language),
        tasks=_html(drill.text("tasks"), setup, language),
        hints=[_html(hint, setup, language) for hint in hints[: attempt.hints_used]],
        hints_left=max(0, len(hints) - attempt.hints_used),
    )


def last_check(attempt: DrillAttempt, links: Mapping[str, StepLink], *, seq: int, language: str) -> LastCheck | None:
    """What the last check found; stale where something has happened since."""
    found: dict[str, Any] | None = attempt.last_check
    if found is None:
        return None
    return LastCheck(
        conditions=[
            ConditionView(
                title=one["title"][language],
                saw=one["saw"][language],
                is_met=one["met"],
                is_lost=one["kind"] == FORBIDDEN and not one["met"],
                step=links.get(one["step_ref"]),
            )
            for one in found["conditions"]
        ],
        score=found["score"],
        is_passed=found["passed"],
        is_stale=found["seq"] != seq,
    )


def refs_of(attempt: DrillAttempt) -> list[str]:
    """The playbook steps that the last check points to."""
    return [one["step_ref"] for one in (attempt.last_check or {}).get("conditions", [])]


def debrief(drill: DrillRead, attempt: DrillAttempt, scene: Scene, events: Sequence[Any]) -> Debrief:
    """One's own run beside the reference solution on the very same company; only for who has passed."""
    assert attempt.workspace is not None, "a purged company is reached by nobody"
    setup = setup_of(attempt.release, attempt.workspace.seed)
    started, _ = run(setup.commands)
    values = {**setup.facts, **setup.roles}
    steps = commands_of(drill.brief.references[0].steps, values, zone=setup.zone, actor="reference")
    ended, shown = run(steps, started)
    whose = setup.roles.get("customer")
    reference = Scene(ended, scene.people, scene.language)
    own = [event for event in events if event.at >= started.now and event.actor != "prologue"]
    return Debrief(
        text=_html(debrief_of(drill.release, scene.language), setup, scene.language),
        own=timeline(scene, own, whose),
        reference=timeline(reference, shown, whose),
    )


@lru_cache(maxsize=512)
def _rendered(text: str) -> str:
    """Markdown is dear and these words never change, so each is rendered once a process."""
    return to_html(text)


def _html(text: str, setup: Setup, language: str) -> SafeString:
    return mark_safe(_rendered(filled(text, setup, language)))  # noqa: S308  (sanitised)


def may_debrief(attempt: DrillAttempt, viewer: Viewer) -> bool:
    """The solution is shown to whoever has solved it."""
    return attempt.user_id == viewer.id and attempt.passed_at is not None
