"""Unused time: what was charged for it, what of that comes back, and the line or the note that gives it back."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from sandbox.engine import chains
from sandbox.engine.calendar import Point
from sandbox.engine.decide import returning
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Invoice, InvoiceLine
from sandbox.engine.money import share
from sandbox.engine.subscription import Item, Period
from sandbox.engine.world import LineRef

# Why a note gives time back, beside those that people write.
REASON: Final = "unused_time"


class Unused(Struct, frozen=True):
    """Time that was charged and will not be used: which line, which part of it, and what that is worth."""

    line: InvoiceLine
    at: LineRef
    period: Period
    amount: int

    @property
    def is_told(self) -> bool:
        """Whether a line gives it back; what a discount left nothing of is told too, so that taking it back finds it."""
        is_given = not share(self.line.net, self.period.length, self.line.period.length)
        return bool(self.amount or (is_given and self.line.amount))


def unused(turn: Turn, item: Item, here: Point) -> Unused | None:
    """What is left of the line that bills this item from a point on: a share of what was charged for it, net of
    discount, never more than no document has taken back yet; nothing where the invoice was given up."""
    at = turn.world.live.get(item.component)
    if at is None:
        return None
    invoice = turn.invoice(at.invoice)
    line = invoice.document.lines[at.position]
    period = Period.between(max(here, line.period.first), line.period.last)
    if invoice.status not in ("open", "paid") or period.length <= 0:
        return None
    worth = share(line.net, period.length, line.period.length)
    return Unused(line, at, period, min(worth, max(0, invoice.rest_net(at.position))))


def unused_and_paid(turn: Turn, item: Item, here: Point) -> Unused | None:
    """The same, but never more than is still paid of the line: what was refunded, or what the payer took back or may
    take back at the bank, was not charged for anything.
    """
    rest = unused(turn, item, here)
    if rest is None or not rest.amount:
        return rest
    invoice, line = turn.invoice(rest.at.invoice), rest.line
    paid = chains.still_paid(turn.world, invoice, rest.at.position)
    # Before taxes on top, cut off: they are rounded for themselves.
    return replace(rest, amount=min(rest.amount, paid * line.net // line.gross))


def credit_open_debt(turn: Turn, rest: Unused) -> Unused:
    """What is owed for unused time first makes its own invoice smaller; returns what then is left to credit."""
    invoice = turn.invoice(rest.at.invoice)
    owed = gross_of(rest, invoice)
    amount = min(owed, invoice.remaining)
    if amount <= 0:
        return rest
    lines = [0] * len(invoice.document.lines)
    lines[rest.at.position] = amount
    returning.write_note(turn, invoice, lines, to="remaining", reason=REASON, approver=None, period=rest.period)
    left = owed - amount
    return Unused(rest.line, rest.at, rest.period, share(rest.amount, left, owed))


def gross_of(rest: Unused, invoice: Invoice) -> int:
    """What unused time is worth with the taxes on top of its line."""
    line = rest.line
    on_top = share(rest.amount, line.added, line.net) if line.net else 0
    return min(rest.amount + on_top, max(0, invoice.rest(rest.at.position)))


def credit_line(rest: Unused, line_id: str) -> InvoiceLine:
    """The line that gives unused time back; it divides by the days its own line covers."""
    line = rest.line
    return InvoiceLine(
        id=line_id,
        kind="credit",
        component=line.component,
        price=line.price,
        quantity=line.quantity,
        unit_amount=line.unit_amount,
        period=rest.period,
        factor=f"{rest.period.length}/{line.period.length}",
        amount=-rest.amount,
        of=line.id,
    )
