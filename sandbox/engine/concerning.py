"""Concerning: whose event it is, found by what the event names."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, Final

from sandbox.engine.events import Event
from sandbox.engine.world import World

# What an event or a record may name, nearest first, and the table that holds what an id of it stands for.
NAMES: Final[dict[str, str]] = {
    "customer": "",
    "document": "",
    "subscription": "subscriptions",
    "invoice": "invoices",
    "payment": "payments",
    "refund": "refunds",
    "note": "credit_notes",
    "method": "methods",
    "dispute": "disputes",
    "indemnity": "indemnities",
    "mandate": "mandates",
    "instruction": "instructions",
    "case": "cases",
    "export": "",
    "correction": "",
    "hold": "holds",
    "offer": "offers",
    "charge": "charges",
    "application": "",
    "fee": "",
    "task": "tasks",
    "approval": "approvals",
}


def whose(world: World, event: Event) -> str | None:
    """The customer an event is about; None for the company's own, and where what it names has left for the archive."""
    found = _follow(world, event)
    subject = getattr(event, "subject", None)
    if found is None and subject is not None:  # a reminder speaks of a subscription or of a card
        found = _follow(world, world.subscriptions.get(subject) or world.methods.get(subject))
    return found


def customer_of(world: World, record: object) -> str | None:
    """The customer that a record of a company belongs to, such as an invoice, a payment or a case."""
    return _follow(world, record)


def customer_named(world: World, name: str) -> str | None:
    """The customer that an id stands for, or that what it stands for belongs to; None for the company's own things."""
    if name in world.customers:
        return name
    tables: Iterable[dict[str, Any]] = (getattr(world, table) for table in NAMES.values() if table)
    record = next((table[name] for table in tables if name in table), None)
    return _follow(world, record) if record is not None else None


@cache
def _names_in(kind: Hashable) -> tuple[tuple[str, str], ...]:
    """What of NAMES the records of a type have."""
    return tuple((name, table) for name, table in NAMES.items() if hasattr(kind, name))


def _follow(world: World, record: Any) -> str | None:
    for name, table in _names_in(type(record)):  # type: ignore[arg-type]  # a type is hashable
        value = getattr(record, name)
        if value is None:
            continue
        if isinstance(value, str):
            if name == "customer":
                return value
            value = getattr(world, table).get(value) if table else None
        found = _follow(world, value) if value is not None else None
        if found is not None:
            return found
    return None
