"""Invariants of the books."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.engine import returns
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.world import World


def book_rules(world: World) -> Iterator[Broken]:
    """The ledger says what the documents, the payments and the balances say."""
    invoices, notes = world.invoices.values(), world.credit_notes.values()
    payments = world.payments.values()
    owed_back = sum(
        returns.beyond_the_invoice(world, one, returns.share_of(world.invoices[one.invoice], one.id))
        for one in payments
        if one.duplicate
    )
    unexplained = sum(returns.refunded(one) for one in invoices) - sum(note.to_refund for note in notes)
    again = sum(world.owed.values())
    disputes = world.disputes.values()
    standing = [one for one in invoices if one.status not in ("void", "draft")]
    taxes = sum(one.document.tax - sum(one.line_credit_taxes) for one in standing)
    late = sum(one.late_fees_left for one in standing)
    worth = sum(one.document.total - one.noted for one in standing) - taxes - late
    rules = (
        ("deferred_revenue_is_what_documents_are_worth", "deferred_revenue", -worth),
        ("late_fees_are_what_documents_carry", "late_fees", -late),
        ("tax_payable_is_what_documents_carry", "tax_payable", -taxes),
        ("receivable_is_what_is_open", "receivable", sum(one.remaining for one in invoices if one.status == "open")),
        ("balances_are_what_is_held", "customer_balance", -sum(one.balance for one in world.customers.values())),
        (
            "write_off_is_what_was_given_up",
            "write_off",
            sum(one.remaining for one in invoices if one.status == "uncollectible")
            + sum(one.written_off for one in disputes),
        ),
        ("refunds_payable_is_what_is_owed", "refunds_payable", unexplained - owed_back - again),
        (
            "cash_is_what_came_and_stayed",
            "cash_clearing",
            sum(one.captured - one.refunded for one in payments)
            + again
            - sum(one.amount for one in disputes if one.status != "won")
            - sum(note.outside for note in notes)
            - sum(one.amount + one.interest for one in world.indemnities.values()),
        ),
    )
    archived = {
        "deferred_revenue": -world.counters.get("archived:worth", 0),
        "tax_payable": -world.counters.get("archived:tax", 0),
        "cash_clearing": world.counters.get("archived:cash", 0),
    }
    for name, account, standing_now in rules:
        expected = standing_now + archived.get(account, 0)
        if world.ledger.get(account, 0) != expected:
            yield name, {"ledger": world.ledger.get(account, 0), "expected": expected}
