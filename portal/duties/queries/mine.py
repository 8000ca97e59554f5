"""My own duties, what presses most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from portal.duties.models import Duty
from portal.duties.queries.counting import state_of, the_strictest
from portal.duties.queries.faces import FACES, WORST_FIRST, Face
from portal.duties.queries.standing import note_of
from portal.duties.queries.things import covers_by_key, why_url
from portal.duties.rules import DutyStatus
from portal.people.access import Viewer
from portal.seams.contracts import Progress
from portal.seams.registry import registry


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
    grace_until: datetime | None = None
    held_until: datetime | None = None
    note: str | Promise = ""
    """Why it is asked once more, where it is."""

    @property
    def holds_until(self) -> datetime | None:
        """Until when what was proved holds, in this cycle or, where this one renews it, in the one before."""
        return self.in_force_until if self.met_at is not None else self.held_until

    @property
    def matters_at(self) -> datetime | None:
        """The instant that its status speaks of: when it is due while open, until when it holds once met."""
        if self.met_at is not None:
            return self.in_force_until
        if self.status.name == "grace":
            return self.grace_until
        return self.held_until if self.status.name == "lapsing" else self.due_at


def unmet_of_user() -> Subquery:
    """How many things a user row has not met yet: an expression, so that it is read with the person."""
    unmet = Duty.objects.filter(user=OuterRef("pk"), is_newest=True, met_at=None).order_by().values("user")
    return Subquery(unmet.annotate(n=Count("key", distinct=True)).values("n"))


def my_duties(viewer: Viewer) -> list[DutyRow]:
    """The viewer's duties, what presses most first; constant queries: duties, covers, one a kind for progress."""
    now = timezone.now()
    duties = the_strictest(Duty.objects.filter(user=viewer.id, is_newest=True), now=now)
    covers = covers_by_key({(duty.kind, duty.key) for duty in duties})
    progress = _progress(duties, viewer)
    rows = []
    for duty in duties:
        cover = covers.get((duty.kind, duty.key))
        if cover is None:
            continue
        target = registry.targets[duty.kind]
        own = progress.get(duty.key, Progress(0, 0, ""))
        state = state_of(duty, now=now)
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
                is_open=state != DutyStatus.IN_FORCE,
                due_at=duty.due_at,
                met_at=duty.met_at,
                in_force_until=duty.in_force_until,
                why_url=why_url(viewer.person, duty.kind, duty.key),
                grace_until=duty.grace_until,
                held_until=duty.held_until,
                note=note_of(duty),
            )
        )
    order = {FACES[state].name: place for place, state in enumerate(WORST_FIRST)}
    return sorted(rows, key=lambda row: (order[row.status.name], row.matters_at or row.due_at))


def _progress(duties: Sequence[Duty], viewer: Viewer) -> dict[UUID, Progress]:
    found: dict[UUID, Progress] = {}
    for kind in sorted({duty.kind for duty in duties}):
        keys = [duty.key for duty in duties if duty.kind == kind]
        found.update(registry.targets[kind].progress(keys, viewer))
    return found
