"""Extend: one person has longer for one duty, for a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.acting import may_extend
from portal.duties.models import Duty, Extension
from portal.duties.reconcile import reconcile_people
from portal.people.access import Viewer
from portal.people.days import day_of, today
from portal.people.models import User
from portal.refusal import Refusal


@transaction.atomic
def extend(viewer: Viewer, duty: Duty, *, until: date, reason: str) -> Extension:
    """`until` is the last day in time. To a stranger the duty is not there; nobody extends their own."""
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=duty.user_id)
    if not may_extend(viewer, person.pk):
        if person.pk == viewer.id:
            raise Refusal("duties.oneself", _("Nobody gives themselves more time. Ask who leads you."))
        raise Http404
    found = Duty.objects.get(pk=duty.pk)
    if found.closed_at is not None or found.met_at is not None:
        raise Refusal("duties.not_open", _("This is not open any more, so there is nothing to extend."))
    if not reason.strip():
        raise Refusal("duties.reason_missing", _("Say in one sentence why there is more time."))
    if until < today() or until <= day_of(found.due_at):
        raise Refusal("duties.not_later", _("Choose a day after the one it is due on, today at the earliest."))
    extension = Extension.objects.create(duty=found, until=until, reason=reason.strip(), by=viewer.person)
    reconcile_people([person.pk], requirements=[found.requirement_id])
    audited(
        viewer, "duty.extended", subject=person.person, reason=reason, day=until.isoformat(), rule=found.requirement_id
    )
    return extension
