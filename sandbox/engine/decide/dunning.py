"""Dunning: what a failed collection starts, what each step does, and what stops it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sandbox.engine import calendar, collection, mandates
from sandbox.engine import events as ev
from sandbox.engine.decide import arrears, first_payment
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice
from sandbox.engine.mandate import KIND
from sandbox.engine.subscription import ENDED, Subscription

NOTICES: Final = {
    "soft": "payment_declined",
    "authentication": "authentication_needed",
    "overdue": "payment_overdue",
}


def after_failure(turn: Turn, invoice_id: str, *, severity: str) -> None:
    """A collection failed: the subscription falls past due, and with automation on the régua begins."""
    invoice = turn.invoice(invoice_id)
    if invoice.status != "open" or (invoice.slip is not None and invoice.first_failure_at is None):
        # A sent invoice is late at the end of its due day, whatever was tried by hand before.
        return
    subscription_id = invoice.document.subscription
    subscription = turn.subscription(subscription_id) if subscription_id is not None else None
    alive = subscription is not None and subscription.status not in ENDED
    is_paused = collection.is_paused(turn.world, invoice)
    if subscription is not None and invoice.slip is None and first_payment.is_first(turn, subscription, invoice):
        first_payment.leave_incomplete(turn, subscription, invoice)
    elif subscription is not None and subscription.status == "active":
        access = turn.company.policy.grace_access == "kept"
        turn.emit(ev.SubscriptionPastDue, subscription=subscription.id, invoice=invoice_id, access=access)
        if not is_paused:
            count_dunning(turn, subscription.id)
    waits = subscription_id is not None and turn.subscription(subscription_id).status == "incomplete"
    if turn.company.policy.automation == "on" and waits:
        # Nobody retries a first payment but the customer, so the customer is asked.
        _notify(turn, turn.invoice(invoice_id), severity if severity == "authentication" else "hard")
    elif turn.company.policy.automation == "on" and alive:
        if severity == "soft" and not is_paused and invoice.retry_at is None and invoice.slip is None:
            plan_next_retry(turn, turn.invoice(invoice_id))
        _notify(turn, turn.invoice(invoice_id), severity)


def _notify(turn: Turn, invoice: Invoice, severity: str) -> None:
    document = invoice.document
    facts: dict[str, str | int] = {"amount": invoice.remaining}
    template = NOTICES.get(severity, "new_method_needed")
    if template == "payment_declined":
        if invoice.retry_at is None:
            return
        facts["retry_on"] = calendar.day_of(invoice.retry_at, turn.company.timezone).isoformat()
    elif template == "payment_overdue":
        facts["due_on"] = document.due.isoformat()
    tell(
        turn,
        customer=document.customer,
        template=template,
        channel="email",
        fields=facts,
        invoice=document.id,
    )


def plan_next_retry(turn: Turn, invoice: Invoice) -> None:
    """The next day of the policy that is still ahead, moved to the end of the network's wait where one
    runs.
    """
    first = invoice.first_failure_at
    method = collection.method_for(turn.world, invoice)
    if first is None or method is None or method.refused is not None:
        return
    for days in turn.company.policy.retry_days:
        due = calendar.add_days(first, days, turn.company.timezone)
        if due > turn.at and (method.kind != KIND or not mandates.retry_forbidden(turn.world, invoice, due)):
            set_retry(turn, invoice, due)
            return


def set_retry(turn: Turn, invoice: Invoice, asked: datetime) -> None:
    """Write down the next attempt; inside a network wait it goes to the wait's end, and says so."""
    method = collection.method_for(turn.world, invoice)
    wait = collection.waits_until(turn.world, invoice, method, asked) if method is not None else None
    turn.emit(
        ev.RetryScheduled,
        invoice=invoice.document.id,
        due=wait or asked,
        asked=asked,
        moved_by_wait=wait is not None,
        replaces=invoice.retry_at,
    )


def count_dunning(turn: Turn, subscription_id: str) -> None:
    """Set the steps that end dunning, counted from the oldest unpaid invoice's first failure."""
    subscription = turn.subscription(subscription_id)
    failures = [turn.invoice(key).first_failure_at for key in subscription.unpaid]
    first = min((failure for failure in failures if failure is not None), default=None)
    if first is None:
        return
    policy = turn.company.policy

    def step(days: int | None) -> datetime | None:
        return None if days is None else max(turn.at, calendar.add_days(first, days, turn.company.timezone))

    suspended = subscription.status == "suspended"
    notice_at = None if suspended else step(policy.final_notice_day)
    if notice_at == turn.at and isinstance(subscription.warned_at, datetime):
        # The notice that went out spoke of all that is open; a second one would say nothing new.
        notice_at = None
    turn.emit(
        ev.DunningScheduled,
        subscription=subscription_id,
        counts_from=first,
        notice_at=notice_at,
        suspend_at=None if suspended else step(policy.dunning_end.suspend),
        cancel_at=step(policy.dunning_end.cancel),
    )


def stand_still(turn: Turn, subscription: Subscription) -> None:
    """Collecting is paused: no retry is made, and no step of the régua comes, until it is resumed."""
    unpaid = [turn.invoice(key) for key in subscription.unpaid]
    for invoice in unpaid:
        if invoice.retry_at is not None:
            turn.emit(ev.RetryDropped, invoice=invoice.document.id, due=invoice.retry_at, reason="collection_paused")
    failures = [invoice.first_failure_at for invoice in unpaid if invoice.first_failure_at is not None]
    if failures:
        turn.emit(
            ev.DunningScheduled,
            subscription=subscription.id,
            counts_from=min(failures),
            notice_at=None,
            suspend_at=None,
            cancel_at=None,
        )


def still_owing(turn: Turn, subscription: Subscription) -> bool:
    """Whether any of its unpaid invoices has failed."""
    return any(turn.invoice(key).first_failure_at is not None for key in subscription.unpaid)


def final_notice(turn: Turn, subscription_id: str) -> None:
    """The régua's last message before access is suspended; with automation off a person writes it."""
    subscription = turn.subscription(subscription_id)
    turn.emit(ev.FinalNoticeDue, subscription=subscription_id)
    due = turn.world.scheduled.get(f"suspend:{subscription_id}") or turn.world.scheduled.get(
        f"dunning_cancel:{subscription_id}"
    )
    if turn.company.policy.automation == "off" or due is None:
        return
    fields: dict[str, str | int] = {
        "amount": _owed(turn, subscription),
        "ends_on": calendar.day_of(due.at, turn.company.timezone).isoformat(),
        "then": "suspend" if due.kind == "suspend" else "cancel",
    }
    tell(
        turn,
        customer=subscription.customer,
        template="final_notice",
        channel="email",
        fields=fields,
        invoice=None,
    )


def suspend(turn: Turn, subscription_id: str) -> None:
    """Access ends, the debt and the subscription do not; renewals stop until it is paid."""
    arrears.stop(turn, turn.subscription(subscription_id), turn.here)
    turn.emit(ev.SubscriptionSuspended, subscription=subscription_id)
    if turn.company.policy.automation == "on":
        subscription = turn.subscription(subscription_id)
        fields: dict[str, str | int] = {"amount": _owed(turn, subscription)}
        tell(
            turn,
            customer=subscription.customer,
            template="access_suspended",
            channel="email",
            fields=fields,
            invoice=None,
        )


def _owed(turn: Turn, subscription: Subscription) -> int:
    return sum(turn.invoice(key).remaining for key in subscription.unpaid)
