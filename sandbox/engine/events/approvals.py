"""Events of approvals: asked for, answered, and a role taken."""

from __future__ import annotations

from sandbox.engine.approval import Answer, Approval, Role
from sandbox.engine.events.base import Base


class ApprovalRequested(Base, frozen=True, kw_only=True):
    """Nothing has moved yet."""

    approval: Approval


class ApprovalAnswered(Base, frozen=True, kw_only=True):
    """What was approved follows in the same group."""

    approval: str
    answer: Answer
    reason: str


class RoleTaken(Base, frozen=True, kw_only=True):
    role: Role


ApprovalEvent = ApprovalRequested | ApprovalAnswered | RoleTaken
