"""The duties of one person under one rule: what is stored of them, what they should be, and what has to be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from portal.duties.chain import Cycle, Spell, cycles
from portal.duties.models import ClosedBecause, Duty, OpenedBecause
from portal.duties.terms import Rule
from portal.people.days import home
from portal.seams.contracts import Met

ANCHORS = {OpenedBecause.ARRIVAL, OpenedBecause.RETURN}
CYCLE = [field.name for field in fields(Cycle)]


@dataclass(frozen=True)
class Row:
    """One duty as it should be: its cycle, and whether and why it is closed."""

    stored: Duty | None
    cycle: Cycle | None
    closed_at: datetime | None
    closed_because: str
    is_newest: bool

    def values(self) -> dict[str, Any]:
        """Columns by name; of one that is moot only its end counts."""
        found: dict[str, Any] = {}
        if self.cycle is not None:
            found = {name: getattr(self.cycle, name) for name in CYCLE}
            found["terms_id"] = found.pop("terms")
        else:
            found = {"met_at": None, "in_force_until": None}
        return found | {
            "closed_at": self.closed_at,
            "closed_because": self.closed_because,
            "is_newest": self.is_newest,
        }


def spells(duties: Sequence[Duty]) -> Iterator[list[Duty]]:
    """Duties of one person and rule in the order of their cycles, apart by arrival and return; without moot ones."""
    found: list[Duty] = []
    for duty in duties:
        if duty.closed_because == ClosedBecause.MOOT:
            continue
        if duty.opened_because in ANCHORS and found:
            yield found
            found = []
        found.append(duty)
    if found:
        yield found


def replayed(
    duties: Sequence[Duty], *, rule: Rule, mets: Sequence[Met], hired_on: date, now: datetime
) -> Iterator[Row]:
    """Every duty of one person and rule as it follows from when it was opened and closed, what rules say and evidence.

    `duties` come in the order of their cycles, each with `extended`, the last day it was extended to. A row without a
    stored one is a cycle that is due to be opened; one without a cycle turned out to be moot.
    """
    for spell in spells(duties):
        closed_at = spell[0].closed_at
        wanted = cycles(
            Spell(spell[0].opened_at, spell[0].opened_because, closed_at or now, hired_on),
            terms=rule.terms,
            mets=mets,
            extended=[duty.extended for duty in spell],  # type: ignore[attr-defined]
            zone=home(),
        )
        because = spell[0].closed_because
        for place, cycle in enumerate(wanted):
            is_newest = closed_at is None and place + 1 == len(wanted)
            yield Row(spell[place] if place < len(spell) else None, cycle, closed_at, because, is_newest)
        for duty in spell[len(wanted) :]:
            yield Row(duty, None, duty.closed_at or now, ClosedBecause.MOOT, is_newest=False)


def differs(duty: Duty, values: dict[str, Any]) -> bool:
    return any(getattr(duty, name) != value for name, value in values.items())
