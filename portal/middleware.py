"""What surrounds every request: the person's language, Wagtail's own script policy, and a refusal told kindly."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict, UnreadablePostError
from django.shortcuts import render
from django.utils import translation

from portal.people.days import in_zone
from portal.refusal import Refusal

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
Next = Callable[[HttpRequest], HttpResponse]


def health_before_all(get_response: Next) -> Next:
    """The health page needs neither session nor person, so it still tells what is wrong when they cannot be read."""
    from portal.home.health import health

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path != "/health/":
            return get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            return health(request)

    return middleware


def only_our_methods(get_response: Next) -> Next:
    """No page of ours knows another method than these; a view that looks at none would take any of them for GET.

    HEAD is GET without its body, also for views that name the methods they answer.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = get_response(request)
        if is_head and not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


class no_null_bytes:  # noqa: N801  (named as the middleware it is)
    """No person types a null byte and PostgreSQL keeps none: what holds one is answered 400 before anybody reads it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = [request.path, *request.COOKIES.values(), *_said(request.GET)]
        if any("\0" in one for one in said):
            raise BadRequest("A null byte was sent.")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        try:
            sent = request.POST
        except UnreadablePostError:  # whoever sent it has gone
            return
        if any("\0" in one for one in _said(sent)):
            raise BadRequest("A null byte was sent.")


def _said(fields: QueryDict) -> list[str]:
    return [text for name, values in fields.lists() for text in (name, *values)]


def language_of_the_person(get_response: Next) -> Next:
    """Speak the person's own language; a stranger's comes from the cookie, then the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = getattr(request.user, "language", "")
        language = person or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware


def clock_of_the_person(get_response: Next) -> Next:
    """Tell clock times in the person's own zone; a stranger's is the organisation's. Days never follow it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with in_zone(getattr(request.user, "zone", "")):
            return get_response(request)

    return middleware


def admin_door(get_response: Next) -> Next:
    """To who is signed in and may not edit, the admin is not there; sent to sign in, they would go round for ever."""

    def middleware(request: HttpRequest) -> HttpResponse:
        inside = request.path.startswith("/admin/") and request.user.is_authenticated
        if inside and not request.user.has_perm("wagtailadmin.access_admin"):
            return render(request, "404.html", status=404)
        return get_response(request)

    return middleware


def admin_policy(get_response: Next) -> Next:
    """Wagtail's admin keeps inline scripts in its date fields; only its own pages get the looser policy.

    A preview arrives with the reader's strict policy already on it: it keeps that, and may stand in the editor's frame.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            readers = response.get(HEADER)
            if readers:
                response[HEADER] = readers.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            else:
                response._csp_replace = settings.ADMIN_POLICY  # type: ignore[attr-defined]
            if response.get("X-Frame-Options") == "DENY":
                response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return middleware


class refusals:  # noqa: N801  (named as the middleware it is)
    """A refusal that no view caught becomes a page with its sentence, never a traceback."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        fragment = bool(getattr(request, "htmx", False))
        template = "_refusal.html" if fragment else "refusal.html"
        response = render(request, template, {"refusal": exception}, status=409)
        if fragment:
            response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
        return response
