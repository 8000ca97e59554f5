"""Report, of indemnities."""

from __future__ import annotations

from typing import Any

from sandbox.engine.amends import Indemnity
from sandbox.engine.report.moments import moment


def indemnity(one: Indemnity, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "payment": one.payment,
        "customer": one.customer,
        "amount": one.amount,
        "interest": one.interest,
        "rail": one.rail,
        "reason": one.reason,
        "approver": one.approver,
        "at": moment(one.at, zone),
    }
