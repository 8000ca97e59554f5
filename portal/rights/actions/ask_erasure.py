"""Ask for erasure: the person does, or the privacy officer enters it for somebody who can no longer sign in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.days import today
from portal.people.models import Role, RoleMembership, User
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.rights.clock import ANSWER_IN, business_days_after
from portal.rights.models import ErasureRequest
from portal.signin.mail import send


@transaction.atomic
def ask_erasure(viewer: Viewer, *, words: str) -> ErasureRequest:
    """The request that waits, made now if there is none. Asking twice changes nothing."""
    require(viewer, Capability.LEARN)
    user = User.objects.select_for_update(of=("self",)).get(pk=viewer.id)
    return _waiting(viewer, user, words=words, entered=False)


@transaction.atomic
def enter_erasure(viewer: Viewer, *, email: str, words: str) -> ErasureRequest:
    """What somebody who has left asked by another way. Raises Refusal where nobody, or nobody who has left, is there."""
    require(viewer, Capability.DECIDE_PRIVACY)
    user = User.objects.select_for_update(of=("self",)).filter(email__iexact=email.strip(), erased_at=None).first()
    while user is not None and user.merged_into_id is not None:
        user = User.objects.select_for_update(of=("self",)).get(pk=user.merged_into_id)
    if user is None:
        raise Refusal("nobody", _("Nobody is registered with this e-mail. Look it up in the message you received."))
    if user.is_active:
        raise Refusal("can_ask", _("This person can sign in: they ask for it themselves, under “My data”."))
    return _waiting(viewer, user, words=words, entered=True)


def _waiting(viewer: Viewer, user: User, *, words: str, entered: bool) -> ErasureRequest:
    before = ErasureRequest.objects.filter(user=user, state=ErasureRequest.State.WAITING).first()
    if before is not None:
        return before
    request = ErasureRequest.objects.create(
        user=user,
        words=words.strip(),
        answer_by=business_days_after(today(), ANSWER_IN),
        entered_by=viewer.person if entered else None,
    )
    audited(viewer, "rights.erasure_asked", subject=user.person)
    if not entered:
        send(user, "rights/email/erasure_received", {"answer_by": request.answer_by})
    officers = holding(RoleMembership.objects.filter(role=Role.PRIVACY_OFFICER, user__is_active=True))
    for officer in User.objects.filter(pk__in=officers.values("user")).exclude(pk__in=[user.pk, viewer.id]):
        send(officer, "rights/email/erasure_asked", {"request": request.pk, "answer_by": request.answer_by})
    return request
