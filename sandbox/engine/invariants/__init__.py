"""Invariants: what must hold in every world, by name; checked over what a command touched, or over everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sandbox.engine import events as ev
from sandbox.engine.apply import replay
from sandbox.engine.codec import encode_event, journal_hash
from sandbox.engine.invariants.amends import indemnity_rules, payout_rules
from sandbox.engine.invariants.approvals import approval_rules
from sandbox.engine.invariants.arrears import arrears_rules, unbilled_rules
from sandbox.engine.invariants.books import book_rules
from sandbox.engine.invariants.broken import Broken, InvariantBroken
from sandbox.engine.invariants.disputes import dispute_rules, holding_rules
from sandbox.engine.invariants.documents import invoice_rules, payment_rules
from sandbox.engine.invariants.ends import end_rules
from sandbox.engine.invariants.journal import journal_rules
from sandbox.engine.invariants.mandates import instruction_rules
from sandbox.engine.invariants.metrics import metric_rules
from sandbox.engine.invariants.privacy import privacy_rules, touched_privacy
from sandbox.engine.invariants.repricing import price_rules, repricing_rules
from sandbox.engine.invariants.sending import sending_rules
from sandbox.engine.invariants.subscriptions import subscription_rules, tiling_rules
from sandbox.engine.invariants.touched import named_by
from sandbox.engine.invariants.webhooks import key_rules
from sandbox.engine.ledger import Posting, balances_to_zero
from sandbox.engine.world import World


def check_touched(before: World, after: World, events: Sequence[ev.Event]) -> None:
    """After one command: every rule, over the records its events name."""
    for name, facts in _broken_by(before, after, events):
        raise InvariantBroken(name, facts, events)


def verify(world: World) -> list[Broken]:
    """Every rule over everything; the list of what is broken."""
    found: list[Broken] = []
    if sum(world.ledger.values()) != 0:
        found.append(("ledger_sums_to_zero", dict(world.ledger)))
    for payment in world.payments.values():
        found.extend(payment_rules(payment))
        found.extend(dispute_rules(world, payment))
        found.extend(indemnity_rules(world, payment))
    for invoice in world.invoices.values():
        found.extend(invoice_rules(world, invoice))
        found.extend(key_rules(invoice))
    zone = world.company.timezone if world.company is not None else "UTC"
    for subscription in world.subscriptions.values():
        found.extend(subscription_rules(subscription, zone))
    found.extend(book_rules(world))
    found.extend(price_rules(world))
    found.extend(arrears_rules(world))
    found.extend(sending_rules(world))
    found.extend(holding_rules(world))
    found.extend(payout_rules(world))
    found.extend(approval_rules(world))
    found.extend(privacy_rules(world))
    for instruction in world.instructions.values():
        found.extend(instruction_rules(world, instruction))
    found.extend(tiling_rules(world, world.subscriptions))
    numbers = sorted(one.document.number for one in world.invoices.values() if one.status != "draft")
    archived = world.counters.get("archived:inv", 0)
    last = len(numbers) + archived
    whole = list(range(1, last + 1)) if not archived else sorted(set(numbers))
    if numbers != whole or (archived and world.counters.get("invoice_number", 0) != last):
        found.append(("numbering_without_gaps", {"numbers": numbers}))
    return found


def verify_journal(world: World, events: Sequence[ev.Event]) -> list[Broken]:
    """Replaying the journal gives this world and this hash, and tells how its MRR came about."""
    found = verify(world)
    if replay(events) != world:
        found.append(("replay_gives_the_same_world", {"events": len(events)}))
    if journal_hash(events) != world.chain:
        found.append(("replay_gives_the_same_hash", {"chain": world.chain}))
    found.extend(end_rules(events))
    found.extend(metric_rules(world, events))
    return found


def _broken_by(before: World, after: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    for event in events:
        postings: tuple[Posting, ...] = getattr(event, "postings", ())
        if postings and not balances_to_zero(postings):
            yield "postings_sum_to_zero", {"event": encode_event(event)}
    if sum(after.ledger.values()) != 0:
        yield "ledger_sums_to_zero", dict(after.ledger)
    touched = named_by(events)
    payments = [after.payments[key] for key in touched["payment"]]
    for payment in payments:
        yield from payment_rules(payment)
        yield from dispute_rules(after, payment)
        yield from indemnity_rules(after, payment)
    # What happens to a payment happens to its invoice as well.
    for key in dict.fromkeys([*touched["invoice"], *[payment.invoice for payment in payments]]):
        invoice = after.invoices[key]
        yield from invoice_rules(after, invoice)
        yield from key_rules(invoice)
        if key in after.instruction_of:
            yield from instruction_rules(after, after.instructions[after.instruction_of[key]])
        earlier = before.invoices.get(key)
        if earlier is not None and earlier.status != "draft" and earlier.document is not invoice.document:
            yield "issued_documents_never_change", {"invoice": key}
    zone = after.company.timezone if after.company is not None else "UTC"
    for key in touched["subscription"]:
        yield from unbilled_rules(after, key)
        yield from subscription_rules(after.subscriptions[key], zone)
    yield from journal_rules(before, after, events)
    if after.versions:
        yield from repricing_rules(before, after, events)
    yield from touched_privacy(after, events)
    if after.approvals is not before.approvals and len(after.approvals):
        yield from approval_rules(after)
