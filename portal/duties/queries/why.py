"""One person and one thing: where they stand, the rule that asks it of them in words, and every cycle there was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.duties.models import Clause, ClosedBecause, DueFrom, Duty, Exemption, Extension, OpenedBecause, Terms
from portal.duties.queries import words
from portal.duties.queries.counting import presses
from portal.duties.queries.rule import names_of
from portal.duties.queries.standing import Standing, standing_of
from portal.people.days import day_of
from portal.people.models import DepartmentMembership, DepartmentPlace, RoleMembership, User
from portal.people.organisation import holding
from portal.releases.models import ChangeClass, Release

OPENED: Mapping[str, str | Promise] = {
    OpenedBecause.ARRIVAL: gettext_lazy("The rule reached this person"),
    OpenedBecause.RETURN: gettext_lazy("The rule reached this person again"),
    OpenedBecause.RENEWAL: gettext_lazy("Renewal opened before it ended"),
    OpenedBecause.RELEASE: gettext_lazy("Asked again after a major change"),
}
CLOSED: Mapping[str, str | Promise] = {
    ClosedBecause.LEFT_AUDIENCE: gettext_lazy("Closed: the rule no longer speaks of this person"),
    ClosedBecause.RULE_ENDED: gettext_lazy("Closed: the rule ended"),
    ClosedBecause.EXEMPTED: gettext_lazy("Closed: exempt"),
    ClosedBecause.LEFT: gettext_lazy("Closed: no longer works here"),
    ClosedBecause.MOOT: gettext_lazy("Closed: the records turned out not to ask for it"),
}


@dataclass(frozen=True)
class Granted:
    """More time, or none asked at all: until when, why, and by whom."""

    until: date | None
    reason: str
    by: str
    at: datetime
    pk: int = 0


@dataclass(frozen=True)
class Cycle:
    """One cycle as the history tells it."""

    number: int
    opened_at: datetime
    opened: str | Promise
    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None
    closed: str | Promise
    closed_at: datetime | None
    extensions: Sequence[Granted]
    is_now: bool
    rule: str = ""
    """Of whom its rule asks, where several rules ask the same."""


@dataclass(frozen=True)
class Why:
    """Why somebody owes something, or no longer does."""

    standing: Standing | None
    duty: Duty | None
    terms: Terms | None
    caught: str
    """The clause that speaks of this person, in words."""
    arithmetic: str
    """How the due day is counted."""
    extended: Granted | None
    grace: str
    renewal: str
    again: str
    reopened: Release | None
    """The major release after which it is asked once more."""
    others: Sequence[str]
    """Other rules that ask the same, less strictly, in words."""
    exemption: Granted | None
    cycles: Sequence[Cycle] = field(default_factory=list)

    @property
    def has_history(self) -> bool:
        return len(self.cycles) > 1 or any(cycle.closed or cycle.extensions for cycle in self.cycles)


def standing(person: User, kind: str, key: UUID) -> Standing | None:
    """Where this person stands with this thing now; None where they do not owe it."""
    now = timezone.now()
    duties = list(Duty.objects.filter(user=person, kind=kind, key=key, is_newest=True))
    strict = min(duties, key=lambda duty: presses(duty, now=now), default=None)
    return standing_of(strict, person=person.person, now=now) if strict else None


def why_of(person: User, kind: str, key: UUID) -> Why:
    """Everything behind the status, in a constant number of queries."""
    now = timezone.now()
    clauses = Clause.objects.select_related("department", "user").order_by("excludes", "pk")
    duties = list(
        Duty.objects.filter(user=person, kind=kind, key=key)
        .select_related("terms", "requirement")
        .prefetch_related(Prefetch("terms__clauses", clauses), Prefetch("extensions", Extension.objects.order_by("at")))
        .order_by("opened_at", "pk")
    )
    newest = sorted((duty for duty in duties if duty.is_newest), key=lambda duty: presses(duty, now=now))
    exempt = holding(Exemption.objects.filter(user=person, requirement__kind=kind, requirement__key=key)).first()
    by = names_of([*(one.by for duty in duties for one in duty.extensions.all()), exempt.by if exempt else None])
    has_many = len({duty.requirement_id for duty in duties}) > 1
    cycles = [_cycle(duty, number, by, names_rule=has_many) for number, duty in enumerate(duties, start=1)]
    exemption = _exempted(exempt, by) if exempt else None
    if not newest:
        return Why(None, None, None, "", "", None, "", "", "", None, [], exemption, cycles[::-1])
    duty = newest[0]
    facts = _facts(person) if any(len(_included(one.terms)) > 1 for one in newest) else None
    return Why(
        standing=standing_of(duty, person=person.person, now=now),
        duty=duty,
        terms=duty.terms,
        caught=_caught(duty.terms, facts),
        arithmetic=arithmetic(duty, person),
        extended=_extended(duty, by),
        grace=words.grace(duty.terms) if duty.terms.grace_days else "",
        renewal=words.renewal(duty.terms),
        again=words.again(duty.terms),
        reopened=_reopened(duty),
        others=[f"{_caught(one.terms, facts)}, {words.due(one.terms)}" for one in newest[1:]],
        exemption=exemption,
        cycles=cycles[::-1],
    )


def _cycle(duty: Duty, number: int, by: Mapping[UUID | None, str], *, names_rule: bool) -> Cycle:
    return Cycle(
        number=number,
        opened_at=duty.opened_at,
        opened=OPENED[duty.opened_because],
        due_at=duty.due_at,
        met_at=duty.met_at,
        in_force_until=duty.in_force_until,
        closed=CLOSED.get(duty.closed_because, ""),
        closed_at=duty.closed_at,
        extensions=[Granted(one.until, one.reason, by.get(one.by, ""), one.at) for one in duty.extensions.all()],
        is_now=duty.is_newest,
        rule=words.audience(duty.terms.clauses.all())[0] if names_rule else "",
    )


def _exempted(one: Exemption, by: Mapping[UUID | None, str]) -> Granted:
    last_day = one.ends_on - timedelta(days=1) if one.ends_on else None
    return Granted(last_day, one.reason, by.get(one.by, ""), one.at, one.pk)


def _extended(duty: Duty, by: Mapping[UUID | None, str]) -> Granted | None:
    """The extension that decides the due day, if one does."""
    deciding = [one for one in duty.extensions.all() if one.until == day_of(duty.due_at)]
    return (
        Granted(deciding[-1].until, deciding[-1].reason, by.get(deciding[-1].by, ""), deciding[-1].at)
        if deciding
        else None
    )


def _reopened(duty: Duty) -> Release | None:
    if duty.opened_because != OpenedBecause.RELEASE:
        return None
    releases = Release.objects.filter(kind=duty.kind, key=duty.key, change_class=ChangeClass.MAJOR)
    return releases.filter(effective_on__lte=day_of(duty.opened_at)).order_by("-effective_on", "-number").first()


# -- The clause that caught somebody ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Facts:
    """What clauses ask about one person, as of today."""

    user: int
    title: str
    hired_on: date
    department: int | None
    above: Collection[int]
    """The department and all it stands under."""
    roles: Collection[str]


def _facts(person: User) -> _Facts:
    place = holding(DepartmentMembership.objects.filter(user=person)).values_list("department", flat=True).first()
    parents = dict(holding(DepartmentPlace.objects.all()).values_list("department", "parent"))
    above: list[int] = []
    step = place
    while step is not None and step not in above:
        above.append(step)
        step = parents.get(step)
    roles = set(holding(RoleMembership.objects.filter(user=person)).values_list("role", flat=True))
    return _Facts(person.pk, person.title.lower(), person.hired_on, place, above, roles)


def _included(terms: Terms) -> Sequence[Clause]:
    return [clause for clause in terms.clauses.all() if not clause.excludes]


def _caught(terms: Terms, facts: _Facts | None) -> str:
    """The first including clause that fits today; where none does any more, the whole audience. One alone needs no
    facts."""
    included = _included(terms)
    fits = next((clause for clause in included if facts is not None and _fits(clause, facts)), None)
    said = words.clause_in_words(fits) if fits else words.audience(included)[0]
    return said[:1].upper() + said[1:]


def _fits(clause: Clause, facts: _Facts) -> bool:
    if clause.department_id is None:
        is_placed = True
    elif clause.with_below:
        is_placed = clause.department_id in facts.above
    else:
        is_placed = clause.department_id == facts.department
    return (
        is_placed
        and clause.user_id in {None, facts.user}
        and (not clause.role or clause.role in facts.roles)
        and (not clause.title or clause.title.strip().lower() == facts.title)
        and (clause.hired_from is None or facts.hired_on >= clause.hired_from)
        and (clause.hired_before is None or facts.hired_on < clause.hired_before)
    )


# -- How a due day is counted -------------------------------------------------------------------------------------------


def arithmetic(duty: Duty, person: User) -> str:
    """How the due day is counted, as a sum that gives it: "hired on 2 March 2026 + 30 days".

    Only a sum that gives the stored day, before any extension, is told.
    """
    due, opened = day_of(duty.due_at), day_of(duty.opened_at)
    extended = any(one.until == due for one in duty.extensions.all())
    if duty.opened_because == OpenedBecause.RENEWAL and duty.held_until is not None:
        return _("what was met before holds until %(day)s") % {"day": _day(day_of(duty.held_until))}
    for day, days, said in _sums(duty, person, opened):
        if extended or day + timedelta(days=days) == due:
            return said % {"day": _day(day), "days": _days(days)}
    return ""


def _sums(duty: Duty, person: User, opened: date) -> Iterable[tuple[date, int, str]]:
    """Day, days to add, and the sentence, each with `%(day)s` and `%(days)s`, in the order in which they are tried."""
    terms = duty.terms
    if duty.opened_because == OpenedBecause.RELEASE:
        yield opened, terms.again_days, _("a major version took effect on %(day)s + %(days)s")
        yield terms.applies_from, terms.again_days, _("the rule changed on %(day)s + %(days)s")
        return
    if terms.due_from == DueFrom.DATE and terms.due_on is not None:
        yield terms.due_on, 0, _("one day for everybody: %(day)s")
    days = terms.due_days if terms.due_days is not None else terms.again_days
    if terms.due_from == DueFrom.HIRE and person.hired_on + timedelta(days=days) >= opened:
        yield person.hired_on, days, _("hired on %(day)s + %(days)s")
    yield opened, days, _("the rule reached this person on %(day)s + %(days)s")
    yield terms.applies_from, days, _("the rule changed on %(day)s + %(days)s")


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
