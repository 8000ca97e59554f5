"""Register: somebody new, with their place in the organisation from the first day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.acting import EMAIL_TAKEN, one_at_a_time
from portal.people.align import align
from portal.people.dated import employment
from portal.people.days import today
from portal.people.directory import by_email
from portal.people.documents import tidied
from portal.people.line import refuse_as_manager
from portal.people.models import Department, User
from portal.people.naming import tidied_name
from portal.refusal import Refusal
from portal.signin.invitations import invite


def register(
    viewer: Viewer,
    *,
    name: str,
    email: str,
    department: Department,
    manager: User | None,
    hired_on: date,
    title: str = "",
    language: str = "pt-br",
    document: str = "",
    invited: bool = False,
) -> User:
    """Write a new person; with `invited` their invitation leaves with the same commit."""
    require(viewer, Capability.MANAGE_PEOPLE)
    with one_at_a_time():
        if by_email([email]):
            raise Refusal("email", EMAIL_TAKEN)
        user = User.objects.create_user(
            email,
            None,
            name=tidied_name(name),
            title=" ".join(title.split()),
            language=language,
            document=tidied(document),
            hired_on=hired_on,
            is_active=False,
        )
        user.employments.create(starts_on=hired_on)
        user.departments.create(department=department, starts_on=hired_on)
        if manager is not None:
            since = max(hired_on, employment(manager, on=max(hired_on, today())).starts_on)
            refuse_as_manager(manager, user, day=since)
            user.managers.create(manager=manager, starts_on=since)  # who came before their manager had another one
        audited(viewer, "person.registered", subject=user.person)
        align([user])
        user.refresh_from_db()
        if invited:
            if not user.is_active:
                raise Refusal(
                    "not_yet",
                    _("Somebody who begins later is invited on their first day. Register them without inviting."),
                )
            invite(viewer, user)
    return user
