"""What a departure cuts and what ended by itself that same day: undoing the one does not bring back the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from portal.audit.models import Entry
from portal.people.dated import DAY
from portal.people.models import Delegation, DepartmentMembership, ReportingLine, RoleMembership, User

_OWN: Mapping[str, type[Any]] = {
    "department": DepartmentMembership,
    "line": ReportingLine,
    "role": RoleMembership,
}
_LED = "led"


def apart(users: Iterable[int], day: date) -> Mapping[int, str]:
    """Before they leave on `day`: their rows that end on it already, as a fact for the act's entry; only who has any."""
    asked = list(users)
    found: dict[int, list[str]] = {}
    for name, model in _OWN.items():
        for user, pk in model._default_manager.filter(user__in=asked, ends_on=day).values_list("user", "pk"):
            found.setdefault(user, []).append(f"{name}:{pk}")
    led = ReportingLine.objects.filter(manager__in=asked, ends_on=day).values_list("manager", "pk")
    for user, pk in led:
        found.setdefault(user, []).append(f"{_LED}:{pk}")
    return {user: " ".join(rows) for user, rows in found.items()}


def cut_by_departure(user: User, day: date) -> tuple[Sequence[QuerySet[Any]], QuerySet[ReportingLine]]:
    """The rows of `user` that ended on `day` because they leave then, and those of whom they led."""
    entries = Entry.objects.filter(act="person.left", subject=user.person, facts__day=(day - DAY).isoformat())
    entry = entries.order_by("-at").first()
    kept: dict[str, list[int]] = {}
    for word in str(entry.facts.get("apart", "")).split() if entry else ():
        name, _colon, pk = word.partition(":")
        kept.setdefault(name, []).append(int(pk))
    own = [
        model._default_manager.filter(user=user, ends_on=day).exclude(pk__in=kept.get(name, ()))
        for name, model in _OWN.items()
    ]
    return own, ReportingLine.objects.filter(manager=user, ends_on=day).exclude(pk__in=kept.get(_LED, ()))


def ended_by_departure(user: User, day: date) -> QuerySet[Delegation]:
    """What they gave or took over up to the day they leave; undoing the departure does not bring it back."""
    return Delegation.objects.filter(Q(user=user) | Q(delegate=user), ends_on=day)
