"""Archiving: settled invoices that nothing speaks of any more leave the working world, and come back unchanged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from msgspec import Struct, to_builtins

from sandbox.engine import calendar
from sandbox.engine.commands import Command, ExportData
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.text import strings_in
from sandbox.engine.world import World

# Refunds by Pix end after 90 days, card disputes within 120 of the day they count from; anything older can be recalled.
KEPT: Final = timedelta(days=180)


class Archived(Struct, frozen=True, gc=False):
    """A paid invoice and its payments, as they left."""

    invoice: Invoice
    payments: tuple[Payment, ...]


def archive(world: World, before: date) -> tuple[World, tuple[Archived, ...]]:
    """The world without what was settled before a company day; the world given stays as it was.

    Only what is plain leaves: paid, its time over, nothing given back, disputed or unanswered, and not its customer's
    newest, from which retention counts. Its sums stay in the counters, so that the books still say what the ledger
    says. No event tells of it: a journal knows no archive.
    """
    if world.company is None:
        return world, ()
    zone = world.company.timezone
    limit = min(before, calendar.day_of(world.now, zone))
    bound = _spoken_of(world)
    gone = tuple(
        Archived(invoice, tuple(world.payments[key] for key in invoice.payments))
        for invoice in world.invoices.values()
        if _is_plain(world, invoice, limit, zone) and bound.isdisjoint((invoice.document.id, *invoice.payments))
    )
    if not gone:
        return world, ()
    lean = world.own()
    for one in gone:
        del lean.invoices[one.invoice.document.id]
        for payment in one.payments:
            del lean.payments[payment.id]
    _count(lean, gone, sign=1)
    return lean, gone


def recall(world: World, archived: Iterable[Archived]) -> World:
    """The world with what had left it, where it had stood: what is older comes first."""
    back = tuple(archived)
    whole = world.own()
    invoices = [*(one.invoice for one in back), *world.invoices.values()]
    payments = [*(payment for one in back for payment in one.payments), *world.payments.values()]
    whole.invoices = {one.document.id: one for one in sorted(invoices, key=lambda one: one.document.issued_at)}
    whole.payments = {one.id: one for one in payments}
    _count(whole, back, sign=-1)
    return whole


def has_archived(world: World) -> bool:
    return "archived:inv" in world.counters


def looks_back(command: Command) -> bool:
    """Whether a command speaks of everything there ever was, and not only of what it names."""
    return isinstance(command, ExportData)


def named_by(command: Any) -> frozenset[str]:
    """Every text of a command but its name and its actor: any may be the name of something archived."""
    fields: dict[str, Any] = to_builtins(command)
    return frozenset(
        text for name, field in fields.items() if name not in ("type", "actor") for text in strings_in(field)
    )


def _is_plain(world: World, invoice: Invoice, limit: date, zone: str) -> bool:
    document = invoice.document
    if invoice.status != "paid" or invoice.noted or invoice.unresolved or document.issued >= limit:
        return False
    if any(line.period.end > limit for line in document.lines) or any(
        share.returned or share.lost for share in invoice.shares
    ):
        return False
    payments = [world.payments[key] for key in invoice.payments]
    return all(
        payment.status in ("settled", "declined", "lost")
        and not payment.refunded
        and not payment.duplicate
        and calendar.day_of(payment.at, zone) < limit
        for payment in payments
    ) and not any(_may_be_given_again(world, name, prefix) for name, prefix in _generated(invoice))


def _generated(invoice: Invoice) -> Iterable[tuple[str, str]]:
    yield invoice.document.id, "inv"
    yield from ((key, "pay") for key in invoice.payments)


def _may_be_given_again(world: World, name: str, prefix: str) -> bool:
    """Whether a chosen id is one that the next documents in order would get."""
    head, _, number = name.rpartition("-")
    table: dict[str, Any] = world.invoices if prefix == "inv" else world.payments
    reached = len(table) + world.counters.get(f"archived:{prefix}", 0)
    return head == prefix and number.isdecimal() and int(number) > reached


def _spoken_of(world: World) -> frozenset[str]:
    """Invoices and payments that something else in the world names."""
    names = {ref.invoice for ref in world.live.values()}
    names.update({one.document.customer: one.document.id for one in world.invoices.values()}.values())
    names.update(work.about for work in world.scheduled.values())
    for subscription in world.subscriptions.values():
        names.update(subscription.unpaid)
    others: Iterable[Any] = (
        *world.disputes.values(),
        *world.webhooks.values(),
        *world.refunds.values(),
        *world.credit_notes.values(),
        *world.indemnities.values(),
        *world.network_fees.values(),
        *world.approvals.values(),
    )
    for record in others:
        names.update(strings_in(to_builtins(record)))
    for table in (world.late_declines, world.owed, world.disputes_of):
        names.update(table)
    return frozenset(names)


def _count(owned: World, archived: tuple[Archived, ...], *, sign: int) -> None:
    sums = {
        "inv": len(archived),
        "pay": sum(len(one.payments) for one in archived),
        "tax": sum(one.invoice.document.tax for one in archived),
        "worth": sum(one.invoice.document.total - one.invoice.document.tax for one in archived),
        "cash": sum(payment.captured for one in archived for payment in one.payments),
    }
    for name, amount in sums.items():
        left = owned.counters.get(f"archived:{name}", 0) + sign * amount
        if left:
            owned.counters[f"archived:{name}"] = left
        else:
            owned.counters.pop(f"archived:{name}", None)
