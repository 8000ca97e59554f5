"""Invitations: a secret link that lets somebody already registered in, once; who sends, withdraws and accepts one."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.people.access import Capability, Viewer, require, viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from portal.signin.mail import send
from portal.signin.models import Invitation

HOLDS = timedelta(days=14)
BETWEEN = timedelta(hours=1)
"""At most so often is a new invitation made because somebody asked for a password."""
MANY = "invitations.many"
SECRET_LENGTH = len(secrets.token_urlsafe(32))
CHUNK = 50
"""People invited in one transaction."""


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_ours(secret: str, digest: str) -> bool:
    """Whether an invitation was ever sent with this secret; asked of the table only where it has our form."""
    return len(secret) == SECRET_LENGTH and Invitation.objects.filter(digest=digest).exists()


def open_now() -> QuerySet[Invitation]:
    """Invitations that would let somebody in at this moment."""
    return Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )


def has_joined(user: User) -> bool:
    """Whether somebody has a way in of their own already: a password, or the company's sign-in."""
    return user.has_usable_password() or SocialAccount.objects.filter(user_id=user.pk).exists()


@transaction.atomic
def invite(by: Viewer | None, user: User) -> Invitation:
    """Send somebody a link that holds fourteen days; an earlier one stops working. `by` is None for commands and clocks.

    The invitation comes back with its `link`, which nobody can read again later. Raises Refusal where the person has
    joined already or is not in the organisation.
    """
    if by:
        require(by, Capability.MANAGE_PEOPLE)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise Refusal(
            "invitation.not_here",
            _("This person is not in the organisation today. Register the return first, then invite."),
        )
    if has_joined(user):
        raise Refusal(
            "invitation.joined", _("This person has joined already. To get in again they ask for a new password.")
        )
    now = timezone.now()
    Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        digest=digest_of(secret),
        invited_by=by.person if by else None,
        made_at=now,
        expires_at=now + HOLDS,
    )
    invitation.link = settings.BASE_URL + reverse("invitation", args=[secret])
    audited(by, "person.invited", subject=user.person)
    send(
        user,
        "signin/email/invitation",
        {"link": invitation.link, "inviter": by.name if by else "", "expires_at": invitation.expires_at},
    )
    return invitation


@transaction.atomic
def withdraw(by: Viewer | None, user: User) -> bool:
    """Make the open invitation of somebody worthless; False where there was none."""
    if by:
        require(by, Capability.MANAGE_PEOPLE)
    open_ones = Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None)
    if not open_ones.update(withdrawn_at=timezone.now()):
        return False
    audited(by, "person.invitation_withdrawn", subject=user.person)
    return True


@transaction.atomic
def accept(digest: str, *, password: str, language: str) -> User | None:
    """Let the invited person in with the password they chose; None where the invitation opens nothing any more.

    Of two tabs the second finds it used: the row is locked while it is looked at.
    """
    invitation = open_now().select_for_update(of=("self",)).filter(digest=digest).first()
    if invitation is None:
        return None
    user = User.objects.select_for_update(of=("self",)).get(pk=invitation.user_id)
    user.set_password(password)
    user.language = language
    user.save(update_fields=["password", "language"])
    _used(invitation, user)
    return user


def joined_by_provider(user: User) -> None:
    """The company's sign-in has proven who they are: whatever invitation waits for them is used. In a transaction."""
    invitation = Invitation.objects.select_for_update().filter(user=user, accepted_at=None, withdrawn_at=None).first()
    if invitation:
        _used(invitation, user)


def _used(invitation: Invitation, user: User) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audited(viewer_of(user), "person.joined", subject=user.person)


@transaction.atomic
def invite_many(by: Viewer | None, users: Iterable[int]) -> int:
    """Invite hundreds in the background, after an import; returns how many people the jobs speak of."""
    if by:
        require(by, Capability.MANAGE_PEOPLE)
    ids = list(dict.fromkeys(users))
    for start in range(0, len(ids), CHUNK):
        enqueue(MANY, args={"users": ids[start : start + CHUNK], "by": str(by.person) if by else None})
    return len(ids)


@handler(MANY, label=_("Invite people"))
def _invite_chunk(job: Job) -> None:
    """One chunk in the job's own transaction. Who has joined, left, or holds an open invitation is left alone."""
    by = job.args.get("by")
    viewer = viewer_of(User.objects.get(person=UUID(by))) if by else None
    holding = set(open_now().filter(user__in=job.args["users"]).values_list("user", flat=True))
    for user in User.objects.filter(pk__in=job.args["users"], is_active=True).order_by("pk"):
        if user.pk not in holding and not has_joined(user):
            invite(viewer, user)


def invite_again(user: User) -> bool:
    """For who asks for a password and never joined: a new invitation, unless somebody withdrew the last one or it has
    just been sent: whoever knows an address must not make its invitations worthless one after another."""
    last = Invitation.objects.filter(user=user).order_by("-made_at").first()
    if last is None or last.withdrawn_at or last.accepted_at or not user.is_active:
        return False
    if last.made_at > timezone.now() - BETWEEN and last.expires_at > timezone.now():
        return False
    invite(None, user)
    return True
