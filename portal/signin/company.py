"""The company's own sign-in (OpenID Connect): whether there is one, what it is called, and what a password still opens."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import Http404, HttpRequest

from portal.env import CompanySignIn
from portal.people.models import Role, RoleMembership, User
from portal.people.organisation import holding


def name() -> str:
    """What the button calls it; empty where there is none."""
    return settings.OIDC.name if settings.OIDC else ""


def offered() -> CompanySignIn:
    """The server. Where there is none, its pages are not there either."""
    if settings.OIDC is None:
        raise Http404
    return settings.OIDC


def is_only_way() -> bool:
    return bool(settings.OIDC and settings.OIDC.only)


def password_opens(user: User) -> bool:
    """Whether a password lets `user` in: everyone's does, unless the company's sign-in is the only way. Administrators
    keep theirs even then, so that somebody can come in when it is out of order."""
    if not is_only_way():
        return True
    return holding(RoleMembership.objects.filter(user=user, role=Role.ADMINISTRATOR)).exists()


def counts_as_second_factor(request: HttpRequest, user: Any) -> bool:
    """Whether `user` came into this session through the company's sign-in and it answers for a second factor too.

    It reads allauth's own record of how they came in, which belongs to this person and this session, so no flag can be
    left behind by somebody else.
    """
    if not settings.OIDC or not settings.OIDC.second_factor:
        return False
    records = get_authentication_records(request, user)
    return any(r["method"] == "socialaccount" and r.get("provider") == settings.OIDC.key for r in records)
