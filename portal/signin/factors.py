"""Second factors: who must have one, and the proof that sensitive acts ask for once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.people.access import Viewer
from portal.signin.again import ask_again, is_proven

View = Callable[..., HttpResponseBase]

MANAGER = "manager"
"""Stands in SECOND_FACTOR_ROLES for whoever leads people today."""


@dataclass(frozen=True)
class Standing:
    """How a person stands with second factors: their roles ask for one, this installation insists, they have one."""

    asked: bool
    insisted: bool
    has: bool

    @property
    def is_missing(self) -> bool:
        return self.insisted and self.asked and not self.has

    @property
    def would_be_asked(self) -> bool:
        """To be said where it is not insisted on: in production the role would need one."""
        return self.asked and not self.insisted


def standing(viewer: Viewer) -> Standing:
    roles = viewer.roles | ({MANAGER} if viewer.leads else set())
    return Standing(
        asked=bool(roles & set(settings.SECOND_FACTOR_ROLES)),
        insisted=settings.SECOND_FACTOR_INSISTED,
        has=viewer.has_factor,
    )


def is_missing(viewer: Viewer) -> bool:
    """Whether nothing else is open to them until they have a second factor. Asks the database nothing."""
    return standing(viewer).is_missing


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
