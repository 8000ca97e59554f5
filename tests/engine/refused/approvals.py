"""Refused, about approvals: how each expected no is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import Desk, subscribed

ASKED: dict[str, Any] = {"refund": {"payment": "pay-1", "amount": 4000, "reason": "cobrança indevida"}}


def _prepared(limit: int = 1000) -> Desk:
    desk = subscribed(agent_limit=limit)
    desk.do("request_approval", do=ASKED)
    return desk


def _answered() -> Rejection:
    desk = _prepared()
    desk.do("answer_approval", approval="appr-1", answer="declined", reason="não cabe", actor="supervisor")
    return desk.refused("answer_approval", approval="appr-1", answer="approved", actor="supervisor")


CASES: dict[str, Callable[[], Rejection]] = {
    "role_taken_already": lambda: subscribed().refused("take_role", role="agent"),
    "approver_signs_later": lambda: subscribed(agent_limit=1000).refused(
        "request_approval", do={"refund": {**ASKED["refund"], "approver": "bruno"}}
    ),
    "approval_waits": lambda: _prepared().refused("request_approval", do=ASKED),
    "approval_not_needed": lambda: subscribed().refused("request_approval", do=ASKED),
    "unknown_approval": lambda: subscribed().refused("answer_approval", approval="appr-1", answer="approved"),
    "approval_answered": _answered,
    "approval_not_ones_own": lambda: _prepared().refused(
        "answer_approval", approval="appr-1", answer="withdrawn", actor="supervisor"
    ),
    "agents_do_not_approve": lambda: _by_the_supervisor().refused(
        "answer_approval", approval="appr-1", answer="approved"
    ),
    "decline_says_why": lambda: _prepared().refused(
        "answer_approval", approval="appr-1", answer="declined", actor="supervisor"
    ),
}


def _by_the_supervisor() -> Desk:
    desk = subscribed(agent_limit=1000)
    desk.do("request_approval", do=ASKED, actor="supervisor")
    return desk
