"""What a person's day asks of them, said from their duties; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.duties.queries import DutyRow
from portal.people.days import at_home, on_their_clock

NOON, EVENING, DAWN = 12, 18, 5
HOLDING = {"in_force", "lapsing"}


@dataclass(frozen=True)
class Day:
    """*My day*, in the order it is read."""

    greeting: str
    summary: str
    now: DutyRow | None
    verb: str
    dated: Sequence[DutyRow]
    holding: Sequence[DutyRow]
    owed: int
    next_to_lapse: DutyRow | None
    is_preparing: bool
    """What is asked of them is being worked out."""

    @property
    def is_new(self) -> bool:
        """Nothing was ever asked of this person."""
        return self.owed == 0


def day_of(
    name: str, duties: Sequence[DutyRow], *, at: datetime, is_preparing: bool = False, is_asked: bool = False
) -> Day:
    """`duties` come with what presses most first; `at` decides the greeting on the reader's clock, and urgency on the organisation's.

    `is_asked`: something else than duties waits for their answer.
    """
    local = at_home(at)
    asked = [row for row in duties if row.is_open]
    holding = [row for row in duties if row.status.name in HOLDING]
    ending = sorted((row for row in holding if row.holds_until), key=lambda row: row.holds_until or at)
    first = asked[0] if asked else None
    return Day(
        greeting=_greeting(on_their_clock(at).hour) % {"name": name},
        summary=_("Your day is being prepared.")
        if is_preparing
        else _("No training presses; something waits for your answer.")
        if is_asked and not asked
        else _summary(asked, owed=len(duties), now=local),
        now=first,
        verb=_verb(first) if first else "",
        dated=asked[1:],
        holding=holding,
        owed=len(duties),
        next_to_lapse=ending[0] if ending else None,
        is_preparing=is_preparing,
    )


def _greeting(hour: int) -> str:
    if DAWN <= hour < NOON:
        return _("Good morning, %(name)s")
    if NOON <= hour < EVENING:
        return _("Good afternoon, %(name)s")
    return _("Good evening, %(name)s")


def _summary(asked: Sequence[DutyRow], *, owed: int, now: datetime) -> str:
    if not owed:
        return _("Nothing has a date for you yet.")
    if not asked:
        return _("Everything you answer for is in force.")
    end_of_today = now.replace(hour=23, minute=59, second=59, microsecond=999_999)
    today = [row for row in asked if _asks_at(row) <= end_of_today]
    week = [row for row in asked if _asks_at(row) <= end_of_today + timedelta(days=6)]
    if today:
        said = ngettext("%(n)s thing asks for you today", "%(n)s things ask for you today", len(today))
        return _with_minutes(said, today)
    if week:
        said = ngettext("%(n)s thing asks for you this week", "%(n)s things ask for you this week", len(week))
        return _with_minutes(said, week)
    said = ngettext(
        "Nothing is due this week; %(n)s thing can begin now",
        "Nothing is due this week; %(n)s things can begin now",
        len(asked),
    )
    return _with_minutes(said, asked)


def _asks_at(row: DutyRow) -> datetime:
    """When the duty wants its answer: the day it is due, or the day on which it lapses."""
    return row.matters_at or row.due_at


def _with_minutes(said: str, rows: Sequence[DutyRow]) -> str:
    minutes = sum(row.minutes for row in rows)
    words = said % {"n": _in_words(len(rows))}
    words = words[0].upper() + words[1:]
    if not minutes:
        return f"{words}."
    return ngettext("%(said)s, about %(m)s minute.", "%(said)s, about %(m)s minutes.", minutes) % {
        "said": words,
        "m": minutes,
    }


def _in_words(n: int) -> str:
    words = {
        1: pgettext("how many things", "one"),
        2: pgettext("how many things", "two"),
        3: pgettext("how many things", "three"),
        4: pgettext("how many things", "four"),
        5: pgettext("how many things", "five"),
        6: pgettext("how many things", "six"),
        7: pgettext("how many things", "seven"),
        8: pgettext("how many things", "eight"),
        9: pgettext("how many things", "nine"),
    }
    return words.get(n, str(n))


def _verb(row: DutyRow) -> str:
    """What the one green button does."""
    if row.met_at is not None or row.holds_until is not None:
        return _("Renew now")
    return _("Continue where I stopped") if row.done else _("Begin")
