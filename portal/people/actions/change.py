"""Change a registration: name, e-mail, job title, language, document; what was changed is audited, not what it was."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import EMAIL_TAKEN, one_at_a_time, somebody
from portal.people.directory import by_email
from portal.people.documents import tidied
from portal.people.mailbox import moved
from portal.people.models import User
from portal.people.moved import moved as told
from portal.people.naming import tidied_name
from portal.refusal import Refusal
from portal.signin.invitations import withdraw

FIELDS = ("name", "email", "title", "language", "document")


def change(viewer: Viewer, person: UUID, **given: str) -> User:
    """Write what differs of `given` (keys of `FIELDS`); an e-mail that changes takes an open invitation and every
    session with it, and both addresses are told."""
    with one_at_a_time():
        user = somebody(viewer, person)
        wanted = {field: _tidy(field, given[field]) for field in FIELDS if field in given}
        changed = [field for field, value in wanted.items() if getattr(user, field) != value]
        if not changed:
            return user
        old = user.email
        if "email" in changed:
            _move_mailbox(viewer, user, wanted["email"])
        for field in changed:
            setattr(user, field, wanted[field])
        user.save(update_fields=changed)
        facts: dict[str, Any] = {"email": True} if "email" in changed else {}
        audited(viewer, "person.changed", subject=user.person, fields=", ".join(changed), **facts)
        if "email" in changed:
            moved(viewer, user, old=old, new=user.email)
        if "title" in changed:
            told([user.pk])
    return user


def _tidy(field: str, value: Any) -> str:
    if field == "document":
        return tidied(value)
    if field == "name":
        return tidied_name(value)
    return " ".join(value.split()).lower() if field == "email" else " ".join(value.split())


def _move_mailbox(viewer: Viewer, user: User, email: str) -> None:
    owner = by_email([email]).get(email)
    if owner is not None and owner.pk != user.pk:
        raise Refusal("email", EMAIL_TAKEN)
    EmailAddress.objects.filter(user=user).delete()
    withdraw(viewer, user)
