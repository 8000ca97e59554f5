"""The workflow that Wagtail brings along, by a Portuguese name: editors read it on every page they submit."""

from __future__ import annotations

from wagtail.models import Task, Workflow

from portal.seams.contracts import SeedCast

BROUGHT = "Moderators approval"
OURS = "Aprovação da moderação"


def name_it(cast: SeedCast) -> None:
    """Doing it twice changes nothing; a workflow that somebody named themselves keeps its name."""
    Workflow.objects.filter(name=BROUGHT).update(name=OURS)
    Task.objects.filter(name=BROUGHT).update(name=OURS)
