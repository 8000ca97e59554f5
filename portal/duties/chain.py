"""The cycles of one person under one rule, from the moment it reached them: a function of facts alone; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from portal.duties.rules import DAY, end_of
from portal.seams.contracts import Met

ARRIVAL, RETURN, RENEWAL, RELEASE = "arrival", "return", "renewal", "release"
HIRE, ASSIGNMENT, DATE = "hire", "assignment", "date"


@dataclass(frozen=True)
class Said:
    """What terms say of days."""

    pk: int
    applies_from: date
    since: datetime
    """From when they count: their day begins, or they are switched on, whichever is later."""
    due_from: str
    due_days: int | None
    due_on: date | None
    again_days: int
    renew_days: int | None
    grace_days: int


@dataclass(frozen=True)
class Spell:
    """From when a rule speaks of a person without a break, and why; up to `until`: when it was closed, or now."""

    opened_at: datetime
    because: str
    until: datetime
    hired_on: date


@dataclass(frozen=True)
class Cycle:
    """What is stored of one cycle."""

    opened_at: datetime
    opened_because: str
    terms: int
    due_at: datetime
    grace_until: datetime
    held_until: datetime | None
    met_at: datetime | None
    in_force_until: datetime | None


@dataclass(frozen=True)
class _Next:
    """How the cycle after one that was met begins."""

    at: datetime
    because: str
    held_until: datetime | None


def said_on(terms: Sequence[Said], day: date) -> Said:
    """The terms in force on a day, of those in the order of their numbers; the first ones on a day before them all."""
    return next((said for said in reversed(terms) if said.applies_from <= day), terms[0])


def said_at(terms: Sequence[Said], moment: datetime) -> Said:
    """The same at an instant: what is switched on later that day changes nothing that was settled before."""
    return next((said for said in reversed(terms) if said.since <= moment), terms[0])


def cycles(
    spell: Spell, *, terms: Sequence[Said], mets: Sequence[Met], extended: Sequence[date | None] = (), zone: tzinfo
) -> list[Cycle]:
    """Every cycle of a spell, oldest first.

    The first is met by whatever was in force as it opened, or came later; each other by what came since it opened. What
    meets a cycle is the last that came before the next one opened. `extended` holds the day to which each was extended.
    """
    found: list[Cycle] = []
    known = sorted((met for met in mets if met.at <= spell.until and _counts(met)), key=lambda met: met.at)
    step: _Next | None = _Next(spell.opened_at, spell.because, None)
    while step is not None:
        is_first = not found
        its = [met for met in known if met.at >= step.at or (is_first and _holds(met, step.at))]
        met, following = _met(its, step.at, terms)
        if following is not None and following.at >= spell.until:
            following = None
        longer = extended[len(found)] if len(found) < len(extended) else None
        found.append(_cycle(step, met, spell, terms, longer, zone))
        step = following
    return found


def _counts(met: Met) -> bool:
    return met.in_force_until is None or met.in_force_until > met.at


def _holds(met: Met, at: datetime) -> bool:
    return met.in_force_until is None or met.in_force_until > at


def _met(its: Sequence[Met], opened_at: datetime, terms: Sequence[Said]) -> tuple[Met | None, _Next | None]:
    """The last that came before the next cycle opened, and how that one opens."""
    found, following = None, None
    for met in its:
        if following is not None and met.at >= following.at:
            break
        found, following = met, _following(met, opened_at, terms)
    return found, following


def _following(met: Met, opened_at: datetime, terms: Sequence[Said]) -> _Next | None:
    """The next cycle: as a major release takes effect, or as the renewal window opens under the terms of that day."""
    until = met.in_force_until
    if until is None:
        return None
    if met.superseded:
        return _Next(max(until, opened_at), RELEASE, None)
    half = met.at + (until - met.at) / 2  # a window longer than what it renews would ask again at once
    for start, end, said in _periods(terms):
        if said.renew_days is None:
            continue
        at = max(until - timedelta(days=said.renew_days), half, opened_at)
        at = at if start is None else max(at, start)
        if end is None or at < end:
            return _Next(at, RENEWAL, until)
    return None


def _periods(terms: Sequence[Said]) -> Iterator[tuple[datetime | None, datetime | None, Said]]:
    """When which terms are in force, from ever to ever."""
    moments = sorted({said.since for said in terms})
    for place, start in enumerate(moments):
        end = moments[place + 1] if place + 1 < len(moments) else None
        yield start if place else None, end, said_at(terms, start)


def _cycle(
    step: _Next, met: Met | None, spell: Spell, terms: Sequence[Said], longer: date | None, zone: tzinfo
) -> Cycle:
    decided = max(met.at, step.at) if met else spell.until
    due = _due(step, spell, terms, decided, zone)
    if longer is not None:
        due = max(due, end_of(longer, zone))
    said = said_at(terms, decided)
    return Cycle(
        opened_at=step.at,
        opened_because=step.because,
        terms=said.pk,
        due_at=due,
        grace_until=due.astimezone(zone) + timedelta(days=said.grace_days),
        held_until=step.held_until,
        met_at=met.at if met else None,
        in_force_until=met.in_force_until if met else None,
    )


def _due(step: _Next, spell: Spell, terms: Sequence[Said], decided: datetime, zone: tzinfo) -> datetime:
    """Counted by the terms in force as it opened, then by each that came while it was not met.

    Nobody is born overdue: a day that would lie before a rule, or a change of it, reaches somebody counts from then. And
    no change makes what is overdue due later, unless it gives more days in all.
    """
    if step.because == RENEWAL and step.held_until is not None and step.held_until >= step.at:
        return step.held_until
    first = step.at.astimezone(zone).date()
    said = said_at(terms, step.at)
    day = _due_day(said, step.because, first, spell.hired_on)
    if day < first:
        day = first + timedelta(days=_days(said, step.because))
    for moment in sorted({one.since for one in terms if step.at < one.since <= decided}):
        newer, since = said_at(terms, moment), moment.astimezone(zone).date()
        asked = _due_day(newer, step.because, first, spell.hired_on)
        day = asked if asked >= since else min(day, since + timedelta(days=_days(newer, step.because)))
    return end_of(day, zone)


def _due_day(said: Said, because: str, opened_on: date, hired_on: date) -> date:
    if because in {ARRIVAL, RETURN}:
        if said.due_from == DATE and said.due_on is not None:
            return said.due_on
        if said.due_from == HIRE:
            return hired_on + DAY * _days(said, because)
    return opened_on + DAY * _days(said, because)


def _days(said: Said, because: str) -> int:
    if because in {ARRIVAL, RETURN} and said.due_days is not None:
        return said.due_days
    return said.again_days
