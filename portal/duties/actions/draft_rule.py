"""Draft a rule: who is to owe a thing and by when; nothing is asked of anybody before it is switched on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.duties.drafting import checked, write
from portal.duties.drafts import ClauseDraft, TermsDraft
from portal.duties.models import Requirement, Terms
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.releases.read import current
from portal.seams.registry import registry

__all__ = ["ClauseDraft", "TermsDraft", "draft_rule"]


@transaction.atomic
def draft_rule(viewer: Viewer, *, kind: str, key: UUID, terms: TermsDraft) -> Terms:
    """Raises Refusal where the thing is not in force, or the draft does not say who, by when and why."""
    require(viewer, Capability.SET_DUTIES)
    draft = checked(terms)
    if kind not in registry.targets or current(kind, key=key) is None:
        raise Refusal(
            "duties.nothing_in_force", _("This is not in force yet. Release it before you ask it of anybody.")
        )
    requirement = Requirement.objects.create(kind=kind, key=key)
    written = write(requirement, 1, draft, by=viewer, instead_of=None)
    audited(viewer, "duty.rule_drafted", reason=draft.reason, rule=requirement.pk, number=1, kind=kind, key=str(key))
    return written
