"""End a delegation: who was away leads again from today; one that has not begun never does."""

from __future__ import annotations

from django.http import Http404

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time
from portal.people.actions.delegate import refuse_stranger
from portal.people.days import today
from portal.people.delegations import end_from
from portal.people.models import Delegation


def end_delegation(viewer: Viewer, pk: int) -> None:
    """The delegate may give it back as well. One that ended already stays as it is."""
    with one_at_a_time():
        found = (
            Delegation.objects.select_for_update(of=("self",)).select_related("user", "delegate").filter(pk=pk).first()
        )
        if found is None:
            raise Http404
        if found.delegate_id != viewer.id:
            refuse_stranger(viewer, found.user)
        if found.ends_on is not None and found.ends_on <= today():
            return
        end_from(Delegation.objects.filter(pk=pk), today())
        audited(viewer, "delegation.ended", subject=found.user.person, delegate=str(found.delegate.person))
