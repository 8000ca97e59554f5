"""Events of reminders: set, due, dropped; and the month a card is good until."""

from __future__ import annotations

from datetime import date, datetime

from sandbox.engine.events.base import Base
from sandbox.engine.reminders import About


class ReminderScheduled(Base, frozen=True, kw_only=True):
    """`subject` is the subscription or the method it is about."""

    about: About
    subject: str
    due: datetime


class ReminderDue(Base, frozen=True, kw_only=True):
    """People are to be told ahead of a day; with automation off a person tells them."""

    about: About
    subject: str
    customer: str
    on: date


class ReminderDropped(Base, frozen=True, kw_only=True):
    about: About
    subject: str
    reason: str


class CardExpirySet(Base, frozen=True, kw_only=True):
    """A card is good to the end of a month, `2027-03`."""

    method: str
    expires: str


RemindingEvent = ReminderScheduled | ReminderDue | ReminderDropped | CardExpirySet
