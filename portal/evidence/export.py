"""Taking evidence away as statements: that it was taken is an act itself, written before the first line leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.audit.models import Entry
from portal.audit.record import audited
from portal.evidence.statements import Ahead, ahead, statements
from portal.evidence.xapi import VERSIONS
from portal.people.access import Capability, Viewer, require, visible
from portal.people.models import User

AT_ONCE = 10_000
"""Statements in one file from the page; the command knows no such end."""
NEWEST = 8
_ACT = "evidence.exported"


@dataclass(frozen=True)
class Taken:
    """An export of before, as the page lists it; `by` is empty where a command took it."""

    at: datetime
    by: str
    count: int
    until: int


def take(by: Viewer | None, *, after: int, limit: int | None) -> Ahead:
    """Note who takes how much, and say what they get; `by` is None for commands. Raises Refusal for a strange cursor."""
    if by is not None:
        require(by, Capability.SEE_ALL_EVIDENCE)
    taken = ahead(after=after, limit=limit)
    with transaction.atomic():
        audited(by, _ACT, count=taken.count, after=taken.after, until=taken.until)
    return taken


def lines(taken: Ahead, *, version: str = VERSIONS[0]) -> Iterator[str]:
    """Each statement as a line of JSON."""
    for one in statements(taken, version=version):
        yield json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n"


def before(viewer: Viewer) -> Sequence[Taken]:
    """The newest exports, newest first; two queries."""
    entries = list(visible(Entry.objects.filter(act=_ACT), viewer).order_by("-at", "-id")[:NEWEST])
    names = dict(
        User.objects.filter(person__in={entry.actor for entry in entries if entry.actor}).values_list("person", "name")
    )
    return [
        Taken(
            entry.at,
            names.get(entry.actor, "") if entry.actor else "",
            int(entry.facts["count"]),
            int(entry.facts["until"]),
        )
        for entry in entries
    ]
