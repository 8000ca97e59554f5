"""Start a drill: a new attempt with a company and a seed of its own, or the one already open."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.releases.models import Release
from portal.releases.read import current
from sandbox import store
from sandbox.models import DrillAttempt, Workspace
from sandbox.queries.briefs import setup_of

SEEDS = 2**31


@transaction.atomic
def start_drill(viewer: Viewer, *, slug: str, came_from: str = "") -> DrillAttempt:
    """Open the drill in force under this slug; pressing twice opens one. Raises Http404 where there is none."""
    require(viewer, Capability.LEARN)
    release = current("drill", slug=slug)
    if release is None:
        raise Http404
    lock(viewer, release.key)
    begun = going_on(viewer, release.key)
    if begun is None:
        return new_attempt(viewer, release, came_from=came_from)
    if came_from:
        begun.came_from = came_from
        begun.save(update_fields=["came_from"])
    return begun


def going_on(viewer: Viewer, drill_key: UUID) -> DrillAttempt | None:
    """The attempt at a drill that a person has under way."""
    own = DrillAttempt.objects.filter(user_id=viewer.id, drill_key=drill_key, passed_at=None)
    return own.filter(workspace__state=Workspace.State.OPEN).order_by("-number").first()


def lock(viewer: Viewer, drill_key: UUID) -> None:
    """Two tabs of one person starting one drill wait for each other; nobody else does."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"attempt:{viewer.id}:{drill_key}"])


def new_attempt(viewer: Viewer, release: Release, *, came_from: str) -> DrillAttempt:
    """The next attempt, on a seed this person has not had: trying again never meets the same company."""
    before = DrillAttempt.objects.filter(user_id=viewer.id, drill_key=release.key).values_list(
        "number", "workspace__seed"
    )
    numbers, seeds = [number for number, seed in before], {seed for number, seed in before}
    seed = secrets.randbelow(SEEDS)
    while seed in seeds:
        seed = secrets.randbelow(SEEDS)
    setup = setup_of(release.pk, seed)
    moment = timezone.now()
    workspace = Workspace(
        owner_id=viewer.id,
        kind=Workspace.Kind.DRILL,
        drill_key=release.key,
        company=setup.company_name,
        seed=seed,
        opened_at=moment,
    )
    store.create(workspace, commands=setup.commands, subjects=setup.subjects)
    return DrillAttempt.objects.create(
        user_id=viewer.id,
        drill_key=release.key,
        release=release.id,
        number=max(numbers, default=0) + 1,
        workspace=workspace,
        opened_at=moment,
        came_from=came_from,
    )


def must_be_open(workspace: Workspace) -> None:
    """A company that was given up can still be looked at, but nothing happens there any more."""
    if workspace.state != Workspace.State.OPEN:
        raise Refusal("workspace_closed", _("This company is closed: you began again. Open your newest attempt."))
