"""Duties counted where the rows are: each status as a condition, and of several that ask the same thing the strictest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from portal.duties.models import Duty
from portal.duties.queries.faces import WORST_FIRST
from portal.duties.rules import LAPSING_DAYS, DutyStatus, Instants, status

NEVER = datetime.min.replace(tzinfo=UTC)
"""Before everything that ever happened."""


def instants(duty: Duty) -> Instants:
    """What is stored of a duty, as its status is read from it."""
    return Instants(duty.due_at, duty.met_at, duty.in_force_until, duty.grace_until, duty.held_until)


def state_of(duty: Duty, *, now: datetime) -> DutyStatus:
    return status(instants(duty), now=now)


def conditions(now: datetime) -> Mapping[DutyStatus, Q]:
    """Each status as a condition on rows; they mirror `rules.status`."""
    met = Q(met_at__isnull=False)
    holds = Q(met_at=None, held_until__gt=now)
    unmet = Q(met_at=None) & (Q(held_until=None) | Q(held_until__lte=now))
    lapsing_from = now + timedelta(days=LAPSING_DAYS)
    return {
        DutyStatus.OVERDUE: unmet & Q(due_at__lt=now, grace_until__lt=now),
        DutyStatus.LAPSED: met & Q(in_force_until__lte=now),
        DutyStatus.GRACE: unmet & Q(due_at__lt=now, grace_until__gte=now),
        DutyStatus.DUE: unmet & Q(due_at__gte=now),
        DutyStatus.LAPSING: holds | (met & Q(in_force_until__gt=now, in_force_until__lte=lapsing_from)),
        DutyStatus.IN_FORCE: met & (Q(in_force_until=None) | Q(in_force_until__gt=lapsing_from)),
    }


def late(now: datetime) -> Q:
    """Duties that are overdue or lapsed."""
    by_status = conditions(now)
    return by_status[DutyStatus.OVERDUE] | by_status[DutyStatus.LAPSED]


def counts(now: datetime) -> Mapping[str, Count]:
    """How many rows have each status, to annotate with."""
    return {state.value: Count("pk", filter=test) for state, test in conditions(now).items()}


def strictest(duties: QuerySet[Duty], *, now: datetime) -> QuerySet[Duty]:
    """One row for each person and thing: of several rules that ask it, the one that presses most."""
    rank = Case(
        *(When(test, then=Value(WORST_FIRST.index(state))) for state, test in conditions(now).items()),
        default=Value(len(WORST_FIRST)),
        output_field=IntegerField(),
    )
    unmet_first = F("met_at").asc(nulls_first=True)
    ranked: Any = duties.annotate(rank=rank).order_by("user", "kind", "key", "rank", unmet_first, "due_at", "pk")
    return Duty.objects.filter(pk__in=ranked.distinct("user", "kind", "key").values("pk"))


def presses(duty: Duty, *, now: datetime) -> tuple[int, datetime, datetime]:
    """Sorts duties, what presses most first, and what is still to be done before what was; mirrors `strictest`."""
    return WORST_FIRST.index(state_of(duty, now=now)), duty.met_at or NEVER, duty.due_at


def the_strictest(duties: Iterable[Duty], *, now: datetime) -> list[Duty]:
    """The same of rows already read: one for each person and thing."""
    kept: dict[tuple[Any, ...], Duty] = {}
    for duty in sorted(duties, key=lambda one: (*presses(one, now=now), one.pk)):
        kept.setdefault((duty.user_id, duty.kind, duty.key), duty)
    return list(kept.values())
