"""One person in the organisation: what holds, what held, what is planned, and how it was on a day; constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.evidence.models import PersonAlias
from portal.people.dated import DAY, said
from portal.people.days import day_of, today
from portal.people.models import (
    Dated,
    Delegation,
    Department,
    DepartmentMembership,
    Employment,
    ReportingLine,
    Role,
    RoleMembership,
    User,
)
from portal.people.organisation import holding, reporting_line

T = TypeVar("T", bound=Dated)


@dataclass(frozen=True)
class Day:
    """What changed on a day."""

    day: date
    lines: Sequence[str]
    is_ahead: bool


@dataclass(frozen=True)
class Plan:
    """Something that begins or ends on a later day, and by which words it is undone."""

    what: str
    day: date
    sentence: str
    icon: str
    delegation: int | None = None


@dataclass(frozen=True)
class Held:
    """A role that holds today."""

    role: str
    label: str | Promise
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Record:
    """Everything dated about one person."""

    employments: Sequence[Employment]
    department: Department | None
    manager: User | None
    roles: Sequence[Held]
    reports: Sequence[User]
    standing_in: Sequence[Delegation]
    """Whose teams they look after today."""
    away: Delegation | None
    """Who looks after theirs today."""
    plans: Sequence[Plan]
    days: Sequence[Day]
    hired_on: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Then:
    """How it was on a day."""

    day: date
    was_here: bool
    department: Department | None
    manager: User | None
    roles: Sequence[str | Promise]
    line: Sequence[User]


@dataclass
class _Story:
    """What is told by day, while it is gathered."""

    days: dict[date, list[str]] = field(default_factory=lambda: defaultdict(list))
    plans: list[Plan] = field(default_factory=list)

    def tell(self, day: date, line: str) -> None:
        self.days[day].append(line)

    def plan(self, what: str, day: date, sentence: str, icon: str, delegation: int | None = None) -> None:
        if day > today():
            self.plans.append(Plan(what, day, sentence, icon, delegation))


def record_of(user: User) -> Record:
    """What the person page shows; eight queries."""
    employments = list(Employment.objects.filter(user=user).order_by("starts_on"))
    places = list(DepartmentMembership.objects.filter(user=user).select_related("department").order_by("starts_on"))
    lines = list(ReportingLine.objects.filter(user=user).select_related("manager").order_by("starts_on"))
    roles = list(RoleMembership.objects.filter(user=user).order_by("starts_on", "role"))
    lent = list(
        Delegation.objects.filter(Q(user=user) | Q(delegate=user))
        .select_related("user", "delegate")
        .order_by("starts_on")
    )
    reports = User.objects.filter(managers__in=holding(ReportingLine.objects.filter(manager=user)), is_active=True)
    merged_at = PersonAlias.objects.filter(alias=OuterRef("person")).values("merged_at")
    merged: QuerySet[Any] = User.objects.filter(merged_into=user).annotate(merged_at=Subquery(merged_at))
    story = _Story()
    _tell_employments(story, employments)
    _tell_places(story, employments, places, lines)
    _tell_roles(story, employments, roles)
    _tell_delegations(story, user, lent)
    for gone in merged.exclude(merged_at=None):
        story.tell(day_of(gone.merged_at), _("The account %(email)s was merged into this one") % {"email": gone.email})
    place, line, here = _now(places), _now(lines), _now(employments)
    day = today()
    return Record(
        employments=employments,
        department=place.department if place else None,
        manager=line.manager if line else None,
        roles=[Held(r.role, Role(r.role).label, r.starts_on, r.ends_on) for r in roles if _holds(r)],
        reports=list(reports.order_by("name")),
        standing_in=[one for one in lent if one.delegate_id == user.pk and _holds(one)],
        away=next((one for one in lent if one.user_id == user.pk and _holds(one)), None),
        plans=sorted(story.plans, key=lambda plan: plan.day),
        days=[Day(when, story.days[when], when > day) for when in sorted(story.days, reverse=True)],
        hired_on=here.starts_on if here else None,
        last_day=here.ends_on - DAY if here and here.ends_on else None,
    )


def then(user: User, *, on: date) -> Then:
    """Department, manager, roles and line on a day, each from one query."""
    place = holding(DepartmentMembership.objects.filter(user=user).select_related("department"), on=on).first()
    line = holding(ReportingLine.objects.filter(user=user).select_related("manager"), on=on).first()
    roles = holding(RoleMembership.objects.filter(user=user), on=on).order_by("role").values_list("role", flat=True)
    below = User.objects.filter(pk__in=reporting_line(user.pk, on=on)).order_by("name")
    return Then(
        day=on,
        was_here=holding(Employment.objects.filter(user=user), on=on).exists(),
        department=place.department if place else None,
        manager=line.manager if line else None,
        roles=[Role(role).label for role in roles],
        line=list(below),
    )


def last_place(user: User) -> dict[str, str]:
    """Where somebody who left worked last and, if their manager still works here, to whom they answered."""
    place = user.departments.select_related("department").order_by("-starts_on").first()
    line = user.managers.filter(manager__is_active=True).select_related("manager").order_by("-starts_on").first()
    last = user.employments.order_by("-starts_on").first()
    is_last = line is not None and last is not None and line.ends_on == last.ends_on
    manager = f"{line.manager.name} <{line.manager.email}>" if line and is_last else ""
    return {"department": place.department.key if place else "", "manager": manager}


def _holds(row: Dated) -> bool:
    return row.starts_on <= today() and (row.ends_on is None or row.ends_on > today())


def _now(rows: Sequence[T]) -> T | None:
    return next((row for row in rows if _holds(row)), None)


def _tell_employments(story: _Story, employments: Sequence[Employment]) -> None:
    for number, row in enumerate(employments):
        if number:
            story.tell(row.starts_on, _("Came back"))
            story.plan("return", row.starts_on, _("Comes back"), "log-in")
        else:
            story.tell(row.starts_on, _("Joined"))
            story.plan("return", row.starts_on, _("Begins to work here"), "log-in")
        if row.ends_on:
            last = row.ends_on - DAY
            story.tell(last, _("Last day"))
            if not row.closed_at:
                sentence = _("Leaves; the last day is %(day)s") % {"day": said(last)}
                story.plan("departure", row.ends_on, sentence, "log-out")


def _tell_places(
    story: _Story,
    employments: Sequence[Employment],
    places: Sequence[DepartmentMembership],
    lines: Sequence[ReportingLine],
) -> None:
    begins = {row.starts_on for row in employments}
    moves: dict[date, list[str]] = defaultdict(list)
    for place in places:
        name = place.department.name
        story.tell(place.starts_on, _("Department: %(name)s") % {"name": name})
        moves[place.starts_on].append(name)
    for line in lines:
        story.tell(line.starts_on, _("Manager: %(name)s") % {"name": line.manager.name})
        moves[line.starts_on].append(_("manager: %(name)s") % {"name": line.manager.name})
    for day in {line.ends_on for line in lines if line.ends_on} - {row.ends_on for row in employments} - moves.keys():
        story.tell(day, _("No manager"))
        moves[day].append(_("no manager"))
    for day, words in moves.items():
        if day not in begins:
            story.plan("transfer", day, _("Transfer: %(words)s") % {"words": ", ".join(words)}, "arrow-right-left")


def _tell_roles(story: _Story, employments: Sequence[Employment], roles: Sequence[RoleMembership]) -> None:
    ends = {row.ends_on for row in employments}
    for row in roles:
        label = Role(row.role).label
        story.tell(row.starts_on, _("Role: %(role)s") % {"role": label})
        story.plan(f"role-{row.role}", row.starts_on, _("Gets the role %(role)s") % {"role": label}, "key-round")
        if row.ends_on and row.ends_on not in ends:
            story.tell(row.ends_on, _("No longer: %(role)s") % {"role": label})
            story.plan(f"role-{row.role}", row.ends_on, _("Gives up the role %(role)s") % {"role": label}, "key-round")


def _tell_delegations(story: _Story, user: User, lent: Sequence[Delegation]) -> None:
    for row in lent:
        until = said(row.ends_on - DAY) if row.ends_on else ""
        if row.user_id == user.pk:
            line = _("%(name)s looks after the team until %(day)s") % {"name": row.delegate.name, "day": until}
        else:
            line = _("Looks after the team of %(name)s until %(day)s") % {"name": row.user.name, "day": until}
        story.tell(row.starts_on, line)
        story.plan("delegation", row.starts_on, line, "handshake", row.pk)
