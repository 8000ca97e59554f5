"""Open a ready company: one of each kind a person, made in the background; begin it over with another seed; close it."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.jobs.models import OPEN, Job
from portal.jobs.queue import enqueue
from portal.people.access import Capability, Viewer, require
from portal.people.days import today
from portal.refusal import Refusal
from sandbox import practice, store
from sandbox.actions.start_drill import SEEDS
from sandbox.models import Workspace
from sandbox.queries.free import MAKING


@transaction.atomic
def open_ready(viewer: Viewer, *, kind: str, jurisdiction: str) -> UUID:
    """The id of the viewer's company of this kind: the one already open, the one being made, or a new one.

    Raises Http404 for a kind or a jurisdiction there is not.
    """
    require(viewer, Capability.LEARN)
    if kind not in practice.KINDS or jurisdiction not in practice.JURISDICTIONS:
        raise Http404
    lock(viewer)
    going_on = ready_of(viewer, kind) or being_made(viewer, kind)
    return going_on or _ask_for(viewer, kind, jurisdiction)


@transaction.atomic
def start_over(viewer: Viewer, workspace: UUID, *, jurisdiction: str = "") -> UUID:
    """Close a ready company and have another made, on a seed this person has not had. A branch is closed, never begun over.

    Pressed twice, or in two tabs, it begins one: the second finds the company closed and is led to its successor.
    """
    require(viewer, Capability.LEARN)
    lock(viewer)
    company = _own(viewer, workspace)
    if company.branched_at is not None or (jurisdiction and jurisdiction not in practice.JURISDICTIONS):
        raise Http404
    if company.state == Workspace.State.OPEN:
        close_company(company)
    kind = company.ready
    return (
        ready_of(viewer, kind)
        or being_made(viewer, kind)
        or _ask_for(viewer, kind, jurisdiction or company.jurisdiction)
    )


@transaction.atomic
def close(viewer: Viewer, workspace: UUID) -> None:
    """Give a free company up; it can be looked at for some weeks. Twice is once."""
    require(viewer, Capability.LEARN)
    lock(viewer)
    company = _own(viewer, workspace)
    if company.state == Workspace.State.OPEN:
        close_company(company)


def close_company(company: Workspace) -> None:
    """Nothing happens there any more."""
    company.state, company.closed_at = Workspace.State.CLOSED, timezone.now()
    company.save(update_fields=["state", "closed_at"])


def lock(viewer: Viewer) -> None:
    """Two tabs of one person opening companies wait for each other; nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"free:{viewer.id}"])


def ready_of(viewer: Viewer, kind: str) -> UUID | None:
    """The viewer's open company of a kind, no branch of it."""
    rows = Workspace.objects.filter(owner=viewer.id, kind=Workspace.Kind.FREE, state=Workspace.State.OPEN)
    return rows.filter(ready=kind, branched_at=None).values_list("pk", flat=True).first()


def being_made(viewer: Viewer, kind: str) -> UUID | None:
    """The job that is making one."""
    rows = Job.objects.filter(OPEN, kind=MAKING, asked_by=viewer.person, args__kind=kind, cancel_asked_at=None)
    return rows.values_list("pk", flat=True).first()


def _own(viewer: Viewer, workspace: UUID) -> Workspace:
    """The viewer's free company, locked. Raises Http404."""
    rows = store.visible(Workspace.objects.select_for_update(), viewer)
    return require(viewer, Capability.LEARN, rows, pk=workspace, kind=Workspace.Kind.FREE)


def _ask_for(viewer: Viewer, kind: str, jurisdiction: str) -> UUID:
    had = set(Workspace.objects.filter(owner=viewer.id, ready=kind).values_list("seed", flat=True))
    seed = secrets.randbelow(SEEDS)
    while seed in had:
        seed = secrets.randbelow(SEEDS)
    args = {"kind": kind, "jurisdiction": jurisdiction, "seed": seed, "owner": viewer.id}
    args["today"] = today().isoformat()
    months = practice.months_of(kind)  # type: ignore[arg-type]
    asked = enqueue(MAKING, args=args, asked_by=viewer.person, total=months)
    if asked is None:
        raise Refusal("not_asked", _("It could not be asked for. Try again."))
    return asked
