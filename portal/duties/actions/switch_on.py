"""Switch on: from its day on a rule says what was drafted; who owes what follows by a job."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.acting import rule_of
from portal.duties.models import Terms
from portal.duties.open import RECONCILE, reconcile_soon
from portal.duties.rules import start_of
from portal.people.access import Capability, Viewer, require
from portal.people.days import home, today
from portal.refusal import Refusal


@transaction.atomic
def switch_on(viewer: Viewer, terms: Terms) -> None:
    """Twice changes nothing. Raises Refusal where it would begin in the past, or the rule has ended."""
    require(viewer, Capability.SET_DUTIES)
    requirement = rule_of(terms.requirement_id)
    draft = Terms.objects.select_for_update(of=("self",)).filter(pk=terms.pk).first()
    if draft is None:
        raise Refusal("duties.no_draft", _("This draft was discarded. Somebody may have done it before you."))
    if draft.switched_on_at is not None:
        return
    if requirement.ends_on is not None and requirement.ends_on <= today():
        raise Refusal("duties.rule_ended", _("This rule has ended. Write a new one instead."))
    if draft.applies_from < today():
        raise Refusal("duties.in_the_past", _("It would begin in the past. Choose today or a later day in the draft."))
    Terms.objects.filter(pk=draft.pk).update(switched_on_at=timezone.now())
    begins = start_of(draft.applies_from, home())
    reconcile_soon(
        requirement.pk,
        once=f"{RECONCILE}:{requirement.pk}:{draft.number}",
        run_after=begins if draft.applies_from > today() else None,
        asked_by=viewer.person,
    )
    audited(
        viewer, "duty.rule_switched_on", reason=draft.reason, rule=requirement.pk, number=draft.number,
        day=draft.applies_from.isoformat(),
    )  # fmt: skip
