"""First payment: a subscription whose first invoice is declined waits, and is active or gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.decide import arrears
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice
from sandbox.engine.subscription import Subscription

# Stripe: "if the first payment is not made within 23 hours, the subscription becomes incomplete_expired".
EXPIRES_AFTER: Final = timedelta(hours=23)


def is_first(turn: Turn, subscription: Subscription, invoice: Invoice) -> bool:
    """Whether this invoice opened the subscription, by a policy that makes that matter, and in time to matter."""
    if turn.company.policy.first_payment != "incomplete" or subscription.status != "active":
        return False
    return opened_by(subscription, invoice) and turn.at < subscription.started_at + EXPIRES_AFTER


def opened_by(subscription: Subscription, invoice: Invoice) -> bool:
    """Whether the invoice bills what the subscription began with: a draft's hours may lie between."""
    first = f"{subscription.id}/1"
    opens = any(line.is_charge and line.component == first for line in invoice.document.lines)
    return subscription.term <= 1 and (opens or invoice.document.issued_at == subscription.started_at)


def leave_incomplete(turn: Turn, subscription: Subscription, invoice: Invoice) -> None:
    turn.emit(
        ev.SubscriptionIncomplete,
        subscription=subscription.id,
        invoice=invoice.document.id,
        expires_at=subscription.started_at + EXPIRES_AFTER,
    )


def after_first_invoice(turn: Turn, subscription: Subscription, invoice: Invoice) -> None:
    """The first invoice was settled, and the subscription is active; or given up, and it never was."""
    if invoice.status == "paid":
        renews_at = max(turn.at, turn.midnight(subscription.period.end))
        turn.emit(ev.SubscriptionActivated, subscription=subscription.id, renews_at=renews_at)
        return
    arrears.count(turn, subscription.id, ())
    turn.emit(ev.SubscriptionExpired, subscription=subscription.id, invoice=invoice.document.id)
