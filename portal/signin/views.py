"""The pages of one's own security: second factors, and where one is signed in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.audit.record import audited
from portal.people.models import User
from portal.people.seed import PASSWORD
from portal.signin import sessions
from portal.signin.devices import device
from portal.signin.factors import standing


class ProvePassword(ReauthenticateView):
    """allauth's page; who stepped into the demo with one press is told the password there."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_password": PASSWORD}


@require_safe
@login_required
def second_factors(request: HttpRequest) -> HttpResponse:
    """What one signs in with besides the password. One query."""
    held = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    codes = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return render(
        request,
        "mfa/index.html",
        {
            "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
            "passkeys": [(one, one.wrap()) for one in held if one.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
            "codes_made": mfa_settings.RECOVERY_CODE_COUNT,
            "standing": standing(request.viewer),  # type: ignore[attr-defined]
        },
    )


@require_safe
@login_required
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, this device first. One query."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    here = request.session.session_key
    found = UserSession.objects.filter(Exists(alive), user_id=request.user.pk).order_by("-last_seen_at")
    rows = [
        {
            "id": one.pk,
            "device": device(one.user_agent),
            "since": one.created_at,
            "address": "" if one.ip == sessions.NOWHERE else one.ip,
            "is_this": one.session_key == here,
        }
        for one in found
    ]
    rows.sort(key=lambda row: not row["is_this"])
    return render(request, "usersessions/usersession_list.html", {"sessions": rows, "others": len(rows) > 1})


@require_POST
@login_required
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """End one of one's own sessions; another's, or one that is gone, is not there."""
    with transaction.atomic():
        if not sessions.end_one(_person(request), session):
            raise Http404
        _tell(request, 1)
    return redirect("usersessions_list")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    with transaction.atomic():
        _tell(request, sessions.end_all(_person(request), except_key=request.session.session_key))
    return redirect("usersessions_list")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _tell(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, gettext("There was no other session to end."))
        return
    viewer = request.viewer  # type: ignore[attr-defined]
    audited(viewer, "signin.sessions_ended", subject=viewer.person, count=count)
    said = ngettext("%(n)s session ended. Whoever used it has to sign in again.",
                    "%(n)s sessions ended. Whoever used them has to sign in again.", count)  # fmt: skip
    messages.success(request, said % {"n": count})
