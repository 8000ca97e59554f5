"""Discard a draft: nothing of it was ever asked; a rule that never said anything goes with it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.acting import rule_of
from portal.duties.models import Terms
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal


@transaction.atomic
def discard_draft(viewer: Viewer, terms: Terms) -> None:
    """Twice changes nothing. Raises Refusal where it was switched on."""
    require(viewer, Capability.SET_DUTIES)
    requirement = rule_of(terms.requirement_id)
    draft = Terms.objects.select_for_update(of=("self",)).filter(pk=terms.pk).first()
    if draft is None:
        return
    if draft.switched_on_at is not None:
        raise Refusal("duties.switched_on", _("This is switched on already. Change the rule, or end it."))
    audited(viewer, "duty.draft_discarded", rule=requirement.pk, number=draft.number)
    draft.delete()
    if not requirement.terms.exists():
        requirement.delete()
