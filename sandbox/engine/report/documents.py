"""Report, of invoices and credit notes."""

from __future__ import annotations

from typing import Any, Final

from sandbox.engine import calendar
from sandbox.engine.invoicing import CreditNote, Invoice, InvoiceLine
from sandbox.engine.report.moments import bounds, moment
from sandbox.engine.world import World

# Money that came without an attempt of ours.
NOT_ATTEMPTS: Final = ("recorded", "duplicate")


def _line(line: InvoiceLine, zone: str) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind,
        "component": line.component,
        "price": line.price,
        "quantity": line.quantity,
        "unit_amount": line.unit_amount,
        "period": bounds(line.period, zone),
        "factor": line.factor,
        "amount": line.amount,
        "discount": line.discount,
        "tax": line.tax,
        "taxes": {one.tax: one.amount for one in line.taxes},
        "coupons": list(line.coupons),
    }


def invoice(world: World, one: Invoice, zone: str) -> dict[str, Any]:
    document = one.document
    return {
        "id": document.id,
        "number": document.number or None,
        "customer": document.customer,
        "subscription": document.subscription,
        "status": one.status,
        "issued": document.issued.isoformat(),
        "due": document.due.isoformat(),
        "slip": one.slip,
        "payable_until": None if one.payable_until is None else one.payable_until.isoformat(),
        "lines": [_line(line, zone) for line in document.lines],
        "subtotal": document.subtotal,
        "discount": document.discount,
        "tax": document.tax,
        "total": document.total,
        "balance_applied": document.balance_applied,
        "amount_due": document.amount_due,
        "paid": one.paid,
        "credited": one.credited,
        "remaining": one.remaining,
        "attempts": sum(1 for key in one.payments if world.payments[key].cause not in NOT_ATTEMPTS),
        "retry_at": moment(one.retry_at, zone),
    }


def credit_note(one: CreditNote, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "invoice": one.invoice,
        "issued": calendar.day_of(one.issued_at, zone).isoformat(),
        "amount": one.amount,
        "lines": list(one.lines),
        "tax": sum(one.taxes),
        "remaining": one.from_remaining,
        "balance": one.to_balance,
        "refund": one.to_refund,
        "outside": one.outside,
        "reason": one.reason,
        "approver": one.approver,
    }
