"""Apply: what each event does to an owned world. It never refuses, never decides and reads no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.catalogue import Company
from sandbox.engine.codec import canonical
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.ledger import Posting
from sandbox.engine.subscription import Customer
from sandbox.engine.world import KeyedAnswer, Message, PaymentLink, World, schedule, unschedule


def apply(world: World, event: ev.Event) -> World:
    """The world after one event; the one given stays as it was."""
    return apply_owned(world.own(), event)


def replay(events: Iterable[ev.Event]) -> World:
    """The world a journal leads to."""
    world = World.empty().own()
    for event in events:
        world = apply_owned(world, event)
    return world


def apply_owned(world: World, event: ev.Event) -> World:
    """As `apply`, writing into the tables of a world the caller alone holds."""
    if type(event) is ev.ClockMoved:
        if event.key is not None and event.digest is not None:
            world.keys[event.key] = KeyedAnswer(event.digest, event.group)
        return replace(world, now=max(world.now, event.to))
    changed = HANDLERS[type(event)](world, event)
    postings: tuple[Posting, ...] = getattr(event, "postings", ())
    for posting in postings:
        world.ledger[posting.account] = world.ledger.get(posting.account, 0) + posting.amount
    return replace(
        changed or world,
        now=max(world.now, event.at),
        group=event.group,
        groups=world.groups + (event.group != world.group),
        event_count=world.event_count + 1,
        chain=hashlib.sha256(world.chain.encode() + canonical(event)).hexdigest(),
    )


def _keyed(world: World, event: ev.CommandKeyed) -> None:
    world.keys[event.key] = KeyedAnswer(event.digest, event.group)


def _opened(world: World, event: ev.CompanyOpened) -> World:
    return replace(
        world,
        company=Company(event.currency, event.timezone, event.seed, event.at, event.policy),
        now=event.at,
    )


def _policy_set(world: World, event: ev.PolicySet) -> World:
    return replace(world, company=replace(world.require_company(), policy=event.policy))


def _plan_added(world: World, event: ev.PlanAdded) -> None:
    world.plans[event.plan.id] = event.plan
    for price in event.prices:
        world.prices[price.id] = price


def _customer_added(world: World, event: ev.CustomerAdded) -> None:
    world.customers[event.customer] = Customer(event.customer, event.language)


def _method_added(world: World, event: ev.MethodAdded) -> None:
    method = event.method
    world.methods[method.id] = method
    customer = world.customers[method.customer]
    as_default = event.default or customer.default_method in (None, event.replaces)
    world.customers[customer.id] = replace(
        customer,
        methods=(*customer.methods, method.id),
        default_method=method.id if as_default else customer.default_method,
    )
    if event.replaces is not None:
        world.methods[event.replaces] = replace(world.methods[event.replaces], replaced_by=method.id)
        for subscription in list(world.subscriptions.values()):
            if subscription.method == event.replaces:
                world.subscriptions[subscription.id] = replace(subscription, method=method.id)


def _scripted(world: World, event: ev.GatewayScripted) -> None:
    world.methods[event.method] = replace(world.methods[event.method], script=event.script, cursor=0)


def _started(world: World, event: ev.SubscriptionStarted) -> None:
    world.subscriptions[event.subscription.id] = event.subscription
    schedule(world, "renewal", event.subscription.id, event.renews_at)


def _renewed(world: World, event: ev.SubscriptionRenewed) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, period=event.period, term=event.term)
    schedule(world, "renewal", subscription.id, event.renews_at)


def _issued(world: World, event: ev.InvoiceIssued) -> None:
    document = event.document
    settled = document.amount_due == 0
    world.invoices[document.id] = Invoice(
        document, "paid" if settled else "open", line_credits=(0,) * len(document.lines)
    )
    world.counters["invoice_number"] = document.number
    if document.balance_applied:
        _add_balance(world, document.customer, -document.balance_applied)
    if document.subscription is not None and not settled:
        subscription = world.subscriptions[document.subscription]
        world.subscriptions[subscription.id] = replace(subscription, unpaid=(*subscription.unpaid, document.id))


def _add_balance(world: World, customer_id: str, amount: int) -> None:
    customer = world.customers[customer_id]
    world.customers[customer_id] = replace(customer, balance=customer.balance + amount)


def _close(world: World, invoice: Invoice) -> None:
    """An invoice that wants no more money leaves the agenda and its subscription's list of debts."""
    unschedule(world, "retry", invoice.document.id)
    world.invoices[invoice.document.id] = replace(invoice, retry_at=None)
    if invoice.document.subscription is not None:
        subscription = world.subscriptions[invoice.document.subscription]
        if invoice.document.id in subscription.unpaid:
            left = tuple(one for one in subscription.unpaid if one != invoice.document.id)
            world.subscriptions[subscription.id] = replace(subscription, unpaid=left)


def _take_money(world: World, invoice: Invoice, amount: int) -> None:
    paid = replace(invoice, paid=invoice.paid + amount)
    world.invoices[paid.document.id] = paid
    if paid.remaining == 0:
        _close(world, replace(paid, status="paid"))


def _attempted(world: World, event: ev.PaymentAttempted) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    if payment.method is not None:
        method = world.methods[payment.method]
        gone = payment.response if payment.severity in ("hard", "expired") else method.refused
        world.methods[method.id] = replace(method, cursor=event.cursor, refused=gone)
    invoice = world.invoices[payment.invoice]
    invoice = replace(invoice, payments=(*invoice.payments, payment.id))
    if payment.cause == "retry":
        # An attempt by hand leaves the retry somebody set where it is.
        unschedule(world, "retry", payment.invoice)
        invoice = replace(invoice, retry_at=None)
    if payment.status == "declined" and invoice.first_failure_at is None:
        invoice = replace(invoice, first_failure_at=payment.at)
    elif payment.status == "unknown":
        invoice = replace(invoice, unresolved=payment.id)
    world.invoices[payment.invoice] = invoice
    if payment.status == "settled":
        _take_money(world, invoice, payment.amount)


def _collection_failed(world: World, event: ev.CollectionFailed) -> None:
    invoice = world.invoices[event.invoice]
    if invoice.first_failure_at is None:
        world.invoices[event.invoice] = replace(invoice, first_failure_at=event.at)


def _look_up_scheduled(world: World, event: ev.LookUpScheduled) -> None:
    schedule(world, "look_up", event.payment, event.due)


def _looked_up(world: World, event: ev.PaymentLookedUp) -> None:
    unschedule(world, "look_up", event.payment)
    payment = world.payments[event.payment]
    world.payments[payment.id] = _resolved(payment, event)
    invoice = world.invoices[payment.invoice]
    if invoice.unresolved == payment.id:
        invoice = replace(invoice, unresolved=None)
    if event.found == "lost" and invoice.first_failure_at is None:
        invoice = replace(invoice, first_failure_at=payment.at)
    world.invoices[payment.invoice] = invoice
    if event.applied:
        _take_money(world, invoice, event.applied)


def _resolved(payment: Payment, event: ev.PaymentLookedUp) -> Payment:
    if event.found == "lost":
        return replace(payment, status="lost")
    # The gateway took the money when it was asked, not when it was looked up.
    return replace(payment, status="settled", settled_at=payment.at, duplicate=event.owed_back > 0)


def _recorded(world: World, event: ev.PaymentRecorded) -> None:
    payment = event.payment
    world.payments[payment.id] = payment
    invoice = world.invoices[payment.invoice]
    invoice = replace(invoice, payments=(*invoice.payments, payment.id))
    world.invoices[payment.invoice] = invoice
    if event.applied:
        _take_money(world, invoice, event.applied)
    if event.to_balance:
        _add_balance(world, payment.customer, event.to_balance)


def _retry_scheduled(world: World, event: ev.RetryScheduled) -> None:
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], retry_at=event.due)
    schedule(world, "retry", event.invoice, event.due)


def _retry_dropped(world: World, event: ev.RetryDropped) -> None:
    unschedule(world, "retry", event.invoice)
    world.invoices[event.invoice] = replace(world.invoices[event.invoice], retry_at=None)


def _dunning_scheduled(world: World, event: ev.DunningScheduled) -> None:
    wanted: tuple[tuple[str, datetime | None], ...] = (
        ("final_notice", event.notice_at),
        ("suspend", event.suspend_at),
        ("dunning_cancel", event.cancel_at),
    )
    for kind, at in wanted:
        unschedule(world, kind, event.subscription)
        if at is not None:
            schedule(world, kind, event.subscription, at)


def _final_notice_due(world: World, event: ev.FinalNoticeDue) -> None:
    unschedule(world, "final_notice", event.subscription)


def _past_due(world: World, event: ev.SubscriptionPastDue) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, status="past_due", access=event.access)


def _stop_dunning(world: World, subscription_id: str) -> None:
    for kind in ("final_notice", "suspend", "dunning_cancel"):
        unschedule(world, kind, subscription_id)


def _recovered(world: World, event: ev.SubscriptionRecovered) -> None:
    subscription = world.subscriptions[event.subscription]
    _stop_dunning(world, subscription.id)
    world.subscriptions[subscription.id] = replace(subscription, status="active", access=True, suspended_at=None)
    if event.renews_at is not None:
        schedule(world, "renewal", subscription.id, event.renews_at)


def _suspended(world: World, event: ev.SubscriptionSuspended) -> None:
    subscription = world.subscriptions[event.subscription]
    unschedule(world, "suspend", subscription.id)
    unschedule(world, "renewal", subscription.id)
    world.subscriptions[subscription.id] = replace(
        subscription, status="suspended", access=False, suspended_at=event.at
    )


def _cancellation_scheduled(world: World, event: ev.CancellationScheduled) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, cancel_at=event.ends_at)
    schedule(world, "cancellation", subscription.id, event.ends_at)


def _cancellation_undone(world: World, event: ev.CancellationUndone) -> None:
    subscription = world.subscriptions[event.subscription]
    world.subscriptions[subscription.id] = replace(subscription, cancel_at=None)
    unschedule(world, "cancellation", subscription.id)


def _cancelled(world: World, event: ev.SubscriptionCancelled) -> None:
    subscription = world.subscriptions[event.subscription]
    _stop_dunning(world, subscription.id)
    for kind in ("cancellation", "renewal"):
        unschedule(world, kind, subscription.id)
    # Ending a subscription stops the retries, not the debt.
    for invoice_id in subscription.unpaid:
        unschedule(world, "retry", invoice_id)
        world.invoices[invoice_id] = replace(world.invoices[invoice_id], retry_at=None)
    world.subscriptions[subscription.id] = replace(
        subscription, status="cancelled", access=False, ended_at=event.at, end_kind=event.kind
    )


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
    )


def _link_sent(world: World, event: ev.PaymentLinkSent) -> None:
    world.links[event.link] = PaymentLink(
        event.link, event.invoice, event.customer, event.channel, event.amount, event.at
    )


def _refunded(world: World, event: ev.RefundMade) -> None:
    refund = event.refund
    world.refunds[refund.id] = refund
    payment = world.payments[refund.payment]
    world.payments[payment.id] = replace(payment, refunded=payment.refunded + refund.amount)


def _credit_note_issued(world: World, event: ev.CreditNoteIssued) -> None:
    note = event.note
    world.credit_notes[note.id] = note
    invoice = world.invoices[note.invoice]
    invoice = replace(
        invoice,
        credited=invoice.credited + note.from_remaining,
        noted=invoice.noted + note.amount,
        credit_notes=(*invoice.credit_notes, note.id),
        line_credits=tuple(before + more for before, more in zip(invoice.line_credits, note.lines, strict=True)),
    )
    world.invoices[note.invoice] = invoice
    if note.from_remaining and invoice.remaining == 0:
        _close(world, replace(invoice, status="paid"))
    if note.to_balance:
        _add_balance(world, invoice.document.customer, note.to_balance)


def _voided(world: World, event: ev.InvoiceVoided) -> None:
    invoice = world.invoices[event.invoice]
    _close(world, replace(invoice, status="void"))
    if event.balance_returned:
        _add_balance(world, invoice.document.customer, event.balance_returned)


def _uncollectible(world: World, event: ev.InvoiceUncollectible) -> None:
    _close(world, replace(world.invoices[event.invoice], status="uncollectible"))


def _balance_granted(world: World, event: ev.BalanceGranted) -> None:
    _add_balance(world, event.customer, event.amount)


# Each handler takes exactly the event type it is listed under, which a mapping's type cannot say.
HANDLERS: Final[dict[type[ev.Base], Callable[[World, Any], World | None]]] = {
    ev.CommandKeyed: _keyed,
    ev.CompanyOpened: _opened,
    ev.PolicySet: _policy_set,
    ev.PlanAdded: _plan_added,
    ev.CustomerAdded: _customer_added,
    ev.MethodAdded: _method_added,
    ev.GatewayScripted: _scripted,
    ev.SubscriptionStarted: _started,
    ev.SubscriptionRenewed: _renewed,
    ev.InvoiceIssued: _issued,
    ev.PaymentAttempted: _attempted,
    ev.PaymentLookedUp: _looked_up,
    ev.PaymentRecorded: _recorded,
    ev.CollectionFailed: _collection_failed,
    ev.LookUpScheduled: _look_up_scheduled,
    ev.RetryScheduled: _retry_scheduled,
    ev.RetryDropped: _retry_dropped,
    ev.DunningScheduled: _dunning_scheduled,
    ev.FinalNoticeDue: _final_notice_due,
    ev.SubscriptionPastDue: _past_due,
    ev.SubscriptionRecovered: _recovered,
    ev.SubscriptionSuspended: _suspended,
    ev.CancellationScheduled: _cancellation_scheduled,
    ev.CancellationUndone: _cancellation_undone,
    ev.SubscriptionCancelled: _cancelled,
    ev.MessageSent: _message_sent,
    ev.PaymentLinkSent: _link_sent,
    ev.RefundMade: _refunded,
    ev.CreditNoteIssued: _credit_note_issued,
    ev.InvoiceVoided: _voided,
    ev.InvoiceUncollectible: _uncollectible,
    ev.BalanceGranted: _balance_granted,
}
