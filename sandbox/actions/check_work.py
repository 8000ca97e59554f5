"""Check work: the server marks the stored journal against the brief, and the result becomes evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from sandbox import store
from sandbox.actions.start_drill import must_be_open
from sandbox.drills import Marking, mark_in
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import brief_of, setup_of
from sandbox.queries.drills import step_key

LANGUAGES = ("pt-br", "en")


@transaction.atomic
def check_work(viewer: Viewer, workspace: UUID) -> DrillAttempt:
    """Mark what was done so far. Checking the same journal twice records one fact; a passed attempt stays as it passed."""
    require(viewer, Capability.LEARN)
    opened = store.open(workspace, viewer)
    rows = DrillAttempt.objects.select_for_update()
    attempt = require(viewer, Capability.LEARN, rows, workspace=opened.workspace)
    must_be_open(opened.workspace)
    if attempt.passed_at is not None:
        return attempt
    brief = brief_of(attempt.release)
    events = store.journal(opened.workspace)
    setup = setup_of(attempt.release, opened.workspace.seed)
    marked = mark_in(brief, setup, opened.world, events, languages=LANGUAGES)
    result = marked[LANGUAGES[0]]
    recorded = record(
        person=viewer.person,
        verb="drill.attempted",
        kind="drill",
        key=attempt.drill_key,
        release=attempt.release,
        result={
            "attempt": attempt.number,
            "score": result.score,
            "passed": result.passed,
            "failed": list(result.failed),
            "step_refs": [step_key(ref) for ref in result.step_refs],
            "hints": attempt.hints_used,
        },
        once=f"drill:{attempt.pk}:{opened.seq}",
    )
    attempt.last_check = {
        "seq": opened.seq,
        "score": result.score,
        "passed": result.passed,
        "conditions": [_kept(marked, position) for position in range(len(result.results))],
    }
    attempt.checks += recorded is not None
    attempt.best_score = max(attempt.best_score or 0, result.score)
    if result.passed:
        attempt.passed_at = timezone.now()
    attempt.save(update_fields=["last_check", "checks", "best_score", "passed_at"])
    return attempt


def _kept(marked: dict[str, Marking], position: int) -> dict[str, Any]:
    """One condition as found, told in both languages, so that a switch of language needs no second marking."""
    first = marked[LANGUAGES[0]].results[position]
    return {
        "id": first.id,
        "kind": first.kind,
        "met": first.met,
        "points": first.points,
        "earned": first.earned,
        "step_ref": first.step_ref,
        "title": {language: marked[language].results[position].title for language in LANGUAGES},
        "saw": {language: marked[language].results[position].saw for language in LANGUAGES},
    }
