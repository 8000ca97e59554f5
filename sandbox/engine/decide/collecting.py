"""Collecting: attempts at the gateway, retries, time-outs, and money that arrives by other roads."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.engine import collection, gateway, mandates
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import arrears, billing, dunning, first_payment, instructing, sending
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.ledger import Account, Posting, entry
from sandbox.engine.mandate import KIND, RULES, rules_on
from sandbox.engine.subscription import ENDED, Method, Period


def collect_automatically(turn: Turn, invoice_id: str | None) -> None:
    """The first attempt for an invoice just issued; none while collecting is paused, nor for a draft."""
    if invoice_id is None:
        return
    invoice = turn.invoice(invoice_id)
    if invoice.status == "open" and not collection.is_paused(turn.world, invoice):
        if collection.is_sent(turn.world, invoice):
            sending.send(turn, invoice)
        else:
            attempt_open(turn, invoice)


def attempt_open(turn: Turn, invoice: Invoice) -> None:
    """Try an open invoice with the method it is collected with, or say that it cannot be."""
    method = collection.method_for(turn.world, invoice)
    if method is None or method.refused is not None:
        reason = "no_method" if method is None else "method_refused"
        turn.emit(ev.CollectionFailed, invoice=invoice.document.id, reason=reason)
        dunning.after_failure(turn, invoice.document.id, severity="hard")
        return
    if method.kind == KIND:
        instructing.instruct(turn, invoice, method)
        return
    attempt(turn, invoice, method, cause="renewal")


def attempt(turn: Turn, invoice: Invoice, method: Method, *, cause: str, confirmed: bool = False) -> None:
    """Ask the gateway once and take what follows from its answer."""
    answer = gateway.ask(method.script, method.cursor, turn.at, confirmed=confirmed)
    if not confirmed and collection.waits_for_payer(turn.world, invoice, method):
        answer = gateway.asks_again(method.cursor)
    if collection.is_over(turn.world, method, turn.today):
        answer = gateway.of_expired_card(answer)
    number = len(invoice.payments) + 1
    amount = invoice.remaining
    settled = answer.result == "settled"
    payment = Payment(
        id=turn.next_id("pay", turn.world.payments),
        key=f"{invoice.document.id}:{number}",
        invoice=invoice.document.id,
        customer=invoice.document.customer,
        attempt=number,
        method=method.id,
        rail=method.kind,
        brand=method.brand,
        amount=amount,
        status=answer.result,
        code=answer.code,
        response=answer.response,
        severity=answer.severity,
        mac=answer.mac,
        wait_until=collection.wait_after(method, severity=answer.severity, mac=answer.mac, at=turn.at),
        at=turn.at,
        settled_at=turn.at if settled else None,
        cause=cause,
        settled_at_gateway=answer.settled_at_gateway,
    )
    turn.emit(
        ev.PaymentAttempted,
        payment=payment,
        cursor=answer.cursor,
        postings=_received(amount) if settled else (),
    )
    if number > collection.FREE_ATTEMPTS:
        _charge_fees(turn, payment, method)
    if answer.messages:
        _expect_messages(turn, payment, answer)
    if answer.result == "unknown":
        if turn.company.policy.automation == "on":
            turn.emit(ev.LookUpScheduled, payment=payment.id, due=turn.at + collection.RECONCILE_AFTER)
    elif settled:
        if invoice.slip is not None:
            sending.add_late_fee(turn, invoice.document.id, payment.id, amount, turn.at)
        after_debt_shrank(turn, invoice.document.id)
    else:
        dunning.after_failure(turn, invoice.document.id, severity=answer.severity or "soft")


def _charge_fees(turn: Turn, payment: Payment, method: Method) -> None:
    """The networks' fees for one attempt too many; the acquirer bills them, so they are told and not posted."""
    for fee in collection.fees_for(turn.world, payment, method, today=turn.today):
        turn.emit(ev.NetworkFeeCharged, fee=fee)


def _expect_messages(turn: Turn, payment: Payment, answer: gateway.Answer) -> None:
    turn.emit(
        ev.WebhooksExpected,
        payment=payment.id,
        webhooks=tuple(
            ev.ExpectedWebhook(f"{payment.id}/{place}", one.event, turn.at + timedelta(minutes=one.after_minutes))
            for place, one in enumerate(answer.messages, start=1)
        ),
        decline=answer.late,
    )


def held_in(invoice: Invoice) -> Account:
    """Where the books hold what an invoice still wants: a debt given up is revived by being paid."""
    return "write_off" if invoice.status == "uncollectible" else "receivable"


def _received(amount: int) -> tuple[Posting, ...]:
    return entry(("cash_clearing", amount), ("receivable", -amount))


def after_debt_shrank(turn: Turn, invoice_id: str) -> None:
    """An invoice was settled, voided or given up: everything that chased it stops."""
    invoice = turn.invoice(invoice_id)
    subscription_id = invoice.document.subscription
    if invoice.status == "open" or subscription_id is None:
        return
    subscription = turn.subscription(subscription_id)
    if subscription.status == "incomplete" and first_payment.opened_by(subscription, invoice):
        first_payment.after_first_invoice(turn, subscription, invoice)
    if subscription.status not in ("past_due", "suspended"):
        return
    if dunning.still_owing(turn, subscription):
        if not collection.is_paused(turn.world, invoice):
            dunning.count_dunning(turn, subscription_id)
        return
    was_suspended = subscription.status == "suspended"
    in_period = turn.here < subscription.period.last
    renews_at = turn.end_of(subscription.period) if was_suspended and in_period else None
    turn.emit(ev.SubscriptionRecovered, subscription=subscription_id, was=subscription.status, renews_at=renews_at)
    if was_suspended and in_period:
        arrears.run(turn, subscription, turn.here, kept=arrears.standing(turn, subscription_id))
    elif was_suspended:
        _restart_period(turn, subscription_id)


def _restart_period(turn: Turn, subscription_id: str) -> None:
    """Renewals stopped while suspended: days without access are not billed, the rest of this period is."""
    subscription = turn.subscription(subscription_id)
    term = subscription.term
    while turn.boundary(subscription.anchor, subscription.interval, term) <= turn.here:
        term += 1
    end = turn.boundary(subscription.anchor, subscription.interval, term)
    owed = arrears.standing(turn, subscription_id)
    billing.renew_into(turn, subscription, period=Period.between(turn.here, end), term=term)
    subscription = turn.subscription(subscription_id)
    arrears.run(turn, subscription, turn.here)
    collect_automatically(turn, billing.issue_for_period(turn, subscription, owed=owed))


def _open_invoice(turn: Turn, invoice_id: str) -> Invoice:
    invoice = turn.invoice(invoice_id)
    if invoice.status != "open":
        turn.refuse("invoice_not_open", invoice=invoice_id, status=invoice.status)
    return invoice


def _usable_method(turn: Turn, invoice: Invoice, chosen: str | None) -> Method:
    customer = invoice.document.customer
    method = turn.method(chosen) if chosen is not None else collection.method_for(turn.world, invoice)
    if method is None:
        turn.refuse("no_method", customer=customer)
    if method.customer != customer:
        turn.refuse("not_this_customers", method=method.id, customer=customer)
    if method.refused is not None:
        turn.refuse("irreversible_decline", method=method.id, response=method.refused)
    return method


def collect(turn: Turn, command: cmd.Collect) -> None:
    """An attempt by hand. It is allowed inside a network's wait: that is a mistake people make, and drills
    look for.
    """
    invoice = _open_invoice(turn, command.invoice)
    method = _usable_method(turn, invoice, command.method)
    if method.kind == KIND and not _present_again(turn, invoice, method, at=turn.at):
        return
    limit = collection.limit_reached(turn.world, invoice, method, at=turn.at, today=turn.today)
    if limit is not None:
        turn.refuse(
            "network_limit",
            brand=method.brand.capitalize(),
            count=limit.attempts,
            hours=limit.hours,
            source=limit.source,
        )
    attempt(turn, invoice, method, cause="hand")


def _present_again(turn: Turn, invoice: Invoice, method: Method, *, at: datetime) -> bool:
    """Whether a charge by Pix Automático may be presented again by hand; one never announced is announced now."""
    invoice_id = invoice.document.id
    known = mandates.announced(turn.world, invoice_id)
    if known is not None and known.status == "scheduled":
        turn.refuse("instruction_pending", invoice=invoice_id, on=known.debit_on.isoformat())
    if known is None or known.status == "cancelled" or known.amount != invoice.remaining:
        reason = instructing.hindrance(turn, invoice, method)
        if reason:
            turn.refuse(reason, invoice=invoice_id, amount=invoice.remaining)
        instructing.instruct(turn, invoice, method)
        return False
    if mandates.retry_forbidden(turn.world, invoice, at):
        rules = rules_on(known.debit_on) or RULES[-1]
        turn.refuse(
            "pix_retry_limit",
            invoice=invoice_id,
            count=rules.retries,
            days=rules.retry_within_days,
            source=rules.source,
        )
    return True


def confirm(turn: Turn, invoice_id: str, *, method: str) -> None:
    """An attempt that its payer has just confirmed at their bank."""
    invoice = _open_invoice(turn, invoice_id)
    if invoice.unresolved is not None:
        turn.refuse("payment_unresolved", payment=invoice.unresolved)
    chosen = _usable_method(turn, invoice, method)
    limit = collection.limit_reached(turn.world, invoice, chosen, at=turn.at, today=turn.today)
    if limit is not None:
        turn.refuse(
            "network_limit",
            brand=chosen.brand.capitalize(),
            count=limit.attempts,
            hours=limit.hours,
            source=limit.source,
        )
    attempt(turn, invoice, chosen, cause="confirmed", confirmed=True)


def schedule_retry(turn: Turn, command: cmd.ScheduleRetry) -> None:
    invoice = _open_invoice(turn, command.invoice)
    subscription = invoice.document.subscription
    if subscription is not None and turn.subscription(subscription).status in ENDED:
        turn.refuse("subscription_ended", subscription=subscription)
    if collection.is_sent(turn.world, invoice):
        turn.refuse("sent_not_charged", invoice=command.invoice)
    method = _usable_method(turn, invoice, None)
    if invoice.unresolved is not None:
        turn.refuse("payment_unresolved", payment=invoice.unresolved)
    if command.at < turn.at:
        turn.refuse("retry_in_the_past", now=turn.written(turn.at))
    if command.at > turn.at + collection.FARTHEST_RETRY:
        turn.refuse("retry_too_far", at=turn.written(command.at))
    if invoice.retry_at == command.at:
        turn.refuse("retry_already_there", at=turn.written(command.at))
    if method.kind == KIND and not _present_again(turn, invoice, method, at=command.at):
        return
    dunning.set_retry(turn, invoice, command.at)


def run_retry(turn: Turn, invoice_id: str) -> None:
    """A retry whose moment has come: made, moved to the end of a wait, or dropped where the rail forbids
    it.
    """
    invoice = turn.invoice(invoice_id)
    method = collection.method_for(turn.world, invoice)
    reason = ""
    if method is None:
        reason = "no_method"
    elif method.refused is not None:
        reason = "irreversible_decline"
    elif invoice.unresolved is not None:
        reason = "payment_unresolved"
    elif collection.limit_reached(turn.world, invoice, method, at=turn.at, today=turn.today) is not None:
        reason = "network_limit"
    elif method.kind == KIND:
        reason = _against_a_retry(turn, invoice)
    if method is None or reason:
        turn.emit(ev.RetryDropped, invoice=invoice_id, due=turn.at, reason=reason)
        if method is not None and reason == "amount_changed":
            instructing.instruct(turn, turn.invoice(invoice_id), method)
    elif collection.waits_until(turn.world, invoice, method, turn.at) is not None:
        dunning.set_retry(turn, invoice, turn.at)
    else:
        attempt(turn, invoice, method, cause="retry")


def _against_a_retry(turn: Turn, invoice: Invoice) -> str:
    """Why a debit is not presented again: the rail forbids it, or it would be another amount."""
    known = mandates.announced(turn.world, invoice.document.id)
    if mandates.retry_forbidden(turn.world, invoice, turn.at):
        return "rail_limit"
    return "amount_changed" if known is not None and known.amount != invoice.remaining else ""
