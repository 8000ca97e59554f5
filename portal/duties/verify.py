"""Replays duties from rules, dated facts, exemptions, extensions, releases and evidence; names what is stored otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from portal.duties.history import History, Person
from portal.duties.models import Duty, Requirement
from portal.duties.reconcile import with_extensions
from portal.duties.spells import ANCHORS, replayed, spells
from portal.duties.terms import Rule, rules
from portal.evidence.replay import said
from portal.people.days import day_of, today
from portal.seams.contracts import Difference, Met
from portal.seams.registry import registry

ROUND = timedelta(hours=1)
"""What clocks alone move is followed within a round; until then it is on its way, and no difference."""


def replay_duties() -> Iterator[Sequence[Difference]]:
    """Every duty there is, and every one that a rule asks of somebody today but that was never opened.

    A fixed number of queries for each requirement, whatever the number of people it speaks of.
    """
    history = History()
    requirements = list(Requirement.objects.order_by("pk"))
    known = rules([requirement.pk for requirement in requirements])
    for requirement in requirements:
        rule = known.get(requirement.pk)
        if rule is not None:
            yield from _requirement(rule, history)


def _requirement(rule: Rule, history: History) -> Iterator[Sequence[Difference]]:
    kind, key = rule.thing
    thing = f"{kind} {key}"
    target = registry.targets.get(kind)
    if target is None:
        yield [Difference(f"requirement {rule.pk}: target", thing, "nothing here knows this kind")]
        return
    stored: dict[int, list[Duty]] = defaultdict(list)
    for duty in with_extensions(rule.requirement.duties.all()).order_by("user", "cycle"):
        stored[duty.user_id].append(duty)
    asked = set(history.asked(rule, on=today()))
    people = [history.people[pk] for pk in sorted({*stored, *asked})]
    mets = target.met([person.person for person in people], key)
    for person in people:
        yield from _person(person, rule, stored.get(person.pk, []), mets.get(person.person, ()), asked, history)


def _person(
    person: Person, rule: Rule, duties: Sequence[Duty], mets: Sequence[Met], asked: set[int], history: History
) -> Iterator[Sequence[Difference]]:
    thing = f"{rule.requirement.kind} {rule.requirement.key}"
    now = timezone.now()
    own = _names(duties, thing, person.person)
    told: dict[int, list[Difference]] = defaultdict(list)
    for row in replayed(duties, rule=rule, mets=mets, hired_on=person.hired_on, now=now):
        if row.stored is None:
            if row.cycle is not None and row.cycle.opened_at < now - ROUND:
                yield [Difference(f"duty of {thing}, person {person.person}: {row.cycle.opened_because}", "nothing", said(row.cycle.opened_at))]  # fmt: skip
            continue
        values = {"kind": rule.requirement.kind, "key": rule.requirement.key, **row.values()}
        if row.cycle is not None and row.is_newest is False and row.closed_at is None:
            values.pop("is_newest")  # the one that follows says what is missing
        told[row.stored.pk] += _differing(row.stored, values, own)
    for spell in spells(duties):
        told[spell[0].pk] += _anchor(spell[0], rule, own)
        told[spell[0].pk] += _end(spell[0], rule, person, own, history)
    is_open = any(duty.closed_at is None for duty in duties)
    for duty in duties:
        found = told[duty.pk]
        if duty.closed_at is None and person.pk not in asked:
            found.append(Difference(f"{own[duty.pk]}: closed_at", "nothing", "closed: not asked today"))
        yield found
    if not is_open and person.pk in asked:
        yield [Difference(f"duty of {thing}, person {person.person}", "nothing", "owed today")]


def _names(duties: Sequence[Duty], thing: str, person: UUID) -> Mapping[int, str]:
    return {duty.pk: f"duty {duty.pk} ({thing}, person {person})" for duty in duties}


def _differing(duty: Duty, values: Mapping[str, Any], own: Mapping[int, str]) -> list[Difference]:
    return [
        Difference(f"{own[duty.pk]}: {name.removesuffix('_id')}", said(getattr(duty, name)), said(value))
        for name, value in values.items()
        if getattr(duty, name) != value
    ]


def _anchor(duty: Duty, rule: Rule, own: Mapping[int, str]) -> list[Difference]:
    """It was opened as the rule reached the person, so on no day on which the rule said nothing yet."""
    if duty.opened_because not in ANCHORS:
        return [Difference(f"{own[duty.pk]}: opened_because", duty.opened_because, "arrival or return")]
    first = min(terms.applies_from for terms in rule.terms)
    if first <= day_of(duty.opened_at) <= today():
        return []
    return [Difference(f"{own[duty.pk]}: opened_at", said(duty.opened_at), f"between {first} and today")]


def _end(duty: Duty, rule: Rule, person: Person, own: Mapping[int, str], history: History) -> list[Difference]:
    """What it was closed for was so when it was closed."""
    if duty.closed_at is None:
        return []
    if duty.opened_at <= duty.closed_at <= max(timezone.now(), duty.opened_at) and history.may_be_closed(
        rule, person, duty.closed_because, at=duty.closed_at
    ):
        return []
    what = f"{own[duty.pk]}: closed_because"
    return [Difference(what, f"{duty.closed_because} {said(duty.closed_at)}", "nothing that closes it then")]
