"""Report, of late fees."""

from __future__ import annotations

from typing import Any

from sandbox.engine.sending import LateFee


def late_fee(one: LateFee) -> dict[str, Any]:
    return {
        "charge": one.id,
        "customer": one.customer,
        "subscription": one.subscription,
        "invoice": one.invoice,
        "payment": one.payment,
        "principal": one.principal,
        "days": one.days,
        "fine": one.fine,
        "interest": one.interest,
        "amount": one.amount,
    }
