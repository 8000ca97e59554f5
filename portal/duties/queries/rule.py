"""One rule: what it says and said, who is exempt from it, and where the people it asks stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.functional import Promise

from portal.duties.models import Duty, Exemption, Requirement, Terms
from portal.duties.queries.counting import conditions, counts
from portal.duties.queries.faces import FACES, WORST_FIRST, Face
from portal.duties.queries.rules import Bar, Rule, TermsInWords, in_words, rule_of, visible_terms, with_terms
from portal.duties.queries.standing import Standing, standing_of
from portal.duties.queries.things import Thing, covers_by_key, thing
from portal.duties.rules import DutyStatus
from portal.jobs.models import OPEN, Job
from portal.people.access import Viewer, visible
from portal.people.days import today
from portal.people.models import DepartmentMembership, User
from portal.people.organisation import holding

PEOPLE_A_PAGE = 50
RECONCILE = "duties.reconcile"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chapter:
    """What the rule said from a day on, as its history tells it; the day before the next one began is its last."""

    said: TermsInWords
    is_now: bool
    is_ahead: bool
    last_day: date | None
    never_held: bool
    """Not for a whole day: a newer one, or the end, came first."""


@dataclass(frozen=True)
class End:
    """From which day the rule asks nothing, who said so, and why."""

    day: date
    by: str
    reason: str
    is_ahead: bool


@dataclass(frozen=True)
class ExemptionRow:
    """One person of whom the rule asks nothing for a while."""

    exemption: Exemption
    name: str
    by: str
    last_day: date | None
    is_running: bool


@dataclass(frozen=True)
class PersonRow:
    """One person the rule asks, and where they stand."""

    name: str
    department: str
    person: UUID
    standing: Standing


@dataclass(frozen=True)
class Filter:
    """A status to narrow people to, with how many it leaves."""

    name: str
    label: str | Promise
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class People:
    """A page of the people a rule asks, of those the viewer may know of."""

    rows: Sequence[PersonRow]
    filters: Sequence[Filter]
    found: int
    page: int
    pages: int
    hidden: int
    """How many more it asks whose names are not the viewer's to see."""

    @property
    def previous_page(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


@dataclass(frozen=True)
class RulePage:
    """Everything the page of a rule tells."""

    rule: Rule
    thing: Thing
    end: End | None
    history: Sequence[Chapter]
    exemptions: Sequence[ExemptionRow]
    past_exemptions: Sequence[ExemptionRow]
    people: People
    job: Job | None
    """What brings duties in line with the rule, while it works or waits for its turn."""

    @property
    def is_settling(self) -> bool:
        return self.job is not None


def one_rule(viewer: Viewer, pk: int) -> Requirement | None:
    """A rule with all it ever said, if the viewer may know of it."""
    return with_terms(visible(Requirement.objects.all(), viewer)).filter(pk=pk).first()


def thing_of(row: Requirement) -> Thing:
    return thing(row.kind, row.key, covers_by_key({(row.kind, row.key)}))


def rule_page(viewer: Viewer, row: Requirement, *, status: str = "", page: int = 1) -> RulePage | None:
    """The page of a rule in a constant number of queries; None where all there is of it is another's draft."""
    # Before anything is counted: a job that ends in between is told as at work, never as nobody asked.
    job = Job.objects.filter(OPEN, kind=RECONCILE, args__requirement=row.pk, run_after__lte=timezone.now()).first()
    newest = Duty.objects.filter(requirement=row, is_newest=True, user__is_active=True)
    counted = newest.aggregate(**counts(timezone.now()))
    rule = rule_of(row, counted, viewer)
    if rule is None:
        return None
    said = list(visible_terms(row, viewer))
    granted = list(visible(Exemption.objects.filter(requirement=row), viewer).select_related("user"))
    by = names_of([row.ended_by, *(terms.said_by for terms in said), *(one.by for one in granted)])
    rows = [_exemption(one, by) for one in granted]
    return RulePage(
        rule=rule,
        thing=thing_of(row),
        end=End(row.ends_on, by.get(row.ended_by, ""), row.end_reason, _runs(row)) if row.ends_on else None,
        history=list(_history(row, [terms for terms in said if terms.switched_on_at], by)),
        exemptions=[one for one in rows if one.is_running],
        past_exemptions=[one for one in rows if not one.is_running],
        people=_people(viewer, newest, rule.bar, status=status, page=page),
        job=job,
    )


def names_of(persons: Iterable[UUID | None]) -> Mapping[UUID | None, str]:
    """Names by opaque id; one query."""
    wanted = {person for person in persons if person}
    return dict(User.objects.filter(person__in=wanted).values_list("person", "name")) if wanted else {}


def _history(row: Requirement, on: Sequence[Terms], by: Mapping[UUID | None, str]) -> Iterable[Chapter]:
    """Newest first, as they come: each ends where a newer one began, and what never held is left as it was said."""
    now = next((terms for terms in on if terms.applies_from <= today()), None)
    until = row.ends_on
    for terms in on:
        never = until is not None and until <= terms.applies_from
        last = until - DAY if until and not never else None
        yield Chapter(in_words(terms, by), terms == now and _runs(row), terms.applies_from > today(), last, never)
        until = min(terms.applies_from, until) if until else terms.applies_from


def _runs(row: Requirement) -> bool:
    return row.ends_on is None or row.ends_on > today()


def _exemption(one: Exemption, by: Mapping[UUID | None, str]) -> ExemptionRow:
    is_running = one.ends_on is None or one.ends_on > today()
    last_day = one.ends_on - DAY if one.ends_on and one.ends_on > one.starts_on else one.ends_on
    return ExemptionRow(one, one.user.name, by.get(one.by, ""), last_day, is_running)


def _people(viewer: Viewer, newest: QuerySet[Duty], everyone: Bar, *, status: str, page: int) -> People:
    now = timezone.now()
    seen = visible(newest, viewer)
    by_status: Mapping[str, int] = seen.aggregate(**counts(now))
    total = sum(by_status.values())
    chosen = next((state for state in DutyStatus if state.value == status), None)
    narrowed = seen.filter(conditions(now)[chosen]) if chosen else seen
    found = by_status[chosen.value] if chosen else total
    pages = max(1, -(-found // PEOPLE_A_PAGE))
    page = min(max(1, page), pages)
    rank = Case(
        *(When(test, then=Value(WORST_FIRST.index(state))) for state, test in conditions(now).items()),
        output_field=IntegerField(),
    )
    name = "name_en" if viewer.language.startswith("en") else "name_pt_br"
    place = holding(DepartmentMembership.objects.filter(user=OuterRef("user"))).values(f"department__{name}")
    drawn = narrowed.annotate(rank=rank, place=Subquery(place[:1])).select_related("user")
    shown = drawn.order_by("rank", "user__name", "pk")[(page - 1) * PEOPLE_A_PAGE : page * PEOPLE_A_PAGE]
    return People(
        rows=[
            PersonRow(
                duty.user.name,
                getattr(duty, "place", "") or "",
                duty.user.person,
                standing_of(duty, person=duty.user.person, now=now),
            )
            for duty in shown
        ],
        filters=[
            Filter(state.value, face.label, by_status[state.value], state.value == status)
            for state, face in _faces(by_status)
        ],
        found=found,
        page=page,
        pages=pages,
        hidden=everyone.total - total,
    )


def _faces(by_status: Mapping[str, int]) -> Iterable[tuple[DutyStatus, Face]]:
    return ((state, FACES[state]) for state in DutyStatus if by_status[state.value])
