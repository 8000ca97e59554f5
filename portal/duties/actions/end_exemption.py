"""End an exemption: from today the rule asks again, if it still speaks of the person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.models import Exemption
from portal.duties.reconcile import reconcile_people
from portal.people.access import Capability, Viewer, require
from portal.people.days import today
from portal.people.models import User
from portal.refusal import Refusal


@transaction.atomic
def end_exemption(viewer: Viewer, exemption: Exemption) -> None:
    """Raises Refusal where it is over already; nobody ends, as nobody makes, their own."""
    user = require(viewer, Capability.SET_DUTIES, User.objects.select_for_update(of=("self",), no_key=True), pk=exemption.user_id)  # fmt: skip
    if user.pk == viewer.id:
        raise Refusal("duties.oneself", _("Nobody decides on their own exemption. Ask somebody else who sets duties."))
    found = Exemption.objects.select_for_update(of=("self",)).get(pk=exemption.pk)
    if found.ends_on is not None and found.ends_on <= today():
        raise Refusal("duties.exemption_over", _("This exemption is over already."))
    Exemption.objects.filter(pk=found.pk).update(ends_on=max(today(), found.starts_on))
    reconcile_people([user.merged_into_id or user.pk], requirements=[found.requirement_id])
    audited(viewer, "duty.exemption_ended", subject=user.person, rule=found.requirement_id)
