"""The way in with an invitation: the link leaves the address at once, the page welcomes, one press and the person is inside."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.people.models import User
from portal.signin import company, invitations
from portal.signin.forms import Joining

KEPT = "signin.invitation"
"""The digest of the secret, in the session: the secret itself stays nowhere."""
LIMITS = {"invitation": "120/m/ip"}
LIMITS_OF_LINKS = {"invitation_taken": "60/m/ip"}


@csrf_exempt
@never_cache
def take(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, whatever it is worth and however it is asked for: no page, Referer or history
    shows it. Only that of an invitation of ours is remembered: a stranger makes no sessions. It never answers with an error either, since those are logged with their address."""
    is_let = ratelimit.consume(
        request, app="portal.signin", action="invitation_taken", config=LIMITS_OF_LINKS, limit_get=True
    )
    digest = invitations.digest_of(secret)
    if is_let and invitations.is_ours(secret, digest):
        request.session[KEPT] = digest
    elif KEPT in request.session:
        del request.session[KEPT]
    return redirect("invitation_accept")


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Welcome, language, password, in. A link that opens nothing says so, and not why."""
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, app="portal.signin", action="invitation", config=LIMITS, limit_get=True
    )
    if limited:
        return limited
    digest = request.session.get(KEPT, "")
    invitation = invitations.open_now().select_related("user").filter(digest=digest).first()
    if invitation is None:
        return _opens_nothing(request)
    invited: User = invitation.user
    language = _language_of_page(request, invited)
    with translation.override(language):
        request.LANGUAGE_CODE = language
        by_password = company.password_opens(invited)
        form = Joining(request.POST or None, user=invited, initial={"language": language})
        if request.method == "POST" and by_password and form.is_valid():
            return _join(request, digest, form)
        answer = render(
            request,
            "signin/invitation.html",
            {"form": form, "invited": invited, "by_password": by_password, "expires_at": invitation.expires_at},
        )
        answer["Content-Language"] = language
        return answer


def _join(request: HttpRequest, digest: str, form: Joining) -> HttpResponse:
    user = invitations.accept(digest, password=form.cleaned_data["password"], language=form.cleaned_data["language"])
    if user is None:
        return _opens_nothing(request)
    request.session.flush()
    record_authentication(request, user, method="password", email=user.email)
    answer: HttpResponse = perform_login(request, user, redirect_url=reverse("home"))
    return answer


def _opens_nothing(request: HttpRequest) -> HttpResponse:
    request.session.pop(KEPT, None)
    return render(request, "signin/invitation_over.html", status=410)


def _language_of_page(request: HttpRequest, invited: User) -> str:
    """What they just chose, else what this browser chose before, else what is registered for them."""
    known = dict(settings.LANGUAGES)
    for language in (request.POST.get("language"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)):
        if language in known:
            return str(language)
    return invited.language
