"""Customers: the list of a company's customers, searched, filtered, and what waits for each of them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from portal.ui.amounts import write
from portal.ui.paged import Paged
from sandbox.engine import calendar, forecasting
from sandbox.engine.reminders import over_on
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.queries.file import STATUS_WORDS
from sandbox.queries.scene import Scene

ON_A_PAGE: Final = 50
SOON: Final = timedelta(days=45)
"""How long before a card's end it is spoken of."""
FILTERS: Final[Mapping[str, str | Promise]] = {
    "": pgettext_lazy("customers", "All"),
    "active": pgettext_lazy("customers", "Active"),
    "trial": pgettext_lazy("customers", "On trial"),
    "past_due": pgettext_lazy("customers", "Past due"),
    "paused": pgettext_lazy("customers", "Paused"),
    "cancelled": pgettext_lazy("customers", "Cancelled"),
    "balance": pgettext_lazy("customers", "With balance"),
    "suppressed": pgettext_lazy("customers", "No marketing"),
}
GROUPS: Final[Mapping[str, str]] = {
    "active": "active",
    "trialing": "trial",
    "past_due": "past_due",
    "suspended": "past_due",
    "incomplete": "past_due",
    "paused": "paused",
    "cancelled": "cancelled",
    "incomplete_expired": "cancelled",
}
URGENCY: Final = ("suspended", "past_due", "incomplete", "trialing", "active", "paused")
"""Of several living subscriptions the one that wants somebody is spoken of."""


@dataclass(frozen=True)
class Badge:
    """A status as a badge: colour, icon and word."""

    tone: str
    label: str
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """One customer as the list shows them."""

    id: str
    name: str
    plan: str
    price: int
    every: str
    status: Badge
    renews: str
    ends: str
    waits: Sequence[Badge]


@dataclass(frozen=True)
class Filter:
    key: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class CustomerList(Paged):
    """One page of the customers that were asked for."""

    rows: Sequence[Row]
    filters: Sequence[Filter]
    asked: str
    chosen: str
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))

    @property
    def is_search(self) -> bool:
        return bool(self.asked or self.chosen)


def customers(scene: Scene, *, asked: str = "", chosen: str = "", page: int = 1) -> CustomerList:
    """Those whose name holds what was asked, or whose id, mail, phone or tax number it is; by name, Á beside A."""
    asked, chosen = asked.strip()[:80], chosen if chosen in FILTERS else ""
    own = subscriptions_by_customer(scene)
    found = [one for one in scene.world.customers if not asked or _matches(scene, one, asked)]
    silent = suppressed(scene)
    groups = {one: _groups(scene, one, own.get(one, []), silent) for one in found}
    filters = [
        Filter(key, str(label), sum(not key or key in groups[one] for one in found), key == chosen)
        for key, label in FILTERS.items()
    ]
    wanted = sorted(
        (one for one in found if not chosen or chosen in groups[one]), key=lambda one: (sort_key(scene.name(one)), one)
    )
    page = min(max(page, 1), max(1, -(-len(wanted) // ON_A_PAGE)))
    here = wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    waits = waiting(scene, frozenset(here))
    rows = [_row(scene, one, own.get(one, []), waits.get(one, [])) for one in here]
    return CustomerList(rows, filters, asked, chosen, len(wanted), page)


def sort_key(text: str) -> str:
    """As people look names up: accents and capitals count for nothing."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def _matches(scene: Scene, customer: str, asked: str) -> bool:
    """A part of a name, or the whole of an id, of an address, or of a number: what is masked cannot be guessed at."""
    wanted = sort_key(asked)
    if wanted == customer.casefold() or wanted in sort_key(scene.name(customer)):
        return True
    person = scene.people.get(customer, {})
    if person.get("email", "").casefold() == asked.casefold():
        return True
    digits = re.sub(r"\D", "", asked)
    numbers = {re.sub(r"\D", "", person.get(field, "")) for field in ("phone", "cpf", "cnpj")}
    return bool(digits) and re.fullmatch(r"[\d\s().+/-]+", asked) is not None and digits in numbers


def subscriptions_by_customer(scene: Scene) -> dict[str, list[Subscription]]:
    found: dict[str, list[Subscription]] = defaultdict(list)
    for one in scene.world.subscriptions.values():
        found[one.customer].append(one)
    return found


def spoken_of(own: Sequence[Subscription]) -> Subscription | None:
    """The subscription that says how a customer stands: a living one before those that ended."""
    living = [one for one in own if one.status not in ENDED]
    if living:
        return min(living, key=lambda one: URGENCY.index(one.status))
    return own[-1] if own else None


def _groups(scene: Scene, customer: str, own: Sequence[Subscription], silent: frozenset[str]) -> frozenset[str]:
    """The filters a customer falls under."""
    one, found = spoken_of(own), set[str]()
    if one is not None:
        found.add(GROUPS[one.status])
    if scene.world.customers[customer].balance:
        found.add("balance")
    if customer in silent:
        found.add("suppressed")
    return frozenset(found)


def suppressed(scene: Scene) -> frozenset[str]:
    """Who refused marketing on any channel."""
    consents = scene.world.consents.values()
    return frozenset(one.customer for one in consents if one.purpose == "marketing" and not one.granted)


def status_badge(one: Subscription | None) -> Badge:
    if one is None:
        return Badge("plain", _("no subscription"), "user")
    if one.is_pending:
        return Badge("calm", pgettext("subscription", "not begun yet"), "clock")
    tone, words = STATUS_WORDS[one.status]
    return Badge(tone, str(words))


def _row(scene: Scene, customer: str, own: Sequence[Subscription], waits: Sequence[Badge]) -> Row:
    one, speaker = spoken_of(own), Speaker(scene.world, scene.language, scene.people)
    is_alive = one is not None and one.status not in ENDED
    goes_on = one is not None and forecasting.goes_on(scene.world, one)
    return Row(
        id=customer,
        name=scene.name(customer),
        plan=speaker.held(one.items) if one else "",
        price=price_of(scene, one) if one else 0,
        every=speaker.every(one.interval) if one else "",
        status=status_badge(one),
        renews=scene.written_day(one.period.end) if one is not None and goes_on else "",
        ends=scene.day(one.cancel_at) if one is not None and is_alive and one.cancel_at is not None else "",
        waits=waits,
    )


def price_of(scene: Scene, one: Subscription) -> int:
    """What a whole interval costs before coupons and taxes, in minor units."""
    return sum(scene.world.prices[item.price].amount * item.quantity for item in one.items)


def waiting(scene: Scene, wanted: frozenset[str]) -> dict[str, list[Badge]]:
    """What wants somebody, by customer: debts, unanswered payments, requests, refunds to make anew, disputes, cards."""
    world, found = scene.world, defaultdict[str, list[Badge]](list)
    today = calendar.day_of(world.now, scene.zone)
    owed: dict[str, int] = defaultdict(int)
    for invoice in world.invoices.values():
        customer = invoice.document.customer
        if customer not in wanted or invoice.status != "open":
            continue
        if invoice.first_failure_at is not None:
            owed[customer] += invoice.remaining
        if invoice.unresolved is not None:
            found[customer].append(Badge("warn", _("payment without an answer"), "search"))
    for customer, amount in owed.items():
        if amount:
            found[customer].append(
                Badge("warn", _("owes %(amount)s") % {"amount": write(amount, scene.currency)}, "receipt")
            )
    for case in world.cases.values():
        if case.customer in wanted and case.answered_at is None:
            label = _("data request, by %(day)s") % {"day": scene.written_day(case.due)}
            found[case.customer].append(Badge("late" if today > case.due else "warn", label, "shield"))
    for payment, amount in world.owed.items():
        known = world.payments.get(payment)
        if amount and known is not None and known.customer in wanted:
            label = _("refund to make again: %(amount)s") % {"amount": write(amount, scene.currency)}
            found[known.customer].append(Badge("late", label, "undo-2"))
    for dispute in world.disputes.values():
        if dispute.customer in wanted and dispute.is_open:
            found[dispute.customer].append(Badge("warn", _("open dispute"), "scale"))
    for customer in {one.customer for one in world.subscriptions.values() if one.status not in ENDED} & wanted:
        card = _card_ending(scene, customer)
        if card:
            found[customer].append(Badge("plain", card, "credit-card"))
    tasks = _open_tasks(scene)
    for customer in wanted:
        if tasks.get(customer):
            label = ngettext("%(n)s open task", "%(n)s open tasks", tasks[customer]) % {"n": tasks[customer]}
            found[customer].append(Badge("plain", label, "list-todo"))
    return found


def _card_ending(scene: Scene, customer: str) -> str:
    """That the card which would be charged is over soon, or is over."""
    expires = scene.world.expiries.get(scene.world.customers[customer].default_method or "")
    if expires is None:
        return ""
    today, over = calendar.day_of(scene.world.now, scene.zone), over_on(expires)
    month = f"{expires[5:]}/{expires[:4]}"
    if over <= today:
        return _("card ended %(month)s") % {"month": month}
    return _("card ends %(month)s") % {"month": month} if over <= today + SOON else ""


def _open_tasks(scene: Scene) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for task in scene.world.tasks.values():
        customer = whom(scene, task.about)
        if task.closed_at is None and customer:
            found[customer] += 1
    return found


def whom(scene: Scene, about: str) -> str:
    """The customer that an id speaks of: their own, or that of something of theirs; else nothing."""
    world = scene.world
    if about in world.customers:
        return about
    if about in world.invoices:
        return world.invoices[about].document.customer
    for record in (world.subscriptions.get(about), world.payments.get(about), world.disputes.get(about)):
        if record is not None:
            return str(record.customer)
    case = world.cases.get(about)
    return (case.customer or "") if case is not None else ""
