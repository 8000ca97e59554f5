"""Is the house well? Database, broker and worker, for machines and for people."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from portal.jobs.models import SignOfLife

LATE_AFTER = timedelta(seconds=60)
AWAY_AFTER = timedelta(minutes=10)
"""Worker and beat sign every fifteen seconds."""
NEEDED = frozenset({"worker", "beat"})
"""Background work is as well as the one of them that was silent longer."""
SLOW = 0.5
"""Seconds after which an answer counts as late."""


@dataclass(frozen=True)
class Part:
    """One part of the house: `state` is ok, late or away; `milliseconds` its answer took, or its sign is old."""

    name: str
    label: str | Promise
    state: str
    milliseconds: int | None

    @property
    def tone(self) -> str:
        return {"ok": "ok", "late": "warn", "away": "late"}[self.state]

    @property
    def has_time(self) -> bool:
        return self.milliseconds is not None

    @property
    def time(self) -> str:
        """How long it took to answer, or how long ago it last signed, as people say it."""
        if self.milliseconds is None:
            return ""
        if self.name == "worker":
            return _("seen %(seconds)s s ago") % {"seconds": self.milliseconds // 1000}
        return _("%(milliseconds)s ms") % {"milliseconds": self.milliseconds}

    @property
    def word(self) -> str | Promise:
        return {"ok": _("Working"), "late": _("Slow to answer"), "away": _("Not answering")}[self.state]


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, 503 when not; each part is named, and nothing of how it is reached."""
    parts = [_database(), _broker()]
    parts.append(_worker(known=parts[0].state != "away"))
    status = 503 if parts[0].state == "away" else 200
    overall = "away" if status == 503 else "ok" if all(part.state == "ok" for part in parts) else "degraded"
    if request.GET.get("format") == "json" or not request.accepts("text/html") or not request.headers.get("Accept"):
        return JsonResponse(
            {
                "status": overall,
                "parts": {part.name: {"state": part.state, "milliseconds": part.milliseconds} for part in parts},
            },
            status=status,
        )
    context = {"parts": parts, "is_well": overall == "ok", "is_degraded": overall == "degraded"}
    return render(request, "home/health.html", context, status=status)


def _timed(name: str, label: str | Promise, ask: Callable[[], object]) -> Part:
    started = time.monotonic()
    try:
        ask()
    except Exception:  # whatever a driver raises means one thing here; the logs of the part itself say more
        return Part(name, label, "away", None)
    took = time.monotonic() - started
    return Part(name, label, "late" if took > SLOW else "ok", round(took * 1000))


def _database() -> Part:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")

    return _timed("database", _("Database"), ask)


def _broker() -> Part:
    def ask() -> None:
        from portal.celery import app

        with app.connection_for_write(connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)

    return _timed("broker", _("Message broker"), ask)


def _worker(*, known: bool) -> Part:
    label = _("Background work")
    try:
        signs = dict(SignOfLife.objects.values_list("name", "at")) if known else {}
    except DatabaseError:
        signs = {}
    if not signs.keys() >= NEEDED:
        return Part("worker", label, "away", None)
    age = timezone.now() - min(signs[name] for name in NEEDED)
    state = "ok" if age < LATE_AFTER else "late" if age < AWAY_AFTER else "away"
    return Part("worker", label, state, round(age.total_seconds() * 1000))
