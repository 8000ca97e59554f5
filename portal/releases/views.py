"""Pages of releases: the versions of a thing, two of them compared, and what readers had on any day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people.access import Viewer
from portal.people.days import today
from portal.releases.compare import comparison
from portal.releases.history import Thing, Version, thing
from portal.releases.old import old_edition


@login_required
@require_safe
def versions(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Every version with its days; with `?on=` also the one that readers had on that day."""
    found = _thing(request, kind, key)
    asked, typed = request.GET.get("on", ""), None
    error = ""
    if asked:
        typed = _day(asked)
        error = "" if typed else _("Write a day as in 2026-03-01.")
    context = {
        "thing": found,
        "asked": asked,
        "day": typed,
        "is_ahead": typed is not None and typed > today(),
        "error": error,
        "then": found.on(typed) if typed else None,
        **_choices(found, since=found.one_before, to=found.versions[0]),
    }
    return render(request, "releases/versions.html", context)


@login_required
@require_safe
def on(request: HttpRequest, kind: str, key: UUID, day: str) -> HttpResponse:
    """Straight to what readers had on a day; where there was nothing yet, to the versions, which say so."""
    found, asked = _thing(request, kind, key), _day(day)
    if asked is None:
        raise Http404
    then = found.on(asked)
    if then is None:
        return redirect(f"{_versions_url(found)}?on={asked.isoformat()}")
    return redirect("releases:read", kind, key, then.number)


@login_required
@require_safe
def read(request: HttpRequest, kind: str, key: UUID, number: int) -> HttpResponse:
    """One version as it was read, and whether it is in force."""
    found = _thing(request, kind, key)
    version = found.numbered(number)
    context = {"thing": found, "version": version, "edition": old_edition(version.release, _language())}
    return render(request, "releases/read.html", context)


@login_required
@require_safe
def compare(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Two versions; without `?from=` and `?to=` the one in force and the one before it."""
    found = _thing(request, kind, key)
    newest = found.in_force or found.versions[0]
    to = found.numbered(_number(request, "to", newest.number))
    since = found.numbered(_number(request, "from", max(1, to.number - 1)))
    if since.number > to.number:
        since, to = to, since
    between = [one for one in found.versions if since.number < one.number <= to.number]
    context = {
        "thing": found,
        "since": since,
        "to": to,
        "comparison": comparison(since.release, to.release, _language()),
        "between": between,
        "is_one": since.number == to.number,
        "asks_again": any(one.asks_again for one in between),
        "asks_whole": any(one.asks_whole for one in between),
        "tells": any(one.tells for one in between),
        **_choices(found, since=since, to=to),
    }
    return render(request, "releases/compare.html", context)


def _choices(found: Thing, *, since: Version | None, to: Version) -> dict[str, Any]:
    """Every version to choose from, with whether it is the one chosen."""
    return {
        "choices_from": [(one, one == since) for one in found.versions],
        "choices_to": [(one, one == to) for one in found.versions],
    }


def _thing(request: HttpRequest, kind: str, key: UUID) -> Thing:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return thing(viewer, kind, key, _language())


def _language() -> str:
    return translation.get_language() or ""


def _versions_url(found: Thing) -> str:
    return reverse("releases:versions", args=[found.kind, found.key])


def _number(request: HttpRequest, name: str, default: int) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else default


def _day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
