"""What people are told of jobs: one by one, in lists of fifty, and whether anybody works on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.jobs.failing import REASONS, Reason
from portal.jobs.models import OPEN, Job, SignOfLife
from portal.jobs.run import LABELS, MAX_ATTEMPTS
from portal.people.access import Capability, Viewer, visible
from portal.people.models import User
from portal.ui.paged import Paged

PAGE = 50
GLANCE = 8
"""Rows of each list on the page of all lists."""
SILENT_AFTER = timedelta(seconds=60)
"""Worker and beat sign every fifteen seconds."""


class Face(StrEnum):
    """The five lists."""

    FAILED = "failed"
    RUNNING = "running"
    WAITING = "waiting"
    SET = "set"
    """For a later moment, and never tried: a clock, not a queue."""
    OVER = "over"


FOLDED = frozenset({Face.WAITING, Face.SET, Face.OVER})
"""Lists whose equal rows are told as one there; each that failed or runs stands for itself."""


@dataclass(frozen=True)
class Shown:
    """One job as people see it; never its arguments."""

    id: UUID
    label: str | Promise
    face: Face
    tone: str
    icon: str
    word: str | Promise
    asked_by: str
    progress: int
    total: int
    said: str
    attempts: int
    since: datetime
    """Running: since its attempt began. Waiting: since it was asked for. Otherwise: when it ended."""
    again_at: datetime | None
    reason: Reason | None
    error: str
    may_cancel: bool
    may_retry: bool
    alike: int = 1
    """For how many equal ones this row stands."""

    @property
    def is_folded(self) -> bool:
        return self.alike > 1

    @property
    def is_open(self) -> bool:
        return self.face in {Face.RUNNING, Face.WAITING, Face.SET}

    @property
    def is_running(self) -> bool:
        return self.face == Face.RUNNING

    @property
    def is_failed(self) -> bool:
        return self.face == Face.FAILED

    @property
    def has_meter(self) -> bool:
        return self.total > 0 and self.is_open and bool(self.progress or self.is_running)

    @property
    def lasting(self) -> str:
        return age(timezone.now() - self.since)

    @property
    def of_total(self) -> str:
        return gettext("%(done)s of %(total)s") % {"done": min(self.progress, self.total), "total": self.total}

    @property
    def tries(self) -> str:
        """Said from the second attempt on: the first is nothing to speak of."""
        if self.attempts < 2 and not (self.reason and self.is_open):
            return ""
        if self.is_running:
            return gettext("attempt %(n)s of %(most)s") % {"n": self.attempts, "most": MAX_ATTEMPTS}
        return ngettext("tried once", "tried %(n)s times", self.attempts) % {"n": self.attempts}

    @property
    def url(self) -> str:
        return reverse("jobs:job", args=[self.id])


@dataclass(frozen=True)
class Listed(Paged):
    """One list: its jobs, how many there are in all, and which page this is."""

    face: Face
    title: str | Promise
    jobs: Sequence[Shown]
    count: int
    page: int = 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))

    @property
    def has_more(self) -> bool:
        return self.count > len(self.jobs)

    @property
    def is_set(self) -> bool:
        return self.face == Face.SET

    @property
    def is_failed(self) -> bool:
        return self.face == Face.FAILED

    @property
    def is_running(self) -> bool:
        return self.face == Face.RUNNING

    @property
    def is_waiting(self) -> bool:
        return self.face == Face.WAITING


@dataclass(frozen=True)
class Sign:
    """Whether one part of the background lives."""

    label: str | Promise
    tone: str
    word: str | Promise
    ago: str


@dataclass(frozen=True)
class Pulse:
    """The head line: who lives, and how long the oldest waits."""

    signs: Sequence[Sign]
    oldest: str
    is_late: bool

    @property
    def is_well(self) -> bool:
        return all(sign.tone == "ok" for sign in self.signs)


TITLES: Mapping[Face, str | Promise] = {
    Face.FAILED: pgettext_lazy("task", "Failed for good"),
    Face.RUNNING: pgettext_lazy("task", "Running"),
    Face.WAITING: pgettext_lazy("task", "Waiting"),
    Face.SET: pgettext_lazy("task", "Set for later"),
    Face.OVER: pgettext_lazy("task", "Done in the last 30 days"),
}


def lists(viewer: Viewer) -> Sequence[Listed]:
    """Every list at a glance, equal rows folded into one, in eight queries whatever there is."""
    counts = _counts(viewer)
    rows = {face: list(_rows(viewer, face)[: PAGE if face in FOLDED else GLANCE]) for face in Face}
    names = _names(job for jobs in rows.values() for job in jobs)
    seen = {face: [shown(job, viewer, names) for job in rows[face]] for face in Face}
    return [
        Listed(face, TITLES[face], (_folded(seen[face]) if face in FOLDED else seen[face])[:GLANCE], counts[face])
        for face in Face
    ]


def _folded(jobs: Iterable[Shown]) -> list[Shown]:
    """Rows that say the same of different jobs become one, where the first of them stands."""
    alike: dict[object, list[Shown]] = defaultdict(list)
    for job in jobs:
        stands_alone = job.id if job.has_meter or job.reason else None
        alike[(str(job.label), str(job.word), job.asked_by, job.tries, job.said, stands_alone)].append(job)
    return [replace(same[0], alike=len(same)) for same in alike.values()]


def one_list(viewer: Viewer, face: Face, *, page: int) -> Listed:
    """A page of fifty of one list; beyond the last one, the last."""
    count = _counts(viewer)[face]
    page = max(1, min(page, -(-count // PAGE) or 1))
    rows = list(_rows(viewer, face)[(page - 1) * PAGE : page * PAGE])
    names = _names(rows)
    return Listed(face, TITLES[face], [shown(job, viewer, names) for job in rows], count, page)


def one(viewer: Viewer, job: UUID) -> Shown | None:
    """One job for who asked for it or administers; None to everybody else. For `jobs/_progress.html`."""
    row = visible(Job.objects.all(), viewer).filter(pk=job).first()
    return shown(row, viewer, _names([row])) if row else None


def pulse() -> Pulse:
    """Whether worker and beat live, and the age of the oldest job that should be running already."""
    now = timezone.now()
    signed = dict(SignOfLife.objects.values_list("name", "at"))
    oldest = _of(Face.WAITING, now).filter(run_after__lte=now).aggregate(oldest=Min("run_after"))["oldest"]
    waits = now - oldest if oldest else None
    return Pulse(
        signs=[_sign(_("Worker"), signed.get("worker"), now), _sign(_("Clock (beat)"), signed.get("beat"), now)],
        oldest=age(waits) if waits else "",
        is_late=waits is not None and waits > SILENT_AFTER,
    )


def _sign(label: str | Promise, at: datetime | None, now: datetime) -> Sign:
    if at is None:
        return Sign(label, "late", pgettext_lazy("task", "never seen"), "")
    gone = now - at
    if gone < SILENT_AFTER:
        return Sign(label, "ok", pgettext_lazy("task", "alive"), "")
    return Sign(label, "late", pgettext_lazy("task", "silent"), gettext("for %(age)s") % {"age": age(gone)})


def age(span: timedelta) -> str:
    """A span in its largest whole unit: "12 s", "4 min", "3 h", "2 days"."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return gettext("%(n)s s") % {"n": seconds}
    if seconds < 3600:
        return gettext("%(n)s min") % {"n": seconds // 60}
    if seconds < 2 * 86400:
        return gettext("%(n)s h") % {"n": seconds // 3600}
    return ngettext("%(n)s day", "%(n)s days", seconds // 86400) % {"n": seconds // 86400}


def _of(face: Face, now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(_IS[face](now))


def _set(now: datetime) -> Q:
    return Q(run_after__gt=now, attempts=0, lease_until=None, cancel_asked_at=None)


_IS: Mapping[Face, Callable[[datetime], Q]] = {
    Face.FAILED: lambda now: Q(dead_at__isnull=False),
    Face.RUNNING: lambda now: OPEN & Q(lease_until__gte=now),
    Face.WAITING: lambda now: OPEN & (Q(lease_until=None) | Q(lease_until__lt=now)) & ~_set(now),
    Face.SET: lambda now: OPEN & _set(now),
    Face.OVER: lambda now: Q(done_at__isnull=False) | Q(canceled_at__isnull=False),
}
_ORDER: Mapping[Face, Sequence[str]] = {
    Face.FAILED: ("-dead_at", "pk"),
    Face.RUNNING: ("started_at", "pk"),
    Face.WAITING: ("run_after", "pk"),
    Face.SET: ("run_after", "pk"),
    Face.OVER: ("-ended_at", "pk"),
}


def _rows(viewer: Viewer, face: Face) -> QuerySet[Job]:
    rows = visible(Job.objects.filter(_IS[face](timezone.now())), viewer).defer("args")
    if face == Face.OVER:
        rows = rows.annotate(ended_at=Coalesce("done_at", "canceled_at"))
    return rows.order_by(*_ORDER[face])


def _counts(viewer: Viewer) -> Mapping[Face, int]:
    now = timezone.now()
    counted = visible(Job.objects.all(), viewer).aggregate(
        **{face.value: Count("pk", filter=_IS[face](now)) for face in Face}
    )
    return {face: counted[face.value] for face in Face}


def _names(jobs: Iterable[Job]) -> Mapping[UUID, str]:
    asked = {job.asked_by for job in jobs if job.asked_by}
    return dict(User.objects.filter(person__in=asked).values_list("person", "name")) if asked else {}


def shown(job: Job, viewer: Viewer, names: Mapping[UUID, str]) -> Shown:
    """A job's row as people read it; details of a failure are for who administers."""
    now = timezone.now()
    face = _face(job, now)
    is_open = face in {Face.RUNNING, Face.WAITING, Face.SET}
    tone, icon, word = _word(job, face)
    administers = viewer.can(Capability.ADMINISTER)
    reason = REASONS.get(job.failure) if face in {Face.FAILED, Face.WAITING} else None
    return Shown(
        id=job.pk,
        label=LABELS.get(job.kind) or _("Task of the system"),
        face=face,
        tone=tone,
        icon=icon,
        word=word,
        asked_by=names.get(job.asked_by, "") if job.asked_by else "",
        progress=job.progress,
        total=job.total,
        said=gettext(job.said) if job.said else "",
        attempts=job.attempts,
        since=_since(job, face),
        again_at=job.run_after if face in {Face.WAITING, Face.SET} and job.run_after > now else None,
        reason=reason,
        error=job.error if administers and face == Face.FAILED else "",
        may_cancel=administers if face == Face.FAILED else is_open and not job.cancel_asked_at,
        may_retry=face == Face.FAILED and administers,
    )


def _face(job: Job, now: datetime) -> Face:
    if job.dead_at:
        return Face.FAILED
    if job.done_at or job.canceled_at:
        return Face.OVER
    if job.lease_until and job.lease_until >= now:
        return Face.RUNNING
    is_set = job.run_after > now and not job.attempts and not job.cancel_asked_at
    return Face.SET if is_set else Face.WAITING


def _word(job: Job, face: Face) -> tuple[str, str, str | Promise]:
    if face == Face.FAILED:
        return "late", "triangle-alert", pgettext_lazy("task", "failed")
    if job.done_at:
        return "ok", "check", pgettext_lazy("task", "done")
    if job.canceled_at:
        return "plain", "ban", pgettext_lazy("task", "canceled")
    if job.cancel_asked_at:
        return "warn", "ban", pgettext_lazy("task", "stopping")
    if face == Face.RUNNING:
        return "calm", "loader", pgettext_lazy("task", "running")
    if face == Face.SET:
        return "plain", "alarm-clock", pgettext_lazy("task", "set")
    return (
        ("warn", "rotate-cw", pgettext_lazy("task", "trying again"))
        if job.failure
        else ("plain", "hourglass", pgettext_lazy("task", "waiting"))
    )


def _since(job: Job, face: Face) -> datetime:
    ended = job.dead_at or job.done_at or job.canceled_at
    return ended or (job.started_at if face == Face.RUNNING and job.started_at else job.created_at)
