"""What stands between a request and the house: the second factor that a role asks for, and pages that no cache keeps."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils.cache import add_never_cache_headers

from portal.signin import company, factors, known

Next = Callable[[HttpRequest], HttpResponse]

ACCOUNT = "/accounts/"
OPEN_WITHOUT = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout",
    "set_language_of_person", "set_theme", "health",
}  # fmt: skip
"""What is open to who must have a second factor and has none: setting one up, going away, language and theme."""


def door(get_response: Next) -> Next:
    """Leads who must have a second factor to the page that sets one up, Wagtail's admin and parts of pages included.

    What somebody signed in is answered is theirs alone: no cache between keeps it, and a browser asks before it shows it
    again. Pages of the account leave nothing behind at all; elsewhere Back still brings what was typed. What says
    otherwise itself, a PDF or a feed, stays as it is.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]
        if viewer and factors.is_missing(viewer) and _is_closed(request):
            return _led(request, reverse("mfa_index"))
        response = get_response(request)
        known.tell(request, response)
        if request.path.startswith(ACCOUNT):
            add_never_cache_headers(response)
        elif viewer:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def _is_closed(request: HttpRequest) -> bool:
    return _name(request) not in OPEN_WITHOUT and not company.counts_as_second_factor(request, request.user)


def _name(request: HttpRequest) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Http404:
        return None


def _led(request: HttpRequest, url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204, headers={"HX-Redirect": url})  # type: ignore[assignment]
    add_never_cache_headers(response)
    return response
