"""Redraft: a draft says something else, or what a rule says today gets a draft of what it is to say next."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.acting import has_ended, rule_of
from portal.duties.drafting import checked, write
from portal.duties.drafts import TermsDraft
from portal.duties.models import Terms
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal


@transaction.atomic
def redraft(viewer: Viewer, terms: Terms, draft: TermsDraft) -> Terms:
    """The draft as it is now. A rule has one draft at a time; one that has ended has none."""
    require(viewer, Capability.SET_DUTIES)
    checked(draft)
    requirement = rule_of(terms.requirement_id)
    if has_ended(requirement):
        raise Refusal("duties.rule_ended", _("This rule has ended. Write a new one instead."))
    known = list(Terms.objects.filter(requirement=requirement).order_by("number"))
    waiting = next((one for one in known if one.switched_on_at is None), None)
    number = waiting.number if waiting else known[-1].number + 1
    written = write(requirement, number, draft, by=viewer, instead_of=waiting)
    audited(
        viewer, "duty.rule_drafted", reason=draft.reason, rule=requirement.pk, number=number, kind=requirement.kind,
        key=str(requirement.key),
    )  # fmt: skip
    return written
