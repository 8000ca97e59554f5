"""Resting: while a job moves a company's clock over months, nobody else writes in its journal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.jobs.models import OPEN, Job
from portal.refusal import Refusal
from sandbox.models import Workspace


def is_moving(workspace: Workspace) -> bool:
    """Whether the job is still under way: a job that ended, was stopped or given up holds nothing back."""
    return workspace.moving is not None and Job.objects.filter(OPEN, pk=workspace.moving).exists()


def must_rest(workspace: Workspace) -> None:
    """Raises Refusal while the clock is moving; what a finished journey brought has been seen by who acts again."""
    if workspace.moving is None:
        return
    if is_moving(workspace):
        raise Refusal(
            "clock_is_moving",
            _("The clock is on its way. Wait until it has arrived, or stop it; nothing you typed is lost."),
        )
    workspace.moving = workspace.moved_since = None
    workspace.save(update_fields=["moving", "moved_since"])
