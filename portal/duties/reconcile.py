"""Reconciling: what is stored of some people's duties follows what rules, dated facts and evidence say now.

Opens for whom a rule reached, renews, opens again on return, closes with the reason; twice changes nothing. Two workers
on the same people wait for each other at the people's rows, taken in the order of their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from portal.duties.audience import Spoken, audience
from portal.duties.chain import RETURN, Spell, cycles
from portal.duties.models import ClosedBecause, Duty, Extension, OpenedBecause
from portal.duties.rules import start_of
from portal.duties.spells import differs, replayed
from portal.duties.terms import Rule, rules
from portal.duties.write import update
from portal.people.days import home, today
from portal.people.models import User
from portal.seams.contracts import Met
from portal.seams.registry import registry

CHUNK = 500
"""People a transaction takes at once."""
Thing = tuple[str, UUID]
Pair = tuple[int, int]


@dataclass
class Reconciled:
    """How many duties were opened, closed, and changed otherwise."""

    opened: int = 0
    closed: int = 0
    changed: int = 0

    def __iadd__(self, other: Reconciled) -> Reconciled:
        self.opened += other.opened
        self.closed += other.closed
        self.changed += other.changed
        return self


@dataclass
class _Known:
    """What is read once for some people and rules."""

    now: datetime
    people: Mapping[int, User]
    rules: Mapping[int, Rule]
    duties: Mapping[Pair, list[Duty]]
    mets: dict[Thing, Mapping[UUID, Sequence[Met]]] = field(default_factory=dict)

    def mets_of(self, rule: Rule, user: User) -> Sequence[Met]:
        return self.mets.get(rule.thing, {}).get(user.person, ())


def reconcile(requirement: int, users: Collection[int] | None = None, *, is_history: bool = False) -> Reconciled:
    """Bring the duties of one rule in line, of `users` or of everyone; people are taken in chunks, each a transaction.

    `is_history`: while a past is written, duties are opened on the day they would have been, even if overdue by now.
    """
    done = Reconciled()
    pks = concerned(requirement) if users is None else sorted(users)
    for start in range(0, len(pks), CHUNK):
        done += reconcile_people(pks[start : start + CHUNK], requirements=[requirement], is_history=is_history)
    return done


def concerned(requirement: int) -> list[int]:
    """Everyone of whom a rule may speak, or of whom it ever did."""
    asked = Duty.objects.filter(requirement=requirement).order_by().values_list("user", flat=True)
    return sorted({*User.objects.filter(is_active=True).values_list("pk", flat=True), *asked})


@transaction.atomic
def reconcile_people(
    users: Collection[int], *, requirements: Collection[int] | None = None, is_history: bool = False
) -> Reconciled:
    """Bring duties of `users` in line, of some rules or of all; a fixed number of statements, and one or two a thing."""
    people = _held(User.objects.filter(pk__in=list(users)))
    now = timezone.now()
    spoken = {(one.requirement, one.user): one for one in audience(requirements=requirements, users=people)}
    stored = Duty.objects.filter(user__in=people)
    if requirements is not None:
        stored = stored.filter(requirement__in=requirements)
    duties = _by_pair(stored)
    known = _Known(now, people, rules({pk for pk, _user in (*spoken, *duties)}), duties)
    _read_mets(known, {*spoken, *duties})
    changes = _Changes(now)
    for pair in sorted({*spoken, *duties}):
        _one(pair, spoken.get(pair), known, changes, is_history=is_history)
    return changes.write()


@transaction.atomic
def project(users: QuerySet[User], things: Collection[Thing]) -> int:
    """What evidence says of some things, brought to the duties `users` have; opens and closes nothing that is not a
    renewal of theirs. Returns how many rows had to change."""
    people = _held(users)
    kinds, keys = {kind for kind, _key in things}, {key for _kind, key in things}
    duties = {
        pair: of
        for pair, of in _by_pair(Duty.objects.filter(user__in=people, kind__in=kinds, key__in=keys)).items()
        if (of[0].kind, of[0].key) in set(things)
    }
    if not duties:
        return 0
    known = _Known(timezone.now(), people, rules({pk for pk, _user in duties}), duties)
    _read_mets(known, set(duties))
    changes = _Changes(known.now)
    for pair in sorted(duties):
        _replay(pair, duties[pair], known, changes)
    done = changes.write()
    return done.opened + done.closed + done.changed


def _held(users: QuerySet[User]) -> Mapping[int, User]:
    """People, held until the transaction ends: neither a second worker nor a fact of theirs comes between."""
    rows = users.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {user.pk: user for user in rows.only("pk", "person", "is_active", "hired_on")}


def with_extensions(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    """Duties, each with `extended`: the last day it was extended to, or None."""
    until = Extension.objects.filter(duty=OuterRef("pk")).order_by("-until").values("until")[:1]
    return duties.annotate(extended=Subquery(until))


def _by_pair(stored: QuerySet[Duty]) -> dict[Pair, list[Duty]]:
    found: dict[Pair, list[Duty]] = defaultdict(list)
    for duty in with_extensions(stored).order_by("requirement", "user", "cycle"):
        found[duty.requirement_id, duty.user_id].append(duty)
    return dict(found)


def _read_mets(known: _Known, pairs: Iterable[Pair]) -> None:
    persons: dict[Thing, set[UUID]] = defaultdict(set)
    for requirement, user in pairs:
        persons[known.rules[requirement].thing].add(known.people[user].person)
    for thing in sorted(persons, key=str):
        kind, key = thing
        if kind in registry.targets:
            known.mets[thing] = registry.targets[kind].met(sorted(persons[thing]), key)


def _one(pair: Pair, spoken: Spoken | None, known: _Known, changes: _Changes, *, is_history: bool) -> None:
    """One person and one rule."""
    stored = known.duties.get(pair, [])
    rule, user = known.rules[pair[0]], known.people[pair[1]]
    is_open = any(duty.closed_at is None for duty in stored)
    if spoken is None or spoken.is_exempt:
        if is_open:
            _close(stored, _why(rule, user, spoken), known.now)
        _replay(pair, stored, known, changes)
        return
    _replay(pair, stored, known, changes)
    if not is_open:
        moment = _since(spoken.since, stored, rule, user, now=known.now, is_history=is_history)
        because = RETURN if stored else OpenedBecause.ARRIVAL
        opened = [Duty(requirement_id=rule.pk, user_id=user.pk, opened_at=moment, opened_because=because)]
        opened[0].extended = None  # type: ignore[attr-defined]
        last = max((duty.cycle for duty in stored), default=0)
        changes.open(replayed(opened, rule=rule, mets=known.mets_of(rule, user), hired_on=user.hired_on, now=known.now),
                     rule=rule, user=user, after=last)  # fmt: skip


def _replay(pair: Pair, stored: Sequence[Duty], known: _Known, changes: _Changes) -> None:
    rule, user = known.rules[pair[0]], known.people[pair[1]]
    rows = replayed(stored, rule=rule, mets=known.mets_of(rule, user), hired_on=user.hired_on, now=known.now)
    last = max((duty.cycle for duty in stored), default=0)
    changes.bring(rows, stored=stored, rule=rule, user=user, after=last)


def _why(rule: Rule, user: User, spoken: Spoken | None) -> str:
    if rule.requirement.ends_on is not None and rule.requirement.ends_on <= today():
        return ClosedBecause.RULE_ENDED
    if not user.is_active:
        return ClosedBecause.LEFT
    return ClosedBecause.EXEMPTED if spoken is not None else ClosedBecause.LEFT_AUDIENCE


def _close(stored: Sequence[Duty], because: str, now: datetime) -> None:
    """In memory; what is written is what differs from before."""
    for duty in stored:
        if duty.closed_at is None:
            duty.before = (duty.closed_at, duty.closed_because)  # type: ignore[attr-defined]
            duty.closed_at, duty.closed_because = max(now, duty.opened_at), because


def _since(since: date, stored: Sequence[Duty], rule: Rule, user: User, *, now: datetime, is_history: bool) -> datetime:
    """From when it is asked: since when the rule speaks of them, but not before the last time ended, and from today where
    it would be overdue as it is opened."""
    moment = start_of(since, home())
    moment = max([moment, *(duty.closed_at for duty in stored if duty.closed_at)])
    if is_history:
        return moment
    (first, *_rest) = cycles(
        Spell(moment, OpenedBecause.ARRIVAL, now, user.hired_on), terms=rule.terms, mets=(), zone=home()
    )
    return max(start_of(today(), home()), moment) if first.due_at < now else moment


class _Changes:
    """What is to be written, gathered for people and rules and written at once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.made: list[Duty] = []
        self.changed: list[Duty] = []
        self.met: list[Duty] = []
        self.done = Reconciled()

    def bring(self, rows: Any, *, stored: Sequence[Duty], rule: Rule, user: User, after: int) -> None:
        for row in rows:
            values = row.values()
            if row.stored is None:
                after += 1
                self._make(values, rule=rule, user=user, cycle=after)
                continue
            duty = row.stored
            was_closed = hasattr(duty, "before")
            if was_closed or differs(duty, values):
                self.done.closed += was_closed
                self.done.changed += not was_closed
                if duty.met_at is None and values["met_at"] is not None:
                    self.met.append(duty)
                for name, value in values.items():
                    setattr(duty, name, value)
                self.changed.append(duty)

    def open(self, rows: Any, *, rule: Rule, user: User, after: int) -> None:
        for row in rows:
            after += 1
            self._make(row.values(), rule=rule, user=user, cycle=after)

    def _make(self, values: dict[str, Any], *, rule: Rule, user: User, cycle: int) -> None:
        kind, key = rule.thing
        self.made.append(Duty(requirement_id=rule.pk, user_id=user.pk, kind=kind, key=key, cycle=cycle, **values))

    def write(self) -> Reconciled:
        """What is there first, so that the newest of a person is one at any moment."""
        update(self.changed)
        before = len(self.made)
        Duty.objects.bulk_create(self.made, ignore_conflicts=True, batch_size=1000)
        self.done.opened += before
        met = [*self.met, *(one for one in self.made if one.met_at is not None)]
        if self.made or met:
            for told in registry.duty_listeners:
                told(self.made, met)
        return self.done
