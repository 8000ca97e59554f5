"""Apply, for events of reminders."""

from __future__ import annotations

from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.reminders import ABOUT_OF, Reminder, key_of
from sandbox.engine.world import World, schedule, unschedule


def _scheduled(world: World, event: ev.ReminderScheduled) -> None:
    schedule(world, "reminder", key_of(event.about, event.subject), event.due)


def _due(world: World, event: ev.ReminderDue) -> None:
    key = key_of(event.about, event.subject)
    unschedule(world, "reminder", key)
    world.to_remind[key] = Reminder(event.about, event.subject, event.customer, event.on, event.at)


def _dropped(world: World, event: ev.ReminderDropped) -> None:
    unschedule(world, "reminder", key_of(event.about, event.subject))


def _expiry_set(world: World, event: ev.CardExpirySet) -> None:
    world.expiries[event.method] = event.expires


def note_reminded(world: World, event: ev.MessageSent) -> None:
    """A message of the kind that was due does that work for its customer."""
    about = ABOUT_OF[event.template]
    for key, one in list(world.to_remind.items()):
        if (one.about, one.customer) == (about, event.customer):
            del world.to_remind[key]


def forget(world: World, subscription: str) -> None:
    """Nothing ahead to tell of a subscription that has ended, stands still or is another one now."""
    for about in ("renewal", "trial"):
        key = key_of(about, subscription)
        unschedule(world, "reminder", key)
        world.to_remind.pop(key, None)


HANDLERS: Final[Handlers] = {
    ev.ReminderScheduled: _scheduled,
    ev.ReminderDue: _due,
    ev.ReminderDropped: _dropped,
    ev.CardExpirySet: _expiry_set,
}
