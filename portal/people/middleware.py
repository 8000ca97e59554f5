"""Puts the viewer, as of today, on every signed-in request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.people.access import viewer_of

Next = Callable[[HttpRequest], HttpResponse]


def viewer(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        request.viewer = viewer_of(request.user) if signed_in else None  # type: ignore[attr-defined,arg-type]
        return get_response(request)

    return middleware
