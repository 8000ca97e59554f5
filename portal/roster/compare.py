"""The whole file against the whole house: twins, managers anywhere in the file, circles, and who is missing. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.people.administrators import emptied
from portal.roster.columns import Field
from portal.roster.decide import Decision, Departments, Kind, Known, decide, with_manager
from portal.roster.findings import Finding
from portal.roster.spans import on, value_on

Entry = dict[str, Any]
Node = int | str
"""A person who is here by id, one who only has a line by e-mail."""
MOST_DAYS = 20
MOST_LEVELS = 100


@dataclass
class Settled:
    """One line, thought through."""

    entry: Entry
    email: str
    known: Known | None
    decision: Decision
    findings: list[Finding]
    manager: Node | None = None
    moves_manager: bool = False

    @property
    def stands(self) -> bool:
        return not self.findings

    @property
    def node(self) -> Node:
        return self.known.id if self.known else self.email


@dataclass
class House:
    """What a file is compared with."""

    people: Mapping[str, Known]
    departments: Departments
    day: date
    today: date
    creates_departments: bool
    keepers: Mapping[str, frozenset[int]]
    """Who holds what never falls empty, by the code of its refusal."""


@dataclass
class Compared:
    """What the check found: the lines, who is missing, and in which order managers are written."""

    lines: Sequence[Settled]
    missing: Sequence[Known]
    employed: int
    new_departments: Sequence[str]
    stranded: Sequence[str]
    """Who is missing from the file, leads people who stay, and has nobody above to take them over."""
    managers: Sequence[Settled] = field(default_factory=list)


def compare(entries: Sequence[Entry], house: House, *, deactivates_missing: bool) -> Compared:
    """Think every line through; each `Settled` carries what is wrong with it, and only sound ones are written."""
    lines = [_settle(entry, house) for entry in entries]
    _twins(lines)
    named = {line.email for line in lines if line.email}
    employed = [known for known in house.people.values() if on(known.employment, house.day) and not known.is_merged]
    missing = [known for known in employed if known.email not in named] if deactivates_missing else []
    _managers(lines, house, {known.id for known in missing})
    stranded = _successors(lines, house, {known.id for known in missing})
    new = {line.decision.new_department for line in lines if line.stands and line.decision.new_department}
    found = Compared(lines, sorted(missing, key=lambda known: known.name), len(employed), sorted(new), stranded)
    found.managers = _from_the_top(lines, house)
    return found


def _settle(entry: Entry, house: House) -> Settled:
    values = entry["values"]
    email = values.get(Field.EMAIL, "")
    known = house.people.get(email)
    findings = [Finding(*packed) for packed in entry["cell_errors"]]
    broken = {finding.column for finding in findings}
    sound = {name: value for name, value in values.items() if name not in broken}
    decision = decide(
        sound, known, day=house.day, today=house.today, departments=house.departments,
        creates=house.creates_departments,
    )  # fmt: skip
    findings += [finding for finding in decision.findings if finding.column not in broken]
    return Settled(entry, email, known, decision, findings)


def _twins(lines: Sequence[Settled]) -> None:
    """Of lines that are the same the first stands; of different lines for one person, none."""
    by_email: dict[str, list[Settled]] = defaultdict(list)
    for line in lines:
        if line.email:
            by_email[line.email].append(line)
    for twins in by_email.values():
        first = twins[0]
        for other in twins[1:]:
            if other.entry["values"] == first.entry["values"]:
                other.findings.append(Finding("", "line_twice", {"line": first.entry["n"]}))
                continue
            other.findings.append(Finding(Field.EMAIL, "email_twice", {"line": first.entry["n"]}))
            if not any(finding.code == "email_twice" for finding in first.findings):
                first.findings.append(Finding(Field.EMAIL, "email_twice", {"line": other.entry["n"]}))


# -- Managers ---------------------------------------------------------------------------------------------------------


def _managers(lines: Sequence[Settled], house: House, missing: set[int]) -> None:
    """A line falls with the line of the manager it needs, and circles fall with all who would close them."""
    by_email: dict[str, Settled] = {}
    for line in lines:
        if line.email and (line.email not in by_email or not by_email[line.email].stands):
            by_email[line.email] = line
    named = [line for line in lines if Field.MANAGER in line.entry["values"]]
    for line in named:
        if line.stands:
            _name_manager(line, by_email, house, missing)
    again = True
    while again:
        again = False
        for line in named:
            if line.stands and isinstance(line.manager, str) and not by_email[line.manager].stands:
                of = by_email[line.manager].entry["n"]
                line.findings.append(Finding(Field.MANAGER, "manager_refused", {"line": of}))
                again = True
        for circle in _circles(lines, house):
            again = _refuse(circle, lines, house) or again


def _name_manager(line: Settled, by_email: Mapping[str, Settled], house: House, missing: set[int]) -> None:
    email = line.entry["values"][Field.MANAGER]
    if line.decision.from_day is None:
        return
    known, other = house.people.get(email), by_email.get(email)
    wrong = None
    if email and email == line.email:
        wrong = Finding(Field.MANAGER, "manager_self")
    elif email and known is None and other is None:
        wrong = Finding(Field.MANAGER, "manager_unknown", {"value": email})
    elif known and _leaves_now(known, other, missing):
        wrong = Finding(Field.MANAGER, "manager_gone", {"value": known.name or email})
    if wrong:
        line.findings.append(wrong)
        return
    line.manager = known.id if known else (email or None)
    before = len(line.decision.findings)
    line.moves_manager = with_manager(line.decision, line.known, line.manager, today=house.today)
    line.findings += line.decision.findings[before:]
    returns = other is not None and other.stands and other.decision.kind == Kind.RETURNING
    if line.moves_manager and known and not returns and not stays(known, line.decision):
        line.findings.append(Finding(Field.MANAGER, "manager_gone", {"value": known.name or email}))


def _leaves_now(known: Known, line: Settled | None, missing: set[int]) -> bool:
    """By this very import."""
    leaves = line is not None and line.stands and line.decision.kind == Kind.LEAVING
    return known.is_merged or known.id in missing or leaves


def stays(manager: Known, decision: Decision) -> bool:
    """Whether a manager works here on the day from which they would lead, and as long as whom they lead."""
    assert decision.from_day is not None
    here = on(manager.employment, decision.from_day)
    if here is None or manager.is_merged:
        return False
    return here.ends_on is None or (decision.ends_on is not None and here.ends_on >= decision.ends_on)


def _circles(lines: Sequence[Settled], house: House) -> Iterator[list[Node]]:
    """Each circle that the file would close, on the chosen day or when a change that is planned already comes true."""
    planned = {span.starts_on for known in house.people.values() for span in known.managers}
    begin = {line.decision.from_day for line in lines if line.stands and line.decision.from_day}
    moving = {line.node: line for line in lines if line.stands and line.moves_manager}
    days = sorted(day for day in {house.day} | planned | begin if day >= house.day)[:MOST_DAYS] if moving else []
    met: set[frozenset[Node]] = set()
    for day in days:
        above: dict[Node, Node] = {}
        for known in house.people.values():
            manager = value_on(known.managers, day)
            if manager is not None:
                above[known.id] = manager
        for node, line in moving.items():
            start = line.decision.from_day
            assert start is not None
            later = any(start < span.starts_on <= day for span in line.known.managers) if line.known else False
            if start <= day and not later:
                above.pop(node, None)
                if line.manager is not None:
                    above[node] = line.manager
        for circle in _around(above, moving):
            if frozenset(circle) not in met:
                met.add(frozenset(circle))
                yield circle


def _around(above: Mapping[Node, Node], starts: Mapping[Node, Any]) -> Iterator[list[Node]]:
    done: set[Node] = set()
    for start in starts:
        path: dict[Node, None] = {}
        node: Node | None = start
        while node is not None and node not in done and node not in path:
            path[node] = None
            node = above.get(node)
        if node is not None and node in path:
            walked = list(path)
            yield walked[walked.index(node) :]
        done.update(path)


def _refuse(circle: list[Node], lines: Sequence[Settled], house: House) -> bool:
    """The lines that would close a circle, each told the way round from itself."""
    by_node = {line.node: line for line in lines if line.email and line.stands}
    names = {known.id: known.name for known in house.people.values()}
    closing = [node for node in circle if node in by_node and by_node[node].moves_manager]
    told = []
    for node in circle:
        line = by_node.get(node)
        own = line.decision.own.get("name") if line else None
        told.append(
            [own or names.get(node, node) if isinstance(node, int) else own or node, line.entry["n"] if line else 0]
        )
    for node in closing:
        at = circle.index(node)
        path = told[at:] + told[:at] + [told[at]]
        by_node[node].findings.append(Finding(Field.MANAGER, "loop", {"path": path}))
    return bool(closing)


def _from_the_top(lines: Sequence[Settled], house: House) -> list[Settled]:
    """Lines that change a manager, those nearest to the top first: no moment between two chunks shows a circle."""
    above: dict[Node, Node | None] = {known.id: value_on(known.managers, house.day) for known in house.people.values()}
    moving = [line for line in lines if line.stands and line.moves_manager]
    above |= {line.node: line.manager for line in moving}
    depths: dict[Node, int] = {}

    def depth(node: Node) -> int:
        path: list[Node] = []
        at: Node | None = node
        while at is not None and at not in depths and at not in path[-1000:]:
            path.append(at)
            at = above.get(at)
        base = depths.get(at, -1) if at is not None else -1
        for up, one in enumerate(reversed(path), start=1):
            depths[one] = base + up
        return depths[node]

    return sorted(moving, key=lambda line: (depth(line.node), line.entry["n"]))


def _successors(lines: Sequence[Settled], house: House, missing: set[int]) -> list[str]:
    """Whom a leaver leads goes to who is above. At the top there is nobody, and the file has to say who leads them.

    Marks the lines of such leavers; returns the names of such who are missing from the file.
    """
    moved = {line.node for line in lines if line.stands and line.moves_manager}
    gone = {line.known.id: line for line in lines if line.stands and line.known and line.decision.kind == Kind.LEAVING}
    leaves = gone.keys() | missing
    above = {known.id: value_on(known.managers, house.day) for known in house.people.values()}
    stranded = set()
    for known in house.people.values():
        leader = above[known.id]
        if leader is None or leader not in leaves or known.id in moved or known.id in leaves:
            continue
        up: int | None = leader
        for _ in range(MOST_LEVELS):
            if up is None or up not in leaves:
                break
            up = above.get(up)
        if up is not None:
            continue
        if leader in missing:
            stranded.add(leader)
        elif gone[leader].stands:
            gone[leader].findings.append(Finding("", "no_successor"))
    return sorted(known.name for known in house.people.values() if known.id in stranded)


# -- Told -------------------------------------------------------------------------------------------------------------


def counted(found: Compared) -> dict[str, Any]:
    """How many of each kind; a line with errors is counted as that alone."""
    sound = [line for line in found.lines if line.stands]
    kinds = Counter(str(line.decision.kind) for line in sound)
    fields = Counter(
        str(name)
        for line in sound
        if line.decision.kind not in {Kind.NEW, Kind.UNCHANGED}
        for name in set(line.decision.fields)
    )
    return {
        **{str(kind): kinds.get(str(kind), 0) for kind in Kind},
        "errors": len(found.lines) - len(sound),
        "missing": len(found.missing),
        "departments": len(found.new_departments),
        "fields": dict(fields),
    }


def leaving(found: Compared) -> set[int]:
    """User ids of who would be gone: not in the file, or with a last day."""
    by_line = {
        line.known.id for line in found.lines if line.stands and line.known and line.decision.kind == Kind.LEAVING
    }
    return by_line | {known.id for known in found.missing}


def stops(found: Compared, house: House, *, by: int, deactivates_missing: bool) -> list[str]:
    """Why this must not run at all."""
    gone = leaving(found)
    counts = counted(found)
    told = []
    if not found.missing and all(line.decision.kind == Kind.UNCHANGED for line in found.lines if line.stands):
        told.append("nothing")
    if by in gone:
        told.append("oneself")
    told += emptied(house.keepers, gone)
    if found.stranded:
        told.append("stranded")
    unnamed = any(not line.email for line in found.lines)
    if deactivates_missing and unnamed and counts["errors"]:
        told.append("emails_in_error")
    return told
