"""Collection: what card networks allow, as dated data with sources, and what that means for one invoice and
method.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.invoicing import Invoice, NetworkFee, Payment
from sandbox.engine.reminders import over_on
from sandbox.engine.subscription import Method
from sandbox.engine.world import World

# Mastercard merchant advice codes that come with a soft decline: wait at least so many hours.
# Source: Cielo's retry programme page (Mastercard TPE), DOMAIN.md 2.4; valid from 2022-10-14 in that page.
MAC_WAIT_HOURS: Final[dict[int, int]] = {24: 1, 25: 24, 26: 48, 27: 96, 28: 144, 29: 192, 30: 240}

# A retry set further ahead than a year is a slip of the keyboard.
FARTHEST_RETRY: Final = timedelta(days=366)

# A time-out is asked about this long after, by the clock, where automation is on.
RECONCILE_AFTER: Final = timedelta(hours=1)


FEE_CURRENCY: Final = "BRL"


class RailLimit(Struct, frozen=True):
    """At most `attempts` in `hours` for one invoice and card; beyond it the network forbids, or only
    charges a fee.
    """

    brand: str
    attempts: int
    hours: int
    valid_from: date
    effect: Literal["forbidden", "fee"]
    source: str
    fee: int = 0
    """Each attempt beyond, in centavos: a fee of the Brazilian market, whatever the company's currency."""
    unverified: str = ""
    """What of it no source that was read confirms: a lawyer or the acquirer is to check it."""


RAIL_LIMITS: Final[tuple[RailLimit, ...]] = (
    RailLimit(
        "visa",
        15,
        720,
        date(2021, 4, 17),
        "forbidden",
        "suporte.braspag.com.br: 15/30 d since April 2021",
        unverified="the day of April 2021",
    ),
    RailLimit("visa", 20, 720, date(2025, 5, 25), "forbidden", "docs.cielo.com.br, support.checkout.com: 20/30 d"),
    RailLimit("mastercard", 10, 24, date(2022, 10, 14), "forbidden", "Mastercard TPE, Cielo: 10/24 h"),
    RailLimit("mastercard", 35, 720, date(2022, 10, 14), "forbidden", "Mastercard TPE, Cielo: 35/30 d"),
    RailLimit(
        "mastercard",
        7,
        24,
        date(2023, 2, 1),
        "fee",
        "suporte.braspag.com.br: R$ 2.00 from the 8th in 24 h",
        200,
        "the day of February 2023",
    ),
    RailLimit(
        "elo",
        15,
        720,
        date(2023, 1, 1),
        "fee",
        "suporte.braspag.com.br: R$ 0.80 from the 16th in 30 d",
        80,
        "since when",
    ),
)

# No network charges for fewer attempts than this.
FREE_ATTEMPTS: Final = min(limit.attempts for limit in RAIL_LIMITS if limit.effect == "fee")


def limits_in_force(brand: str, day: date) -> list[RailLimit]:
    """For each window of a brand, the limit whose date has come last."""
    newest: dict[tuple[int, str], RailLimit] = {}
    for limit in RAIL_LIMITS:
        if limit.brand == brand and limit.valid_from <= day:
            current = newest.get((limit.hours, limit.effect))
            if current is None or current.valid_from < limit.valid_from:
                newest[limit.hours, limit.effect] = limit
    return list(newest.values())


class Used(Struct, frozen=True):
    """A network's limit, and how many attempts of it are used."""

    limit: RailLimit
    used: int

    @property
    def left(self) -> int:
        return max(0, self.limit.attempts - self.used)


def wait_after(method: Method, *, severity: str | None, mac: int | None, at: datetime) -> datetime | None:
    """When the network allows the next attempt after this answer, or None where it sets no wait."""
    if severity != "soft" or method.brand != "mastercard" or mac is None:
        return None
    hours = MAC_WAIT_HOURS.get(mac)
    return None if hours is None else at + timedelta(hours=hours)


def attempts_with(world: World, invoice: Invoice, method: Method) -> list[Payment]:
    """The attempts made for an invoice with one method, oldest first."""
    payments = (world.payments[key] for key in invoice.payments)
    # What the gateway captured a second time was no attempt of ours.
    return [one for one in payments if one.method == method.id and one.cause != "duplicate"]


def waits_until(world: World, invoice: Invoice, method: Method, at: datetime) -> datetime | None:
    """The end of the network's wait that is running at that instant for this invoice and method."""
    ends = [payment.wait_until for payment in attempts_with(world, invoice, method) if payment.wait_until is not None]
    latest = max(ends, default=None)
    return latest if latest is not None and at < latest else None


def waits_for_payer(world: World, invoice: Invoice, method: Method) -> bool:
    """Whether the bank's last word on this invoice and method was that its customer has to confirm."""
    return next((one.severity for one in reversed(attempts_with(world, invoice, method))), None) == "authentication"


def attempts_left(world: World, invoice: Invoice, method: Method, *, at: datetime, today: date) -> list[Used]:
    """For each window of the network: how many attempts it allows, and how many of them are used."""
    tried = attempts_with(world, invoice, method)
    return [
        Used(limit, sum(1 for one in tried if one.at > at - timedelta(hours=limit.hours)))
        for limit in limits_in_force(method.brand, today)
    ]


def limit_reached(world: World, invoice: Invoice, method: Method, *, at: datetime, today: date) -> RailLimit | None:
    """The network limit one more attempt would break, or None."""
    used = attempts_left(world, invoice, method, at=at, today=today)
    return next((one.limit for one in used if one.limit.effect == "forbidden" and not one.left), None)


def fees_for(world: World, payment: Payment, method: Method, *, today: date) -> list[NetworkFee]:
    """What the networks charge for an attempt just made, which is counted already."""
    tried = attempts_with(world, world.invoices[payment.invoice], method)
    found = []
    for limit in limits_in_force(method.brand, today):
        count = sum(1 for one in tried if one.at > payment.at - timedelta(hours=limit.hours))
        if limit.effect == "fee" and count > limit.attempts:
            found.append(
                NetworkFee(payment.id, method.brand, count, limit.hours, limit.fee, FEE_CURRENCY, limit.source)
            )
    return found


def is_paused(world: World, invoice: Invoice) -> bool:
    """Whether the collecting of its subscription's invoices stands still."""
    subscription = world.subscriptions.get(invoice.document.subscription or "")
    return subscription is not None and subscription.pause is not None and subscription.pause.kind == "collection"


def is_sent(world: World, invoice: Invoice) -> bool:
    """Whether the customer pays it by themselves: nothing is attempted."""
    subscription = world.subscriptions.get(invoice.document.subscription or "")
    return subscription is not None and subscription.collection == "send"


def method_for(world: World, invoice: Invoice) -> Method | None:
    """The method an invoice is collected with: its subscription's own, else the customer's default."""
    document = invoice.document
    chosen = world.subscriptions[document.subscription].method if document.subscription is not None else None
    chosen = chosen or world.customers[document.customer].default_method
    return world.methods.get(chosen) if chosen is not None else None


def company_day(world: World, at: datetime) -> date:
    """The company's day at an instant."""
    return calendar.day_of(at, world.require_company().timezone)


def is_over(world: World, method: Method, today: date) -> bool:
    """Whether a card's last month is behind it."""
    expires = world.expiries.get(method.id)
    return expires is not None and today >= over_on(expires)
