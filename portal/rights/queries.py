"""What of people's own data a viewer may see: one's own requests and copies; all requests and proof for the officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.people.access import Capability, Viewer, visible
from portal.people.days import today
from portal.people.models import Employment, User
from portal.people.organisation import here_or_to_come
from portal.rights import erasing
from portal.rights.account import account_of
from portal.rights.clock import business_days_between
from portal.rights.models import DataCopy, ErasureRequest, RetainedProof
from portal.seams.contracts import Account, Fate, Outcome, VisibleRule
from portal.seams.registry import registry

State = ErasureRequest.State
SOON = 5
"""Business days from which on a request presses."""
LAST = 50
"""The list of what was settled shows so many, the newest."""


def _own(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(user=viewer.id)


def _requests(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.DECIDE_PRIVACY) else rows.filter(user=viewer.id)


def _proof(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.DECIDE_PRIVACY) else rows.none()


RULES: dict[type[Model], VisibleRule] = {DataCopy: _own, ErasureRequest: _requests, RetainedProof: _proof}


def waiting_for_user() -> Subquery:
    """How many requests wait for an answer that a user row may give: not one's own."""
    waiting = ErasureRequest.objects.filter(state=State.WAITING).exclude(user=OuterRef("pk"))
    return Subquery(waiting.order_by().values("state").annotate(n=Count("pk")).values("n"))


# -- What would become of the data ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class FateFace:
    """How an outcome shows."""

    tone: str
    icon: str
    label: str | Promise


FACES: Mapping[Outcome, FateFace] = {
    Outcome.ERASED: FateFace("late", "trash-2", gettext_lazy("erasure")),
    Outcome.PSEUDONYMISED: FateFace("warn", "user-x", gettext_lazy("without a name")),
    Outcome.KEPT: FateFace("plain", "archive", gettext_lazy("no change")),
}


@dataclass(frozen=True)
class FateRow:
    """One kind of data and what becomes of it."""

    what: str
    count: int
    face: FateFace
    reason: str
    until: date | None


@dataclass(frozen=True)
class Part:
    """What one app holds; `can_go` where something of it would go now."""

    name: str
    title: str | Promise
    rows: Sequence[FateRow]
    can_go: bool

    @property
    def reason(self) -> str:
        """The reason, where all of it has the same."""
        reasons = {row.reason for row in self.rows}
        return reasons.pop() if len(reasons) == 1 else ""


def parts(account: Account) -> Sequence[Part]:
    """Every app that holds something, in order, with what an erasure would do now."""
    return [
        Part(name, registry.account_data[name].title, [_row(fate) for fate in told], _goes(told))
        for name, told in erasing.fates(account).items()
    ]


def _row(fate: Fate) -> FateRow:
    return FateRow(fate.what, fate.count, FACES[fate.outcome], fate.reason, fate.until)


def _goes(told: Sequence[Fate]) -> bool:
    return any(fate.outcome != Outcome.KEPT for fate in told)


# -- A person's own page -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OwnCopy:
    """The newest copy, as its person sees it."""

    id: UUID
    asked_at: datetime
    expires_at: datetime | None
    is_ready: bool
    kilobytes: int


@dataclass(frozen=True)
class RequestFace:
    """How the state of a request shows."""

    tone: str
    icon: str
    label: str


REQUEST_FACES: Mapping[str, tuple[str, str]] = {
    State.WAITING: ("warn", "hourglass"),
    State.WITHDRAWN: ("plain", "undo-2"),
    State.GRANTED: ("ok", "circle-check"),
    State.REFUSED: ("plain", "circle-x"),
}


@dataclass(frozen=True)
class RequestRow:
    """A request, ready to be drawn; `name` is its person's."""

    id: UUID
    name: str
    email: str
    title: str
    face: RequestFace
    asked_at: datetime
    answer_by: date
    left: str
    tone: str
    """How the time left shows."""
    words: str
    answer: str
    settled_at: datetime | None
    decided_by: str
    granted: Sequence[str]
    entered: bool
    is_waiting: bool
    is_refused: bool
    is_granted: bool
    is_own: bool
    last_day: date | None
    """The person's last day of work, where a departure is registered and has not come."""
    rest: str
    """Where it was granted for when the person has left and has not gone yet: when it goes."""
    completed_at: datetime | None


def own_copy(viewer: Viewer) -> OwnCopy | None:
    """The copy in the making or there to be taken; None where there is none."""
    there = Q(made_at=None) | Q(expires_at__gt=timezone.now())
    copies = visible(DataCopy.objects.filter(there, destroyed_at=None), viewer).defer("content")
    copy = copies.order_by("-asked_at").first()
    if copy is None:
        return None
    return OwnCopy(copy.pk, copy.asked_at, copy.expires_at, copy.made_at is not None, -(-copy.size // 1024))


def is_there(viewer: Viewer, copy: UUID) -> bool:
    """Whether this is a copy that the viewer may take now."""
    there = DataCopy.objects.filter(pk=copy, destroyed_at=None, expires_at__gt=timezone.now())
    return visible(there, viewer).exists()


def own_requests(viewer: Viewer) -> Sequence[RequestRow]:
    """One's own requests, the newest first."""
    return _rows(ErasureRequest.objects.filter(user=viewer.id).order_by("-asked_at"), viewer)


def own_account(viewer: Viewer) -> Account:
    return account_of(User.objects.get(pk=viewer.id))


# -- The officer's pages -------------------------------------------------------------------------------------------


def waiting(viewer: Viewer) -> Sequence[RequestRow]:
    """What waits, by the day on which it has to be answered."""
    return _rows(
        _requests(ErasureRequest.objects.filter(state=State.WAITING), viewer).order_by("answer_by", "asked_at"), viewer
    )


def settled(viewer: Viewer) -> Sequence[RequestRow]:
    """What was decided or withdrawn, the newest first."""
    done = _requests(ErasureRequest.objects.exclude(state=State.WAITING), viewer)
    return _rows(done.order_by("-settled_at")[:LAST], viewer)


def one(viewer: Viewer, request: UUID) -> tuple[RequestRow, Account] | None:
    """A request with whom it speaks of; None where the viewer may not see it."""
    found = _requests(ErasureRequest.objects.filter(pk=request), viewer).select_related("user").first()
    if found is None:
        return None
    return _rows(ErasureRequest.objects.filter(pk=found.pk), viewer)[0], account_of(found.user)


def proofs(viewer: Viewer) -> Sequence[RetainedProof]:
    """Proof that is kept, by its term; nothing of what is sealed in it is read."""
    return list(
        _proof(RetainedProof.objects.filter(destroyed_at=None), viewer).defer("identity").order_by("kept_until")
    )


def _rows(requests: QuerySet[ErasureRequest], viewer: Viewer) -> Sequence[RequestRow]:
    decider = User.objects.filter(person=OuterRef("decided_by")).values("name")[:1]
    here = here_or_to_come(Employment.objects.filter(user=OuterRef("user")))
    asked = requests.select_related("user").annotate(
        decider=Subquery(decider),
        person=F("user__person"),
        is_here=Exists(here),
        goes_on=Subquery(here.order_by(F("ends_on").desc(nulls_first=True)).values("ends_on")[:1]),
    )
    return [_face(request, viewer) for request in asked]


def _face(of: Any, viewer: Viewer) -> RequestRow:
    left = business_days_between(today(), of.answer_by)
    tone, icon = REQUEST_FACES[of.state]
    return RequestRow(
        id=of.pk,
        name=of.user.name,
        email="" if of.user.erased_at else of.user.email,
        title=of.user.title,
        face=RequestFace(tone, icon, of.get_state_display()),
        asked_at=of.asked_at,
        answer_by=of.answer_by,
        left=_left(left),
        tone="late" if left < 0 else "warn" if left <= SOON else "plain",
        words=of.words,
        answer=of.answer,
        settled_at=of.settled_at,
        decided_by=of.decider or "",
        granted=[str(registry.account_data[name].title) for name in of.granted if name in registry.account_data],
        entered=of.entered_by is not None,
        is_waiting=of.state == State.WAITING,
        is_refused=of.state == State.REFUSED,
        is_granted=of.state == State.GRANTED,
        is_own=of.person in viewer.persons,
        last_day=of.goes_on - timedelta(days=1) if of.goes_on else None,
        rest=_rest(of) if of.rest_on_leaving and of.completed_at is None else "",
        completed_at=of.completed_at,
    )


def _rest(of: Any) -> str:
    """Of a person on their last day and before; the hourly round does it once they have left."""
    if not of.is_here:
        return _("what work needed is erased within the hour")
    if of.goes_on is None:
        return _("what work needs is erased once the employment has ended")
    return _("what work needs is erased on %(day)s") % {"day": date_format(of.goes_on, "DATE_FORMAT")}


def _left(days: int) -> str:
    if days < 0:
        late = ngettext("%(n)s business day late", "%(n)s business days late", -days)
        return late % {"n": -days}
    if days == 0:
        return _("to be answered today")
    return ngettext("%(n)s business day left", "%(n)s business days left", days) % {"n": days}
