"""Report, of payments and refunds."""

from __future__ import annotations

from typing import Any

from sandbox.engine.invoicing import Payment, Refund
from sandbox.engine.report.moments import moment


def payment(one: Payment, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "key": one.key,
        "invoice": one.invoice,
        "customer": one.customer,
        "attempt": one.attempt,
        "method": one.method,
        "rail": one.rail,
        "amount": one.amount,
        "status": one.status,
        "code": one.code,
        "response": one.response,
        "mac": one.mac,
        "wait_until": moment(one.wait_until, zone),
        "at": moment(one.at, zone),
        "cause": one.cause,
        "refunded": one.refunded,
        "duplicate": one.duplicate,
    }


def refund(one: Refund, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "payment": one.payment,
        "amount": one.amount,
        "destination": one.destination,
        "reason": one.reason,
        "approver": one.approver,
        "credit_note": one.credit_note,
        "at": moment(one.at, zone),
    }
