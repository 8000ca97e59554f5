"""Acting on the organisation: one act at a time, and what the database refuses is told as kindly as what a rule does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from portal.people.access import Capability, Viewer, require
from portal.people.models import User
from portal.people.queries import known
from portal.refusal import Refusal

_LOCK = "select pg_advisory_xact_lock(hashtext('people.organisation'))"
_NOW = "set constraints no_loop_in_the_line, no_loop_of_departments immediate"
_AT_COMMIT = "set constraints no_loop_in_the_line, no_loop_of_departments deferred"

EMAIL_TAKEN = _("This e-mail already belongs to somebody. Look them up in the directory, or give another address.")
SENTENCES = {
    "no_loop_in_the_line": _(
        "Somebody would come to answer to themselves on one of those days. Choose another manager."
    ),
    "no_loop_of_departments": _(
        "The department would come to stand under itself on one of those days. Choose another place."
    ),
    "nobody_manages_themselves": _("Nobody answers to themselves. Choose another manager."),
    "department_is_not_its_own_parent": _("A department does not stand under itself. Choose another place."),
    "nobody_is_their_own_delegate": _("Nobody stands in for themselves. Choose another person."),
    "one_delegate_at_a_time": _(
        "Somebody already stands in on some of those days. End that first, or choose other days."
    ),
    "one_person_an_email": EMAIL_TAKEN,
    "people_user_email_key": EMAIL_TAKEN,
}
MEANWHILE = _(
    "Somebody else changed this at the same moment, and nothing of yours was done. Look at it again and repeat what is still needed."
)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction in which nobody else changes people or the organisation; readers and sign-in do not wait.

    Acts are rare, so that one lock for all of them is cheaper than finding out in which order two of them may lock rows.
    What a constraint refuses is raised as a Refusal, loops included, which the database would otherwise tell at commit.
    """
    try:
        with transaction.atomic():
            _execute(_LOCK)
            yield
            _execute(_NOW)
            _execute(_AT_COMMIT)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        raise Refusal(name or "meanwhile", SENTENCES.get(name, MEANWHILE)) from error


def somebody(viewer: Viewer, person: UUID) -> User:
    """The person an administrator acts on, locked. A stranger gets 404; an account that is closed for good is refused."""
    require(viewer, Capability.MANAGE_PEOPLE)
    among = known(User.objects.select_for_update(of=("self",)), viewer)
    user = require(viewer, Capability.MANAGE_PEOPLE, among, person=person)
    refuse_closed(user)
    return user


def refuse_closed(user: User) -> None:
    """Nothing is done any more with an account that is closed for good."""
    if user.merged_into_id:
        raise Refusal("merged", _("This account was merged into another one. Act on the one that stays."))
    if user.erased_at:
        raise Refusal("erased", _("This person's data was erased. Register them anew if they come back."))


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
