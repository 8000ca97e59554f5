"""Exempt: for a while, or for good, a rule asks nothing of one person, for a reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.acting import rule_of
from portal.duties.models import Exemption, Requirement
from portal.duties.reconcile import reconcile_people
from portal.people.access import Capability, Viewer, require
from portal.people.days import today
from portal.people.models import User
from portal.refusal import Refusal


@transaction.atomic
def exempt(viewer: Viewer, requirement: Requirement, person: UUID, *, until: date | None, reason: str) -> Exemption:
    """From today; `until` is the last day of it, None for as long as nobody ends it. Nobody exempts themselves."""
    among = User.objects.select_for_update(of=("self",), no_key=True).filter(merged_into=None, erased_at=None)
    user = require(viewer, Capability.SET_DUTIES, among, person=person)
    if user.pk == viewer.id:
        raise Refusal("duties.oneself", _("Nobody exempts themselves. Ask somebody else who sets duties."))
    if not reason.strip():
        raise Refusal("duties.reason_missing", _("Say in one sentence why nothing is asked."))
    if until is not None and until < today():
        raise Refusal("duties.in_the_past", _("It would be over already. Choose today or a later day."))
    ends_on = None if until is None else until + timedelta(days=1)
    rule = rule_of(requirement.pk)
    theirs = Exemption.objects.filter(requirement=rule, user=user)
    if any(one.ends_on is None or one.ends_on > today() for one in theirs):
        raise Refusal("duties.exempt_already", _("%(name)s is exempt already.") % {"name": user.name})
    exemption = Exemption.objects.create(
        requirement=rule, user=user, starts_on=today(), ends_on=ends_on, reason=reason.strip(), by=viewer.person
    )
    reconcile_people([user.pk], requirements=[rule.pk])
    day = until.isoformat() if until else ""
    act = "duty.exempted_until" if until else "duty.exempted"
    audited(viewer, act, subject=user.person, reason=reason, day=day, rule=rule.pk)
    return exemption
