"""Apply, for events of what customers are told."""

from __future__ import annotations

from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.reminding import note_reminded
from sandbox.engine.apply.repricing import note_told
from sandbox.engine.reminders import ABOUT_OF
from sandbox.engine.world import Message, PaymentLink, World


def _message_sent(world: World, event: ev.MessageSent) -> None:
    world.messages[event.message] = Message(
        event.message,
        event.customer,
        event.template,
        event.channel,
        event.fields,
        event.invoice,
        event.at,
        event.actor,
        world.event_count,
    )
    if event.template == "price_change":
        note_told(world, event)
    elif event.template in ABOUT_OF:
        note_reminded(world, event)


def _link_sent(world: World, event: ev.PaymentLinkSent) -> None:
    world.links[event.link] = PaymentLink(
        event.link, event.invoice, event.customer, event.channel, event.amount, event.at
    )


HANDLERS: Final[Handlers] = {
    ev.MessageSent: _message_sent,
    ev.PaymentLinkSent: _link_sent,
}
