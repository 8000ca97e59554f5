"""A forgotten password: the page only notes that somebody asked, a worker decides, so nobody learns who has an account."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.people.backends import may_come_in
from portal.people.models import User
from portal.refusal import Refusal
from portal.sealed import seal
from portal.signin import company
from portal.signin.invitations import has_joined, invite_again
from portal.signin.mail import send, unsealed

KIND = "signin.reset"


def ask(email: str) -> None:
    """Note that somebody asked for `email`. One job, whoever that is and whether they exist or not."""
    with transaction.atomic():
        enqueue(KIND, args={"sealed": seal(email)})


def may_have_password(user: User) -> bool:
    """Whether a password of theirs would open anything today."""
    return may_come_in(user) and company.password_opens(user)


def link_of(user: User) -> str:
    """The secret address at which `user` chooses a new password: three hours, once."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.BASE_URL + path


@handler(KIND, label=_("Answer a forgotten password"))
def decide(job: Job) -> None:
    """What who asked gets: a link, the invitation anew, a word on the company's sign-in, or nothing at all."""
    email = unsealed(job)
    Job.objects.filter(pk=job.pk).update(args={})
    user = User.objects.filter(email__iexact=email).first()
    if user is None or not may_come_in(user):
        return
    if not has_joined(user):
        invite_again(user)
    elif not company.password_opens(user) or _comes_by_provider_alone(user):
        send(
            user,
            "signin/email/no_password",
            {"provider": company.name(), "link": settings.BASE_URL + reverse("account_login")},
        )
    else:
        send(user, "account/email/password_reset_key", {"link": link_of(user)})


def _comes_by_provider_alone(user: User) -> bool:
    linked = SocialAccount.objects.filter(user_id=user.pk).exists()
    return bool(company.name()) and linked and not user.has_usable_password()


def complete(user: User, *, key: str, password: str) -> None:
    """Set the new password, in a transaction; of two tabs the second is refused. What follows from it is `signin.heard`."""
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not may_have_password(locked) or not default_token_generator.check_token(locked, key):
        raise Refusal("reset.used", _("This link was used already. Ask for another and it arrives in a minute."))
    locked.set_password(password)
    locked.save(update_fields=["password"])
    user.password = locked.password
