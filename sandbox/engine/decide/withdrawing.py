"""Withdrawing: a contract undone within the days the law gives, and the money that goes back with it."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine import returns
from sandbox.engine.decide import billing, returning
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice, InvoiceLine
from sandbox.engine.jurisdictions import Withdrawal, law_of, withdrawal_of
from sandbox.engine.money import allocate, share
from sandbox.engine.subscription import ENDED, Period, Subscription


def withdraw(turn: Turn, command: cmd.Withdraw) -> None:
    """No reason is asked and use takes nothing away; the first day is not counted, and days are the company's."""
    subscription = turn.subscription(command.subscription)
    if subscription.status in ENDED and subscription.end_kind != "voluntary":
        turn.refuse("subscription_ended", subscription=subscription.id)
    law = law_of(turn.company, turn.customer(subscription.customer))
    started = turn.day_of(subscription.started_at)
    right = withdrawal_of(law, started)
    if right is None:
        turn.refuse("no_right_of_withdrawal", jurisdiction=law)
    last = started + timedelta(days=right.days)
    if turn.today > last:
        turn.refuse("withdrawal_too_late", last=last.isoformat(), days=right.days)
    kept, returned, factor = _undo(turn, subscription, _used_days(turn, subscription, right), command.approver)
    if subscription.status not in ENDED:
        turn.emit(ev.SubscriptionCancelled, subscription=subscription.id, kind="voluntary", reason="withdrawal")
    waiting = billing.waiting_charges(turn, subscription.customer, subscription.id)
    turn.emit(
        ev.SubscriptionWithdrawn,
        subscription=subscription.id,
        jurisdiction=law,
        source=right.source,
        returned=returned,
        kept=kept,
        factor=factor,
        charges=tuple(one.id for one in waiting if one.subscription == subscription.id),
    )
    tell(
        turn,
        customer=subscription.customer,
        template="withdrawal_acknowledged",
        channel=command.channel,
        fields={
            "received_at": turn.written(turn.at),
            "amount": returned,
            "refund_by": (turn.today + timedelta(days=right.refund_days)).isoformat(),
        },
        invoice=None,
    )


def _used_days(turn: Turn, subscription: Subscription, right: Withdrawal) -> date | None:
    """Until when use is paid for: today where an immediate start was expressly asked for; else nothing is."""
    if not right.pro_rata:
        return None
    started = turn.day_of(subscription.started_at)
    for consent in turn.world.consents.values():
        if (consent.customer, consent.purpose, consent.about) != (
            subscription.customer,
            "immediate_start",
            subscription.id,
        ):
            continue
        # Asked for with the contract: a consent written down days later starts nothing.
        if any(one.granted and turn.day_of(one.at) <= started for one in consent.history):
            return turn.today
    return None


def _undo(turn: Turn, subscription: Subscription, used: date | None, approver: str | None) -> tuple[int, int, str]:
    """Credit and give back every invoice of a subscription but what its use is worth; what is kept, returned, and how."""
    ours = [one for one in turn.world.invoices.values() if one.document.subscription == subscription.id]
    ids = [one.document.id for one in ours if one.status in ("open", "paid")]
    before = sum(_given_back(turn, key) for key in ids)
    kept = 0
    factors: list[str] = []
    for key in ids:
        invoice = turn.invoice(key)
        lines = []
        for place, line in enumerate(invoice.document.lines):
            rest = max(0, invoice.rest(place))
            worth, factor = _worth_of_use(line, used)
            lines.append(rest - min(rest, worth))
            kept += min(rest, worth)
            if factor and rest:
                factors.append(factor)
        _credit(turn, invoice, lines, used, approver)
    _return_the_rest(turn, ids, kept, approver)
    returned = sum(_given_back(turn, key) for key in ids) - before
    return kept, returned, factors[0] if len(factors) == 1 else ""


def _worth_of_use(line: InvoiceLine, used: date | None) -> tuple[int, str]:
    """The share of a line's time that was used, and its factor; what is no time is worth nothing to keep."""
    if used is None or not line.is_charge or not line.period.days:
        return 0, ""
    days = min(max(0, (used - line.period.start).days), line.period.days)
    return share(line.gross, days, line.period.days), f"{days}/{line.period.days}"


def _credit(turn: Turn, invoice: Invoice, lines: list[int], used: date | None, approver: str | None) -> None:
    """A credit note to the origin; what the balance had paid goes back to the balance."""
    left = min(
        invoice.document.total - invoice.noted, invoice.remaining + max(0, returns.paid_and_kept(turn.world, invoice))
    )
    amount = min(sum(lines), left)
    if amount <= 0:
        return
    lines = allocate(amount, lines)
    to_balance = max(0, amount - invoice.remaining - returns.cash_kept(turn.world, invoice))
    period = None
    if used is not None:
        ends = [line.period.end for line in invoice.document.lines if line.is_charge and line.period.end > used]
        period = Period(used, max(ends)) if ends else None
    returning.write_notes(
        turn, invoice, lines, to_balance=to_balance, reason="withdrawal", approver=approver, period=period
    )


def _return_the_rest(turn: Turn, ids: list[str], kept: int, approver: str | None) -> None:
    """What one invoice paid of another (a change within the days) is under no credit note: it goes back as it came."""
    left = sum(returns.paid_and_kept(turn.world, turn.invoice(key)) for key in ids) - kept
    for key in reversed(ids):
        for payment in reversed(turn.invoice(key).payments):
            room = returns.room(turn.world, turn.payment(payment)).kept if turn.payment(payment).captured else 0
            amount = min(left, room)
            if amount > 0:
                asked = cmd.MakeRefund(payment=payment, amount=amount, reason="withdrawal", approver=approver)
                returning.refund(turn, asked)
                left -= amount


def _given_back(turn: Turn, invoice: str) -> int:
    return returns.given_back(turn.world, turn.invoice(invoice))
