"""Touched: which payments, invoices and subscriptions a command's events name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final

from sandbox.engine import events as ev

Named = tuple[tuple[str, Callable[[Any], str]], ...]


def named_by(events: Iterable[ev.Event]) -> dict[str, list[str]]:
    """Their ids by kind, each once, in order."""
    found: dict[str, dict[str, None]] = {"payment": {}, "invoice": {}, "subscription": {}}
    for event in events:
        for kind, name in NAMES.get(type(event), ()):
            found[kind][name(event)] = None
    return {kind: list(ids) for kind, ids in found.items()}


def _in(**fields: str) -> Named:
    return tuple((kind, attrgetter(field)) for kind, field in fields.items())


PAYMENT, INVOICE, SUBSCRIPTION = _in(payment="payment"), _in(invoice="invoice"), _in(subscription="subscription")

NAMES: Final[Mapping[type[ev.Base], Named]] = {
    ev.PaymentAttempted: _in(payment="payment.id"),
    ev.PaymentRecorded: _in(payment="payment.id"),
    ev.DuplicateCaptured: _in(payment="payment.id"),
    ev.PaymentLookedUp: PAYMENT,
    ev.BalanceRefunded: PAYMENT,
    ev.RefundFailed: PAYMENT,
    ev.PaymentSettledLate: PAYMENT,
    ev.PaymentDeclinedLate: PAYMENT,
    ev.DisputeWon: PAYMENT,
    ev.DisputeLost: PAYMENT,
    ev.IndemnityPaid: _in(payment="indemnity.payment"),
    ev.DisputeOpened: _in(payment="dispute.payment"),
    ev.RefundMade: _in(payment="refund.payment"),
    ev.InstructionIssued: _in(invoice="instruction.invoice"),
    ev.CreditNoteIssued: _in(invoice="note.invoice"),
    ev.InvoiceIssued: _in(invoice="document.id"),
    ev.InvoiceVoided: INVOICE,
    ev.InvoiceUncollectible: INVOICE,
    ev.RetryScheduled: INVOICE,
    ev.SubscriptionStarted: _in(subscription="subscription.id"),
    ev.SubscriptionBegan: SUBSCRIPTION,
    ev.SubscriptionRenewed: SUBSCRIPTION,
    ev.CancellationUndone: SUBSCRIPTION,
    ev.ChangeUndone: SUBSCRIPTION,
    ev.SubscriptionCancelled: SUBSCRIPTION,
    ev.SubscriptionActivated: SUBSCRIPTION,
    ev.SubscriptionExpired: SUBSCRIPTION,
    ev.SubscriptionRecovered: SUBSCRIPTION,
    ev.SubscriptionChanged: SUBSCRIPTION,
    ev.ArrearsCounted: SUBSCRIPTION,
}
