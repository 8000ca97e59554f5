"""Report, of payments and refunds."""

from __future__ import annotations

from typing import Any

from sandbox.engine.invoicing import NetworkFee, Payment, Refund
from sandbox.engine.report.moments import moment
from sandbox.engine.returns import beyond_the_invoice, disputed, origin_is_gone, share_of, truly_refunded
from sandbox.engine.world import World


def payment(world: World, one: Payment, zone: str) -> dict[str, Any]:
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
        "refunded": truly_refunded(world, one),
        "disputed": disputed(world, one.id),
        "owed_back": _owed_back(world, one),
        "origin_gone": origin_is_gone(world, one.id),
        "duplicate": one.duplicate,
        "network_fee": _fee(world.network_fees.get(one.id)),
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
        "status": "failed" if one.failed_at is not None else "succeeded",
        "failure": one.failure if one.failed_at is not None else None,
        "failed_at": moment(one.failed_at, zone),
    }


def _fee(one: NetworkFee | None) -> dict[str, Any] | None:
    """What the network charges the company for an attempt too many."""
    if one is None:
        return None
    return {
        "brand": one.brand,
        "attempt": one.attempt,
        "hours": one.hours,
        "amount": one.amount,
        "currency": one.currency,
        "source": one.source,
    }


def _owed_back(world: World, one: Payment) -> int:
    """What the payer is to get back of a payment: captured twice, or sent back by their bank."""
    twice = beyond_the_invoice(world, one, share_of(world.invoices[one.invoice], one.id)) if one.duplicate else 0
    return twice + world.owed.get(one.id, 0)
