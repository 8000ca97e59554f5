"""Commands of approvals: asked for, answered, and the role that somebody acts in."""

from __future__ import annotations

from sandbox.engine.approval import Answer, Role
from sandbox.engine.commands.amends import Goodwill, PayIndemnity
from sandbox.engine.commands.base import Asked, Key, Text
from sandbox.engine.commands.documents import GrantBalance, IssueCreditNote, MarkUncollectible, VoidInvoice
from sandbox.engine.commands.leaving import Withdraw
from sandbox.engine.commands.money import MakeRefund
from sandbox.engine.commands.subscriptions import Cancel

Approvable = (
    MakeRefund
    | IssueCreditNote
    | Goodwill
    | PayIndemnity
    | GrantBalance
    | Cancel
    | Withdraw
    | VoidInvoice
    | MarkUncollectible
)


class RequestApproval(Asked, frozen=True, kw_only=True):
    """Prepare what is above one's limit: it waits for somebody else. `do` is the command, without an approver."""

    id: Key | None = None
    do: Approvable


class AnswerApproval(Asked, frozen=True, kw_only=True):
    """Approving does at once what was asked, in the name of who asked; withdrawing is for who asked alone."""

    approval: Key
    answer: Answer
    reason: Text = ""


class TakeRole(Asked, frozen=True, kw_only=True):
    """From now on whoever works at the desk acts in this role."""

    role: Role


ApprovalCommand = RequestApproval | AnswerApproval | TakeRole
