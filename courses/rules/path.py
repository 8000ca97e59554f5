"""When a path was met: each time all that it asks held at once; pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Held:
    """What holds from one instant until another, or for good; `proof` names the facts it rests on."""

    since: datetime
    until: datetime | None
    proof: Sequence[UUID]
    superseded: bool = False
    """It ends because a newer release asks again, not because its time is over."""

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True)
class Edition(Generic[T]):
    """What one release of a path asks, from an instant on."""

    since: datetime
    asks: Sequence[T]
    is_major: bool


def times_met(editions: Sequence[Edition[T]], held: Mapping[T, Sequence[Held]]) -> list[Held]:
    """Each time a path was met, oldest first, from its `editions` by number and what one person held of each thing.

    It is met at the instant at which the last of its things came to hold, until the first of them ends. Renewing one
    counts anew only where the whole then ends later. A minor edition asks nothing again of who met the one before; a
    major one ends what no longer suffices, at the instant it takes effect. Before the first edition the first counts.
    """
    found: list[Held] = []
    moments = {edition.since for edition in editions} | {one.since for of in held.values() for one in of}
    for moment in sorted(moments):
        edition = next((one for one in reversed(editions) if one.since <= moment), editions[0])
        asks_again = any(one.is_major and one.since == moment for one in editions)
        holding = bool(found) and found[-1].at(moment)
        whole = _together([_furthest(held.get(thing, ()), moment) for thing in edition.asks], moment)
        if whole is None:
            if asks_again and holding:
                found[-1] = replace(found[-1], until=moment, superseded=True)
        elif not holding or _ends_later(whole.until, found[-1].until):
            found.append(whole)
        elif asks_again and _ends_later(found[-1].until, whole.until):
            found[-1] = replace(found[-1], until=whole.until, superseded=whole.superseded)
    return found


def _furthest(times: Sequence[Held], moment: datetime) -> Held | None:
    """Of what holds at a moment, the one that holds longest."""
    best: Held | None = None
    for one in times:
        if one.at(moment) and (best is None or _ends_later(one.until, best.until)):
            best = one
    return best


def _together(parts: Sequence[Held | None], moment: datetime) -> Held | None:
    """All of them from `moment` until the first ends; None where one is missing, or nothing is asked."""
    held = [part for part in parts if part is not None]
    if not held or len(held) < len(parts):
        return None
    ending = [part for part in held if part.until is not None]
    first = min(ending, key=lambda part: part.until or moment, default=None)
    return Held(
        since=moment,
        until=first.until if first else None,
        proof=tuple(dict.fromkeys(fact for part in held for fact in part.proof)),
        superseded=bool(first and first.superseded),
    )


def _ends_later(one: datetime | None, other: datetime | None) -> bool:
    return other is not None and (one is None or one > other)
