"""End a rule: from a day on it asks nothing; what people did and proved stays."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.acting import has_ended, rule_of
from portal.duties.models import Requirement
from portal.duties.open import RECONCILE, reconcile_soon
from portal.duties.rules import start_of
from portal.people.access import Capability, Viewer, require
from portal.people.days import home, today
from portal.refusal import Refusal


@transaction.atomic
def end_rule(viewer: Viewer, requirement: Requirement, *, on: date, reason: str) -> None:
    """`on` is the first day without it: today or later. Its draft goes."""
    require(viewer, Capability.SET_DUTIES)
    rule = rule_of(requirement.pk)
    if not reason.strip():
        raise Refusal("duties.reason_missing", _("Say in one sentence why it ends."))
    if has_ended(rule):
        raise Refusal("duties.rule_ended", _("This rule has ended already."))
    if on < today():
        raise Refusal("duties.in_the_past", _("It would end in the past. Choose today or a later day."))
    rule.terms.filter(switched_on_at=None).delete()
    if not rule.terms.exists():
        raise Refusal("duties.never_on", _("This rule was never switched on. Discard its draft instead."))
    Requirement.objects.filter(pk=rule.pk).update(ends_on=on, end_reason=reason.strip(), ended_by=viewer.person)
    reconcile_soon(
        rule.pk,
        once=f"{RECONCILE}:{rule.pk}:ends:{on.isoformat()}",
        run_after=start_of(on, home()) if on > today() else None,
        asked_by=viewer.person,
    )
    audited(viewer, "duty.rule_ended", reason=reason, rule=rule.pk, day=on.isoformat())
