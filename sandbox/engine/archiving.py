"""Archiving: settled invoices that nothing speaks of any more leave the working world, and come back unchanged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from sandbox.engine import calendar
from sandbox.engine.commands import Command, ExportData
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.text import strings_in
from sandbox.engine.world import World

# Refunds by Pix end after 90 days, card disputes within 120 of the day they count from; anything older can be recalled.
KEPT: Final = timedelta(days=120)


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
    # Invoices stand in the order of their issue: what is younger is not even looked at.
    old = takewhile(lambda one: one.document.issued < limit, world.invoices.values())
    over = [one for one in old if _is_over(one, limit)]
    if not over:
        return world, ()
    bound = _spoken_of(world)
    bound |= _newest_of({one.document.customer for one in over}, world)
    midnight = calendar.start_of_day(limit, zone)
    reached = len(world.payments) + world.counters.get("archived:pay", 0)
    gone = tuple(
        [
            Archived(invoice, payments)
            for invoice in over
            if bound.isdisjoint(invoice.payments)
            and invoice.document.id not in bound
            and _are_plain(payments := tuple([world.payments[key] for key in invoice.payments]), midnight, reached)
        ]
    )
    if not gone:
        return world, ()
    lean = _with_its_own_documents(world)
    for one in gone:
        del lean.invoices[one.invoice.document.id]
        for key in one.invoice.payments:
            del lean.payments[key]
    _count(lean, gone, sign=1)
    return lean, gone


def recall(world: World, archived: Iterable[Archived]) -> World:
    """The world with what had left it, where it had stood: what is older comes first."""
    back = tuple(archived)
    whole = _with_its_own_documents(world)
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


def _with_its_own_documents(world: World) -> World:
    """The world with tables of its own where documents are put away; it shares all others, which nobody changes."""
    invoices, payments, counters = world.invoices.copy(), world.payments.copy(), world.counters.copy()
    return replace(world, invoices=invoices, payments=payments, counters=counters)


def _is_over(invoice: Invoice, limit: date) -> bool:
    """Whether it is paid, all that it bills is past, and nothing of it was given back or waits for an answer."""
    if invoice.status != "paid" or invoice.noted or invoice.unresolved or invoice.carried_by:
        return False
    for line in invoice.document.lines:
        # What a change tied together is looked at together whenever money of it may go back.
        if line.period.end > limit or line.of:
            return False
    return not any(share.returned or share.lost for share in invoice.shares)


def _are_plain(payments: Iterable[Payment], midnight: datetime, reached: int) -> bool:
    """Whether all are of before that midnight and settled for good, under ids that no payment to come would get."""
    for payment in payments:
        if payment.status == "unknown" or payment.refunded or payment.duplicate:
            return False
        if payment.at >= midnight or _may_be_given_again(payment.id, reached):
            return False
    return True


def _may_be_given_again(payment: str, reached: int) -> bool:
    """Whether an id that somebody chose is one that the next payments in order would get, after so many."""
    head, _, number = payment.rpartition("-")
    return head == "pay" and number.isdecimal() and int(number) > reached


def _spoken_of(world: World) -> set[str]:
    """Invoices and payments that something else in the world names."""
    names = {ref.invoice for ref in world.live.values()}
    names.update([work.about for work in world.scheduled.values()])
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
    return names


def _newest_of(customers: set[str], world: World) -> set[str]:
    """The last invoice of each of these customers."""
    left, names = set(customers), set()
    for invoice in reversed(world.invoices.values()):
        if not left:
            break
        if invoice.document.customer in left:
            left.remove(invoice.document.customer)
            names.add(invoice.document.id)
    return names


def _count(owned: World, archived: tuple[Archived, ...], *, sign: int) -> None:
    documents = [one.invoice.document for one in archived]
    payments = [payment for one in archived for payment in one.payments]
    taxes = sum([document.tax for document in documents])
    sums = {
        "inv": len(documents),
        "pay": len(payments),
        "tax": taxes,
        "worth": sum([document.total for document in documents]) - taxes,
        "cash": sum([payment.captured for payment in payments]),
    }
    for name, amount in sums.items():
        left = owned.counters.get(f"archived:{name}", 0) + sign * amount
        if left:
            owned.counters[f"archived:{name}"] = left
        else:
            owned.counters.pop(f"archived:{name}", None)
