"""Replays duties from requirements, memberships and evidence, and says where what is stored differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from portal.duties.models import Duty, Requirement, Terms
from portal.duties.rules import due_at
from portal.evidence.replay import said
from portal.people.days import today
from portal.people.models import DepartmentMembership, DepartmentPlace
from portal.people.organisation import holding
from portal.seams.contracts import Difference, Met
from portal.seams.registry import registry

Places = Mapping[int, Sequence[DepartmentMembership]]
"""By department, everyone who works or ever worked in it."""


def replay_duties() -> Iterator[Sequence[Difference]]:
    """Every duty there is, and every one that a requirement expects of somebody today but that was never opened.

    A fixed number of queries for each requirement, whatever the number of people it speaks of.
    """
    below, places = _departments(), _places()
    for requirement in Requirement.objects.order_by("pk"):
        terms = requirement.terms.exclude(switched_on_at=None).order_by("-number").first()
        if terms is None:
            continue
        roots = terms.clauses.exclude(department=None).values_list("department", flat=True)
        speaks_of = [member for root in roots for one in below(root) for member in places.get(one, ())]
        yield from _requirement(requirement, terms, speaks_of)


def _requirement(
    requirement: Requirement, terms: Terms, members: Sequence[DepartmentMembership]
) -> Iterator[Sequence[Difference]]:
    thing = f"{requirement.kind} {requirement.key}"
    target = registry.targets.get(requirement.kind)
    if target is None:
        yield [Difference(f"requirement {requirement.pk}: target", thing, "nothing here knows this kind")]
        return
    duties = list(requirement.duties.select_related("user").order_by("pk"))
    met = target.met([duty.user.person for duty in duties], requirement.key)
    days: dict[int, set[date]] = defaultdict(set)
    for member in members:
        days[member.user_id].add(max(member.starts_on, terms.applies_from))
    for duty in duties:
        replayed = _replayed(duty, requirement, terms, days.get(duty.user_id, ()), met.get(duty.user.person))
        what = f"duty {duty.pk} ({thing}, person {duty.user.person})"
        yield [
            Difference(f"{what}: {name}", said(getattr(duty, name)), said(value))
            for name, value in replayed.items()
            if getattr(duty, name) != value
        ]
    if requirement.ends_on is None or today() < requirement.ends_on:
        known = {duty.user_id for duty in duties}
        for member in members:
            if member.user_id not in known and _is_asked(member, today()):
                yield [Difference(f"duty of {thing}, person {member.user.person}", "nothing", "owed today")]


def _replayed(
    duty: Duty, requirement: Requirement, terms: Terms, days: Iterable[date], met: Met | None
) -> Mapping[str, object]:
    """What each column should hold. Who came and went may have several first days: the one it was opened on, or the
    last.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    opened = {datetime.combine(day, datetime.min.time(), tzinfo=zone): day for day in sorted(days)}
    opened_at = duty.opened_at if duty.opened_at in opened else max(opened, default=None)
    return {
        "kind": requirement.kind,
        "key": requirement.key,
        "opened_at": opened_at,
        "due_at": due_at(opened_on=opened[opened_at], days=terms.due_days or 0, zone=zone) if opened_at else None,
        "met_at": met.at if met else None,
        "in_force_until": met.in_force_until if met else None,
    }


def _is_asked(member: DepartmentMembership, day: date) -> bool:
    is_here = member.starts_on <= day and (member.ends_on is None or day < member.ends_on)
    return is_here and member.user.is_active


def _places() -> Places:
    places: dict[int, list[DepartmentMembership]] = defaultdict(list)
    for member in DepartmentMembership.objects.select_related("user").order_by("pk"):
        places[member.department_id].append(member)
    return places


def _departments() -> Callable[[int], Iterator[int]]:
    """Today's tree in one query: a department and all below it."""
    children: dict[int, list[int]] = defaultdict(list)
    for pk, parent in holding(DepartmentPlace.objects.order_by("pk")).values_list("department", "parent"):
        children[parent].append(pk)

    def below(department: int) -> Iterator[int]:
        yield department
        for child in children.get(department, ()):
            yield from below(child)

    return below
