"""Withdraw: while nobody has decided, the person takes their request back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.models import User
from portal.refusal import Refusal
from portal.rights.models import ErasureRequest
from portal.signin.mail import send


@transaction.atomic
def withdraw_erasure(viewer: Viewer, request: UUID) -> ErasureRequest:
    """Doing it twice changes nothing. Raises Refusal where it was decided in the meantime."""
    require(viewer, Capability.LEARN)
    own = ErasureRequest.objects.select_for_update(of=("self",)).filter(user=viewer.id, pk=request).first()
    if own is None:
        raise Http404
    if own.state == ErasureRequest.State.WITHDRAWN:
        return own
    if own.state != ErasureRequest.State.WAITING:
        raise Refusal("decided", _("Your request was answered in the meantime. Read the answer below."))
    own.state, own.settled_at, own.words = ErasureRequest.State.WITHDRAWN, timezone.now(), ""
    own.save(update_fields=["state", "settled_at", "words"])
    audited(viewer, "rights.erasure_withdrawn", subject=viewer.person)
    send(User.objects.get(pk=viewer.id), "rights/email/erasure_withdrawn", {"asked_at": own.asked_at})
    return own
