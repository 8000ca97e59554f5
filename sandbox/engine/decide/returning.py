"""Returning money: refunds to the origin, credit notes, and documents given up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import UNSET, UnsetType

from sandbox.engine import calendar, returns
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import alone
from sandbox.engine.decide.collecting import after_debt_shrank
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import CreditNote, Invoice, Payment, Refund
from sandbox.engine.ledger import entry
from sandbox.engine.money import allocate, share
from sandbox.engine.subscription import Period

CLOCK: Final = "clock"


def refund(turn: Turn, command: cmd.MakeRefund) -> None:
    _give_back(
        turn,
        payment_id=command.payment,
        amount=command.amount,
        destination=command.destination,
        reason=command.reason,
        approver=command.approver,
        chosen=command.id,
        note=None,
    )


def _give_back(
    turn: Turn,
    *,
    payment_id: str,
    amount: int,
    destination: str,
    reason: str,
    approver: str | None,
    chosen: str | None,
    note: str | None,
) -> None:
    payment = turn.payment(payment_id)
    if payment.captured == 0:
        turn.refuse("payment_not_captured", payment=payment_id)
    if destination == "third_party":
        # Whoever approves: money goes back to who paid.
        turn.refuse("refund_to_third_party", payment=payment_id, amount=amount)
    if amount <= 0:
        turn.refuse("amount_not_positive")
    held_by = returns.open_dispute(turn.world, payment_id)
    if held_by is not None:
        turn.refuse("dispute_open", payment=payment_id, dispute=held_by)
    again = turn.world.owed.get(payment_id, 0) if note is None else 0
    left = payment.captured - payment.refunded - returns.disputed(turn.world, payment_id) + again
    if amount > left:
        turn.refuse(
            "refund_exceeds_captured",
            payment=payment_id,
            captured=payment.captured,
            refunded=payment.refunded - again,
            disputed=returns.disputed(turn.world, payment_id),
            asked=amount,
            left=left,
        )
    # A credit note has been held against what its invoice kept already.
    room = returns.room(turn.world, payment) if note is None else returns.Room(0, 0, amount)
    if amount > room.whole:
        turn.refuse("already_given_back", payment=payment_id, amount=amount, left=room.whole)
    last = returns.pix_return_until(turn.world, payment)
    if destination == "origin" and last is not None and turn.today > last:
        turn.refuse("pix_return_window", at=turn.written(payment.settled_at or payment.at))
    outside = returns.sent_outside(turn.world, turn.invoice(payment.invoice))
    # A refund made anew was counted, and approved, when it was first made.
    repays = min(amount, again)
    check_approval(turn, approver, together=payment.refunded + outside + amount - repays)
    if note is None:
        alone.check_refund(turn, approver, payment, amount - repays)
    if approver is None and destination != "origin":
        turn.refuse("destination_needs_approver")
    done = Refund(
        id=turn.next_id("ref", turn.world.refunds, chosen),
        payment=payment_id,
        amount=amount,
        destination=destination,
        reason=reason,
        approver=approver,
        credit_note=note,
        at=turn.at,
        repays=repays,
        **_failure(turn, payment),
    )
    from_balance = min(amount - min(amount, room.owed), room.balance)
    # Without a credit note the payable stays in debit: money that left and that no document explains yet.
    turn.emit(ev.RefundMade, refund=done, postings=entry(("refunds_payable", amount), ("cash_clearing", -amount)))
    if from_balance:
        turn.emit(
            ev.BalanceRefunded,
            refund=done.id,
            payment=payment_id,
            customer=payment.customer,
            amount=from_balance,
            postings=entry(("customer_balance", from_balance), ("refunds_payable", -from_balance)),
        )


def _failure(turn: Turn, payment: Payment) -> dict[str, Any]:
    """What the method's script says will become of this refund."""
    script = turn.world.refund_scripts.get(payment.method or "")
    if script is None or script.current.code == "succeeds":
        return {}
    days = script.current.after_days
    return {
        "fails_at": calendar.add_days(turn.at, days, turn.company.timezone),
        "failure": script.current.code,
    }


def fail_refund(turn: Turn, refund_id: str) -> None:
    """The payer's bank sends the money back: it is cash again, and owed again."""
    refund = turn.world.refunds[refund_id]
    turn.emit(
        ev.RefundFailed,
        refund=refund_id,
        payment=refund.payment,
        amount=refund.amount,
        reason=refund.failure,
        postings=entry(("cash_clearing", refund.amount), ("refunds_payable", -refund.amount)),
    )


def check_approval(turn: Turn, approver: str | None, *, together: int) -> None:
    """Above the agent's limit somebody else approves; what belongs together counts together."""
    if approver is not None and approver == turn.actor:
        turn.refuse("approver_is_maker")
    limit = turn.company.policy.agent_limit
    if approver is None and together > limit:
        turn.refuse("needs_approver", amount=together, limit=limit)


def credit_note(turn: Turn, command: cmd.IssueCreditNote) -> None:
    """By amount, spread over what is left of the lines, or line by line."""
    invoice = turn.invoice(command.invoice)
    if invoice.status not in ("open", "paid"):
        turn.refuse("invoice_not_open", invoice=command.invoice, status=invoice.status)
    rests = [max(0, invoice.rest(place)) for place in range(len(invoice.document.lines))]
    lines = _by_line(turn, invoice, command.lines)
    amount = sum(lines) if command.amount is None else command.amount
    if amount <= 0:
        turn.refuse("amount_not_positive")
    if command.lines and sum(lines) != amount:
        turn.refuse("lines_are_not_the_amount", amount=amount, sum=sum(lines))
    left = min(invoice.document.total - invoice.noted, sum(rests))
    if amount > left:
        turn.refuse("credit_exceeds_invoice", left=left)
    if not command.lines:
        lines = allocate(amount, rests)
    for place, part in enumerate(lines):
        if part > rests[place]:
            turn.refuse("credit_exceeds_line", line=invoice.document.lines[place].id, amount=part, left=rests[place])
    # What went back already was held against the limit when it went.
    new = min(amount, invoice.remaining) if command.to == "refunded" else amount
    alone.check(turn, command.approver, invoice, new)
    write_note(turn, invoice, lines, to=command.to, reason=command.reason, approver=command.approver, chosen=command.id)


def _by_line(turn: Turn, invoice: Invoice, asked: Sequence[cmd.LineAmount]) -> list[int]:
    places = {line.id: place for place, line in enumerate(invoice.document.lines)}
    lines = [0] * len(places)
    for one in asked:
        if one.line not in places:
            turn.refuse("unknown_line", id=one.line, invoice=invoice.document.id)
        if one.amount <= 0:
            turn.refuse("amount_not_positive")
        lines[places[one.line]] += one.amount
    return lines


def write_notes(
    turn: Turn,
    invoice: Invoice,
    lines: Sequence[int],
    *,
    to_balance: int,
    reason: str,
    approver: str | None,
    period: Period | None,
) -> None:
    """What was paid in money goes back as money; `to_balance` of it, which the balance had paid, to the balance."""
    as_balance = allocate(to_balance, lines) if to_balance else [0] * len(lines)
    as_money = [whole - part for whole, part in zip(lines, as_balance, strict=True)]
    for parts, to in ((as_money, "refund"), (as_balance, "balance")):
        if any(parts):
            current = turn.invoice(invoice.document.id)
            write_note(turn, current, parts, to=to, reason=reason, approver=approver, period=period)


def write_note(
    turn: Turn,
    invoice: Invoice,
    lines: Sequence[int],
    *,
    to: str,
    reason: str,
    approver: str | None,
    chosen: str | None = None,
    period: Period | None = None,
) -> None:
    """Credit so much of each line: what is still open first, the excess to where it was asked to go."""
    amount, invoice_id = sum(lines), invoice.document.id
    from_remaining = min(amount, invoice.remaining)
    excess = amount - from_remaining
    if excess and to == "remaining":
        turn.refuse("excess_needs_destination", remaining=invoice.remaining)
    measure = {"balance": returns.paid_and_kept, "refunded": returns.without_a_note}.get(to, returns.cash_kept)
    kept = measure(turn.world, invoice)
    if excess > kept and to == "refunded":
        turn.refuse("credit_exceeds_refunded", amount=excess, left=kept)
    if excess > kept:
        for payment in invoice.payments:
            held_by = returns.open_dispute(turn.world, payment)
            if held_by is not None:
                turn.refuse("dispute_open", payment=payment, dispute=held_by)
        turn.refuse("credit_exceeds_paid", amount=excess, left=kept)
    if excess and to == "outside":
        left_already = returns.sent_outside(turn.world, invoice) + returns.refunded(invoice)
        check_approval(turn, approver, together=left_already + excess)
    taxes = tuple(_tax_within(invoice, place, part) for place, part in enumerate(lines))
    note = CreditNote(
        id=turn.next_id("cn", turn.world.credit_notes, chosen),
        invoice=invoice_id,
        issued_at=turn.at,
        amount=amount,
        lines=tuple(lines),
        taxes=taxes if any(taxes) else (),
        from_remaining=from_remaining,
        to_balance=excess if to == "balance" else 0,
        to_refund=excess if to in ("refund", "refunded") else 0,
        outside=excess if to == "outside" else 0,
        reason=reason,
        approver=approver,
        period=period,
    )
    late = sum(part for part, line in zip(lines, invoice.document.lines, strict=True) if line.kind == "late_fee")
    postings = entry(
        ("deferred_revenue", note.amount - sum(taxes) - late),
        ("tax_payable", sum(taxes)),
        ("late_fees", late),
        ("receivable", -note.from_remaining),
        ("customer_balance", -note.to_balance),
        ("refunds_payable", -note.to_refund),
        ("cash_clearing", -note.outside),
    )
    turn.emit(ev.CreditNoteIssued, note=note, postings=postings)
    if note.to_refund and to == "refund":
        _refund_newest_first(turn, invoice, note)
    after_debt_shrank(turn, invoice_id)


def _tax_within(invoice: Invoice, place: int, amount: int) -> int:
    """Taxes in proportion; the last partial credit of a line takes what is left of them."""
    if amount and amount == invoice.rest(place):
        return invoice.rest_tax(place)
    line = invoice.document.lines[place]
    return share(amount, line.tax, line.gross) if amount else 0


def _refund_newest_first(turn: Turn, invoice: Invoice, note: CreditNote) -> None:
    left = note.to_refund
    for key in reversed(invoice.payments):
        share = returns.share_of(turn.invoice(note.invoice), key)
        amount = min(left, share.applied - share.returned - share.lost)
        if amount > 0:
            _give_back(
                turn,
                payment_id=key,
                amount=amount,
                destination="origin",
                reason=note.reason,
                approver=note.approver,
                chosen=None,
                note=note.id,
            )
            left -= amount
    if left:
        turn.refuse("credit_exceeds_paid", amount=note.to_refund, left=note.to_refund - left)


def void_invoice(turn: Turn, command: cmd.VoidInvoice) -> None:
    invoice = turn.invoice(command.invoice)
    if invoice.paid:
        turn.refuse("void_after_payment", invoice=command.invoice, amount=invoice.paid)
    if invoice.status not in ("open", "uncollectible"):
        turn.refuse("invoice_not_open", invoice=command.invoice, status=invoice.status)
    approver = _give_up(turn, command, invoice)
    held = "write_off" if invoice.status == "uncollectible" else "receivable"
    balance = invoice.document.balance_applied
    taxes = invoice.document.tax - sum(invoice.line_credit_taxes)
    late = invoice.late_fees_left
    postings = entry(
        ("deferred_revenue", invoice.remaining + balance - taxes - late),
        ("tax_payable", taxes),
        ("late_fees", late),
        ("write_off" if held == "write_off" else "receivable", -invoice.remaining),
        ("customer_balance", -balance),
    )
    turn.emit(
        ev.InvoiceVoided,
        invoice=command.invoice,
        reason=command.reason,
        balance_returned=balance,
        postings=postings,
        approver=approver,
    )
    after_debt_shrank(turn, command.invoice)


def mark_uncollectible(turn: Turn, command: cmd.MarkUncollectible) -> None:
    invoice = turn.invoice(command.invoice)
    if invoice.status != "open":
        turn.refuse("invoice_not_open", invoice=command.invoice, status=invoice.status)
    approver = _give_up(turn, command, invoice)
    postings = entry(("write_off", invoice.remaining), ("receivable", -invoice.remaining))
    turn.emit(
        ev.InvoiceUncollectible,
        invoice=command.invoice,
        reason=command.reason,
        postings=postings,
        approver=approver,
    )
    after_debt_shrank(turn, command.invoice)


def _give_up(turn: Turn, command: cmd.VoidInvoice | cmd.MarkUncollectible, invoice: Invoice) -> str | UnsetType:
    """A debt is given up within the limit, or with somebody's yes; what was written off needs none to be voided."""
    if command.approver is not None:
        check_approval(turn, command.approver, together=invoice.remaining)
        return command.approver
    if invoice.status == "open" and turn.actor != CLOCK:
        alone.check(turn, None, invoice, invoice.remaining)
    return UNSET


def grant_balance(turn: Turn, command: cmd.GrantBalance) -> None:
    customer = turn.customer(command.customer)
    if command.amount <= 0:
        turn.refuse("amount_not_positive")
    check_approval(turn, command.approver, together=customer.granted + command.amount)
    alone.check_balance(turn, command.approver, customer, command.amount)
    # Goodwill costs revenue the moment it is promised.
    postings = entry(("discounts", command.amount), ("customer_balance", -command.amount))
    turn.emit(
        ev.BalanceGranted,
        customer=customer.id,
        amount=command.amount,
        reason=command.reason,
        postings=postings,
        approver=command.approver,
    )
