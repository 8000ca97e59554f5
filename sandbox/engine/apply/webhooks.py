"""Apply, for events of the gateway's messages."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.money import is_answered, take_money
from sandbox.engine.world import Webhook, World, schedule, unschedule


def _expected(world: World, event: ev.WebhooksExpected) -> None:
    for one in event.webhooks:
        world.webhooks[one.id] = Webhook(one.id, event.payment, one.kind, one.due)
        schedule(world, "webhook", one.id, one.due)
    world.counters[f"webhooks:{event.payment}"] = len(event.webhooks)
    if event.decline is not None:
        world.late_declines[event.payment] = event.decline


def _received(world: World, event: ev.WebhookReceived) -> None:
    unschedule(world, "webhook", event.webhook)
    webhook = world.webhooks[event.webhook]
    world.webhooks[webhook.id] = replace(webhook, received_at=event.at, outcome=event.outcome)


def _settled_late(world: World, event: ev.PaymentSettledLate) -> None:
    payment = world.payments[event.payment]
    world.payments[payment.id] = replace(
        payment, status="settled", settled_at=payment.at, duplicate=event.owed_back > 0
    )
    is_answered(world, payment.id)
    take_money(world, world.invoices[payment.invoice], payment, event.applied)


def _declined_late(world: World, event: ev.PaymentDeclinedLate) -> None:
    payment, decline = world.payments[event.payment], event.decline
    world.payments[payment.id] = replace(
        payment,
        status="declined",
        code=decline.code,
        response=decline.response,
        severity=decline.severity,
        mac=decline.mac,
        wait_until=event.wait_until,
    )
    if payment.method is not None and decline.severity in ("hard", "expired"):
        method = world.methods[payment.method]
        world.methods[method.id] = replace(method, refused=decline.response)
    is_answered(world, payment.id)
    invoice = world.invoices[payment.invoice]
    if invoice.first_failure_at is None:
        world.invoices[payment.invoice] = replace(invoice, first_failure_at=payment.at)


def _captured_again(world: World, event: ev.DuplicateCaptured) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    invoice = world.invoices[payment.invoice]
    world.invoices[payment.invoice] = replace(invoice, payments=(*invoice.payments, payment.id))


HANDLERS: Final[Handlers] = {
    ev.WebhooksExpected: _expected,
    ev.WebhookReceived: _received,
    ev.PaymentSettledLate: _settled_late,
    ev.PaymentDeclinedLate: _declined_late,
    ev.DuplicateCaptured: _captured_again,
}
