"""What the pages of rules have in common: who may come in, and to whom they are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from portal.duties.models import Requirement, Terms
from portal.duties.queries.rule import one_rule
from portal.people.access import Capability, Viewer, require

View = Callable[..., HttpResponseBase]
PAGE_DIGITS = 6


def viewer_of(request: HttpRequest) -> Viewer:
    who: Viewer = request.viewer  # type: ignore[attr-defined]
    return who


def reads_rules(viewer: Viewer) -> bool:
    """Who sets rules, and who answers for everyone's evidence."""
    return viewer.can(Capability.SET_DUTIES) or viewer.can(Capability.SEE_ALL_EVIDENCE)


def for_readers(view: View) -> View:
    """To everyone else these pages are not there."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reads_rules(viewer_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return asked


def for_setters(view: View) -> View:
    """Only for who sets duties."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(viewer_of(request), Capability.SET_DUTIES)
        return view(request, *args, **kwargs)

    return asked


def rule_or_404(request: HttpRequest, pk: int) -> Requirement:
    found = one_rule(viewer_of(request), pk)
    if found is None:
        raise Http404
    return found


def draft_of(row: Requirement) -> Terms | None:
    """What waits to be switched on, of a rule whose terms came along."""
    return next((terms for terms in row.terms.all() if terms.switched_on_at is None), None)


def page_asked(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
