"""Free practice: the ready companies on offer, the viewer's own of each, and the branches that went off them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import OPEN, Job
from portal.jobs.queries import Shown, one
from portal.people.access import Viewer
from sandbox import practice, store
from sandbox.models import Workspace

MAKING = "sandbox.make_ready"
"""The job that makes one; the company has the job's id, so that no job can make two."""
LAWS: dict[str, str | Promise] = {"br": _("Brazil"), "eu": _("Europe"), "us": _("United States")}
MONEY: dict[str, str] = {"br": "R$", "eu": "€", "us": "US$"}


@dataclass(frozen=True)
class Story:
    """What one kind of company is, and what one learns there."""

    icon: str
    title: str | Promise
    about: str | Promise
    teaches: str | Promise


STORIES: dict[str, Story] = {
    "streaming": Story(
        "clapperboard",
        _("Streaming app"),
        _("200 people by the month or the year, on cards of every network."),
        _("Declines and waits, trials and coupons, a price that rose, refunds and disputes."),
    ),
    "gym": Story(
        "dumbbell",
        _("Gym"),
        _("120 people by card, by boleto and Pix in Brazil, by transfer elsewhere."),
        _("Due days and late fees, pauses, mandates of Pix Automático, plans with extras."),
    ),
    "software": Story(
        "briefcase-business",
        _("Software by contract"),
        _("60 firms by the year and the seat, sent invoices, use billed in arrears."),
        _("Seats that change in mid-term, renewals with notice, credit notes, tax by country."),
    ),
}


@dataclass(frozen=True)
class Company:
    """One free company of the viewer."""

    id: UUID
    name: str
    law: str | Promise
    jurisdiction: str
    branched_at: int | None
    opened_at: object

    @property
    def is_branch(self) -> bool:
        return self.branched_at is not None


@dataclass(frozen=True)
class Law:
    code: str
    label: str | Promise
    money: str
    is_chosen: bool


@dataclass(frozen=True)
class Card:
    """One kind of company: what it teaches, and where the viewer stands with it."""

    kind: str
    story: Story
    company: Company | None
    being_made: UUID | None
    branches: Sequence[Company] = field(default=())
    closed: Sequence[Company] = field(default=())
    """What was closed lately, to be looked at until it goes."""

    @property
    def laws(self) -> list[Law]:
        """The countries to choose from; the one it stands in is chosen."""
        chosen = self.company.jurisdiction if self.company else practice.JURISDICTIONS[0]
        return [Law(code, label, MONEY[code], code == chosen) for code, label in LAWS.items()]


def cards(viewer: Viewer) -> list[Card]:
    """Every kind, in two queries."""
    rows = store.visible(Workspace.objects.all(), viewer).filter(kind=Workspace.Kind.FREE, ready__in=practice.KINDS)
    all_own = [(row.ready, row.state, _company(row)) for row in rows.order_by("opened_at")]
    own = [(ready, company) for ready, state, company in all_own if state == Workspace.State.OPEN]
    over = [(ready, company) for ready, state, company in all_own if state != Workspace.State.OPEN]
    jobs = Job.objects.filter(OPEN, kind=MAKING, asked_by=viewer.person, cancel_asked_at=None)
    making = dict(jobs.values_list("args__kind", "pk"))
    return [
        Card(
            kind,
            STORIES[kind],
            next((company for ready, company in own if ready == kind and not company.is_branch), None),
            making.get(kind),
            [company for ready, company in own if ready == kind and company.is_branch],
            [company for ready, company in reversed(over) if ready == kind],
        )
        for kind in practice.KINDS
    ]


def _company(row: Workspace) -> Company:
    return Company(
        row.pk, row.company, LAWS.get(row.jurisdiction, ""), row.jurisdiction, row.branched_at, row.opened_at
    )


def preparing(viewer: Viewer, job: UUID) -> Shown | None:
    """The job that makes a company of the viewer's; None once it is made. Raises Http404 for anybody else's."""
    if store.visible(Workspace.objects.all(), viewer).filter(pk=job).exists():
        return None
    if not Job.objects.filter(pk=job, kind=MAKING, asked_by__in=viewer.persons).exists():
        raise Http404
    return one(viewer, job)


def kind_of(viewer: Viewer, job: UUID) -> str:
    """Which kind a job makes, to ask for it again where it failed."""
    found = Job.objects.filter(pk=job, kind=MAKING, asked_by__in=viewer.persons).values_list("args__kind", flat=True)
    return str(found.first() or "")
