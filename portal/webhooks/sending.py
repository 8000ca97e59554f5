"""Sending: one attempt a job, its outcome kept with the delivery, the next attempt a job of its own, later each time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited
from portal.jobs.models import OPEN, Job
from portal.jobs.queue import enqueue
from portal.jobs.run import Next, handler, tell
from portal.webhooks.addresses import Refused, taken_apart
from portal.webhooks.events import SEND, SPREAD
from portal.webhooks.events import send as have_sent
from portal.webhooks.models import Delivery, Endpoint, PausedBecause
from portal.webhooks.reach import Outcome, post
from portal.webhooks.signing import headers

WAITS = tuple(
    timedelta(seconds=one) for one in (5, 300, 1800, 7200, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""Between attempts, as Standard Webhooks advises; a delivery that failed after the last of them is dead."""
PATIENCE = timedelta(days=3)
"""An endpoint that took nothing for so long is paused."""
REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)
FEW = 3
"""Failures in a row before an endpoint rests: one hiccup holds nothing up."""
CHUNK = 200
STRAY = timedelta(hours=1)


@handler(SPREAD, label=_("Prepare webhooks"))
def spread(job: Job) -> Next | None:
    """A job for each of many deliveries, a chunk at a time."""
    at, all_of_them = job.args["at"], job.args["deliveries"]
    for one in all_of_them[at : at + CHUNK]:
        enqueue(SEND, args={"delivery": one})
    tell(job, min(at + CHUNK, len(all_of_them)), total=len(all_of_them))
    return Next({**job.args, "at": at + CHUNK}) if at + CHUNK < len(all_of_them) else None


@handler(SEND, label=_("Send a webhook"))
def send(job: Job) -> None:
    """One attempt. What was delivered, died or went with its endpoint is left alone, so doing it twice sends once; a
    worker killed between the answer and its commit sends again under the same id, and the receiver drops the double."""
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(pk=job.args["delivery"]).first()
    if delivery is None or delivery.delivered_at or delivery.dead_at:
        return
    if job.args.get("attempt", delivery.attempts) != delivery.attempts:  # another job has made this attempt meanwhile
        return
    endpoint = Endpoint.objects.get(pk=delivery.endpoint_id)
    if not endpoint.is_open:
        return
    now = timezone.now()
    if endpoint.rest_until and now < endpoint.rest_until:
        _again(delivery, endpoint.rest_until + _jitter(REST))
        return
    body = delivery.body.encode()
    signed = headers(delivery.pk, body, timestamp=int(now.timestamp()), secrets=endpoint.secrets(now))
    outcome = post(endpoint.url, body, signed)
    _noted(delivery, outcome)
    if outcome.is_taken:
        _well(endpoint.pk)
    else:
        _ill(endpoint.pk, outcome)


def _noted(delivery: Delivery, outcome: Outcome) -> None:
    now = timezone.now()
    delivery.attempts += 1
    delivery.tried_at, delivery.status, delivery.took_ms = now, outcome.status, outcome.took_ms
    delivery.trouble, delivery.answer, delivery.again_at = outcome.trouble, outcome.answer, None
    if outcome.is_taken:
        delivery.delivered_at = now
    elif outcome.is_gone or delivery.attempts > len(WAITS):
        delivery.dead_at = now
    delivery.save()
    if not delivery.delivered_at and not delivery.dead_at:
        wait = WAITS[delivery.attempts - 1]
        _again(delivery, now + wait + _jitter(wait / 5))


def _again(delivery: Delivery, at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(again_at=at)
    enqueue(SEND, args={"delivery": str(delivery.pk), "attempt": delivery.attempts}, run_after=at)


def _jitter(span: timedelta) -> timedelta:
    return span * random.random()  # noqa: S311  (spreads attempts, keeps no secret)


def _well(endpoint: UUID) -> None:
    """Written only where something changes: deliveries of one endpoint run side by side."""
    ill = Endpoint.objects.filter(pk=endpoint, failing_since__isnull=False)
    ill.update(failing_since=None, failures=0, rest_until=None)


def _ill(endpoint: UUID, outcome: Outcome) -> None:
    now = timezone.now()
    row = Endpoint.objects.select_for_update().get(pk=endpoint)
    row.failures, row.failing_since = row.failures + 1, row.failing_since or now
    if row.failures >= FEW:
        row.rest_until = now + min(LONGEST_REST, REST * 2 ** min(row.failures - FEW, 10))
    row.save(update_fields=["failures", "failing_since", "rest_until"])
    if row.is_open and outcome.is_gone:
        pause_by_itself(row, PausedBecause.GONE)
    elif row.is_open and now - row.failing_since >= PATIENCE:
        pause_by_itself(row, PausedBecause.FAILING)


def pause_by_itself(endpoint: Endpoint, because: PausedBecause) -> None:
    Endpoint.objects.filter(pk=endpoint.pk).update(paused_at=timezone.now(), paused_because=because)
    audited(None, "webhook.paused_by_failure", host=host_of(endpoint.url))


def host_of(url: str) -> str:
    """What the audit and lists name an endpoint by: never the path, which may hold a secret of the receiver."""
    try:
        return taken_apart(url).authority
    except Refused:
        return "?"


@transaction.atomic
def rescue() -> int:
    """Have sent what no job speaks of any more, as after one that was killed too often; returns how many."""
    before = timezone.now() - STRAY
    speaking = Job.objects.filter(OPEN, kind=SEND).annotate(of=KT("args__delivery"))
    spreading = Job.objects.filter(OPEN, kind=SPREAD)
    stray = Delivery.objects.filter(
        Q(again_at=None) | Q(again_at__lt=before), delivered_at=None, dead_at=None, made_at__lt=before,
        endpoint__paused_at=None, endpoint__removed_at=None,
    )  # fmt: skip
    if spreading.exists():
        return 0
    ids = list(
        stray.exclude(Exists(speaking.filter(of=Cast(OuterRef("pk"), TextField()))))
        .order_by("made_at")
        .values_list("pk", flat=True)[:CHUNK]
    )
    have_sent(ids)
    return len(ids)


@transaction.atomic
def take_up(endpoint: Endpoint) -> int:
    """Have everything sent that waited while the endpoint was paused; returns how many."""
    waiting = Delivery.objects.filter(endpoint=endpoint, delivered_at=None, dead_at=None)
    ids = list(waiting.order_by("made_at").values_list("pk", flat=True))
    waiting.update(again_at=None)
    have_sent(ids)
    return len(ids)
