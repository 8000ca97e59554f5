"""Report, of Pix Automático's mandates and instructions."""

from __future__ import annotations

from typing import Any

from sandbox.engine.mandate import Instruction, Mandate
from sandbox.engine.report.moments import moment


def mandate(one: Mandate, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "method": one.method,
        "ceiling": one.ceiling,
        "fixed": one.is_fixed,
        "status": one.status,
        "requested_at": moment(one.requested_at, zone),
        "answered_at": moment(one.answered_at, zone),
        "ended_at": moment(one.ended_at, zone),
    }


def instruction(one: Instruction) -> dict[str, Any]:
    return {
        "id": one.id,
        "invoice": one.invoice,
        "mandate": one.mandate,
        "amount": one.amount,
        "issued": one.issued_on.isoformat(),
        "debit": one.debit_on.isoformat(),
        "status": one.status,
        "reason": one.reason,
    }
