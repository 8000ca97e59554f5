"""Daybook: the books at the end of any day, kept as what each day moved; revenue is recognised on the way."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct, field

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.invoicing import Invoice
from sandbox.engine.world import World

LATE_DAYS: Final = (0, 30, 60, 90)
"""The last day of each class of age; what is older stands in one more."""
CLASSES: Final = len(LATE_DAYS) + 1


class Piece(Struct, frozen=True, array_like=True):
    """Something earned by day over `[start, end)`, in minor units."""

    worth: int
    start: date
    end: date


class Aged(Struct, array_like=True):
    """Open invoices of one class of age."""

    count: int = 0
    amount: int = 0


class Returned(Struct):
    """Refunds of a month for one reason; `failed` came back from the payers' banks."""

    reason: str
    count: int = 0
    amount: int = 0
    failed: int = 0
    amount_failed: int = 0

    @property
    def stayed(self) -> int:
        """How many stayed with the payers."""
        return self.count - self.failed

    @property
    def amount_kept(self) -> int:
        """How much stayed with the payers; below zero where more came back in a month than went."""
        return self.amount - self.amount_failed


class Books(Struct):
    """One month: what each day moved on every account, who owed at its end, and what went back."""

    opening: dict[str, int]
    days: dict[int, dict[str, int]]
    aging: list[Aged]
    refunds: list[Returned]

    @property
    def closing(self) -> dict[str, int]:
        return self.at_end_of(31)

    def at_end_of(self, day: int) -> dict[str, int]:
        """The trial balance at the end of a day of this month, accounts with nothing in them left out."""
        found = dict(self.opening)
        for number, moved in self.days.items():
            if number <= day:
                _add(found, moved)
        return {account: amount for account, amount in found.items() if amount}


class Daybook(Struct):
    """The books so far. Of an invoice whose time is not over it keeps what is still to be earned."""

    opening: dict[str, int] = field(default_factory=dict)
    days: dict[int, dict[str, int]] = field(default_factory=dict)
    refunds: dict[str, Returned] = field(default_factory=dict)
    earning: dict[str, list[Piece]] = field(default_factory=dict)
    earned: dict[str, int] = field(default_factory=dict)
    """By invoice, what was recognised of it until now."""
    touched: dict[str, None] = field(default_factory=dict)

    def note(self, world: World, event: ev.Event, day: date) -> None:
        """After an event of a day."""
        moved = self.days.setdefault(day.day, {})
        for posting in getattr(event, "postings", ()):
            moved[posting.account] = moved.get(posting.account, 0) + posting.amount
        match event:
            case ev.InvoiceIssued():
                self.touched[event.document.id] = None
            case ev.CreditNoteIssued():
                self.touched[event.note.invoice] = None
            case ev.InvoiceVoided():
                self.touched[event.invoice] = None
            case ev.RefundMade():
                one = self._returned(event.refund.reason)
                one.count += 1
                one.amount += event.refund.amount
            case ev.RefundFailed():
                one = self._returned(world.refunds[event.refund].reason)
                one.failed += 1
                one.amount_failed += event.amount
            case _:
                pass

    def end_day(self, world: World, day: date) -> None:
        """What was earned by the start of this day; a correction counts from the day it was made."""
        for key in self.touched:
            self.earning[key] = _pieces(world, world.invoices[key])
        self.touched.clear()
        newly = 0
        over = []
        for key, pieces in self.earning.items():
            now = sum(_so_far(piece, day) for piece in pieces)
            newly += now - self.earned.get(key, 0)
            self.earned[key] = now
            if all(piece.end <= day for piece in pieces):
                over.append(key)
        for key in over:
            del self.earning[key]
        if newly:
            _add(self.days.setdefault(day.day, {}), {"deferred_revenue": newly, "revenue": -newly})

    def close(self, world: World, last: date) -> Books:
        """The month's end, its last day over."""
        found = Books(
            self.opening,
            {day: {account: amount for account, amount in moved.items() if amount} for day, moved in self.days.items()},
            aging(world, last),
            list(self.refunds.values()),
        )
        self.opening, self.days, self.refunds = found.closing, {}, {}
        return found

    def _returned(self, reason: str) -> Returned:
        return self.refunds.setdefault(reason, Returned(reason))


def aging(world: World, today: date) -> list[Aged]:
    """What is open, by days since it was due: not due yet, 1 to 30, 31 to 60, 61 to 90, older."""
    found = [Aged() for _ in range(CLASSES)]
    for invoice in world.invoices.values():
        if invoice.status == "open" and invoice.remaining:
            one = found[age_class(invoice, today)]
            one.count += 1
            one.amount += invoice.remaining
    return found


def age_class(invoice: Invoice, today: date) -> int:
    """From 0, not due yet, to the oldest."""
    late = (today - invoice.document.due).days
    return sum(late > limit for limit in LATE_DAYS)


def last_day(month: str) -> date:
    """The last day of `2026-11`."""
    return calendar.add_months(date(int(month[:4]), int(month[5:]), 1), 0, 31)


def _pieces(world: World, invoice: Invoice) -> list[Piece]:
    """What an invoice brings over its time; a correction takes from its lines, unused time given back from its own."""
    if invoice.status in ("void", "draft"):
        return []
    notes = [world.credit_notes[key] for key in invoice.credit_notes]
    of_unused = [note for note in notes if note.period is not None]
    taken = [whole - tax for whole, tax in zip(invoice.line_credits, invoice.line_credit_taxes, strict=True)]
    for note in of_unused:
        taken = [whole - part for whole, part in zip(taken, note.worth, strict=True)]
    pieces = [
        Piece(line.worth - less, line.period.start, line.period.end)
        for line, less in zip(invoice.document.lines, taken, strict=True)
        if line.kind != "late_fee"
    ]
    for note in of_unused:
        if note.period is not None:
            pieces.append(Piece(-sum(note.worth), note.period.start, note.period.end))
    return pieces


def _so_far(piece: Piece, today: date) -> int:
    """As `invoicing.earned`, in whole numbers: this is asked every day of every period."""
    if today >= piece.end:
        return piece.worth
    passed = (today - piece.start).days
    if passed <= 0:
        return 0
    days = (piece.end - piece.start).days
    whole = (2 * abs(piece.worth) * passed + days) // (2 * days)
    return whole if piece.worth > 0 else -whole


def _add(to: dict[str, int], moved: dict[str, int]) -> None:
    for account, amount in moved.items():
        to[account] = to.get(account, 0) + amount
