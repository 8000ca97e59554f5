"""Browsers that somebody signed in with before: they keep counts of wrong passwords and codes of their own, so that no
stranger's guesses shut their person out. See docs/decisions/0007."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from portal.people.models import User

COOKIE = "known_browser"
SALT = "signin.known"
HOLDS = timedelta(days=365)
MOST = 6
"""People of one browser; whoever came last stays."""


def mark_of(request: HttpRequest, email: str) -> str:
    """What this browser was given when the person of `email` last signed in with it; empty where they never did."""
    who = _digest(email)
    return next((mark for known, mark in _read(request) if hmac.compare_digest(known, who)), "")


def counted_as(request: HttpRequest, user: User) -> str:
    """Under which name a wrong second factor of `user` is counted: that of the open session that proves it again, of the
    browser that came in as them before, or of all strangers together, who got hold of the password."""
    if request.user.is_authenticated:
        return f"factor:{user.pk}:session:{request.session.session_key}"
    return f"factor:{user.pk}:{mark_of(request, user.email)}"


def remember(request: HttpRequest, email: str) -> None:
    """Somebody came in: the answer to this request tells their browser so. The mark is new each time."""
    who = _digest(email)
    others = [pair for pair in _read(request) if pair[0] != who]
    request.known_browser = [[who, secrets.token_urlsafe(9)], *others][:MOST]  # type: ignore[attr-defined]


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser its cookie, where somebody came in."""
    pairs = getattr(request, "known_browser", None)
    if pairs:
        response.set_cookie(
            COOKIE,
            signing.dumps(pairs, salt=SALT, compress=True),
            max_age=HOLDS,
            path="/accounts/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _read(request: HttpRequest) -> list[list[str]]:
    try:
        pairs: list[list[str]] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return []
    return pairs


def _digest(email: str) -> str:
    """The cookie names nobody."""
    said = f"known:{email.lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:24]
