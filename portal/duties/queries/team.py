"""A reporting line and its duties: the matrix, and how the line stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise

from portal.duties.audience import missing
from portal.duties.models import Duty
from portal.duties.queries.counting import counts, late, strictest, the_strictest
from portal.duties.queries.faces import FACES, Face
from portal.duties.queries.standing import Standing, standing_of
from portal.duties.queries.things import Pair, covers_by_key
from portal.duties.rules import DutyStatus
from portal.people.access import Viewer
from portal.people.models import DepartmentMembership, User
from portal.people.organisation import among, holding
from portal.seams.registry import registry

PEOPLE_A_PAGE = 50


@dataclass(frozen=True)
class Column:
    """One duty of the team."""

    kind_label: str | Promise
    icon: str
    title: str


@dataclass(frozen=True)
class Cell:
    """A column and where one person stands in it; no standing where they do not owe it."""

    column: Column
    standing: Standing | None
    is_awaited: bool = False
    """Owed, and being opened: nobody is told "not asked" meanwhile."""


@dataclass(frozen=True)
class Line:
    """One person of the team and a cell for each column."""

    user: User
    department: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Tally:
    """How many duties of the whole line have a status."""

    face: Face
    count: int

    @property
    def said(self) -> str:
        """The figure with its word, as a badge says it."""
        return f"{self.face.label}: {self.count}"

    @property
    def is_zero(self) -> bool:
        return self.count == 0


@dataclass(frozen=True)
class Matrix:
    """People × duties of a reporting line, one page of people."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    summary: Sequence[Tally]
    people: int
    page: int
    pages: int

    @property
    def has_pages(self) -> bool:
        return self.pages > 1

    @property
    def previous_page(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def team_matrix(viewer: Viewer, *, page: int = 1) -> Matrix:
    """The viewer's reporting line × its duties; queries do not grow with people or duties."""
    now = timezone.now()
    team = User.objects.filter(among("pk", viewer.line), is_active=True)
    people = team.count()
    pages = max(1, -(-people // PEOPLE_A_PAGE))
    page = min(max(1, page), pages)
    name = "name_en" if viewer.language.startswith("en") else "name_pt_br"
    place = holding(DepartmentMembership.objects.filter(user=OuterRef("pk"))).values(f"department__{name}")
    pressed = Duty.objects.filter(late(now), user=OuterRef("pk"), is_newest=True).order_by().values("user")
    pressing = Coalesce(Subquery(pressed.annotate(n=Count("key", distinct=True)).values("n")), 0)
    worst_first = team.annotate(pressing=pressing, place=Subquery(place[:1])).order_by("-pressing", "name", "pk")
    shown = list(worst_first[(page - 1) * PEOPLE_A_PAGE : page * PEOPLE_A_PAGE])
    owed = _owed(viewer)
    awaited = {(one.user, one.kind, one.key) for one in missing([user.pk for user in shown])}
    counted = _counted(owed, now=now)
    pairs = counted.keys() | {(kind, key) for _user, kind, key in awaited}
    covers = covers_by_key(pairs)
    order = sorted(covers, key=lambda pair: (pair[0], covers[pair].title))
    columns = {
        pair: Column(registry.targets[pair[0]].label, registry.targets[pair[0]].icon, covers[pair].title)
        for pair in order
    }
    standings: dict[tuple[int, str, UUID], Standing] = {}
    by_id = {user.pk: user for user in shown}
    for duty in the_strictest(Duty.objects.filter(user__in=by_id, is_newest=True), now=now):
        standings[duty.user_id, duty.kind, duty.key] = standing_of(duty, person=by_id[duty.user_id].person, now=now)
    return Matrix(
        columns=list(columns.values()),
        lines=[
            Line(
                user,
                user.place or "",
                [Cell(columns[pair], standings.get((user.pk, *pair)), (user.pk, *pair) in awaited) for pair in order],
            )
            for user in shown
        ],
        summary=_added(counted.values()),
        people=people,
        page=page,
        pages=pages,
    )


def team_tally(viewer: Viewer) -> list[Tally]:
    """How the viewer's whole line stands; one query beside the line itself."""
    return summary(_owed(viewer), now=timezone.now())


def _owed(viewer: Viewer) -> QuerySet[Duty]:
    return Duty.objects.filter(among("user", viewer.line), user__is_active=True, is_newest=True)


def summary(owed: QuerySet[Duty], *, now: datetime) -> list[Tally]:
    """How many stand where, each thing once a person."""
    return _added(_counted(owed, now=now).values())


def _added(counted: Iterable[Mapping[str, int]]) -> list[Tally]:
    rows = list(counted)
    return [Tally(FACES[state], sum(row[state.value] for row in rows)) for state in DutyStatus]


def _counted(owed: QuerySet[Duty], *, now: datetime) -> Mapping[Pair, Mapping[str, int]]:
    """How many people stand where, by thing."""
    rows: Any = strictest(owed, now=now).order_by().values("kind", "key").annotate(**counts(now))
    return {(row["kind"], row["key"]): row for row in rows}
