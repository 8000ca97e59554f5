"""What stands in a person's calendar: the due days of what is asked of them now, asked anew each time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from portal.calendars.models import CalendarFeed
from portal.duties.models import Duty
from portal.duties.queries.things import covers_by_key
from portal.people.access import Viewer, visible
from portal.people.days import day_of, home
from portal.people.models import Employment, User
from portal.people.organisation import at_work
from portal.releases.models import ReleasePart
from portal.seams.registry import registry


@dataclass(frozen=True)
class DueDay:
    """One event: a thing that is due on a day of the organisation."""

    uid: UUID
    day: date
    title: str
    kind: str | Promise
    summary: str
    url: str
    sequence: int
    """Grows with each change of the rule, the day or the thing; never falls."""
    changed_at: datetime


def feed_of(digest: str) -> CalendarFeed | None:
    """The feed with this digest, while who it belongs to works here; one query, whatever the answer."""
    here = at_work(Employment.objects.all()).values("user")
    found = CalendarFeed.objects.select_related("user").filter(
        digest=digest, user__is_active=True, user__merged_into=None, user__in=here
    )
    feed = found.first()
    return None if feed is None or (feed.user.is_demo and settings.PRODUCTION) else feed


def due_days(viewer: Viewer) -> Sequence[DueDay]:
    """The viewer's own open duties, soonest first, each thing once by its strictest rule; two queries."""
    open_ones = _open(viewer).annotate(extended=Count("extensions", distinct=True), extended_at=Max("extensions__at"))
    duties = list(_once_a_thing(open_ones.select_related("terms").order_by("due_at", "pk")))
    covers = covers_by_key((duty.kind, duty.key) for duty in duties)
    return [
        _due_day(duty, covers[duty.kind, duty.key])
        for duty in duties
        if (duty.kind, duty.key) in covers and duty.kind in registry.targets
    ]


def _open(viewer: Viewer) -> QuerySet[Duty]:
    now = timezone.now()
    return visible(
        Duty.objects.filter(user=viewer.id, closed_at=None, met_at=None, is_newest=True, opened_at__lte=now), viewer
    )


def _once_a_thing(duties: Iterable[Duty]) -> Iterable[Duty]:
    seen: set[tuple[str, UUID]] = set()
    for duty in duties:
        if (duty.kind, duty.key) not in seen:
            seen.add((duty.kind, duty.key))
            yield duty


def _due_day(duty: Duty, cover: ReleasePart) -> DueDay:
    target, release = registry.targets[duty.kind], cover.release
    effective = datetime.combine(release.effective_on, time.min, tzinfo=home())
    instants = [
        duty.opened_at,
        duty.terms.switched_on_at,
        duty.extended_at,  # type: ignore[attr-defined]
        max(release.released_at, effective),
    ]
    return DueDay(
        uid=uuid5(NAMESPACE_URL, f"{settings.BASE_URL}/duties/{duty.pk}"),
        day=day_of(duty.due_at),
        title=cover.title,
        kind=target.label,
        summary=cover.facts.get("summary", ""),
        url=settings.BASE_URL + target.url(release.slug),
        sequence=duty.terms.number + duty.extended + release.number - 2,  # type: ignore[attr-defined]
        changed_at=max(one for one in instants if one is not None),
    )


def address_of(viewer: Viewer) -> CalendarFeed | None:
    return visible(CalendarFeed.objects.filter(user=viewer.id), viewer).first()


def who_reads(feed: CalendarFeed) -> User:
    user: User = feed.user
    return user
