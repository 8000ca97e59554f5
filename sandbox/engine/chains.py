"""Chains: invoices tied by credits for unused time, what of their lines is still paid for, and what went back over all of them."""

from __future__ import annotations

from sandbox.engine import returns
from sandbox.engine.invoicing import Invoice
from sandbox.engine.money import allocate
from sandbox.engine.world import World


def still_paid(world: World, invoice: Invoice, position: int) -> int:
    """What of a line nothing has taken back yet: no credit, no refund, no dispute.

    A refund without a credit note names no line: it lies on what is left of its invoice's lines, by largest remainder,
    and what is more than that on the lines of the changes which that invoice's money went into.
    """
    members = returns.chain(world, invoice)
    rests = [[max(0, one.rest(place)) for place in range(len(one.document.lines))] for one in members]
    taken = [_gone_without_a_document(world, one) for one in members]
    left = [
        [rest - part for rest, part in zip(lines, allocate(min(gone, sum(lines)), lines), strict=True)]
        for lines, gone in zip(rests, taken, strict=True)
    ]
    over = sum(max(0, gone - sum(lines)) for lines, gone in zip(rests, taken, strict=True))
    whole = [part for lines in left for part in lines]
    spread = allocate(min(over, sum(whole)), whole)
    here = next(place for place, one in enumerate(members) if one.document.id == invoice.document.id)
    place = sum(len(lines) for lines in left[:here]) + position
    return whole[place] - spread[place]


def _gone_without_a_document(world: World, invoice: Invoice) -> int:
    return returns.without_a_note(world, invoice) + returns.contested(world, invoice)
