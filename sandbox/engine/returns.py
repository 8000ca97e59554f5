"""Returns: what of a payment may still go back, and what of an invoice was paid and kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.invoicing import Invoice, Payment, Share
from sandbox.engine.world import World


class Room(Struct, frozen=True):
    """What a refund without a credit note may take, in the order it takes it.

    `owed` was captured twice and was never the invoice's, or a refund of it failed; `balance` was paid too much
    and the customer still holds it; `kept` paid the invoice and went back by no other road.
    """

    owed: int
    balance: int
    kept: int

    @property
    def whole(self) -> int:
        return self.owed + self.balance + self.kept


def share_of(invoice: Invoice, payment: str) -> Share:
    """A payment's share in its invoice; nothing where it was not captured."""
    return next((share for share in invoice.shares if share.payment == payment), Share(payment, 0))


def disputed(world: World, payment: str) -> int:
    """What of a payment is held by open disputes or was lost to closed ones."""
    named = world.disputes_of.get(payment)
    return sum(one.amount for one in map(world.disputes.__getitem__, named) if one.status != "won") if named else 0


def open_dispute(world: World, payment: str) -> str | None:
    """The dispute that holds money of this payment, or None."""
    return next((key for key in world.disputes_of.get(payment, ()) if world.disputes[key].is_open), None)


def lost(world: World, payment: str) -> int:
    """What of a payment went back by lost disputes."""
    named = world.disputes_of.get(payment)
    return sum(one.amount for one in map(world.disputes.__getitem__, named) if one.status == "lost") if named else 0


def truly_refunded(world: World, payment: Payment) -> int:
    """What refunds gave back and did not fail afterwards."""
    return payment.refunded - world.owed.get(payment.id, 0)


def beyond_the_invoice(world: World, payment: Payment, share: Share) -> int:
    """What the invoice had no need of and has not gone back."""
    kept = share.applied - share.returned - share.lost
    return payment.captured - payment.refunded - lost(world, payment.id) - kept


def sent_outside(world: World, invoice: Invoice) -> int:
    """What credit notes paid out by another road than a refund."""
    notes = invoice.credit_notes
    return sum(world.credit_notes[key].outside for key in notes) if notes else 0


def refunded(invoice: Invoice) -> int:
    """What refunds took from the money that paid the invoice."""
    return sum(share.returned for share in invoice.shares)


def without_a_note(world: World, invoice: Invoice) -> int:
    """What refunds gave back of an invoice that no credit note explains yet."""
    return refunded(invoice) - sum(world.credit_notes[key].to_refund for key in invoice.credit_notes)


def wants_a_note(world: World, invoice: Invoice) -> int:
    """The same, without what came back from the bank and is owed again."""
    return max(0, without_a_note(world, invoice) - sum(world.owed.get(key, 0) for key in invoice.payments))


def given_back(world: World, invoice: Invoice) -> int:
    """Everything that went back of what was paid on an invoice, by every road."""
    notes = [world.credit_notes[key] for key in invoice.credit_notes]
    return refunded(invoice) + sum(note.to_balance + note.outside for note in notes)


def paid_and_kept(world: World, invoice: Invoice) -> int:
    """What was paid on an invoice (its part of the balance too), has not gone back and is not disputed.

    Nor was it given back as unused time, by an invoice that a credit ties to this one.
    """
    kept = _kept(world, invoice)
    members = chain(world, invoice)
    return kept if len(members) == 1 else min(kept, _kept_over(world, members))


def kept_over_the_chain(world: World, invoice: Invoice) -> int:
    """The same of all invoices that credits tie to this one together."""
    return _kept_over(world, chain(world, invoice))


def chain(world: World, invoice: Invoice) -> list[Invoice]:
    """An invoice with all that credits for unused time tie to it, one way or the other; oldest first."""
    if not invoice.is_tied:
        return [invoice]
    found: dict[str, Invoice] = {}
    left = [invoice.document.id]
    while left:
        key = left.pop()
        if key not in found:
            one = found[key] = world.invoices[key]
            left += [*one.carried_by, *(line.of.rpartition("/")[0] for line in one.document.lines if line.of)]
    return sorted(found.values(), key=lambda one: one.document.number)


def made_balance(invoice: Invoice) -> int:
    """What a total below zero gave to the customer's balance."""
    return max(0, -invoice.document.total) if invoice.status != "void" else 0


def _kept(world: World, invoice: Invoice) -> int:
    gone = given_back(world, invoice) + contested(world, invoice)
    return invoice.paid + invoice.document.balance_applied - gone


def _kept_over(world: World, members: list[Invoice]) -> int:
    standing = [one for one in members if one.status != "void"]
    return sum(_kept(world, one) - made_balance(one) for one in standing)


def contested(world: World, invoice: Invoice) -> int:
    """What of the money that paid an invoice is held by disputes or was lost to them."""
    if not world.disputes_of:
        return 0
    parts = (
        share.lost
        + min(disputed(world, share.payment) - lost(world, share.payment), share.applied - share.returned - share.lost)
        for share in invoice.shares
    )
    return sum(parts)


def cash_kept(world: World, invoice: Invoice) -> int:
    """The part of it that may leave as money: what was paid out of the balance goes back to the balance only."""
    cash = invoice.paid - refunded(invoice) - sent_outside(world, invoice) - contested(world, invoice)
    return max(0, min(cash, paid_and_kept(world, invoice)))


# What a bank says of a card or an account that will not be there again.
FOR_GOOD: Final = frozenset({"lost_or_stolen_card", "expired_or_canceled_card", "account_closed"})


def origin_is_gone(world: World, payment: str) -> bool:
    """Whether a refund came back because what it went to is gone: the next goes to the same holder, with approval."""
    if payment not in world.owed:
        return False
    back = (one for one in world.refunds.values() if one.payment == payment and one.failed_at is not None)
    return any(one.failure in FOR_GOOD for one in back)


# How many days after the day of its receipt a Pix can be sent back to where it came from (DOMAIN.md 2.1, pixdev).
PIX_RETURN_DAYS: Final = 90
PIX_RAILS: Final = frozenset({"pix", "pix_automatico"})


def pix_return_until(world: World, payment: Payment) -> date | None:
    """The last day, whole and by the company's calendar, on which a Pix can still go back; None of another rail."""
    if payment.rail not in PIX_RAILS:
        return None
    received = calendar.day_of(payment.settled_at or payment.at, world.require_company().timezone)
    return received + timedelta(days=PIX_RETURN_DAYS)


def room(world: World, payment: Payment) -> Room:
    """How much of one payment may still be refunded, and out of what."""
    invoice = world.invoices[payment.invoice]
    share = share_of(invoice, payment.id)
    beyond = beyond_the_invoice(world, payment, share)
    return Room(
        owed=(beyond if payment.duplicate else 0) + world.owed.get(payment.id, 0),
        # What later invoices consumed was used by the customer and cannot go back as money.
        balance=0 if payment.duplicate else min(beyond, world.customers[payment.customer].balance),
        kept=min(share.applied - share.returned - share.lost, cash_kept(world, invoice)),
    )
