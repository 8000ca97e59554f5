"""Approving: what is above one's limit is prepared by one person and answered for by another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.approval import ACTORS, Approval
from sandbox.engine.decide import amending, ending, returning, withdrawing
from sandbox.engine.decide.datawork import check_person
from sandbox.engine.decide.turn import Refused, Turn
from sandbox.engine.events import Event

APPROVABLE: Final[dict[type[cmd.Asked], Callable[[Turn, Any], None]]] = {
    cmd.MakeRefund: returning.refund,
    cmd.IssueCreditNote: returning.credit_note,
    cmd.Goodwill: amending.goodwill,
    cmd.PayIndemnity: amending.pay_indemnity,
    cmd.GrantBalance: returning.grant_balance,
    cmd.Cancel: ending.cancel,
    cmd.Withdraw: withdrawing.withdraw,
    cmd.VoidInvoice: returning.void_invoice,
    cmd.MarkUncollectible: returning.mark_uncollectible,
}
WANTING_ONE: Final = frozenset({"needs_approver", "destination_needs_approver", "indemnity_needs_approver"})
# Stands for whoever will approve while it is tried whether anything else is in the way.
SOMEBODY_ELSE: Final = "somebody-else"


def take_role(turn: Turn, command: cmd.TakeRole) -> None:
    if command.role == turn.world.role:
        turn.refuse("role_taken_already", role=command.role)
    turn.emit(ev.RoleTaken, role=command.role)


def request_approval(turn: Turn, command: cmd.RequestApproval) -> None:
    """Refused is what needs nobody, what nobody could approve, and a second request about the same thing."""
    asked = command.do
    if asked.approver is not None:
        turn.refuse("approver_signs_later")
    about, customer = _about(turn, asked)
    for other in turn.world.approvals.values():
        if other.is_waiting and (other.kind, other.about) == (_kind(asked), about):
            turn.refuse("approval_waits", approval=other.id, at=turn.written(other.asked_at))
    try:
        _do(_aside(turn), asked)
    except Refused as refused:
        if refused.rejection.code not in WANTING_ONE:
            raise
    else:
        turn.refuse("approval_not_needed", limit=turn.company.policy.agent_limit)
    tried = _aside(turn)
    _do(tried, replace(asked, approver=SOMEBODY_ELSE))
    fields: dict[str, Any] = msgspec.to_builtins(asked)
    fields.pop("actor", None)
    turn.emit(
        ev.ApprovalRequested,
        approval=Approval(
            id=turn.next_id("appr", turn.world.approvals, command.id),
            kind=_kind(asked),
            about=about,
            customer=customer,
            amount=_amount(turn, asked, tried.events),
            asked=fields,
            asked_by=turn.actor,
            asked_at=turn.at,
        ),
    )


def answer_approval(turn: Turn, command: cmd.AnswerApproval) -> None:
    approval = turn.world.approvals.get(command.approval)
    if approval is None:
        turn.refuse("unknown_approval", id=command.approval)
    if not approval.is_waiting or approval.answered_at is not None:
        turn.refuse("approval_answered", approval=approval.id, at=turn.written(approval.answered_at or turn.at))
    own = turn.actor == approval.asked_by
    if command.answer == "withdrawn" and not own:
        turn.refuse("approval_not_ones_own", approval=approval.id)
    if command.answer != "withdrawn" and own:
        turn.refuse("approver_is_maker")
    if command.answer != "withdrawn" and turn.actor == ACTORS["agent"]:
        turn.refuse("agents_do_not_approve", approval=approval.id)
    if command.answer == "declined" and not command.reason.strip():
        turn.refuse("decline_says_why", approval=approval.id)
    turn.emit(ev.ApprovalAnswered, approval=approval.id, answer=command.answer, reason=command.reason)
    if command.answer == "approved":
        answering, turn.actor = turn.actor, approval.asked_by
        asked: cmd.Approvable = msgspec.convert({**approval.asked, "actor": approval.asked_by}, cmd.Approvable)
        _do(turn, replace(asked, approver=answering))
        turn.actor = answering


def _aside(turn: Turn) -> Turn:
    """The same turn on a copy of the world, to try something and keep nothing of it."""
    return Turn(turn.world.own(), at=turn.at, actor=turn.actor, people=turn.people)


def _do(turn: Turn, asked: cmd.Approvable) -> None:
    check_person(turn, asked)
    APPROVABLE[type(asked)](turn, asked)


def _kind(asked: cmd.Approvable) -> str:
    return str(type(asked).__struct_config__.tag)


def _about(turn: Turn, asked: cmd.Approvable) -> tuple[str, str]:
    """What it is for, and whose that is."""
    match asked:
        case cmd.MakeRefund() | cmd.PayIndemnity():
            return asked.payment, turn.payment(asked.payment).customer
        case cmd.IssueCreditNote() | cmd.Goodwill() | cmd.VoidInvoice() | cmd.MarkUncollectible():
            return asked.invoice, turn.invoice(asked.invoice).document.customer
        case cmd.GrantBalance():
            return asked.customer, turn.customer(asked.customer).id
        case cmd.Cancel() | cmd.Withdraw():
            return asked.subscription, turn.subscription(asked.subscription).customer


def _amount(turn: Turn, asked: cmd.Approvable, events: Iterable[Event]) -> int:
    """What it gives; of somebody who leaves, what trying it gave back."""
    match asked:
        case cmd.Cancel() | cmd.Withdraw():
            return sum(event.refund.amount for event in events if isinstance(event, ev.RefundMade))
        case cmd.VoidInvoice() | cmd.MarkUncollectible():
            return turn.invoice(asked.invoice).remaining
        case cmd.PayIndemnity():
            return asked.amount + asked.interest
        case cmd.IssueCreditNote():
            return sum(one.amount for one in asked.lines) if asked.amount is None else asked.amount
        case _:
            return asked.amount
