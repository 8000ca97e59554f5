"""Statement: what a customer owes and holds at any instant, and the books at any instant, both from the journal alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from sandbox.engine import events as ev
from sandbox.engine.apply import replay
from sandbox.engine.ledger import Posting
from sandbox.engine.report.books import trial_balance
from sandbox.engine.world import World


class Entry(Struct, frozen=True):
    """One event that moved what a customer owes (positive: more) or holds as credit (positive: more)."""

    at: datetime
    kind: str
    document: str
    owed: int
    credit: int


class Statement(Struct, frozen=True):
    """Opening, entries and closing of what is owed and of the credit held; both tie to the books."""

    customer: str
    opening_owed: int
    opening_credit: int
    entries: tuple[Entry, ...]

    @property
    def closing_owed(self) -> int:
        return self.opening_owed + sum(one.owed for one in self.entries)

    @property
    def closing_credit(self) -> int:
        return self.opening_credit + sum(one.credit for one in self.entries)


def world_at(journal: Iterable[ev.Event], at: datetime) -> World:
    """The company as it stood at an instant, everything of that instant included."""
    world = replay(event for event in journal if event.at <= at)
    return msgspec.structs.replace(world, now=at) if world.company is not None else world


def trial_balance_at(journal: Iterable[ev.Event], at: datetime) -> dict[str, int]:
    """Every account at an instant, revenue recognised until that day."""
    world = world_at(journal, at)
    return {} if world.company is None else trial_balance(world)


def statements(
    journal: Sequence[ev.Event], *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, Statement]:
    """Every customer's statement, of [since, until] where they are given."""
    owners: dict[str, str] = {}
    found: dict[str, Statement] = {}
    for event in journal:
        if until is not None and event.at > until:
            break
        customer = _owner(event, owners)
        if customer is None:
            continue
        known = found.get(customer) or Statement(customer, 0, 0, ())
        entry = _entry(event)
        if since is not None and event.at < since:
            found[customer] = msgspec.structs.replace(
                known,
                opening_owed=known.opening_owed + entry.owed,
                opening_credit=known.opening_credit + entry.credit,
            )
        elif entry.owed or entry.credit or isinstance(event, ev.RefundMade):
            found[customer] = msgspec.structs.replace(known, entries=(*known.entries, entry))
    return found


def _entry(event: ev.Event) -> Entry:
    moved = {"receivable": 0, "customer_balance": 0}
    postings: tuple[Posting, ...] = getattr(event, "postings", ())
    for posting in postings:
        if posting.account in moved:
            moved[posting.account] += posting.amount
    kind = str(type(event).__struct_config__.tag)
    return Entry(event.at, kind, _document(event), moved["receivable"], -moved["customer_balance"])


def _document(event: ev.Event) -> str:
    """The id of what the event is about: an invoice, a credit note, a payment, a refund."""
    for name in ("document", "note", "payment", "refund", "invoice"):
        value: Any = getattr(event, name, None)
        if value is not None:
            return value if isinstance(value, str) else str(value.id)
    return ""


def _owner(event: ev.Event, owners: dict[str, str]) -> str | None:
    """Whose money an event moved; ids of invoices and payments are remembered on the way."""
    if not getattr(event, "postings", ()):
        # A declined or unanswered attempt moves nothing, and may be settled later.
        if isinstance(event, ev.PaymentAttempted):
            owners[event.payment.id] = event.payment.customer
        return None
    for name in ("document", "payment", "note", "refund", "dispute", "customer", "invoice"):
        value: Any = getattr(event, name, None)
        if value is None:
            continue
        if isinstance(value, str):
            owner = value if name == "customer" else owners.get(value)
        else:
            known = getattr(value, "customer", None)
            about = getattr(value, "invoice", None) or getattr(value, "payment", None)
            owner = known or owners.get(str(about))
        if owner is not None:
            if not isinstance(value, str):
                owners[str(value.id)] = owner
            return owner
    return None
