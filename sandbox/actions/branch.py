"""Branch: go back to an event of a free company, and on from there in another; the first one stays as it is."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from sandbox import branching, store
from sandbox.actions.open_ready import lock
from sandbox.models import Workspace

MOST = 3
"""Open branches of one person."""


@transaction.atomic
def branch(viewer: Viewer, workspace: UUID, *, at: int) -> Workspace:
    """A company with the past of this one up to an event; pressed twice it is one. Raises Refusal in a drill.

    A drill is marked on the one journal of its attempt, which goes forward only: who wants to try again begins again.
    """
    require(viewer, Capability.LEARN)
    lock(viewer)
    source = require(viewer, Capability.LEARN, store.visible(Workspace.objects.all(), viewer), pk=workspace)
    if source.kind != Workspace.Kind.FREE:
        raise Refusal("no_rewinding_here", _("A drill goes forward only. To try again, begin it again."))
    if source.state != Workspace.State.OPEN:
        raise Refusal(
            "company_is_closed", _("This company is closed: it can be looked at, and nothing goes off from it.")
        )
    last = branching.last_of_its_group(source, at)
    open_ones = Workspace.objects.filter(
        owner=viewer.id, kind=Workspace.Kind.FREE, state=Workspace.State.OPEN, branched_at__isnull=False
    )
    untouched = open_ones.filter(branched_from=source, branched_at=last, snapshot__seq=last).first()
    if untouched is not None:
        return untouched
    if open_ones.count() >= MOST:
        raise Refusal(
            "too_many_branches",
            _("You have %(count)s branches open already. Close one in Practice, then go back again.") % {"count": MOST},
        )
    made = Workspace(
        owner_id=viewer.id,
        kind=Workspace.Kind.FREE,
        company=source.company,
        seed=source.seed,
        ready=source.ready,
        jurisdiction=source.jurisdiction,
        opened_at=timezone.now(),
    )
    return branching.branch(source, made, at=last).workspace
