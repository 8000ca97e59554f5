"""Duties as people see them: my own, and a team's matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.duties.audience import missing
from portal.duties.models import Duty, Requirement
from portal.duties.rules import LAPSING_DAYS, DutyStatus, Instants, status
from portal.people.access import Viewer
from portal.people.days import at_home, today
from portal.people.models import DepartmentMembership, User
from portal.people.organisation import among, holding
from portal.releases.models import Release, ReleasePart
from portal.releases.read import parts_of
from portal.seams.contracts import Progress
from portal.seams.registry import registry

PEOPLE_A_PAGE = 50


@dataclass(frozen=True)
class Face:
    """How a status shows: tone for colour, icon and word always together."""

    name: str
    tone: str
    icon: str
    label: str | Promise


FACES = {
    DutyStatus.OVERDUE: Face("overdue", "late", "circle-alert", _("overdue")),
    DutyStatus.LAPSED: Face("lapsed", "late", "circle-x", _("lapsed")),
    DutyStatus.DUE: Face("due", "warn", "clock", _("due")),
    DutyStatus.LAPSING: Face("lapsing", "warn", "hourglass", _("lapsing")),
    DutyStatus.IN_FORCE: Face("in_force", "ok", "circle-check", _("in force")),
}
_WORST_FIRST = list(DutyStatus)
SENTENCES = {
    "overdue": _("It was asked to be done by %(day)s."),
    "lapsed": _("It was in force until %(day)s."),
    "due": _("It is asked to be done by %(day)s."),
    "lapsing": _("It is in force until %(day)s, which is soon."),
    "in_force": _("In force until %(day)s."),
}


@dataclass(frozen=True)
class DutyRow:
    """One duty of the viewer, ready to be drawn."""

    kind: str
    key: UUID
    kind_label: str | Promise
    icon: str
    title: str
    summary: str
    url: str
    minutes: int
    detail: str
    done: int
    of: int
    status: Face
    is_open: bool
    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None
    why_url: str

    @property
    def matters_at(self) -> datetime | None:
        """The instant that its status speaks of: when it is due while open, until when it holds once met."""
        return self.due_at if self.met_at is None else self.in_force_until


def unmet_of_user() -> Subquery:
    """How many duties a user row has not met yet: an expression, so that it is read with the person."""
    unmet = Duty.objects.filter(user=OuterRef("pk"), closed_at=None, met_at=None).order_by().values("user")
    return Subquery(unmet.annotate(n=Count("pk")).values("n"))


def my_duties(viewer: Viewer) -> list[DutyRow]:
    """The viewer's duties, what presses most first; constant queries: duties, covers, one a kind for progress."""
    now = timezone.now()
    duties = list(Duty.objects.filter(user=viewer.id, closed_at=None).order_by("due_at", "pk"))
    covers = covers_by_key({(duty.kind, duty.key) for duty in duties})
    progress = _progress(duties, viewer)
    rows = []
    for duty in duties:
        cover = covers.get((duty.kind, duty.key))
        if cover is None:
            continue
        target = registry.targets[duty.kind]
        own = progress.get(duty.key, Progress(0, 0, ""))
        state = status(Instants(duty.due_at, duty.met_at, duty.in_force_until), now=now)
        rows.append(
            DutyRow(
                kind=duty.kind,
                key=duty.key,
                kind_label=target.label,
                icon=target.icon,
                title=cover.title,
                summary=cover.facts.get("summary", ""),
                url=target.url(cover.release.slug),
                minutes=cover.facts.get("minutes", 0) if own.minutes_left is None else own.minutes_left,
                detail=own.detail,
                done=own.done,
                of=own.of,
                status=FACES[state],
                is_open=state in {DutyStatus.OVERDUE, DutyStatus.LAPSED, DutyStatus.DUE, DutyStatus.LAPSING},
                due_at=duty.due_at,
                met_at=duty.met_at,
                in_force_until=duty.in_force_until,
                why_url=why_url(viewer.person, duty.kind, duty.key),
            )
        )
    order = {FACES[state].name: place for place, state in enumerate(_WORST_FIRST)}
    return sorted(rows, key=lambda row: (order[row.status.name], row.matters_at or row.due_at))


def covers_by_key(wanted: Iterable[tuple[str, UUID]]) -> Mapping[tuple[str, UUID], ReleasePart]:
    """Covers, with their release, of many things of many kinds in the reader's language; one query."""
    pairs = set(wanted)
    if not pairs:
        return {}
    releases = (
        Release.objects.filter(
            kind__in={kind for kind, _ in pairs},
            key__in={key for _, key in pairs},
            effective_on__lte=today(),
        )
        .order_by("kind", "key", "-number")
        .distinct("kind", "key")
    )
    language = translation.get_language() or ""
    found = parts_of(releases, language).filter(part_id="").select_related("release")
    return {(part.release.kind, part.release.key): part for part in found}


def _progress(duties: Sequence[Duty], viewer: Viewer) -> dict[UUID, Progress]:
    found: dict[UUID, Progress] = {}
    for kind in sorted({duty.kind for duty in duties}):
        keys = [duty.key for duty in duties if duty.kind == kind]
        found.update(registry.targets[kind].progress(keys, viewer))
    return found


def why_url(person: UUID, kind: str, key: UUID) -> str:
    return reverse("why", args=[person, kind, key])


@dataclass(frozen=True)
class Column:
    """One duty of the team."""

    kind_label: str | Promise
    icon: str
    title: str


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one thing, from the instants of their duty."""

    status: Face
    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None
    why_url: str

    @property
    def matters_at(self) -> datetime | None:
        """The instant that the status speaks of: when it is due while open; once met until, or else since, when."""
        return self.due_at if self.met_at is None else self.in_force_until or self.met_at

    @property
    def prefix(self) -> str:
        """How `matters_at` is said."""
        if self.met_at is None:
            return "due"
        return "until" if self.in_force_until else "since"

    @property
    def sentence(self) -> str:
        """The status in one sentence with its day."""
        moment = self.matters_at
        if moment is None or self.prefix == "since":
            return gettext("In force, without an end date.")
        return SENTENCES[self.status.name] % {"day": date_format(at_home(moment), "DATE_FORMAT")}


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
    late = Duty.objects.filter(_late(now), user=OuterRef("pk"), closed_at=None).order_by().values("user")
    pressing = Coalesce(Subquery(late.annotate(n=Count("pk")).values("n")), 0)
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
    for duty in Duty.objects.filter(user__in=by_id, closed_at=None).order_by("cycle"):
        standings[duty.user_id, duty.kind, duty.key] = _standing(duty, person=by_id[duty.user_id].person, now=now)
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


def _standing(duty: Duty, *, person: UUID, now: datetime) -> Standing:
    state = status(Instants(duty.due_at, duty.met_at, duty.in_force_until), now=now)
    why = why_url(person, duty.kind, duty.key)
    return Standing(FACES[state], duty.due_at, duty.met_at, duty.in_force_until, why)


def _late(now: datetime) -> Q:
    """Duties that are overdue or lapsed."""
    return Q(met_at=None, due_at__lt=now) | Q(in_force_until__lte=now)


def team_tally(viewer: Viewer) -> list[Tally]:
    """How the viewer's whole line stands; one query beside the line itself."""
    return _summary(_owed(viewer), now=timezone.now())


def _owed(viewer: Viewer) -> QuerySet[Duty]:
    return Duty.objects.filter(among("user", viewer.line), user__is_active=True, closed_at=None)


def _summary(owed: QuerySet[Duty], *, now: datetime) -> list[Tally]:
    return _added(_counted(owed, now=now).values())


def _added(counted: Iterable[Mapping[str, int]]) -> list[Tally]:
    counts = list(counted)
    return [Tally(FACES[state], sum(one[state.value] for one in counts)) for state in DutyStatus]


def _counted(owed: QuerySet[Duty], *, now: datetime) -> Mapping[tuple[str, UUID], Mapping[str, int]]:
    """How many stand where, by thing, counted where the rows are; the conditions mirror `rules.status`."""
    open_, met = Q(met_at=None), Q(met_at__isnull=False)
    lapsing_from = now + timedelta(days=LAPSING_DAYS)
    conditions = {
        DutyStatus.OVERDUE: open_ & Q(due_at__lt=now),
        DutyStatus.LAPSED: met & Q(in_force_until__lte=now),
        DutyStatus.DUE: open_ & Q(due_at__gte=now),
        DutyStatus.LAPSING: met & Q(in_force_until__gt=now, in_force_until__lte=lapsing_from),
        DutyStatus.IN_FORCE: met & (Q(in_force_until=None) | Q(in_force_until__gt=lapsing_from)),
    }
    counts = {state.value: Count("pk", filter=test) for state, test in conditions.items()}
    rows: Any = owed.order_by().values("kind", "key").annotate(**counts)
    return {(row["kind"], row["key"]): row for row in rows}


def _asked_of(person: User, kind: str, key: UUID) -> Duty | None:
    duties = Duty.objects.filter(user=person, kind=kind, key=key, closed_at=None)
    return duties.select_related("requirement__department").order_by("-cycle").first()


def standing(person: User, kind: str, key: UUID) -> Standing | None:
    """Where this person stands with this thing now; None where they do not owe it."""
    duty = _asked_of(person, kind, key)
    return _standing(duty, person=person.person, now=timezone.now()) if duty else None


def standing_with_rule(person: User, kind: str, key: UUID) -> tuple[Standing | None, str]:
    """Where they stand, and the rule that asks it of them in a sentence; one query."""
    duty = _asked_of(person, kind, key)
    if duty is None:
        return None, ""
    return _standing(duty, person=person.person, now=timezone.now()), _rule(duty.requirement)


def _rule(requirement: Requirement) -> str:
    return ngettext(
        "Asked of everyone in %(department)s, %(n)s day after they arrive, since %(day)s.",
        "Asked of everyone in %(department)s, %(n)s days after they arrive, since %(day)s.",
        requirement.due_days,
    ) % {
        "department": requirement.department.name,
        "n": requirement.due_days,
        "day": date_format(requirement.applies_from, "DATE_FORMAT"),
    }
