"""Repaying: what of the money a cancellation asks back, by credit notes against the period's payments, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sandbox.engine import commands as cmd
from sandbox.engine import returns
from sandbox.engine.decide import returning
from sandbox.engine.decide.changing import where_the_new_begins
from sandbox.engine.decide.turn import Turn
from sandbox.engine.decide.unused_time import Unused, gross_of, unused
from sandbox.engine.invoicing import Invoice
from sandbox.engine.money import allocate
from sandbox.engine.subscription import Period, Subscription
from sandbox.engine.world import LineRef


def give_back(turn: Turn, subscription: Subscription, command: cmd.Cancel) -> None:
    """What was not used, or all that the present period was charged."""
    end = where_the_new_begins(turn)
    is_full = command.refund == "full"
    rests: dict[str, list[Unused]] = {}
    for item in subscription.items:
        rest = _charged(turn, item.component) if is_full else unused(turn, item, end)
        if rest is not None and rest.amount:
            rests.setdefault(rest.at.invoice, []).append(rest)
    for invoice_id, parts in rests.items():
        invoice = turn.invoice(invoice_id)
        lines = [0] * len(invoice.document.lines)
        for part in parts:
            lines[part.at.position] = part.amount if is_full else gross_of(part, invoice)
        _repay(turn, invoice, lines, command, period=None if is_full else parts[0].period)


def _charged(turn: Turn, component: str) -> Unused | None:
    at = turn.world.live.get(component)
    if at is None or turn.invoice(at.invoice).status not in ("open", "paid"):
        return None
    invoice = turn.invoice(at.invoice)
    line = invoice.document.lines[at.position]
    return Unused(line, at, line.period, max(0, invoice.rest(at.position)))


def _repay(turn: Turn, invoice: Invoice, lines: Sequence[int], command: cmd.Cancel, *, period: Period | None) -> None:
    """From the invoice that billed it; what earlier ones of the period paid of it, by a change, from those.

    What went back already, with a credit note or without, does not go back again: the rest does.
    """
    earlier = list(_paid_in_part_by(turn, invoice))
    sources = list(dict.fromkeys(at.invoice for at in earlier))
    wanted = sum(lines)
    if command.refund == "full":
        wanted += sum(max(0, turn.invoice(at.invoice).rest(at.position)) for at in earlier)
    left = _still_there(turn, [invoice.document.id, *sources], wanted)
    amount = min(sum(lines), left, _room(turn, invoice) if earlier else left)
    if amount:
        _note(turn, invoice, allocate(amount, lines), command, period)
    left -= amount
    for at in earlier:
        source = turn.invoice(at.invoice)
        amount = min(left, _room(turn, source), max(0, source.rest(at.position)))
        if amount > 0:
            credited = [0] * len(source.document.lines)
            credited[at.position] = amount
            _note(turn, source, credited, command, period)
            left -= amount
    for key in sources:
        left -= _refund_up_to(turn, left, turn.invoice(key), command)
    if left > 0:
        # What the balance paid of it, on invoices whose lines have nothing left to credit.
        _to_balance(turn, invoice.document.customer, left, command)


def _still_there(turn: Turn, invoices: Sequence[str], wanted: int) -> int:
    """What of an amount is still owed, or was paid and kept, over the invoices of a period."""
    found = [turn.invoice(key) for key in invoices]
    for payment in (key for one in found for key in one.payments):
        held_by = returns.open_dispute(turn.world, payment)
        if held_by is not None:
            turn.refuse("dispute_open", payment=payment, dispute=held_by)
    kept = min(
        sum(max(0, returns.paid_and_kept(turn.world, one)) for one in found),
        max(0, returns.kept_over_the_chain(turn.world, found[0])),
    )
    left = min(wanted, sum(one.remaining for one in found) + kept)
    if left <= 0:
        turn.refuse("credit_exceeds_paid", amount=wanted, left=0)
    return left


def _to_balance(turn: Turn, customer: str, amount: int, command: cmd.Cancel) -> None:
    reason = command.reason or "cancelled"
    granted = cmd.GrantBalance(customer=customer, amount=amount, reason=reason, approver=command.approver)
    returning.grant_balance(turn, granted)


def _paid_in_part_by(turn: Turn, invoice: Invoice) -> Iterator[LineRef]:
    """The lines whose unused time was credited on an invoice, and those credited on theirs: newest first."""
    for line in invoice.document.lines:
        if line.of:
            source, _, number = line.of.rpartition("/")
            if turn.invoice(source).status in ("open", "paid"):
                yield LineRef(source, int(number) - 1)
                yield from _paid_in_part_by(turn, turn.invoice(source))


def _room(turn: Turn, invoice: Invoice) -> int:
    """What a note on an invoice may credit: what is still open of it, and what was paid in money and kept."""
    kept = max(0, returns.cash_kept(turn.world, invoice))
    return max(0, min(invoice.document.total - invoice.noted, invoice.remaining + kept))


def _note(turn: Turn, invoice: Invoice, lines: Sequence[int], command: cmd.Cancel, period: Period | None) -> None:
    """What was paid in money goes back as money; what the balance had paid, to the balance."""
    amount = sum(lines)
    from_balance = max(
        0, min(amount, returns.paid_and_kept(turn.world, invoice) + invoice.remaining) - _room(turn, invoice)
    )
    returning.write_notes(
        turn,
        invoice,
        lines,
        to_balance=from_balance,
        reason=command.reason or "cancelled",
        approver=command.approver,
        period=period,
    )


def _refund_up_to(turn: Turn, left: int, invoice: Invoice, command: cmd.Cancel) -> int:
    """What an invoice paid of a later one's time stands under no document of its own: it goes back as it came."""
    done = 0
    for key in reversed(invoice.payments):
        payment = turn.payment(key)
        amount = min(left - done, returns.room(turn.world, payment).kept if payment.captured else 0)
        if amount > 0:
            reason = command.reason or "cancelled"
            returning.refund(turn, cmd.MakeRefund(payment=key, amount=amount, reason=reason, approver=command.approver))
            done += amount
    return done
