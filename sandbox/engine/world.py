"""World: a company's present state, a fold of its journal.

A world is a value: nobody outside `apply` changes one. Records (subscriptions, invoices, ...) are frozen and shared
between worlds; the tables that hold them are plain dictionaries. `execute` copies the tables once for one command
(`own`: a pointer copy, about 10 µs for 2,400 invoices), applies every event of that command in place to the copy it
alone holds, and only then hands it out. So a month of 200 renewals costs one copy, not a thousand, and a refused
command leaves the world it was given untouched.

While the clock runs, what falls due on its way is put in order once, and what comes up on the way stands in a heap
beside it: work taken off the agenda stays in both until its turn comes, and is then passed over. Putting on and taking
off so cost the same whatever the company's size; no world that is handed out carries them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from heapq import heappop, heappush, nsmallest
from typing import Any, Final

import msgspec
from msgspec import Struct

from sandbox.engine.amends import Indemnity
from sandbox.engine.approval import Approval, Role
from sandbox.engine.arrears import Stretch
from sandbox.engine.catalogue import Company, Plan, Price, PriceChange
from sandbox.engine.dispute import Dispute
from sandbox.engine.gateway import LateDecline, RefundScript, WebhookKind
from sandbox.engine.habits import Habit, Habits
from sandbox.engine.incident import Incident
from sandbox.engine.invoicing import Charge, CreditNote, Invoice, NetworkFee, Payment, Refund
from sandbox.engine.leaving import Offer
from sandbox.engine.mandate import Instruction, Mandate, MandateScript
from sandbox.engine.pricing import Application, Coupon, Tax
from sandbox.engine.privacy import Case, Consent, Correction, Export, Hold, Reveal, Tombstone
from sandbox.engine.reminders import Reminder
from sandbox.engine.sending import LateFee
from sandbox.engine.subscription import Customer, Method, Subscription
from sandbox.engine.task import Note, Task

NO_COMPANY_YET: Final = datetime(1970, 1, 1, tzinfo=UTC)

# Ranks of due work falling on one instant, lowest first.
RANKS: Final[dict[str, int]] = {
    "look_up": 0,  # what the gateway would tell by webhook
    "webhook": 0,
    "refund_failure": 0,
    "mandate_answer": 0,
    "payer": 0,
    "dispute_window": 0,
    "cancellation": 1,
    "dunning_cancel": 1,
    "suspend": 1,  # before a renewal: nobody pays for what is taken away that second
    "incomplete_expiry": 1,
    "trial_end": 2,
    "price_change": 4,
    "start": 5,
    "resume": 5,
    "renewal": 6,
    "finalise": 7,
    "retry": 8,
    "pix_instruction": 8,
    "pix_debit": 8,
    "overdue": 9,
    "final_notice": 10,
    "slip_reminder": 11,
    "offer_expiry": 12,
    "reminder": 11,
}


# What gateways, banks and payers will say: nobody knows before it is said.
UNTOLD: Final = frozenset({"webhook", "refund_failure", "mandate_answer", "payer"})


class Due(Struct, frozen=True, order=True, gc=False, array_like=True):
    """A piece of the clock's work; compared by (instant, rank, order of creation)."""

    at: datetime
    rank: int
    order: int
    kind: str
    about: str


class Running(Struct):
    """The clock on its way to an instant: what stood on the agenda (the first at the end), and a heap of what comes up."""

    until: datetime
    stood: list[Due]
    come: list[Due] = []


class Message(Struct, frozen=True, gc=False):
    """A message as logged: facts only, the person's name is put in when it is shown."""

    id: str
    customer: str
    template: str
    channel: str
    fields: dict[str, str | int]
    invoice: str | None
    at: datetime
    actor: str
    order: int = 0
    """Its place in the journal."""


class PaymentLink(Struct, frozen=True, gc=False):
    id: str
    invoice: str
    customer: str
    channel: str
    amount: int
    at: datetime
    payment: str | None = None


class KeyedAnswer(Struct, frozen=True, gc=False):
    """What a command key was used for, and the group of events that answered it."""

    digest: str
    group: str


class Webhook(Struct, frozen=True):
    """A message of the gateway; `outcome` says, once it is received, what it was good for."""

    id: str
    payment: str
    kind: WebhookKind
    due: datetime
    received_at: datetime | None = None
    outcome: str = ""


class LineRef(Struct, frozen=True, gc=False, array_like=True):
    """A line of an invoice by its position, from 0."""

    invoice: str
    position: int


class World(Struct):
    """Everything known about one practice company; build one with `World.empty()` and `OpenCompany`."""

    company: Company | None
    now: datetime
    group: str
    groups: int
    event_count: int
    chain: str
    plans: dict[str, Plan]
    prices: dict[str, Price]
    customers: dict[str, Customer]
    methods: dict[str, Method]
    subscriptions: dict[str, Subscription]
    invoices: dict[str, Invoice]
    payments: dict[str, Payment]
    refunds: dict[str, Refund]
    credit_notes: dict[str, CreditNote]
    messages: dict[str, Message]
    links: dict[str, PaymentLink]
    ledger: dict[str, int]
    counters: dict[str, int]
    keys: dict[str, KeyedAnswer]
    taxes: dict[str, Tax]
    coupons: dict[str, Coupon]
    applications: dict[str, Application]
    charges: dict[str, Charge]
    """One-off amounts that no invoice bills yet."""
    live: dict[str, LineRef]
    """By component: the line that bills the time it is in."""
    disputes: dict[str, Dispute]
    disputes_of: dict[str, tuple[str, ...]]
    """By payment: its disputes, oldest first."""
    refund_scripts: dict[str, RefundScript]
    """By method: what becomes of the refunds to it."""
    webhooks: dict[str, Webhook]
    late_declines: dict[str, LateDecline]
    """By payment: the answer nobody has heard yet."""
    network_fees: dict[str, NetworkFee]
    """By payment."""
    indemnities: dict[str, Indemnity]
    indemnified: dict[str, int]
    """By payment: what indemnities repeated of it."""
    mandates: dict[str, Mandate]
    mandates_of: dict[str, tuple[str, ...]]
    """By method, oldest first."""
    mandate_scripts: dict[str, MandateScript]
    mandate_answers: dict[str, bool]
    """By mandate: the payer's answer nobody has heard yet."""
    habits: dict[str, Habits]
    """By customer."""
    intents: dict[str, Habit]
    """By slip's invoice or link: what its customer will do."""
    instructions: dict[str, Instruction]
    instruction_of: dict[str, str]
    """By invoice: the charge announced last."""
    owed: dict[str, int]
    """By payment: what refunds that failed owe to the payer again."""
    drafts: dict[str, str]
    """By subscription: the invoice that is not finalised yet."""
    late_fees: dict[str, LateFee]
    """By charge: what a late payment costs."""
    unbilled: dict[str, tuple[Stretch, ...]]
    """By subscription: what prices in arrears have run up."""
    price_changes: dict[str, PriceChange]
    versions: dict[str, tuple[str, ...]]
    """By price: the changes announced for it, oldest first."""
    told: dict[str, datetime]
    """By change and customer: when a notice with the right facts was first sent."""
    consents: dict[str, Consent]
    """By customer, purpose and channel."""
    cases: dict[str, Case]
    holds: dict[str, Hold]
    exports: dict[str, Export]
    corrections: dict[str, Correction]
    tombstones: dict[str, Tombstone]
    """By customer: what of them was erased."""
    reveals: dict[str, Reveal]
    incidents: dict[str, Incident]
    offers: dict[str, Offer]
    tasks: dict[str, Task]
    approvals: dict[str, Approval]
    """What is above somebody's limit, as it was asked."""
    notes: dict[str, Note]
    expiries: dict[str, str]
    """By card: the last month it is good."""
    to_remind: dict[str, Reminder]
    """Notices that are due and were not sent."""
    scheduled: dict[str, Due]
    running: Running | None = None
    """The clock's way while it runs."""
    role: Role = "agent"
    """What whoever works at the desk acts as."""

    @classmethod
    def empty(cls) -> World:
        """A world before its first event."""
        fresh: dict[str, Any] = {name: {} for name in TABLES}
        return cls(None, NO_COMPANY_YET, "", 0, 0, "", **fresh)

    def own(self) -> World:
        """A copy whose tables may be written by the one who asked for it; the records stay shared."""
        tables = {name: getattr(self, name).copy() for name in TABLES}
        return msgspec.structs.replace(self, **tables)

    def require_company(self) -> Company:
        """The company, for code that runs only once there is one."""
        if self.company is None:
            raise LookupError("no company has been opened in this world")
        return self.company


TABLES: Final[tuple[str, ...]] = tuple(
    field.name
    for field in msgspec.structs.fields(World)
    if field.required and field.name not in World.__struct_fields__[:6]
)


def schedule(world: World, kind: str, about: str, at: datetime) -> None:
    """Put work on an owned world's agenda; an earlier entry for the same work is replaced."""
    order = world.counters["due"] = world.counters.get("due", 0) + 1
    due = Due(at, RANKS[kind], order, kind, about)
    world.scheduled[f"{kind}:{about}"] = due
    if world.running is not None and at <= world.running.until:
        heappush(world.running.come, due)


def unschedule(world: World, kind: str, about: str) -> None:
    """Take work off an owned world's agenda, if it is there."""
    world.scheduled.pop(f"{kind}:{about}", None)


def start_running(world: World, until: datetime) -> None:
    """Put what falls due in order, for the clock that owns this world; as it was scheduled it nearly is."""
    found = sorted([due for due in world.scheduled.values() if due.at <= until])
    found.reverse()
    world.running = Running(until, found)


def take_next(world: World) -> Due | None:
    """The first work on the clock's way that is still scheduled; none left ends it."""
    running = world.running
    while running is not None and (running.stood or running.come):
        stood, come = running.stood, running.come
        due = heappop(come) if come and not (stood and stood[-1] < come[0]) else stood.pop()
        if world.scheduled.get(f"{due.kind}:{due.about}") is due:
            return due
    world.running = None
    return None


def coming(world: World, count: int, kinds: Collection[str] = RANKS.keys()) -> list[Due]:
    """The next pieces of work of these kinds that people may know of, in the order in which they will be done."""
    return nsmallest(count, (due for due in world.scheduled.values() if due.kind in kinds and due.kind not in UNTOLD))


def next_told(world: World, kinds: Collection[str] = RANKS.keys()) -> datetime | None:
    """When something next comes up that people may know of, and of these kinds, or None."""
    return next((work.at for work in coming(world, 1, kinds)), None)


def next_due(world: World) -> datetime | None:
    """When the clock next has work, what nobody may know of included, or None."""
    return min(world.scheduled.values()).at if world.scheduled else None
