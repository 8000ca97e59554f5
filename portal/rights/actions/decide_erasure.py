"""Decide: the privacy officer grants an erasure, whole or in part, or refuses it; the person is told why."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.rights.account import account_of
from portal.rights.erasing import can_go, erase
from portal.rights.models import ErasureRequest
from portal.signin.mail import send

State = ErasureRequest.State


@transaction.atomic
def grant_erasure(
    viewer: Viewer, request: UUID, *, parts: Collection[str], answer: str = "", rest_on_leaving: bool = False
) -> ErasureRequest:
    """Erase the chosen kinds of data now, all in this transaction; with `rest_on_leaving` the rest once they have left."""
    asked = _open(viewer, request)
    account = account_of(asked.user)
    chosen = [name for name in can_go(account) if name in parts]
    if not chosen and not (rest_on_leaving and not account.has_left):
        raise Refusal("nothing_chosen", _("Choose at least one kind of data to erase, or refuse and say why."))
    _settle(asked, viewer, State.GRANTED, answer=answer)
    asked.granted = chosen
    asked.rest_on_leaving = rest_on_leaving and not account.has_left
    asked.completed_at = None if asked.rest_on_leaving else asked.settled_at
    asked.save()
    _tell(asked, "rights/email/erasure_granted", has_left=account.has_left)
    audited(viewer, "rights.erasure_granted", subject=asked.user.person, parts=", ".join(chosen))
    erase(account, chosen)
    return asked


@transaction.atomic
def refuse_erasure(viewer: Viewer, request: UUID, *, answer: str) -> ErasureRequest:
    """Raises Refusal where no reason is given: a person is owed one."""
    asked = _open(viewer, request)
    if not answer.strip():
        raise Refusal("reason_missing", _("Say why: the person receives these words."))
    _settle(asked, viewer, State.REFUSED, answer=answer)
    asked.save()
    _tell(asked, "rights/email/erasure_refused", has_left=False)
    audited(viewer, "rights.erasure_refused", subject=asked.user.person)
    return asked


def _open(viewer: Viewer, request: UUID) -> ErasureRequest:
    """The request, locked and undecided: of two who decide at once the second is told."""
    require(viewer, Capability.DECIDE_PRIVACY)
    found = ErasureRequest.objects.select_for_update(of=("self",)).select_related("user").filter(pk=request).first()
    if found is None:
        raise Http404
    if found.user.person in viewer.persons:
        raise Refusal("own_request", _("This request is yours: somebody else decides it."))
    if found.state == State.WITHDRAWN:
        raise Refusal("withdrawn", _("The person withdrew this request in the meantime."))
    if found.state != State.WAITING:
        raise Refusal("decided", _("This request was decided in the meantime. The decision stands below."))
    return found


def _settle(asked: ErasureRequest, viewer: Viewer, state: State, *, answer: str) -> None:
    asked.state, asked.settled_at, asked.decided_by = state, timezone.now(), viewer.person
    asked.answer = answer.strip()


def _tell(asked: ErasureRequest, template: str, *, has_left: bool) -> None:
    """Written before anything is erased: afterwards there is no address to write to."""
    send(asked.user, template, {"answer": asked.answer, "rest_on_leaving": asked.rest_on_leaving, "has_left": has_left})
