"""Second factors: who must have one, and the proof that sensitive acts ask for once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.signin.again import ask_again, is_proven

View = Callable[..., HttpResponseBase]


def step_up(view: View) -> View:
    """For views of sensitive acts: whoever has not proven in the last five minutes who they are does so first.

    What was sent (files up to four megabytes too) waits sealed and goes on by itself, as an ordinary POST without htmx,
    so the view answers with a page or a redirect. Works with password, passkey and code.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and is_proven(request):
            return view(request, *args, **kwargs)
        answer: HttpResponse = ask_again(request)
        return answer

    return asked
