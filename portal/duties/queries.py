"""Duties as people see them: my own, and a team's matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.duties.models import Duty
from portal.duties.rules import DutyStatus, Instants, status
from portal.people.access import Viewer
from portal.people.models import User
from portal.releases.models import ReleasePart
from portal.releases.read import parts_of
from portal.releases.models import Release
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


def visible(duties: QuerySet[Duty], viewer: Viewer) -> QuerySet[Duty]:
    """One's own duties and those of one's reporting line."""
    return duties.filter(Q(user=viewer.id) | Q(user__in=viewer.line))


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
                minutes=cover.facts.get("minutes", 0),
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
    """Covers, with their release, of many things of many kinds in the reader's language; two queries."""
    pairs = set(wanted)
    if not pairs:
        return {}
    releases = (
        Release.objects.filter(
            kind__in={kind for kind, _ in pairs},
            key__in={key for _, key in pairs},
            effective_on__lte=timezone.localdate(),
        )
        .order_by("kind", "key", "-number")
        .distinct("kind", "key")
        .values_list("pk", flat=True)
    )
    language = translation.get_language() or ""
    found = parts_of(list(releases), language).filter(part_id="").select_related("release")
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
class Cell:
    """Where one person stands with one duty; None in the matrix where they do not owe it."""

    status: Face
    matters_at: datetime | None
    why_url: str


@dataclass(frozen=True)
class Line:
    """One person of the team and a cell for each column."""

    user: User
    department: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Matrix:
    """People × duties of a reporting line, one page of people."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    counts: Mapping[str, int]
    """Cells of the whole line by status name."""
    people: int
    page: int
    pages: int


def team_matrix(viewer: Viewer, *, page: int = 1) -> Matrix:
    """The viewer's reporting line × its duties; queries do not grow with people or duties."""
    now = timezone.now()
    team = User.objects.filter(pk__in=viewer.line, is_active=True)
    people = team.count()
    pages = max(1, -(-people // PEOPLE_A_PAGE))
    page = min(max(1, page), pages)
    name = "name_en" if viewer.language.startswith("en") else "name_pt_br"
    shown = list(team.order_by("name", "pk")[(page - 1) * PEOPLE_A_PAGE : page * PEOPLE_A_PAGE])
    departments = _departments_of([user.pk for user in shown], name)
    duties = list(
        Duty.objects.filter(user__in=viewer.line, user__is_active=True, closed_at=None).only(
            "user_id", "kind", "key", "due_at", "met_at", "in_force_until"
        )
    )
    covers = covers_by_key({(duty.kind, duty.key) for duty in duties})
    order = sorted(covers, key=lambda pair: (pair[0], covers[pair].title))
    cells: dict[tuple[int, tuple[str, UUID]], DutyStatus] = {}
    instants: dict[tuple[int, tuple[str, UUID]], datetime | None] = {}
    counts = {face.name: 0 for face in FACES.values()}
    for duty in duties:
        place = (duty.user_id, (duty.kind, duty.key))
        state = status(Instants(duty.due_at, duty.met_at, duty.in_force_until), now=now)
        counts[FACES[state].name] += 1
        cells[place] = state
        instants[place] = duty.due_at if duty.met_at is None else duty.in_force_until
    return Matrix(
        columns=[
            Column(registry.targets[kind].label, registry.targets[kind].icon, covers[kind, key].title)
            for kind, key in order
        ],
        lines=[
            Line(
                user,
                departments.get(user.pk, ""),
                [
                    Cell(FACES[cells[user.pk, pair]], instants[user.pk, pair], why_url(user.person, *pair))
                    if (user.pk, pair) in cells
                    else None
                    for pair in order
                ],
            )
            for user in shown
        ],
        counts=counts,
        people=people,
        page=page,
        pages=pages,
    )


def _departments_of(users: Sequence[int], name: str) -> dict[int, str]:
    from portal.people.backends import holding
    from portal.people.models import DepartmentMembership

    rows = holding(DepartmentMembership.objects.filter(user__in=users))
    return dict(rows.values_list("user", f"department__{name}"))


@dataclass(frozen=True)
class Standing:
    """One person's duty of one thing, with the arithmetic of its status."""

    status: Face
    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None


def standing(user: int, kind: str, key: UUID) -> Standing | None:
    """Where this person stands with this thing now; None where they do not owe it."""
    duty = Duty.objects.filter(user=user, kind=kind, key=key, closed_at=None).order_by("-cycle").first()
    if duty is None:
        return None
    state = status(Instants(duty.due_at, duty.met_at, duty.in_force_until), now=timezone.now())
    return Standing(FACES[state], duty.due_at, duty.met_at, duty.in_force_until)
