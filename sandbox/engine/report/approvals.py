"""Report, of approvals."""

from __future__ import annotations

from typing import Any

from sandbox.engine.approval import Approval
from sandbox.engine.report.moments import moment


def approval(one: Approval, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "about": one.about,
        "customer": one.customer,
        "amount": one.amount,
        "status": one.status,
        "asked_by": one.asked_by,
        "asked": moment(one.asked_at, zone),
        "answered_by": one.answered_by,
        "answered": moment(one.answered_at, zone),
        "reason": one.reason,
    }
