"""Report, of disputes."""

from __future__ import annotations

from typing import Any

from sandbox.engine.dispute import Dispute
from sandbox.engine.report.moments import moment


def dispute(one: Dispute, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "payment": one.payment,
        "invoice": one.invoice,
        "customer": one.customer,
        "amount": one.amount,
        "reason": one.reason,
        "status": one.status,
        "opened_at": moment(one.opened_at, zone),
        "evidence_due": moment(one.evidence_due, zone),
        "evidence": one.evidence,
        "closed_at": moment(one.closed_at, zone),
        "closed_by": one.closed_by,
        "from_owed": one.from_owed,
        "from_balance": one.from_balance,
        "written_off": one.written_off,
    }
