"""What Django and allauth tell of security acts, heard in one place: the audit is written, sessions are kept and ended."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest

from portal.audit.record import audited
from portal.people.access import viewer_of
from portal.people.models import User
from portal.signin import again, sessions


def listen() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(_came_in, dispatch_uid="signin.came_in")
    authenticator_added.connect(_factor_added, dispatch_uid="signin.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="signin.factor_removed")
    authenticator_reset.connect(_codes_made, dispatch_uid="signin.codes_made")
    password_changed.connect(_password_changed, dispatch_uid="signin.password_changed")
    password_set.connect(_password_changed, dispatch_uid="signin.password_set")
    password_reset.connect(_password_reset, dispatch_uid="signin.password_reset")


def _came_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.remember(request, user)
    again.came_in(request, user)


@transaction.atomic
def _factor_added(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        audited(viewer_of(user), "signin.recovery_codes_made", subject=user.person)
    else:
        audited(viewer_of(user), "signin.second_factor_added", subject=user.person, kind=authenticator.type)


@transaction.atomic
def _factor_removed(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    audited(viewer_of(user), "signin.second_factor_removed", subject=user.person, kind=authenticator.type)


@transaction.atomic
def _codes_made(sender: Any, user: User, **kwargs: Any) -> None:
    audited(viewer_of(user), "signin.recovery_codes_made", subject=user.person)


@transaction.atomic
def _password_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _old_one_is_worthless(request, user)
    audited(viewer_of(user), "signin.password_changed", subject=user.person)


@transaction.atomic
def _password_reset(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _old_one_is_worthless(request, user)
    audited(viewer_of(user), "signin.password_reset", subject=user.person)


def _old_one_is_worthless(request: HttpRequest, user: User) -> None:
    """Whoever knew the old password is out: every session ends but the one in which it was changed."""
    here = request.session.session_key if request.user.is_authenticated and request.user.pk == user.pk else None
    sessions.end_all(user, except_key=here)
