"""Report: the world as `--json` prints it; amounts in minor units, days in the company's zone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.engine.events import Event
from sandbox.engine.report.amends import indemnity
from sandbox.engine.report.approvals import approval
from sandbox.engine.report.books import trial_balance
from sandbox.engine.report.disputes import dispute
from sandbox.engine.report.documents import credit_note, invoice
from sandbox.engine.report.leaving import note, offer, task
from sandbox.engine.report.mandates import instruction, mandate
from sandbox.engine.report.messages import message
from sandbox.engine.report.metrics import metrics
from sandbox.engine.report.moments import moment
from sandbox.engine.report.money import payment, refund
from sandbox.engine.report.policy import policy_switches
from sandbox.engine.report.privacy import privacy_parts
from sandbox.engine.report.reminding import to_remind
from sandbox.engine.report.repricing import price_change
from sandbox.engine.report.sending import late_fee
from sandbox.engine.report.subscriptions import subscription
from sandbox.engine.report.webhooks import webhooks
from sandbox.engine.returns import wants_a_note
from sandbox.engine.world import World


def report(world: World, journal: Iterable[Event] | None = None) -> dict[str, Any]:
    """Everything that can be expected of a company, as JSON-safe values; how MRR moved, only with its journal."""
    if world.company is None:
        return {
            "now": None,
            "subscriptions": [],
            "invoices": [],
            "ledger": {},
            "events": {"count": 0, "hash": ""},
        }
    zone = world.company.timezone
    return {
        "now": moment(world.now, zone),
        "company": {
            "jurisdiction": world.company.jurisdiction,
            "holidays": [day.isoformat() for day in world.company.holidays],
            "sharees": list(world.company.sharees),
        },
        "plans": [{"id": one.id, "name": one.name, "prices": list(one.prices)} for one in world.plans.values()],
        "policy": policy_switches(world.company.policy),
        "subscriptions": [subscription(one, zone) for one in world.subscriptions.values()],
        "invoices": [invoice(world, one, zone) for one in world.invoices.values()],
        "credit_notes": [credit_note(one, zone) for one in world.credit_notes.values()],
        "payments": [payment(world, one, zone) for one in world.payments.values()],
        "refunds": [refund(one, zone) for one in world.refunds.values()],
        "without_note": [
            {"invoice": one.document.id, "customer": one.document.customer, "amount": amount}
            for one in world.invoices.values()
            if (amount := wants_a_note(world, one))
        ],
        "disputes": [dispute(one, zone) for one in world.disputes.values()],
        "to_remind": to_remind(world, zone),
        "price_changes": [price_change(world, one, zone) for one in world.price_changes.values()],
        "balances": {one.id: one.balance for one in world.customers.values() if one.balance},
        "ledger": trial_balance(world),
        "messages": [message(one, zone) for one in world.messages.values()],
        "links": [
            {
                "id": one.id,
                "invoice": one.invoice,
                "customer": one.customer,
                "amount": one.amount,
                "payment": one.payment,
            }
            for one in world.links.values()
        ],
        "indemnities": [indemnity(one, zone) for one in world.indemnities.values()],
        "mandates": [mandate(one, zone) for one in world.mandates.values()],
        "instructions": [instruction(one) for one in world.instructions.values()],
        "webhooks": webhooks(world, zone),
        **privacy_parts(world, zone),
        "offers": [offer(one, zone) for one in world.offers.values()],
        "tasks": [task(one, zone) for one in world.tasks.values()],
        "role": world.role,
        "approvals": [approval(one, zone) for one in world.approvals.values()],
        "notes": [note(one, zone) for one in world.notes.values()],
        "charges": [
            {"id": one.id, "customer": one.customer, "subscription": one.subscription, "amount": one.amount}
            for one in world.charges.values()
        ],
        "late_fees": [late_fee(one) for one in world.late_fees.values()],
        "metrics": metrics(world, journal),
        "refusals": [],
        "events": {"count": world.event_count, "hash": world.chain},
    }
