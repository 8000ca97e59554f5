"""What would happen if terms were switched on: asked of the house as it will be on their day; nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.duties.audience import Spoken, audience_of
from portal.duties.chain import ARRIVAL, RETURN, Cycle, Spell, cycles
from portal.duties.models import Duty, Terms
from portal.duties.reconcile import with_extensions
from portal.duties.rules import SOON_DAYS, end_of, start_of
from portal.duties.spells import replayed
from portal.duties.terms import Rule, rules, said
from portal.people.days import home, today
from portal.people.models import DepartmentMembership, User
from portal.people.organisation import among, holding
from portal.seams.contracts import Met
from portal.seams.registry import registry

SAMPLE = 12


@dataclass(frozen=True)
class Simulation:
    """How many people it would ask, and what would change for how many of them."""

    people: int
    opening: int
    """Who would owe it and does not today."""
    met_already: int
    """Of all whom it asks, who meet it already."""
    due_within_7: int
    """Who does not meet it and has seven days or less from the day it begins."""
    closing: int
    """Who owes it today and would no longer."""
    by_department: Sequence[tuple[str, int]]
    sample: Sequence[str]


def simulate(terms: Terms) -> Simulation:
    """A fixed number of statements, whatever the number of people."""
    day = max(terms.applies_from, today())
    asked = {one.user: one for one in audience_of(terms.pk, on=day) if not one.is_exempt}
    known = rules([terms.requirement_id]).get(terms.requirement_id)
    rule = Rule(terms.requirement, [*(known.terms if known else []), said(terms)])
    people = {
        user.pk: user for user in User.objects.filter(among("pk", asked)).only("pk", "person", "name", "hired_on")
    }
    stored: dict[int, list[Duty]] = defaultdict(list)
    for duty in with_extensions(Duty.objects.filter(requirement=terms.requirement_id)).order_by("user", "cycle"):
        stored[duty.user_id].append(duty)
    owing = {pk for pk, duties in stored.items() if any(duty.is_newest for duty in duties)}
    kind, key = rule.thing
    target = registry.targets.get(kind)
    mets = target.met([user.person for user in people.values()], key) if target else {}
    newest = [
        _newest(one, people[pk], stored.get(pk, []), rule, mets.get(people[pk].person, ()))
        for pk, one in asked.items()
        if pk in people
    ]
    soon = end_of(day + timedelta(days=SOON_DAYS), home())
    now = max(timezone.now(), start_of(day, home()))
    met = [one for one in newest if one.met_at and (one.in_force_until is None or one.in_force_until > now)]
    return Simulation(
        people=len(asked),
        opening=len(asked.keys() - owing),
        met_already=len(met),
        due_within_7=sum(one.met_at is None and one.due_at <= soon for one in newest),
        closing=len(owing - asked.keys()),
        by_department=_by_department(asked),
        sample=sorted(user.name for user in people.values())[:SAMPLE],
    )


def _newest(one: Spoken, user: User, duties: Sequence[Duty], rule: Rule, mets: Sequence[Met]) -> Cycle:
    """The cycle in which somebody would stand at the moment it begins."""
    now = max(timezone.now(), start_of(max(rule.terms[-1].applies_from, today()), home()))
    rows = [row for row in replayed(duties, rule=rule, mets=mets, hired_on=user.hired_on, now=now) if row.is_newest]
    if rows and rows[-1].cycle is not None:
        return rows[-1].cycle
    moment = start_of(max(one.since, today()), home())
    spell = Spell(moment, RETURN if duties else ARRIVAL, now, user.hired_on)
    return cycles(spell, terms=rule.terms, mets=mets, zone=home())[-1]


def _by_department(asked: Mapping[int, Spoken]) -> list[tuple[str, int]]:
    """People by the department they work in today, the largest first."""
    rows = holding(DepartmentMembership.objects.filter(among("user", asked))).select_related("department")
    counts = Counter(row.department.name for row in rows)
    if left := len(asked) - sum(counts.values()):
        counts[_("No department")] += left
    return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
