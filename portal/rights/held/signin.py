"""Sign-in: sessions, second factors, invitations and the company's own sign-in; never their secrets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.jobs.models import Job
from portal.people.models import User
from portal.rights import reasons
from portal.rights.saying import Said
from portal.sealed import unseal
from portal.seams.contracts import Account, Fate, Outcome, Section
from portal.signin.devices import device
from portal.signin.mail import KIND as MAIL
from portal.signin.models import Invitation

FACTORS: dict[str, str | Promise] = {
    Authenticator.Type.TOTP: gettext_lazy("App with codes"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("Passkey"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("Recovery codes"),
}
TABLES = (UserSession, Authenticator, SocialAccount, EmailAddress, Invitation)


class SigninData:
    """It serves to sign in and for nothing else: it goes with the person."""

    name = "signin"
    title: str | Promise = gettext_lazy("Sign-in")
    order = 20

    def copy(self, account: Account) -> Iterable[Section]:
        own = {"user__in": account.users}
        yield Section(
            "sessions",
            _("Sessions"),
            {
                "device": _("Browser"),
                "address": _("Network address"),
                "opened_at": _("Opened"),
                "last_seen_at": _("Last seen"),
            },
            [
                {
                    "device": Said(row.user_agent, str(device(row.user_agent))),
                    "address": row.ip,
                    "opened_at": row.created_at,
                    "last_seen_at": row.last_seen_at,
                }
                for row in UserSession.objects.filter(**own).order_by("created_at")
            ],
        )
        yield Section(
            "factors",
            _("Second factors"),
            {"kind": _("Kind"), "added_at": _("Added"), "last_used_at": _("Last used")},
            [
                {
                    "kind": Said(row.type, str(FACTORS.get(row.type, row.type))),
                    "added_at": row.created_at,
                    "last_used_at": row.last_used_at,
                }
                for row in Authenticator.objects.filter(**own).order_by("created_at")
            ],
        )
        yield Section(
            "providers",
            _("The company's sign-in"),
            {
                "provider": _("Provider"),
                "subject": _("Your id there"),
                "told": _("What it told of you"),
                "linked_at": _("Linked"),
                "last_used_at": _("Last used"),
            },
            [
                {
                    "provider": row.provider,
                    "subject": row.uid,
                    "told": [f"{name}: {value}" for name, value in _flat(row.extra_data)],
                    "linked_at": row.date_joined,
                    "last_used_at": row.last_login,
                }
                for row in SocialAccount.objects.filter(**own).order_by("date_joined")
            ],
        )
        yield Section(
            "addresses",
            _("E-mail addresses"),
            {"email": _("E-mail"), "is_verified": _("Confirmed")},
            [
                {"email": row.email, "is_verified": row.verified}
                for row in EmailAddress.objects.filter(**own).order_by("pk")
            ],
        )
        yield Section(
            "invitations",
            _("Invitations"),
            {
                "made_at": _("Sent"),
                "expires_at": _("Valid until"),
                "accepted_at": _("Accepted"),
                "withdrawn_at": _("Withdrawn"),
            },
            list(
                Invitation.objects.filter(**own)
                .order_by("made_at")
                .values("made_at", "expires_at", "accepted_at", "withdrawn_at")
            ),
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        count = sum(table.objects.filter(user__in=account.users).count() for table in TABLES)
        what = _("Sessions, second factors, invitations")
        if not account.has_left:
            return [Fate(what, count, Outcome.KEPT, str(reasons.WHILE_WORKING))]
        return [Fate(what, count, Outcome.ERASED, str(reasons.SIGN_IN))]

    def erase(self, account: Account) -> None:
        if not account.has_left:
            return
        own = UserSession.objects.filter(user__in=account.users)
        Session.objects.filter(session_key__in=list(own.values_list("session_key", flat=True))).delete()
        for table in TABLES:
            table.objects.filter(user__in=account.users).delete()
        _forget_mails(account)

    def merge(self, kept: Account, gone: Account) -> None:
        """Second factors prove whoever set them up and are not handed on; the closed account's stay with it, unusable."""


def _forget_mails(account: Account) -> None:
    """Mails to them that could not be delivered; the answer to their request waits still and goes out."""
    addresses = set(User.objects.filter(pk__in=account.users).values_list("email", flat=True))
    for job in Job.objects.filter(kind=MAIL, done_at=None, args__has_key="sealed").exclude(dead_at=None):
        try:
            to = json.loads(unseal(job.args["sealed"]))["to"]
        except InvalidToken:
            continue
        if to in addresses:
            job.args = {}
            job.save(update_fields=["args"])


def _flat(told: object) -> Iterable[tuple[str, str]]:
    """What a provider told, one level deep; signatures and tokens are no data about a person."""
    if isinstance(told, dict):
        for name, value in sorted(told.items()):
            if isinstance(value, dict):
                yield from _flat(value)
            elif not str(name).endswith("token"):
                yield str(name), str(value)
