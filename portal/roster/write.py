"""Writing one chunk of an import: every line is thought through again by what is true now, then written in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_urlsafe
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from portal.people.administrators import keepers
from portal.people.days import today
from portal.people.departures import apart
from portal.people.models import (
    Delegation,
    Department,
    DepartmentMembership,
    DepartmentPlace,
    Employment,
    ReportingLine,
    RoleMembership,
    User,
)
from portal.people.organisation import holding
from portal.roster.columns import Field
from portal.roster.compare import MOST_LEVELS, Entry, stays
from portal.roster.decide import ONE, Decision, Departments, Kind, Known, decide, with_manager
from portal.roster.findings import Finding
from portal.roster.models import Import
from portal.roster.people import by_email, known_departments, known_people
from portal.roster.spans import Span, Split, cut, from_day_on, on

MOVING = {"title", "hired_on"}
"""What rules read of a person themselves."""


@dataclass
class Written:
    """What a chunk did: acts for the audit by user id, who is new, and lines that turned out otherwise."""

    acts: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    """Of whom rules may speak otherwise than before: another department, title or day of hiring."""
    left_out: list[list[Any]] = field(default_factory=list)
    meanwhile: list[int] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    """What became of each line that was written."""
    missing: int = 0
    """How many were deactivated because the file does not name them."""

    def add(self, other: Written) -> None:
        self.acts += other.acts
        self.made += other.made
        self.touched |= other.touched
        self.moved |= other.moved
        self.left_out += other.left_out
        self.meanwhile += other.meanwhile
        self.departments += other.departments
        self.kinds |= other.kinds
        self.missing += other.missing

    def leave_out(self, entry: Entry, findings: Iterable[Finding]) -> None:
        """Who is not in the file has no line to be told by: they stay, and are not counted among who left."""
        if entry["n"]:
            self.left_out += [[entry["n"], *finding.packed()] for finding in findings]


# -- Departments ------------------------------------------------------------------------------------------------------


def write_departments(of: Import, entries: Sequence[Entry]) -> Written:
    """Departments that do not exist stand under the one root, where there is one."""
    done = Written()
    known = known_departments()
    names = [entry["name"] for entry in entries if not known.find(entry["name"])]
    placed = holding(DepartmentPlace.objects.all(), on=of.starts_on).values("department")
    roots = list(Department.objects.exclude(pk__in=placed)[:2])
    taken = set(Department.objects.values_list("key", flat=True))
    made = []
    for name in names:
        key = _free_key(name, taken)
        taken.add(key)
        made.append(Department(key=key, name_pt_br=name, name_en=name))
    Department.objects.bulk_create(made)
    if len(roots) == 1:
        DepartmentPlace.objects.bulk_create(
            DepartmentPlace(department=one, parent=roots[0], starts_on=of.starts_on) for one in made
        )
    done.departments = [one.key for one in made]
    return done


def _free_key(name: str, taken: set[str]) -> str:
    base = slugify(name)[:45] or "department"
    key, n = base, 2
    while key in taken:
        key, n = f"{base}-{n}", n + 1
    return key


# -- People -----------------------------------------------------------------------------------------------------------


def write_people(of: Import, entries: Sequence[Entry]) -> Written:
    """New rows, changed fields, departments and returns; managers and departures come after all of them."""
    done = Written()
    people = _people(of, (entry["values"][Field.EMAIL] for entry in entries))
    leads = _who_leads(of, entries)
    departments, day = known_departments(), today()
    new: list[tuple[User, Decision]] = []
    changed: list[tuple[User, Decision]] = []
    employments: list[Employment] = []
    places: dict[int, tuple[Split, Decision]] = {}
    for entry in entries:
        known = people.get(entry["values"][Field.EMAIL])
        decision = decide(entry["values"], known, day=of.starts_on, today=day, departments=departments, creates=False)
        if decision.findings:
            done.leave_out(entry, decision.findings)
            continue
        done.kinds[entry["n"]] = entry["kind"]
        if (known.seen() if known else "") != entry["seen"]:
            done.meanwhile.append(entry["n"])
            done.kinds[entry["n"]] = _kind_by_now(entry, decision)
        if known is None:
            new.append((_new_user(entry, decision), decision))
            continue
        if decision.own:
            changed.append((User(pk=known.id, **_whole(known, decision)), decision))
        if decision.kind == Kind.RETURNING:
            assert decision.starts_on is not None
            employments.append(Employment(user_id=known.id, starts_on=decision.starts_on, ends_on=decision.ends_on))
            done.acts.append(("person.returned", known.id, {"day": decision.starts_on.isoformat()}))
        elif decision.starts_on:
            Employment.objects.filter(pk=known.employment[0].id).update(starts_on=decision.starts_on)
            done.touched.add(known.id)
        if decision.moves_department and decision.from_day:
            split = from_day_on(known.departments, decision.from_day, decision.department, decision.ends_on)
            places[known.id] = split, decision
        own = [name for name in decision.fields if name not in {Field.DEPARTMENT, Field.LEAVES_ON}]
        if own:
            done.acts.append(("person.changed", known.id, {"fields": ", ".join(own)}))
        if decision.moves_department and decision.kind == Kind.TRANSFERRED and decision.from_day:
            done.acts.append(("person.transferred", known.id, _transferred(entry, decision, departments, leads)))
    User.objects.bulk_create(user for user, _ in new)
    _save_own(changed, with_documents=Field.DOCUMENT in of.columns)
    for user, decision in new:
        assert decision.starts_on is not None
        employments.append(Employment(user=user, starts_on=decision.starts_on, ends_on=decision.ends_on))
        done.made.append(user.pk)
        done.acts.append(("person.registered", user.pk, {}))
        if decision.department and decision.from_day:
            split = Split(made=[(decision.department, decision.from_day, decision.ends_on)])
            places[user.pk] = split, decision
    Employment.objects.bulk_create(employments)
    _apply(DepartmentMembership, "department_id", {user: split for user, (split, _) in places.items()})
    arrived = {*done.made, *(row.user_id for row in employments)}
    done.touched |= arrived
    done.moved = {*places, *(user.pk for user, decision in changed if MOVING & decision.own.keys())} - arrived
    return done


def _who_leads(of: Import, entries: Sequence[Entry]) -> Mapping[str, str]:
    """The opaque ids of managers by e-mail, of those who were here before this import."""
    asked = {entry["values"][Field.MANAGER] for entry in entries if Field.MANAGER in entry["fields"]} - {""}
    rows = by_email(asked).exclude(pk__in=of.made).values_list("email", "person") if asked else ()
    return {email.lower(): str(person) for email, person in rows}


def _transferred(
    entry: Entry, decision: Decision, departments: Departments, leads: Mapping[str, str]
) -> dict[str, Any]:
    """What the audit keeps of a transfer. A manager who is new in this very file is told once they stand."""
    assert decision.from_day is not None
    assert decision.department is not None
    facts = {"day": decision.from_day.isoformat(), "department": departments.keys[decision.department]}
    wanted = entry["values"][Field.MANAGER]
    if Field.MANAGER in entry["fields"] and (not wanted or wanted in leads):
        facts["manager"] = leads.get(wanted, "")
    return facts


def _kind_by_now(entry: Entry, decision: Decision) -> str:
    """What a line does to who changed since the check; their manager is not thought of yet, and stays with the check."""
    moves = Field.MANAGER in entry["fields"] and entry["kind"] != Kind.NEW
    stays_as_checked = moves and decision.kind in {Kind.UNCHANGED, Kind.CHANGED}
    return str(entry["kind"] if stays_as_checked else decision.kind)


def _people(of: Import, emails: Iterable[str]) -> dict[str, Known]:
    return known_people(by_email(emails), with_documents=Field.DOCUMENT in of.columns)


def _new_user(entry: Entry, decision: Decision) -> User:
    return User(
        email=entry["values"][Field.EMAIL], password=UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30), is_active=False, **decision.own
    )  # fmt: skip


OWN_FIELDS = ("name", "title", "language", "hired_on")


def _whole(known: Known, decision: Decision) -> dict[str, Any]:
    return {name: decision.own.get(name, getattr(known, name)) for name in (*OWN_FIELDS, "document")}


def _save_own(changed: Sequence[tuple[User, Decision]], *, with_documents: bool) -> None:
    fields = [*OWN_FIELDS, "document"] if with_documents else [*OWN_FIELDS]
    User.objects.bulk_update([user for user, _ in changed], fields)


def _apply(model: type[Model], value: str, splits: Mapping[int, Split]) -> None:
    """Ends first, so that what is added finds its days free."""
    rows: Any = model._default_manager
    ended: dict[date, list[int]] = defaultdict(list)
    for split in splits.values():
        for pk, day in split.ended.items():
            ended[day].append(pk)
    gone = [pk for split in splits.values() for pk in split.gone]
    if gone:
        rows.filter(pk__in=gone).delete()
    for day, pks in ended.items():
        rows.filter(pk__in=pks).update(ends_on=day)
    rows.bulk_create(
        model(user_id=user, **{value: what}, starts_on=starts, ends_on=ends)
        for user, split in splits.items()
        for what, starts, ends in split.made
    )


# -- Managers ---------------------------------------------------------------------------------------------------------


def write_managers(of: Import, entries: Sequence[Entry]) -> Written:
    """Who answers to whom; everyone in the file stands by now."""
    done = Written()
    emails = {entry["values"][name] for entry in entries for name in (Field.EMAIL, Field.MANAGER)} - {""}
    people = _people(of, emails)
    departments, day = known_departments(), today()
    splits: dict[int, Split] = {}
    for entry in entries:
        known, manager = people.get(entry["values"][Field.EMAIL]), people.get(entry["values"][Field.MANAGER])
        if known is None:
            continue  # left out before
        decision = decide(entry["values"], known, day=of.starts_on, today=day, departments=departments, creates=False)
        had = bool(known.managers)
        before = len(decision.findings)
        wanted = entry["values"][Field.MANAGER]
        if wanted and manager is None:
            done.leave_out(entry, [Finding(Field.MANAGER, "manager_unknown", {"value": wanted})])
            continue
        if not with_manager(decision, known, manager.id if manager else None, today=day):
            continue
        findings = decision.findings[before:]
        if manager and not stays(manager, decision):
            findings.append(Finding(Field.MANAGER, "manager_gone", {"value": manager.name}))
        if findings:
            done.leave_out(entry, findings)
            continue
        if entry["seen_manager"] is not None and known.seen_manager() != entry["seen_manager"]:
            done.meanwhile.append(entry["n"])
        assert decision.from_day is not None
        splits[known.id] = from_day_on(
            known.managers, decision.from_day, manager.id if manager else None, decision.ends_on
        )
        is_told = entry["told"] and (manager is None or manager.id not in of.made)
        if entry["seen_manager"] is not None and not is_told:
            moved = {"day": decision.from_day.isoformat(), "manager": manager.person if manager else ""}
            act, facts = ("person.transferred", moved) if had else ("person.changed", {"fields": Field.MANAGER.value})
            done.acts.append((act, known.id, facts))
    _apply(ReportingLine, "manager_id", splits)
    return done


# -- Departures -------------------------------------------------------------------------------------------------------


def write_leaving(of: Import, entries: Sequence[Entry]) -> Written:
    """Employment ends, and with it everything that depends on it; whom they lead goes to who is above and stays."""
    done = Written()
    users = User.objects.filter(pk__in=[entry["id"] for entry in entries])
    known = {one.id: one for one in known_people(users, with_documents=False).values()}
    ends: dict[date, list[int]] = defaultdict(list)
    last_ones = {user for users in keepers().values() if users <= known.keys() for user in users}
    for entry in entries:
        one = known.get(entry["id"])
        if entry["id"] in last_ones:  # another gave the role up since the check
            done.leave_out(entry, [Finding("", "last_now")])
            continue
        last = date.fromisoformat(entry["last_day"])
        here = on(one.employment, max(last, one.employment[-1].starts_on)) if one and one.employment else None
        if one is None or here is None or here.ends_on is not None or last < here.starts_on - ONE:
            done.meanwhile += [entry["n"]] if entry["n"] else []
            continue
        ends[max(last, here.starts_on) + ONE].append(one.id)
        done.missing += not entry["n"]
        done.acts.append(("person.left", one.id, {"day": max(last, here.starts_on).isoformat()}))
    for day, leavers in ends.items():
        ended = apart(leavers, day)
        for _act, who, facts in done.acts:
            if who in ended and who in leavers:
                facts["apart"] = ended[who]
        _hand_over(leavers, day)
        closed = timezone.now() if day == today() + ONE else None
        Employment.objects.filter(user__in=leavers, ends_on=None).update(ends_on=day, closed_at=closed)
        for model in (DepartmentMembership, ReportingLine, RoleMembership, Delegation):
            _cut(model, "user", leavers, day)
        _cut(Delegation, "delegate", leavers, day)
        done.touched |= set(leavers)
    return done


def _cut(model: type[Model], who: str, users: Sequence[int], day: date) -> None:
    rows: Any = model._default_manager.filter(**{f"{who}__in": users})
    rows.filter(starts_on__gte=day).delete()
    (rows.filter(ends_on=None) | rows.filter(ends_on__gt=day)).update(ends_on=day)


def _hand_over(leavers: Sequence[int], day: date) -> None:
    rows: Any = ReportingLine.objects.filter(manager__in=leavers)
    below = list((rows.filter(ends_on=None) | rows.filter(ends_on__gt=day)).exclude(user__in=leavers))
    if not below:
        return
    lines = holding(ReportingLine.objects.all(), on=day - ONE)
    above = dict(lines.values_list("user_id", "manager_id"))
    stay = set(holding(Employment.objects.filter(ends_on=None), on=day).values_list("user_id", flat=True)) - set(
        leavers
    )
    splits: dict[int, Split] = {}
    for row in below:
        up: int | None = row.manager_id
        for _ in range(MOST_LEVELS):
            if up is None or up in stay:
                break
            up = above.get(up)
        start = max(row.starts_on, day)
        split = cut([Span(row.pk, row.manager_id, row.starts_on, row.ends_on)], day)
        if up is not None and up != row.user_id:
            split.made.append((up, start, row.ends_on))
        whole = splits.setdefault(row.user_id, Split())
        whole.ended |= split.ended
        whole.gone += split.gone
        whole.made += split.made
    _apply(ReportingLine, "manager_id", splits)


Writer = Callable[[Import, Sequence[Entry]], Written]
