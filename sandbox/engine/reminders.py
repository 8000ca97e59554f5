"""Reminders: what people are told ahead of a renewal, of a trial's end and of a card's, and what nobody told them yet."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

About = Literal["renewal", "trial", "card"]

# The message that answers each kind of reminder.
TEMPLATE_OF: Final[dict[str, str]] = {
    "renewal": "renewal_notice",
    "trial": "trial_ending",
    "card": "card_expiring",
}
ABOUT_OF: Final = {template: about for about, template in TEMPLATE_OF.items()}
EXPIRY: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Reminder(Struct, frozen=True, gc=False):
    """A notice that is due and not sent: with automation off, somebody's work. `on` is the day it speaks of."""

    about: About
    subject: str
    customer: str
    on: date
    since: datetime


def key_of(about: str, subject: str) -> str:
    return f"{about}:{subject}"


def is_expiry(text: str) -> bool:
    """Whether it is a month of the calendar, `2027-03`."""
    match = EXPIRY.fullmatch(text)
    return match is not None and 1990 <= int(match[1]) <= 2200


def over_on(expires: str) -> date:
    """The first day on which a card is no longer good: it is, to the end of its month."""
    year, month = int(expires[:4]), int(expires[5:])
    return date(year, month, monthrange(year, month)[1]) + timedelta(days=1)
