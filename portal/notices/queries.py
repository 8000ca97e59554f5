"""The inbox: unread first, by the day they speak of, and how many wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.notices.groups import GROUPS
from portal.notices.models import Notice
from portal.notices.wording import kinds_of, worded
from portal.people.access import Viewer, visible
from portal.people.days import day_of
from portal.seams.registry import registry

A_PAGE = 30
ON_MY_DAY = 3


@dataclass(frozen=True)
class Item:
    """One notice, ready to be drawn."""

    id: int
    sentence: str
    detail: str
    label: str | Promise
    icon: str
    at: datetime
    is_unread: bool
    is_over: bool


@dataclass(frozen=True)
class Day:
    """What was told on one day."""

    day: date
    items: Sequence[Item]


@dataclass(frozen=True)
class Filter:
    """One way to narrow the inbox."""

    name: str
    label: str | Promise
    icon: str
    unread: int
    is_here: bool


@dataclass(frozen=True)
class Inbox:
    """One page of it."""

    unread: Sequence[Day]
    read: Sequence[Day]
    filters: Sequence[Filter]
    group: str
    unread_here: int
    """Unread ones that the filter leaves, on all pages."""
    page: int
    pages: int
    left_out: Sequence[int]
    """Unread ones that may not be worded for them (any more)."""

    @property
    def is_empty(self) -> bool:
        return not self.unread and not self.read

    @property
    def has_pages(self) -> bool:
        return self.pages > 1

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def unread_of_user() -> Subquery:
    """How many notices a user row has not read: an expression, so that it is read with the person."""
    unread = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    return Subquery(unread.annotate(n=Count("pk")).values("n"))


def inbox(viewer: Viewer, *, group: str = "", page: int = 1) -> Inbox:
    """Three queries, and those of the sources whose kinds stand on the page."""
    group = group if group in GROUPS else ""
    own = visible(Notice.objects.all(), viewer)
    filters = _filters(own, group)
    shown = own.filter(kind__in=kinds_of(group) if group else list(registry.notice_kinds))
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    paged = Paginator(shown.order_by(is_read, "-told_at", "-pk"), A_PAGE).get_page(page)
    rows = list(paged.object_list)
    items, left_out = _items(rows, viewer)
    gone = len(left_out)
    return Inbox(
        unread=_days(item for item in items if item.is_unread),
        read=_days(item for item in items if not item.is_unread),
        filters=filters,
        group=group,
        unread_here=max(0, sum(f.unread for f in filters if f.name and (not group or f.name == group)) - gone),
        page=paged.number,
        pages=paged.paginator.num_pages,
        left_out=left_out,
    )


def latest_unread(viewer: Viewer) -> tuple[Sequence[Item], Sequence[int]]:
    """The newest few that wait, for *my day*, and those that may not be worded any more."""
    rows = visible(Notice.objects.filter(read_at=None, kind__in=list(registry.notice_kinds)), viewer)
    return _items(list(rows.order_by("-told_at", "-pk")[:ON_MY_DAY]), viewer)


def _items(rows: Sequence[Notice], viewer: Viewer) -> tuple[list[Item], list[int]]:
    words = worded(rows, viewer)
    items = []
    for row in rows:
        told = words.get(row.pk)
        if told is not None:
            kind = registry.notice_kinds[row.kind][0]
            items.append(
                Item(
                    id=row.pk,
                    sentence=told.sentence,
                    detail=told.detail,
                    label=kind.label,
                    icon=kind.icon,
                    at=row.told_at,
                    is_unread=row.read_at is None,
                    is_over=told.is_over,
                )
            )
    return items, [row.pk for row in rows if row.pk not in words and row.read_at is None]


def _days(items: Iterable[Item]) -> list[Day]:
    return [Day(day, list(told)) for day, told in groupby(items, key=lambda item: day_of(item.at))]


def _filters(own: QuerySet[Notice], group: str) -> list[Filter]:
    """Those that have anything, or are chosen; one query."""
    totals: dict[str, int] = {}
    unread: dict[str, int] = {}
    counted = own.order_by().values_list("kind").annotate(n=Count("pk"), waiting=Count("pk", filter=Q(read_at=None)))
    for kind, n, waiting in counted:
        known = registry.notice_kinds.get(kind)
        if known is not None:
            name = known[0].group
            totals[name] = totals.get(name, 0) + n
            unread[name] = unread.get(name, 0) + waiting
    some = [
        Filter(name, one.label, one.icon, unread.get(name, 0), name == group)
        for name, one in GROUPS.items()
        if totals.get(name) or name == group
    ]
    return [Filter("", _("All notices"), "inbox", 0, not group), *some] if some else []
