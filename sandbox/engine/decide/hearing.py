"""Hearing: the gateway's messages, late, twice or out of order; each is taken once, by its key."""

from __future__ import annotations

from typing import Literal

import msgspec

from sandbox.engine import events as ev
from sandbox.engine.decide import collecting, receiving, sending
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Payment
from sandbox.engine.ledger import entry
from sandbox.engine.world import Webhook

Outcome = Literal["applied", "noted", "repeated", "out_of_order"]


def hear(turn: Turn, webhook_id: str) -> None:
    """One message: noted, taken once, or known already."""
    webhook = turn.world.webhooks[webhook_id]
    payment = turn.payment(webhook.payment)
    outcome = _outcome(turn, webhook, payment)
    turn.emit(ev.WebhookReceived, webhook=webhook_id, payment=payment.id, kind=webhook.kind, outcome=outcome)
    if outcome != "applied":
        return
    match webhook.kind:
        case "settled":
            _settle(turn, payment)
        case "declined":
            receiving.declined_late(turn, payment, turn.world.late_declines[payment.id], by="webhook")
        case "captured_again":
            _capture_again(turn, payment)
        case _:
            pass


def _outcome(turn: Turn, webhook: Webhook, payment: Payment) -> Outcome:
    if webhook.kind == "captured_again":
        return "repeated" if _heard_before(turn, webhook) else "applied"
    if webhook.kind == "authorised":
        if payment.status != "unknown":
            return "out_of_order"
        return "repeated" if _heard_before(turn, webhook) else "noted"
    return "applied" if payment.status == "unknown" else "repeated"


def _heard_before(turn: Turn, webhook: Webhook) -> bool:
    """Whether a message of this charge and kind has been received: the key of both is the same."""
    for number in range(1, turn.world.counters.get(f"webhooks:{webhook.payment}", 0) + 1):
        other = turn.world.webhooks[f"{webhook.payment}/{number}"]
        if other.kind == webhook.kind and other.received_at is not None:
            return True
    return False


def _settle(turn: Turn, payment: Payment) -> None:
    invoice = turn.invoice(payment.invoice)
    applied = min(payment.amount, invoice.remaining)
    owed_back = payment.amount - applied
    turn.emit(
        ev.PaymentSettledLate,
        payment=payment.id,
        applied=applied,
        owed_back=owed_back,
        postings=entry(
            ("cash_clearing", payment.amount), (collecting.held_in(invoice), -applied), ("refunds_payable", -owed_back)
        ),
    )
    # Paid when it was attempted, however late the message comes.
    sending.add_late_fee(turn, payment.invoice, payment.id, applied, payment.at)
    collecting.after_debt_shrank(turn, payment.invoice)


def _capture_again(turn: Turn, payment: Payment) -> None:
    again = msgspec.structs.replace(
        payment,
        id=turn.next_id("pay", turn.world.payments),
        key=f"{payment.key}:again",
        status="settled",
        code="approve",
        response="00",
        severity=None,
        at=turn.at,
        settled_at=turn.at,
        cause="duplicate",
        settled_at_gateway=True,
        refunded=0,
        duplicate=True,
    )
    turn.emit(
        ev.DuplicateCaptured,
        payment=again,
        of=payment.id,
        postings=entry(("cash_clearing", again.amount), ("refunds_payable", -again.amount)),
    )
