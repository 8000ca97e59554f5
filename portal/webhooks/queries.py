"""Webhooks as administrators see them: the endpoints, and of one its log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer, visible
from portal.webhooks.events import LABELS, TEST
from portal.webhooks.models import Delivery, Endpoint, PausedBecause
from portal.webhooks.reach import TROUBLES
from portal.webhooks.sending import host_of

NEWEST = 50


@dataclass(frozen=True)
class Shown:
    """One endpoint; never its secrets."""

    id: UUID
    name: str
    url: str
    host: str
    events: Sequence[str | Promise]
    tone: str
    icon: str
    word: str | Promise
    said: str
    is_paused: bool
    renewed: int
    old_until: datetime | None
    waiting: int
    dead: int
    last_at: datetime | None

    @property
    def told(self) -> str:
        return ngettext("%(n)s event", "%(n)s events", len(self.events)) % {"n": len(self.events)}


@dataclass(frozen=True)
class Sent:
    """One delivery as the log shows it."""

    id: UUID
    event: str
    label: str | Promise
    made_at: datetime
    tone: str
    icon: str
    word: str | Promise
    status: int | None
    tried_at: datetime | None
    took_ms: int | None
    attempts: int
    trouble: str | Promise
    answer: str
    again_at: datetime | None
    may_retry: bool

    @property
    def tries(self) -> str:
        return ngettext("%(n)s attempt", "%(n)s attempts", self.attempts) % {"n": self.attempts}


def endpoints(viewer: Viewer) -> Sequence[Shown]:
    """All of them by name; one query."""
    return [_shown(row) for row in _rows(viewer).order_by("name", "pk")]


def one(viewer: Viewer, endpoint: UUID) -> Shown | None:
    row = _rows(viewer).filter(pk=endpoint).first()
    return _shown(row) if row else None


def log_of(viewer: Viewer, endpoint: UUID, *, failed: bool = False) -> Sequence[Sent]:
    """Its newest deliveries, or those that failed for good; one query."""
    rows = visible(Delivery.objects.filter(endpoint=endpoint), viewer)
    if failed:
        rows = rows.filter(dead_at__isnull=False)
    return [_sent(row) for row in rows.order_by("-made_at", "-pk")[:NEWEST]]


def _rows(viewer: Viewer) -> Any:
    open_ones = Q(deliveries__delivered_at=None, deliveries__dead_at=None, deliveries__id__isnull=False)
    return visible(Endpoint.objects.filter(removed_at=None), viewer).annotate(
        waiting=Count("deliveries", filter=open_ones),
        dead=Count("deliveries", filter=Q(deliveries__dead_at__isnull=False)),
        last_at=Max("deliveries__delivered_at"),
    )


def _shown(row: Any) -> Shown:
    tone, icon, word, said = _face(row)
    return Shown(
        id=row.pk,
        name=row.name,
        url=row.url,
        host=host_of(row.url),
        events=[LABELS[name] for name in row.events if name in LABELS],
        tone=tone,
        icon=icon,
        word=word,
        said=said,
        is_paused=row.paused_at is not None,
        renewed=row.renewed,
        old_until=row.old_until if row.old_until and row.old_until > timezone.now() else None,
        waiting=row.waiting,
        dead=row.dead,
        last_at=row.last_at,
    )


def _face(row: Any) -> tuple[str, str, str | Promise, str]:
    if row.paused_at:
        by_hand = row.paused_because == PausedBecause.PERSON
        tone = "plain" if by_hand else "late"
        return tone, "pause", pgettext_lazy("webhook", "paused"), str(PausedBecause(row.paused_because).label)
    if row.failing_since:
        said = gettext("It has taken nothing since the last %(n)s attempts.") % {"n": row.failures}
        if row.failures == 1:
            said = gettext("The last attempt failed.")
        return "warn", "triangle-alert", pgettext_lazy("webhook", "failing"), said
    return "ok", "check", pgettext_lazy("webhook", "active"), ""


def _sent(row: Delivery) -> Sent:
    tone, icon, word = _fate(row)
    verb = _verb_of(row)
    return Sent(
        id=row.pk,
        event=row.event,
        label=_("Test") if row.event == TEST else LABELS.get(verb, row.event),
        made_at=row.made_at,
        tone=tone,
        icon=icon,
        word=word,
        status=row.status,
        tried_at=row.tried_at,
        took_ms=row.took_ms,
        attempts=row.attempts,
        trouble=TROUBLES.get(row.trouble, "") if row.trouble else "",
        answer=row.answer,
        again_at=row.again_at if not row.delivered_at and not row.dead_at else None,
        may_retry=row.dead_at is not None,
    )


def _verb_of(row: Delivery) -> str:
    verb = json.loads(row.body)["data"].get("verb")
    return f"{row.event}:{verb}" if verb else row.event


def _fate(row: Delivery) -> tuple[str, str, str | Promise]:
    if row.delivered_at:
        return "ok", "check", pgettext_lazy("webhook", "delivered")
    if row.dead_at:
        return "late", "circle-x", pgettext_lazy("webhook", "failed")
    if row.attempts:
        return "warn", "rotate-cw", pgettext_lazy("webhook", "trying again")
    return "plain", "hourglass", pgettext_lazy("webhook", "waiting")
