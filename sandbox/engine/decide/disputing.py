"""Disputing: a payment contested at the issuer, the money held meanwhile, and what a loss takes."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine import calendar, returns
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.turn import Turn
from sandbox.engine.dispute import WITHOUT_DISPUTES, Dispute, response_window
from sandbox.engine.ledger import entry


def open_dispute(turn: Turn, command: cmd.OpenDispute) -> None:
    """The issuer opens it and takes the money back at once; nobody here can refuse but by arithmetic."""
    payment = turn.payment(command.payment)
    if payment.captured == 0:
        turn.refuse("payment_not_captured", payment=payment.id)
    if payment.rail in WITHOUT_DISPUTES:
        turn.refuse("rail_has_no_disputes", payment=payment.id)
    refunded, disputed = returns.truly_refunded(turn.world, payment), returns.disputed(turn.world, payment.id)
    left = payment.captured - refunded - disputed
    amount = left if command.amount is None else command.amount
    if amount > left or left == 0:
        turn.refuse(
            "dispute_exceeds_captured",
            payment=payment.id,
            captured=payment.captured,
            refunded=refunded,
            disputed=disputed,
            asked=amount,
        )
    if amount <= 0:
        turn.refuse("amount_not_positive")
    dispute = Dispute(
        id=turn.next_id("dp", turn.world.disputes, command.id),
        payment=payment.id,
        invoice=payment.invoice,
        customer=payment.customer,
        amount=amount,
        reason=command.reason,
        opened_at=turn.at,
        evidence_due=_evidence_due(turn, command.respond_by),
    )
    turn.emit(
        ev.DisputeOpened,
        dispute=dispute,
        postings=entry(("dispute_holding", amount), ("cash_clearing", -amount)),
    )


def _evidence_due(turn: Turn, given: datetime | None) -> datetime:
    if given is None:
        return calendar.add_days(turn.at, response_window(turn.today).days, turn.company.timezone)
    if given <= turn.at:
        turn.refuse("clock_goes_forward_only", now=turn.written(turn.at))
    return given


def _open(turn: Turn, key: str) -> Dispute:
    dispute = turn.world.disputes.get(key)
    if dispute is None:
        turn.refuse("unknown_dispute", id=key)
    if not dispute.is_open:
        turn.refuse("dispute_closed", dispute=key, status=dispute.status)
    return dispute


def contest_dispute(turn: Turn, command: cmd.ContestDispute) -> None:
    """Evidence is sent once, before the window ends; then the issuer decides."""
    dispute = _open(turn, command.dispute)
    if dispute.status == "under_review":
        turn.refuse("dispute_already_contested", dispute=dispute.id)
    if not command.evidence.strip():
        turn.refuse("evidence_missing", dispute=dispute.id, at=turn.written(dispute.evidence_due))
    turn.emit(ev.DisputeContested, dispute=dispute.id, evidence=command.evidence)


def accept_dispute(turn: Turn, command: cmd.AcceptDispute) -> None:
    _lose(turn, _open(turn, command.dispute), why="accepted", reason=command.reason)


def resolve_dispute(turn: Turn, command: cmd.ResolveDispute) -> None:
    dispute = _open(turn, command.dispute)
    if command.outcome == "lost":
        _lose(turn, dispute, why="issuer", reason="")
        return
    turn.emit(
        ev.DisputeWon,
        dispute=dispute.id,
        payment=dispute.payment,
        postings=entry(("cash_clearing", dispute.amount), ("dispute_holding", -dispute.amount)),
    )


def end_window(turn: Turn, dispute_id: str) -> None:
    """Nobody answered in time: the payer wins."""
    _lose(turn, turn.world.disputes[dispute_id], why="window_ended", reason="")


def _lose(turn: Turn, dispute: Dispute, *, why: Literal["accepted", "window_ended", "issuer"], reason: str) -> None:
    """The money is gone. What was owed to the payer anyway goes first, then what stands on their balance."""
    payment = turn.payment(dispute.payment)
    invoice = turn.invoice(dispute.invoice)
    left = dispute.amount
    failed = min(left, turn.world.owed.get(payment.id, 0))
    left -= failed
    beyond = returns.beyond_the_invoice(turn.world, payment, returns.share_of(invoice, payment.id))
    duplicate = min(left, beyond) if payment.duplicate else 0
    left -= duplicate
    balance = 0 if payment.duplicate else min(left, beyond, turn.customer(payment.customer).balance)
    left -= balance
    turn.emit(
        ev.DisputeLost,
        dispute=dispute.id,
        payment=payment.id,
        why=why,
        reason=reason,
        from_failed_refunds=failed,
        from_duplicate=duplicate,
        from_balance=balance,
        written_off=left,
        postings=entry(
            ("refunds_payable", failed + duplicate),
            ("customer_balance", balance),
            ("write_off", left),
            ("dispute_holding", -dispute.amount),
        ),
    )
