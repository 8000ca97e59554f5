"""Mandates: which authorisation stands, which charge is announced, and what the rail forbids, read by key."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sandbox.engine import calendar
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.mandate import KIND, Instruction, Mandate, rules_on
from sandbox.engine.world import World


def current(world: World, method: str) -> Mandate | None:
    """The mandate in force for a method, else the last one asked for."""
    found = [world.mandates[key] for key in world.mandates_of.get(method, ())]
    return next((one for one in reversed(found) if one.status == "active"), found[-1] if found else None)


def announced(world: World, invoice: str) -> Instruction | None:
    """The last charge announced for an invoice."""
    key = world.instruction_of.get(invoice)
    return world.instructions[key] if key is not None else None


def presented(world: World, instruction: Instruction) -> list[Payment]:
    """The attempts made under an instruction, oldest first."""
    begins = calendar.start_of_day(instruction.debit_on, world.require_company().timezone)
    invoice = world.invoices[instruction.invoice]
    tried = (world.payments[key] for key in invoice.payments)
    ours = (one for one in tried if one.method == instruction.method and one.cause != "duplicate")
    return [one for one in ours if one.at >= begins]


def retry_forbidden(world: World, invoice: Invoice, at: datetime) -> bool:
    """Whether the rail forbids to present the invoice's charge again at that instant."""
    instruction = announced(world, invoice.document.id)
    if instruction is None or instruction.status != "presented":
        return True
    zone = world.require_company().timezone
    day = calendar.day_of(at, zone)
    rules = rules_on(instruction.debit_on)
    tried = presented(world, instruction)
    if rules is None or len(tried) > rules.retries:
        return True
    if day > instruction.debit_on + timedelta(days=rules.retry_within_days):
        return True
    return any(calendar.day_of(one.at, zone) == day for one in tried)


def due_day(world: World, customer: str, subscription: str | None, today: date) -> date:
    """When an invoice falls due: at once, or as late as its payer must be told of a debit."""
    chosen = world.subscriptions[subscription].method if subscription is not None else None
    method = world.methods.get(chosen or world.customers[customer].default_method or "")
    if method is None or method.kind != KIND:
        return today
    return today + timedelta(days=world.require_company().policy.pix_days)
