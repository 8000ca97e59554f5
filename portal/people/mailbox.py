"""An e-mail in use that changes: both addresses are told, sessions end, and for a while who changed it resets nothing."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.models import Entry
from portal.people.access import Viewer
from portal.people.models import User
from portal.refusal import Refusal
from portal.signin.mail import send
from portal.signin.sessions import end_all

WAITS = timedelta(days=7)
ACTS = ("person.changed", "person.merged")


def moved(viewer: Viewer, user: User, *, old: str, new: str) -> None:
    """To be called once the new address stands; the act's entry carries the fact `email`."""
    end_all(user)
    context = {"by": viewer.name, "name": user.name, "old": old, "new": new}
    for address in (old, new):
        send(address, "people/email/address_changed", context, language=user.language)


def refuse_who_changed_it(viewer: Viewer, user: User) -> None:
    """Raises a Refusal where the viewer changed the address of `user` a short while ago: together with a reset it would
    make the account theirs."""
    changed = Entry.objects.filter(
        act__in=ACTS, subject=user.person, facts__email=True, actor__in=viewer.persons, at__gt=timezone.now() - WAITS
    )
    if changed.exists():
        raise Refusal(
            "changed_address",
            _(
                "You changed this person's e-mail less than seven days ago. Ask another administrator to remove the factors."
            ),
        )
