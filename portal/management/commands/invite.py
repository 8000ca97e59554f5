"""Let somebody in from the command line: how the first administrator of a production comes in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from portal.audit.record import audited
from portal.people.acting import one_at_a_time
from portal.people.addresses import plain_address
from portal.people.align import align
from portal.people.days import today
from portal.people.models import Department, Role, User
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.signin.invitations import invite
from portal.signin.models import Invitation


class Command(BaseCommand):
    help = (
        "Register somebody who is not registered yet, and send them an invitation. Somebody who has not joined gets a new"
        " one, and the last stops working."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", help="needed for somebody new")
        parser.add_argument(
            "--role", choices=Role.values, action="append", default=[], help="may be given several times"
        )
        parser.add_argument("--department", metavar="KEY", help="the key of a department that exists")
        parser.add_argument("--language", choices=("pt-br", "en"), default="pt-br")
        parser.add_argument(
            "--show-link", action="store_true", help="print the link too: whoever reads it can come in as this person"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with one_at_a_time():
                user = self._registered(options)
                for role in options["role"]:
                    self._give(user, role)
                align([user])
                user.refresh_from_db()
                invitation = invite(None, user)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._tell(user, invitation, show=options["show_link"])

    def _registered(self, options: dict[str, Any]) -> User:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
            plain_address(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        department = self._department(options["department"])
        user = User.objects.filter(email__iexact=email).first()
        if user is not None:
            return user
        if not options["name"]:
            raise CommandError("Nobody is registered under this address: give their --name.")
        name = " ".join(options["name"].split())
        user = User.objects.create_user(email, None, name=name, language=options["language"], is_active=False)
        user.employments.create(starts_on=today())
        if department:
            user.departments.create(department=department, starts_on=today())
        audited(None, "person.registered", subject=user.person)
        return user

    def _department(self, key: str | None) -> Department | None:
        if not key:
            return None
        found = Department.objects.filter(key=key).first()
        if found is None:
            known = ", ".join(Department.objects.values_list("key", flat=True)) or "none yet"
            raise CommandError(f"There is no department {key}. Departments: {known}.")
        return found

    def _give(self, user: User, role: str) -> None:
        if holding(user.roles.filter(role=role)).exists():
            return
        user.roles.create(role=role, starts_on=today())
        audited(None, "role.given", subject=user.person, role=role, day=today().isoformat())

    def _tell(self, user: User, invitation: Invitation, *, show: bool) -> None:
        self.stdout.write(f"An invitation for {user.name} goes to {user.email}; it holds fourteen days.")
        if show:
            self.stdout.write(invitation.link)
