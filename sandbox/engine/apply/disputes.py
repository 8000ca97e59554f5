"""Apply, for events of disputes."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.apply.tables import add_balance
from sandbox.engine.dispute import Dispute
from sandbox.engine.returns import share_of
from sandbox.engine.world import World, schedule, unschedule


def _opened(world: World, event: ev.DisputeOpened) -> None:
    dispute = event.dispute
    world.disputes[dispute.id] = dispute
    world.disputes_of[dispute.payment] = (*world.disputes_of.get(dispute.payment, ()), dispute.id)
    schedule(world, "dispute_window", dispute.id, dispute.evidence_due)


def _contested(world: World, event: ev.DisputeContested) -> None:
    unschedule(world, "dispute_window", event.dispute)
    dispute = world.disputes[event.dispute]
    world.disputes[dispute.id] = replace(dispute, status="under_review", evidence=event.evidence)


def _won(world: World, event: ev.DisputeWon) -> None:
    unschedule(world, "dispute_window", event.dispute)
    dispute = world.disputes[event.dispute]
    world.disputes[dispute.id] = replace(dispute, status="won", closed_at=event.at, closed_by="issuer")


def _lost(world: World, event: ev.DisputeLost) -> None:
    unschedule(world, "dispute_window", event.dispute)
    dispute = replace(
        world.disputes[event.dispute],
        status="lost",
        closed_at=event.at,
        closed_by=event.why,
        from_owed=event.from_failed_refunds + event.from_duplicate,
        from_balance=event.from_balance,
        written_off=event.written_off,
    )
    world.disputes[dispute.id] = dispute
    if event.from_failed_refunds:
        # What a failed refund owed has reached the payer after all, by the issuer's hand.
        world.owed[dispute.payment] -= event.from_failed_refunds
        payment = world.payments[dispute.payment]
        world.payments[payment.id] = replace(payment, refunded=payment.refunded - event.from_failed_refunds)
    if event.from_balance:
        add_balance(world, dispute.customer, -event.from_balance)
    _take_from_the_share(world, dispute, event.written_off)


def _take_from_the_share(world: World, dispute: Dispute, amount: int) -> None:
    """What the loss takes of the invoice's own money; the rest had become balance and was used."""
    invoice = world.invoices[dispute.invoice]
    share = share_of(invoice, dispute.payment)
    lost = min(amount, share.applied - share.returned - share.lost)
    if lost:
        shares = tuple(
            replace(one, lost=one.lost + lost) if one.payment == dispute.payment else one for one in invoice.shares
        )
        world.invoices[dispute.invoice] = replace(invoice, shares=shares)


HANDLERS: Final[Handlers] = {
    ev.DisputeOpened: _opened,
    ev.DisputeContested: _contested,
    ev.DisputeWon: _won,
    ev.DisputeLost: _lost,
}
