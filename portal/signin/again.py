"""Proving again who one is: an act waits, sealed in the session, while its person does so, and then goes on by itself."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from cryptography.fernet import InvalidToken
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.views import redirect_to_login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.datastructures import MultiValueDict

from portal.people.models import User
from portal.sealed import seal, unseal

Next = Callable[[HttpRequest], HttpResponse]

HOLDS = 5 * 60
"""Seconds for which a proof stands, from sign-in or from the last time it was asked."""
WAITS = 15 * 60
"""Seconds for which an act waits for its proof."""
GOES_ON = 60
"""Seconds within which an act that was let go has to go on; what stays longer was left by the way."""
MOST_WAITING = 3
LARGEST = 4 * 1024 * 1024
"""Bytes of files that wait with an act; larger ones are chosen again."""
WAITING = "signin.waiting"


def is_proven(request: HttpRequest) -> bool:
    """Whether the person has just proven who they are: a sign-in counts, a session found open does not."""
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < HOLDS for record in records)


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the proof; an act is kept until then. A part of a page is led there as a whole one."""
    if not request.user.is_authenticated:
        return _led(request, redirect_to_login(_back_to(request)).url)
    back = _back_to(request)
    waiting = _still(request.session.get(WAITING, {}))
    waiting.pop(back, None)
    if request.method == "POST":
        waiting[back] = {"act": _kept(request), "at": time.time(), "let_go": None, "who": request.user.pk}
    _keep(request, waiting)
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    if not methods:  # nothing of theirs proves it here: through the door again, as they came
        logout(request)
        _keep(request, waiting)
        return _led(request, redirect_to_login(back).url)
    request.session[STATE_SESSION_KEY] = {"callback": "portal.signin.again.proven", "state": {"back": back}}
    return _led(request, f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def proven(request: HttpRequest, state: dict[str, Any]) -> HttpResponse:
    """allauth calls this when the proof was given: whoever came for this act goes on with it, others where they meant to."""
    asked_for = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    back = state["back"]
    waiting = _still(request.session.get(WAITING, {}))
    if back in waiting and asked_for in (None, back):
        waiting[back]["let_go"] = time.time()
        _keep(request, waiting)
    return HttpResponseRedirect(asked_for or back)


def came_in(request: HttpRequest, user: User) -> None:
    """Somebody came through the door: what waited there for them goes on if they came for it; another's is gone."""
    if WAITING not in request.session:
        return
    asked_for = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    waiting = {path: act for path, act in _still(request.session[WAITING]).items() if act["who"] == user.pk}
    for path, act in waiting.items():
        if asked_for in (None, path):  # who comes through the company brings no way along
            act["let_go"] = time.time()
    _keep(request, waiting)


def going_on(get_response: Next) -> Next:
    """Middleware: the act that was let go is done as it was sent, at its own address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated and WAITING in request.session:
            _go_on(request)
        return get_response(request)

    return middleware


def _go_on(request: HttpRequest) -> None:
    waiting = _still(request.session[WAITING])
    act = waiting.get(request.get_full_path())
    if act is None or act["let_go"] is None or not is_proven(request):
        return
    del waiting[request.get_full_path()]
    _keep(request, waiting)
    try:
        kept = json.loads(unseal(act["act"]))
    except InvalidToken:
        return
    files = [
        (field, SimpleUploadedFile(name, base64.b64decode(content), kind))
        for field, name, kind, content in kept["files"]
    ]
    request.method = request.META["REQUEST_METHOD"] = "POST"
    request.POST = QueryDict(kept["post"])
    request._files = MultiValueDict()  # type: ignore[attr-defined]
    for field, file in files:
        request.FILES.appendlist(field, file)
    # Its token was looked at when it was first sent; what came now is the same session.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]


def _kept(request: HttpRequest) -> str:
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    sent = [(field, file) for field, many in request.FILES.lists() for file in many]
    if sum(file.size or 0 for _, file in sent) > LARGEST:
        sent = []
    files = [(field, file.name, file.content_type, base64.b64encode(file.read()).decode()) for field, file in sent]
    return seal(json.dumps({"post": posted.urlencode(), "files": files}))


def _still(waiting: dict[str, Any]) -> dict[str, Any]:
    """What waits and has not waited too long."""
    now = time.time()
    return {
        path: act
        for path, act in waiting.items()
        if now - act["at"] < WAITS and (act["let_go"] is None or now - act["let_go"] < GOES_ON)
    }


def _keep(request: HttpRequest, waiting: dict[str, Any]) -> None:
    newest = sorted(waiting.items(), key=lambda item: item[1]["at"])[-MOST_WAITING:]
    if newest:
        request.session[WAITING] = dict(newest)
    else:
        request.session.pop(WAITING, None)


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _back_to(request: HttpRequest) -> str:
    """An act goes on at its own address; a part of a page comes back as the page it stands on."""
    if request.method != "POST" and _is_part(request):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        if page.netloc == request.get_host() and page.path.startswith("/"):
            return f"{page.path}?{page.query}" if page.query else page.path
    return request.get_full_path()


def _led(request: HttpRequest, url: str) -> HttpResponse:
    if not _is_part(request):
        return HttpResponseRedirect(url)
    return HttpResponse(status=204, headers={"HX-Redirect": url})
