"""Sessions as people know them: where somebody is signed in, since when, and how that ends at once."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from portal.people.models import User

NOWHERE = "0.0.0.0"  # noqa: S104  (an address that is none: the session was opened by no browser)


def end_all(user: User, except_key: str | None = None) -> int:
    """End every session of `user` now, but for the one of `except_key`; returns how many were open.

    The rows of the sessions themselves go, so that the next click of whoever held one meets the sign-in page.
    """
    return _end(user, list(_of(user).exclude(session_key=except_key or "").values_list("session_key", flat=True)))


def end_one(user: User, session: int) -> int:
    """End one session of `user` by the id it has in their list; 0 where it is not theirs or ended already."""
    return _end(user, list(_of(user).filter(pk=session).values_list("session_key", flat=True)))


def forget_expired() -> int:
    """Delete sessions that are over, and where they were opened from; returns how many were listed."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    open_still = Session.objects.filter(session_key=OuterRef("session_key"))
    gone, _ = UserSession.objects.filter(~Exists(open_still)).delete()
    return int(gone)


def remember(request: HttpRequest, user: User) -> None:
    """Put the session in the list of its person, whichever door it came through."""
    if not request.session.session_key:
        request.session.save()
    try:
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = NOWHERE
    longest = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "ip": address, "user_agent": request.META.get("HTTP_USER_AGENT", "")[:longest]},
    )


def _of(user: User):  # type: ignore[no-untyped-def]
    return UserSession.objects.filter(user_id=user.pk)


@transaction.atomic
def _end(user: User, keys: list[str]) -> int:
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    _of(user).filter(session_key__in=keys).delete()
    return ended
