"""The journal as a page shows it: every event in words, by customer, kind and day, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.paged import Paged
from sandbox import engine, store
from sandbox.engine import calendar
from sandbox.engine.events import EVENT_TYPES
from sandbox.models import JournalEvent, Workspace
from sandbox.queries.days import of_days
from sandbox.queries.event_amounts import amount_of
from sandbox.queries.file import UNSAID, Moment, moment_of, numbered
from sandbox.queries.scene import Scene

PAGE = 50
MOST_DIGITS = 6
BRAZILIAN = frozenset({"mandates"})
"""Areas of rails that there are in Brazil alone."""

AREAS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "subscriptions": (_("Subscriptions"), ("subscription", "change_queued", "cancellation", "arrears")),
    "invoices": (_("Invoices"), ("invoice", "draft", "charge_added", "late_fee", "slip", "overdue")),
    "payments": (_("Payments"), ("payment", "collection", "look_up", "retry", "network", "webhook", "duplicate")),
    "dunning": (_("Recovery"), ("dunning", "final_notice", "subscription_past_due", "subscription_recovered")),
    "back": (_("Money back"), ("refund", "credit_note", "dispute", "goodwill", "indemnity", "balance")),
    "mandates": (_("Pix Automático"), ("mandate", "instruction")),
    "messages": (_("Messages and notices"), ("message", "reminder", "payment_link")),
    "offers": (_("Offers and coupons"), ("offer", "coupon")),
    "privacy": (_("Personal data"), ("consent", "request", "identity", "data", "hold", "incident")),
    "company": (_("Company, prices, people"), ("company", "plan", "tax", "price", "customer", "method", "card", "task", "escalated")),
}  # fmt: skip
"""Kinds of events in plain words, by how their names begin; a name belongs to the longest beginning that fits."""


def _area_of(tag: str) -> str:
    fitting = [
        (len(start), area) for area, (_label, starts) in AREAS.items() for start in starts if tag.startswith(start)
    ]
    return max(fitting)[1] if fitting else "company"


SILENT = {str(kind.__struct_config__.tag) for kind in UNSAID}
TAGS: Mapping[str, Sequence[str]] = {
    area: [
        tag
        for tag in (str(kind.__struct_config__.tag) for kind in EVENT_TYPES)
        if tag not in SILENT and _area_of(tag) == area
    ]
    for area in AREAS
}
SECRET = frozenset(
    {"script", "refund_fails", "settled_at_gateway", "fails_at", "failure", "answer_at", "accepts", "seed"}
)
"""What banks and payers will say, and the seed it follows from: in no copy of a journal."""


@dataclass(frozen=True)
class Entry:
    """One event; `name` and `customer` say whose it is, `begins` that another piece of work begins with it."""

    seq: int
    moment: Moment
    customer: str
    name: str
    mine: str
    """The address of this customer's events alone."""
    rewind: str
    """The address that asks whether to go back to it."""


@dataclass(frozen=True)
class Choice:
    label: str | Promise
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Journal(Paged):
    """A page of the journal, newest first, and how it is narrowed."""

    entries: Sequence[Entry]
    count: int
    page: int
    areas: Sequence[Choice]
    customer: str
    name: str
    everybody: str
    """The address without the customer."""
    first: str
    last: str
    is_backwards: bool
    """Whether the last day asked for comes before the first."""
    base: str
    """The address to which a page number is added."""
    rewind: Entry | None

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def journal(scene: Scene, workspace: Workspace, asked: QueryDict, path: str) -> Journal:
    """What the address asks for, in four queries at most."""
    area, customer = asked.get("kind", ""), asked.get("customer", "")
    area = area if area in AREAS else ""
    first, last = _day(asked.get("from", "")), _day(asked.get("to", ""))
    rows = _rows(workspace, scene.zone, area=area, customer=customer, first=first, last=last)
    count = rows.count()
    number = asked.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else 1
    page = max(1, min(page, -(-count // PAGE) or 1))
    shown = rows.order_by("-seq").values_list("seq", "customer", "payload")[(page - 1) * PAGE : page * PAGE]
    address = _Address(path, asked)
    found = list(shown)
    away = {one for row in found if (one := _invoice_in(row[2])) and one not in scene.world.invoices}
    scene = replace(scene, numbers=store.invoice_numbers(workspace, away))
    entries = [_entry(scene, address, *row) for row in found]
    back = asked.get("back", "")
    return Journal(
        entries=entries,
        count=count,
        page=page,
        areas=[
            Choice(_("Everything"), address.without("kind", "page", "back"), not area),
            *(
                Choice(label, address.at(kind=one), one == area)
                for one, (label, _starts) in AREAS.items()
                if scene.is_brazilian or one not in BRAZILIAN
            ),
        ],
        customer=customer,
        name=scene.name(customer) if customer else "",
        everybody=address.without("customer", "page", "back"),
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        is_backwards=first is not None and last is not None and last < first,
        base=address.open("page", "back"),
        rewind=next((one for one in entries if str(one.seq) == back), None),
    )


@dataclass(frozen=True)
class _Address:
    path: str
    asked: QueryDict

    def at(self, **more: str) -> str:
        query = self._copy("page", "back")
        for name, value in more.items():
            query[name] = value
        return f"{self.path}?{query.urlencode()}"

    def back(self, seq: int) -> str:
        query = self._copy("back")
        query["back"] = str(seq)
        return f"{self.path}?{query.urlencode()}#rewind"

    def without(self, *names: str) -> str:
        query = self._copy(*names)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def open(self, *names: str) -> str:
        query = self._copy(*names)
        return f"{self.path}?{query.urlencode()}&" if query else f"{self.path}?"

    def _copy(self, *names: str) -> QueryDict:
        query = self.asked.copy()
        for name in names:
            query.pop(name, None)
        return query


def _rows(
    workspace: Workspace, zone: str, *, area: str, customer: str, first: date | None, last: date | None
) -> QuerySet[JournalEvent]:
    rows = JournalEvent.objects.filter(workspace=workspace)
    if customer:
        rows = rows.filter(customer=customer)
    rows = rows.filter(kind__in=TAGS[area]) if area else rows.exclude(kind__in=SILENT)
    return of_days(rows, zone, first=first, before=last and last + timedelta(days=1))


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and 1990 <= day.year <= 2200 else None


def _entry(scene: Scene, address: _Address, seq: int, customer: str | None, payload: dict[str, Any]) -> Entry:
    event = engine.decode_event(payload)
    return Entry(
        seq,
        moment_of(scene, event),
        customer or "",
        scene.name(customer) if customer else "",
        address.at(customer=customer) if customer else "",
        address.back(seq),
    )


def _invoice_in(payload: dict[str, Any]) -> str:
    """The invoice that an event names, itself or by the payment it tells of."""
    payment = payload.get("payment")
    named = payload.get("invoice") or (payment.get("invoice") if isinstance(payment, dict) else "")
    return named if isinstance(named, str) else ""


@dataclass(frozen=True)
class Told:
    """One event for a workbook: `at` by the company's clock, `amount` in minor units of `currency`."""

    seq: int
    at: datetime
    area: str
    customer: str
    name: str
    amount: int | None
    currency: str
    text: str


def told(scene: Scene, workspace: Workspace) -> Iterator[Told]:
    """Every event for a workbook."""
    rows = _rows(workspace, scene.zone, area="", customer="", first=None, last=None).order_by("seq")
    for seq, customer, payload in rows.values_list("seq", "customer", "payload").iterator(chunk_size=2000):
        event = engine.decode_event(payload)
        scene = numbered(scene, [event])
        moment = moment_of(scene, event)
        label = str(AREAS[_area_of(payload["type"])][0])
        amount, currency = amount_of(event, scene.currency)
        yield Told(
            seq,
            calendar.local(event.at, scene.zone).replace(tzinfo=None),
            label,
            customer or "",
            scene.name(customer) if customer else "",
            amount,
            currency,
            moment.text,
        )


def lines(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Every event as it is stored, without what nobody has been told yet and without anybody's name."""
    rows = JournalEvent.objects.filter(workspace=workspace).exclude(kind__in=SILENT).order_by("seq")
    for seq, payload in rows.values_list("seq", "payload").iterator(chunk_size=2000):
        yield {"seq": seq, **_open(payload)}


def _open(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _open(one) for name, one in value.items() if name not in SECRET}
    return [_open(one) for one in value] if isinstance(value, list) else value
