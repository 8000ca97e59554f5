"""Debts: invoices that failed once, by what failed first and when, and what of them was paid since."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.world import World

OVERDUE: Final = "overdue"
"""Nothing was declined: the customer, who pays by themselves, let the due day go by."""


class Collected(Struct):
    """What one month brought for the debts that first failed in month `cohort`, and first of all by `code`."""

    cohort: str
    code: str
    failed: int = 0
    amount: int = 0
    recovered: int = 0
    amount_recovered: int = 0


class Failing(Struct):
    """One invoice that failed: the month and the code of its first failure, and what is owed of it still."""

    month: str
    code: str
    owed: int


class Debts(Struct):
    """Every debt that failed, and what has happened to them this month."""

    failing: dict[str, Failing] = field(default_factory=dict)
    collected: dict[str, Collected] = field(default_factory=dict)

    def close(self) -> list[Collected]:
        """The month's end."""
        found = list(self.collected.values())
        self.collected = {}
        return found

    def note(self, world: World, event: ev.Event) -> str | None:
        """After an event: which debt it speaks of. Returns the invoice, if it speaks of any."""
        match event:
            case ev.PaymentAttempted() | ev.PaymentRecorded():
                key, code = event.payment.invoice, event.payment.code
            case ev.PaymentLookedUp() | ev.PaymentSettledLate() | ev.PaymentDeclinedLate():
                payment = world.payments[event.payment]
                key, code = payment.invoice, payment.code
            case ev.CollectionFailed():
                key, code = event.invoice, event.reason
            case ev.InvoiceOverdue():
                key, code = event.invoice, OVERDUE
            case ev.InvoiceVoided():
                key, code = event.invoice, ""
            case ev.CreditNoteIssued():
                key, code = event.note.invoice, ""
            case _:
                return None
        self._follow(world, key, code)
        return key

    def _follow(self, world: World, key: str, code: str) -> None:
        invoice = world.invoices[key]
        if invoice.first_failure_at is None:
            return
        known = self.failing.get(key)
        if known is None:
            day = calendar.day_of(invoice.first_failure_at, world.require_company().timezone)
            known = self.failing[key] = Failing(f"{day:%Y-%m}", code, invoice.remaining)
            first = self._of(known)
            first.failed += 1
            first.amount += known.owed
        if known.owed and invoice.status == "paid" and invoice.paid:
            now = self._of(known)
            now.recovered += 1
            now.amount_recovered += min(known.owed, invoice.paid)
            known.owed = 0

    def _of(self, debt: Failing) -> Collected:
        return self.collected.setdefault(f"{debt.month}.{debt.code}", Collected(debt.month, debt.code))
