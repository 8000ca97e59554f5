"""Let the company's server know somebody under another subject: after a new server, or an account made there anew."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models.functions import Lower

from portal.audit.record import audited
from portal.people.models import User
from portal.signin import company
from portal.signin.sessions import end_all


class Command(BaseCommand):
    help = (
        "Forget under which subject the company's server knows somebody, and end their sessions. Their next sign-in there, "
        "by the same verified e-mail, is remembered anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="stands in the audit")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.alias(low=Lower("email")).select_for_update().filter(low=email).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        held = list(SocialAccount.objects.filter(user_id=user.pk))
        if not held:
            raise CommandError(f"The company's server knows no subject of {email}. There is nothing to forget.")
        for account in held:
            account.delete()
        ended = end_all(user)
        audited(
            None, "signin.provider_unlinked", subject=user.person, reason=options["reason"],
            provider=company.name() or held[0].provider,
        )  # fmt: skip
        self.stdout.write(f"Forgotten. {ended} sessions ended; the next sign-in of {email} there is remembered anew.")
