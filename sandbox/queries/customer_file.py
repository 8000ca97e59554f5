"""Customer file: who somebody is to the company, what they hold and how they pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.amounts import write
from sandbox.engine import calendar, forecasting, pricing
from sandbox.engine.catalogue import Price
from sandbox.engine.jurisdictions import law_of
from sandbox.engine.narration import method_words
from sandbox.engine.pricing import Application, Coupon
from sandbox.engine.reminders import over_on
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED, Method, Subscription
from sandbox.engine.wording import LAW_WORDS, MANDATE_WORDS, PAUSE_WORDS, said
from sandbox.queries.customers import Badge, price_of, spoken_of, status_badge, suppressed, waiting
from sandbox.queries.masks import Contact, contacts
from sandbox.queries.scene import Scene


@dataclass(frozen=True)
class Head:
    """What stands above every part of a file."""

    id: str
    name: str
    badges: Sequence[Badge]
    waits: Sequence[Badge]
    contacts: Sequence[Contact]
    since: str
    law: str
    speaks: str
    is_erased: bool

    @property
    def is_masked(self) -> bool:
        return any(one.is_masked for one in self.contacts)


@dataclass(frozen=True)
class Held:
    """One subscription as a file shows it. `next` is what the next invoice will come to, in minor units."""

    id: str
    plan: str
    price: int
    every: str
    status: Badge
    access: Badge
    period: str
    renews: str
    next: int | None
    ends: str
    pause: str
    coming: str
    is_ended: bool


@dataclass(frozen=True)
class MethodRow:
    """A way to pay, and what may be said against it."""

    id: str
    words: str
    expires: str
    badges: Sequence[Badge]


@dataclass(frozen=True)
class Holding:
    """What a customer has: subscriptions, ways to pay, discounts, balance and what waits for the next invoice."""

    living: Sequence[Held]
    ended: Sequence[Held]
    methods: Sequence[MethodRow]
    coupons: Sequence[tuple[str, str]]
    charges: Sequence[tuple[str, int]]
    balance: int
    granted: int


def customer_head(scene: Scene, customer: str) -> Head:
    world = scene.world
    known = world.customers[customer]
    own = [one for one in world.subscriptions.values() if one.customer == customer]
    one = spoken_of(own)
    badges = [status_badge(one)]
    if one is not None and one.status not in ENDED:
        badges.append(access_badge(one))
    if known.balance:
        label = _("balance of %(amount)s") % {"amount": write(known.balance, scene.currency)}
        badges.append(Badge("calm", label, "piggy-bank"))
    if customer in suppressed(scene):
        badges.append(Badge("plain", _("no marketing"), "bell-off"))
    return Head(
        id=customer,
        name=scene.name(customer),
        badges=badges,
        waits=waiting(scene, frozenset({customer})).get(customer, []),
        contacts=contacts(scene, customer),
        since=scene.day(min(one.started_at for one in own)) if own else "",
        law=said(LAW_WORDS, law_of(world.require_company(), known), scene.language),
        speaks=_("English") if known.language == "en" else _("Portuguese"),
        is_erased=not scene.people.get(customer),
    )


def access_badge(one: Subscription) -> Badge:
    if one.access:
        return Badge("plain", _("with access"), "door-open")
    return Badge("late", _("without access"), "door-closed")


def holding(scene: Scene, customer: str) -> Holding:
    world = scene.world
    known = world.customers[customer]
    own = [held(scene, one) for one in reversed(world.subscriptions.values()) if one.customer == customer]
    return Holding(
        living=[one for one in own if not one.is_ended],
        ended=[one for one in own if one.is_ended],
        methods=[_method(scene, world.methods[key], known.default_method) for key in reversed(known.methods)],
        coupons=[
            coupon_words(scene, application)
            for application in map(world.applications.__getitem__, known.applications)
            if is_in_force(scene, application)
        ],
        charges=[
            (one.description or pgettext("invoice line", "One-off charge"), one.amount)
            for one in world.charges.values()
            if one.customer == customer
        ],
        balance=known.balance,
        granted=known.granted,
    )


def held(scene: Scene, one: Subscription) -> Held:
    speaker = Speaker(scene.world, scene.language, scene.people)
    coming = forecasting.next_renewal(scene.world, one)
    is_ended = one.status in ENDED
    return Held(
        id=one.id,
        plan=speaker.held(one.items),
        price=price_of(scene, one),
        every=speaker.every(one.interval),
        status=status_badge(one),
        access=access_badge(one),
        period=period_words(scene, one),
        renews=scene.written_day(coming.on) if coming else "",
        next=coming.amount if coming else None,
        ends=scene.day(end) if (end := one.ended_at or one.cancel_at) is not None else "",
        pause=pause_words(scene, one),
        coming=speaker.held(one.queued.items) if one.queued else "",
        is_ended=is_ended,
    )


def period_words(scene: Scene, one: Subscription) -> str:
    """The days of its period, the last of them included: the end is the first day that is not covered."""
    return _("%(start)s to %(end)s") % {
        "start": scene.written_day(one.period.start),
        "end": scene.written_day(one.period.end),
    }


def pause_words(scene: Scene, one: Subscription) -> str:
    """What stands still, and until when."""
    if one.pause is None:
        return ""
    words = said(PAUSE_WORDS, one.pause.kind, scene.language)
    words = words[0].upper() + words[1:]
    if one.pause.until is None:
        return words
    return _("%(what)s until %(day)s") % {"what": words, "day": scene.day(one.pause.until)}


def _method(scene: Scene, method: Method, default: str | None) -> MethodRow:
    world, badges = scene.world, list[Badge]()
    expires = world.expiries.get(method.id, "")
    if method.replaced_by is not None:
        badges.append(Badge("plain", _("replaced"), "archive"))
    elif method.id == default:
        badges.append(Badge("ok", _("used for charges"), "check"))
    if method.refused is not None:
        badges.append(Badge("late", _("refused for good"), "ban"))
    if expires and method.replaced_by is None and over_on(expires) <= calendar.day_of(world.now, scene.zone):
        badges.append(Badge("late", _("no longer good"), "calendar-x"))
    mandates = world.mandates_of.get(method.id, ())
    if mandates:
        status = world.mandates[mandates[-1]].status
        words = said(MANDATE_WORDS, status, scene.language)
        label = _("mandate: %(status)s") % {"status": words}
        badges.append(Badge({"active": "ok", "pending": "warn"}.get(status, "late"), label, "file-signature"))
    month = f"{expires[5:]}/{expires[:4]}" if expires else ""
    return MethodRow(method.id, _capital(method_words(method, scene.language)), month, badges)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_in_force(scene: Scene, application: Application) -> bool:
    today = calendar.day_of(scene.world.now, scene.zone)
    return pricing.in_force(application, scene.world.coupons[application.coupon], today)


def coupon_words(scene: Scene, application: Application) -> tuple[str, str]:
    """The coupon's name, and what it takes off until when."""
    coupon = scene.world.coupons[application.coupon]
    terms = coupon_terms(scene, coupon)
    if coupon.duration == "months":
        end = calendar.add_months(application.on, coupon.months, application.on.day)
        terms = _("%(off)s off, until %(day)s") % {"off": coupon_off(scene, coupon), "day": scene.written_day(end)}
    return coupon.id, terms


def coupon_off(scene: Scene, coupon: Coupon) -> str:
    return (
        Speaker(scene.world, scene.language, {}).percent(coupon.rate)
        if coupon.rate
        else write(coupon.amount, scene.currency)
    )


def coupon_terms(scene: Scene, coupon: Coupon) -> str:
    """`20% off, 3 months`."""
    off = coupon_off(scene, coupon)
    match coupon.duration:
        case "forever":
            return _("%(off)s off, for ever") % {"off": off}
        case "months":
            return _("%(off)s off, %(n)s months") % {"off": off, "n": coupon.months}
        case _:
            return _("%(off)s off, once") % {"off": off}


def price_words(scene: Scene, price: Price) -> str:
    """`Básico, R$ 39,90 por mês`."""
    speaker = Speaker(scene.world, scene.language, scene.people)
    return f"{speaker.price_name(price.id)}, {write(price.amount, scene.currency)} {speaker.every(price.interval)}"
