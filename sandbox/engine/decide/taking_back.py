"""Taking back: what undoes a change of the same day charges again exactly what was given back for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sandbox.engine.decide.discounting import Again, Granted, TakenBack, line_given_back
from sandbox.engine.decide.turn import Turn
from sandbox.engine.decide.unused_time import REASON
from sandbox.engine.invoicing import CreditNote, InvoiceDocument, InvoiceLine
from sandbox.engine.money import allocate, share
from sandbox.engine.subscription import Item, Period

# A note on taxes on top rounds them by itself.
ROUNDED = 1


def taken_back(turn: Turn, subscription: str, new: Sequence[Item], period: Period) -> dict[str, TakenBack]:
    """By new component: what was given back today of a line for the same time, price and quantity, newest first."""
    found = list(_given_today(turn, subscription, period))
    back: dict[str, TakenBack] = {}
    for item in new:
        wanted = (item.price, item.quantity)
        same = next((one for one in found if (one.line.price, one.line.quantity) == wanted), None)
        if same is not None:
            found.remove(same)
            back[item.component] = same
    return back


def discounts_back(turn: Turn, granted: Granted, again: Again) -> dict[str, frozenset[str]]:
    """`granted`, but a line that comes back has the discounts it had, and beside them only what was attached today."""
    whole = dict(granted)
    for component, back in again.items():
        new = (name for name in granted.get(component, ()) if turn.world.applications[name].on == turn.today)
        whole[component] = frozenset(back.line.coupons).union(new)
    return whole


def _given_today(turn: Turn, subscription: str, period: Period) -> Iterator[TakenBack]:
    """What credits and notes gave back of each line from here to the period's end, and nothing has charged again since;
    nothing where it was cut by something else.
    """
    parts: dict[str, list[TakenBack]] = {}
    charged_again: set[str] = set()
    for document in _documents_today(turn, subscription):
        charged_again.update(line.again for line in document.lines)
        for credit in document.lines:
            line = line_given_back(turn, credit)
            if line is not None and credit.period == period:
                taxes = {part.tax: -part.amount for part in credit.taxes}
                parts.setdefault(line.id, []).append(TakenBack(line, -credit.net, taxes))
    for note in _notes_today(turn, subscription, period):
        lines = turn.invoice(note.invoice).document.lines
        for place, amount in enumerate(note.lines):
            if amount:
                part = _noted(lines[place], amount, note.taxes[place] if note.taxes else 0)
                parts.setdefault(lines[place].id, []).append(part)
    for name, same in parts.items():
        line = same[0].line
        net = sum(part.net for part in same)
        if name not in charged_again and abs(net - share(line.net, period.length, line.period.length)) <= ROUNDED:
            taxes = {tax.tax: sum(part.taxes.get(tax.tax, 0) for part in same) for tax in line.taxes}
            yield TakenBack(line, net, taxes)


def _documents_today(turn: Turn, subscription: str) -> Iterator[InvoiceDocument]:
    """Today's documents of a subscription, newest first; they stand in the order of their making."""
    since = turn.midnight(turn.today)
    for invoice in reversed(turn.world.invoices.values()):
        if invoice.document.issued_at < since:
            return
        if invoice.document.subscription == subscription:
            yield invoice.document


def _notes_today(turn: Turn, subscription: str, period: Period) -> Iterator[CreditNote]:
    since = turn.midnight(turn.today)
    for note in reversed(turn.world.credit_notes.values()):
        if note.issued_at < since:
            return
        is_ours = turn.invoice(note.invoice).document.subscription == subscription
        if note.reason == REASON and note.period == period and is_ours:
            yield note


def _noted(line: InvoiceLine, amount: int, tax: int) -> TakenBack:
    """What a note took off one line, before taxes on top."""
    by_tax = allocate(tax, [part.amount for part in line.taxes]) if tax else []
    taxes = {part.tax: one for part, one in zip(line.taxes, by_tax, strict=False)}
    return TakenBack(line, amount - tax if line.added else amount, taxes)
