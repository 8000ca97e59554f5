"""Make the address of one's calendar, or another one in its place."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.calendars.models import CalendarFeed
from portal.people.access import Viewer
from portal.people.models import User
from portal.refusal import Refusal

BYTES = 32
NONE_YET = ""


@dataclass(frozen=True)
class Address:
    """The address, which nobody can read again later."""

    url: str
    feed: CalendarFeed

    @property
    def webcal(self) -> str:
        """The same, as calendars on this device are asked to subscribe to it."""
        return "webcal" + self.url[self.url.index(":") :]


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def version_of(feed: CalendarFeed | None) -> str:
    """Names the address that stands now, so that a page sent twice does not put another in place of what it just made."""
    return feed.digest[:12] if feed else NONE_YET


@transaction.atomic
def make(viewer: Viewer, *, instead_of: str) -> Address:
    """A new address; the one before opens nothing from now on.

    `instead_of` is the `version_of` what the person saw. Raises Refusal where another stands there by now.
    """
    User.objects.select_for_update(of=("self",)).get(pk=viewer.id)
    before = CalendarFeed.objects.filter(user=viewer.id).first()
    if version_of(before) != instead_of:
        raise Refusal(
            "calendar.made_already",
            _("An address was made meanwhile and shown once. If you did not keep it, make another one."),
        )
    token = secrets.token_urlsafe(BYTES)
    feed, _made = CalendarFeed.objects.update_or_create(
        user_id=viewer.id,
        defaults={
            "digest": digest_of(token), "made_at": timezone.now(), "last_used_at": None, "told": "", "changed_at": None,
        },
    )  # fmt: skip
    audited(viewer, "calendar.renewed" if before else "calendar.made", subject=viewer.person)
    return Address(settings.BASE_URL + reverse("calendar_feed", args=[token]), feed)
