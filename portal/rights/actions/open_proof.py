"""Open proof: the privacy officer reads whose training it was, for a reason that stays in the audit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.models import User
from portal.refusal import Refusal
from portal.rights.account import account_of
from portal.rights.models import RetainedProof
from portal.seams.contracts import Section
from portal.seams.registry import registry


@dataclass(frozen=True)
class Opened:
    """Proof with the name behind it, shown once."""

    proof: RetainedProof
    name: str
    email: str
    document: str
    sections: Sequence[Section]


@transaction.atomic
def open_proof(viewer: Viewer, proof: UUID, *, reason: str) -> Opened:
    """Raises Refusal without a reason, Http404 for proof that was destroyed."""
    require(viewer, Capability.DECIDE_PRIVACY)
    found = RetainedProof.objects.filter(pk=proof, destroyed_at=None).first()
    if found is None:
        raise Http404
    if not reason.strip():
        raise Refusal("reason_missing", _("Say for what it is needed: the reason stays in the audit."))
    audited(viewer, "rights.proof_opened", subject=found.person, reason=reason)
    account = account_of(User.objects.get(person=found.person))
    sections = [
        section for data in registry.account_data.values() for section in data.copy(account) if section.is_proof
    ]
    identity = json.loads(found.identity)
    return Opened(found, sections=[section for section in sections if section.rows], **identity)
