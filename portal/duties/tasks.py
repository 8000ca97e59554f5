"""The rounds of duties: what clocks move is followed every quarter of an hour, and everything is gone over once a day."""

from __future__ import annotations

from collections import defaultdict

from celery import shared_task
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.duties.audience import adrift
from portal.duties.models import Duty, Requirement, Terms
from portal.duties.open import reconcile_soon
from portal.duties.reconcile import reconcile
from portal.people.days import today


@shared_task
def catch_up() -> None:
    """Days that begin or end today, and renewal windows that open: only whom it concerns is reconciled, in chunks."""
    people: dict[int, list[int]] = defaultdict(list)
    for requirement, user in adrift(timezone.now()):
        people[requirement].append(user)
    for requirement, users in people.items():
        reconcile(requirement, users)


@shared_task
def go_over() -> None:
    """Every rule that says something, or of which somebody still owes something, by a job once a day."""
    said = Terms.objects.filter(requirement=OuterRef("pk"), switched_on_at__isnull=False)
    owed = Duty.objects.filter(requirement=OuterRef("pk"), is_newest=True)
    going = Requirement.objects.filter(Exists(said)).filter(Q(ends_on=None) | Q(ends_on__gt=today()) | Exists(owed))
    for pk in going.order_by("pk").values_list("pk", flat=True):
        reconcile_soon(pk, once=f"duties.daily:{pk}:{today().isoformat()}")
