"""Subscription page: the periods of one subscription as a picture and in words, what it holds, and its next invoice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from sandbox.engine import calendar, forecasting
from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.queries.customer_file import Held, coupon_words, held, is_in_force
from sandbox.queries.scene import Scene

EARLIER: Final = 3
"""Past periods in the picture; the history has them all."""
WIDE: Final = 1000
PROOF: Final = "cancellation_confirmed"
LATELY: Final = timedelta(days=30)
"""How long after its end somebody may still wait for its proof."""
REASONS: Final[dict[str, str | Promise]] = {
    "trial": pgettext_lazy("why an amount differs", "the trial ends: this is the first invoice"),
    "queued": pgettext_lazy("why an amount differs", "a change waits for this day"),
    "price": pgettext_lazy("why an amount differs", "the new price, told in time"),
    "discount_ends": pgettext_lazy("why an amount differs", "a discount is over by then"),
    "charges": pgettext_lazy("why an amount differs", "one-off charges join it"),
}
PAUSES: Final[dict[str, str | Promise]] = {
    "service": pgettext_lazy("a stretch of time", "service paused"),
    "collection": pgettext_lazy("a stretch of time", "charging paused"),
    "invoicing": pgettext_lazy("a stretch of time", "invoicing paused"),
}


@dataclass(frozen=True)
class Stretch:
    """A stretch of time: `x` and `width` in thousandths of the picture, `kind` its colour, and the same in words."""

    kind: str
    label: str
    days: str
    x: int
    width: int
    is_now: bool


@dataclass(frozen=True)
class Picture:
    """The periods side by side, the pauses upon them, and where today is."""

    terms: Sequence[Stretch]
    pauses: Sequence[Stretch]
    today: int


@dataclass(frozen=True)
class ItemRow:
    name: str
    amount: int
    every: str
    quantity: int

    @property
    def is_several(self) -> bool:
        return self.quantity > 1


@dataclass(frozen=True)
class NextInvoice:
    """What the next invoice will come to with coupons and taxes of its day, and why it is not what it was."""

    day: str
    amount: int
    before: int
    reasons: Sequence[str]
    card: str

    @property
    def is_another(self) -> bool:
        return self.amount != self.before


@dataclass(frozen=True)
class SubscriptionPage:
    """One subscription as its page shows it."""

    held: Held
    customer: str
    name: str
    began: str
    anchor: str
    collection: str
    items: Sequence[ItemRow]
    coupons: Sequence[tuple[str, str]]
    picture: Picture
    next: NextInvoice | None
    unpaid: Sequence[str]
    how_ended: str


def subscription_page(scene: Scene, one: Subscription, events: Sequence[Any]) -> SubscriptionPage:
    """`events` are the customer's own."""
    world, speaker = scene.world, Speaker(scene.world, scene.language, scene.people)
    applications = map(world.applications.__getitem__, world.customers[one.customer].applications)
    about = {one.id, *(item.component for item in one.items)}
    return SubscriptionPage(
        held=held(scene, one),
        customer=one.customer,
        name=scene.name(one.customer),
        began=scene.day(one.started_at),
        anchor=str(one.anchor.day) if one.interval.unit in ("month", "year") else "",
        collection=_("charged automatically")
        if one.collection == "automatic"
        else _("sent, with %(n)s days to pay") % {"n": one.days_to_pay},
        items=[
            ItemRow(
                speaker.price_name(item.price),
                world.prices[item.price].amount,
                speaker.every(one.interval),
                item.quantity,
            )
            for item in one.items
        ],
        coupons=[
            coupon_words(scene, application)
            for application in applications
            if (application.target == "customer" or application.about in about) and is_in_force(scene, application)
        ],
        picture=picture(scene, one, [event for event in events if _is_of(event, one.id)]),
        next=next_invoice(scene, one),
        unpaid=one.unpaid,
        how_ended=_ended(one),
    )


def lacks_its_proof(scene: Scene, one: Subscription, events: Iterable[Any]) -> bool:
    """Whether the customer asked to leave, lately where that is over, and was not yet told that it is so."""
    asked: datetime | None = None
    for event in events:
        match event:
            case ev.CancellationScheduled() if event.subscription == one.id:
                asked = event.at
            case ev.SubscriptionCancelled() if event.subscription == one.id and event.kind == "voluntary":
                asked = event.at if asked is None else asked
            case ev.CancellationUndone() if event.subscription == one.id:
                asked = None
            case _:
                pass
    if asked is None or (one.ended_at is not None and scene.world.now - one.ended_at > LATELY):
        return False
    return not any(
        letter.customer == one.customer and letter.template == PROOF and letter.at >= asked
        for letter in scene.world.messages.values()
    )


def _is_of(event: Any, subscription: str) -> bool:
    named = getattr(event, "subscription", None)
    return subscription in (named, getattr(named, "id", None))


def _ended(one: Subscription) -> str:
    match one.end_kind:
        case "voluntary":
            return pgettext("how a subscription ended", "as the customer asked")
        case "involuntary":
            return pgettext("how a subscription ended", "for lack of payment")
        case "withdrawn":
            return pgettext("how a subscription ended", "by withdrawal from the contract")
        case _:
            return ""


def next_invoice(scene: Scene, one: Subscription) -> NextInvoice | None:
    coming = forecasting.next_renewal(scene.world, one)
    if coming is None:
        return None
    return NextInvoice(
        scene.written_day(coming.on),
        coming.amount,
        coming.before,
        [str(REASONS[reason]) for reason in coming.reasons],
        scene.written_day(coming.card_ends) if coming.card_ends else "",
    )


def picture(scene: Scene, one: Subscription, events: Iterable[Any]) -> Picture:
    """The last few periods, the present one and the next, to scale."""
    today = calendar.day_of(scene.world.now, scene.zone)
    told = list(events)
    terms = [(start, end, kind) for start, end, kind in _periods(scene, told) if end > start][-EARLIER - 1 :]
    if not terms:
        terms = [(one.period.start, one.period.end, "term")]
    coming = forecasting.next_renewal(scene.world, one)
    if coming is not None:
        length = terms[-1][1] - terms[-1][0]
        # A service that rested begins anew: the day it goes on is its anchor from then on.
        anchor = (forecasting.resumed(scene.world, one) or one).anchor
        following = (
            calendar.add_months(coming.on, one.interval.count, anchor.day)
            if (one.interval.unit == "month")
            else calendar.add_months(coming.on, 12 * one.interval.count, anchor.day)
            if (one.interval.unit == "year")
            else coming.on + length
        )
        terms.append((coming.on, following, "next"))
    first, last = terms[0][0], terms[-1][1]

    def place(day: date) -> int:
        inside = min(max(day, first), last)
        return WIDE * (inside - first).days // max(1, (last - first).days)

    def stretch(start: date, end: date, kind: str, label: str) -> Stretch:
        x = place(start)
        days = scene.written_day(start)
        if end != start:
            days = _("%(start)s to %(end)s") % {"start": days, "end": scene.written_day(end)}
        is_now = kind != "next" and start <= today < end and one.status not in ENDED
        return Stretch("now" if is_now and kind == "term" else kind, label, days, x, max(2, place(end) - x), is_now)

    pauses = [(start, end or last, kind) for start, end, kind in _pauses(scene, told) if (end or last) > first]
    return Picture(
        [stretch(start, end, kind, _label(start, end, kind, today)) for start, end, kind in terms],
        [stretch(max(start, first), end, "pause", str(PAUSES[kind])) for start, end, kind in pauses],
        place(today),
    )


def _label(start: date, end: date, kind: str, today: date) -> str:
    if kind == "trial":
        return pgettext("a stretch of time", "trial")
    if kind == "next":
        return pgettext("a stretch of time", "next period")
    if start <= today < end:
        return pgettext("a stretch of time", "present period")
    return (
        pgettext("a stretch of time", "past period")
        if end <= today
        else pgettext("a stretch of time", "period to come")
    )


def _periods(scene: Scene, events: Iterable[Any]) -> list[tuple[date, date, str]]:
    """Every period as it was lived: what a change or a pause of the service cut short ends where it was cut."""
    found: list[tuple[date, date, str]] = []
    for event in events:
        match event:
            case ev.SubscriptionStarted() if not event.subscription.is_pending:
                kind = "term" if event.subscription.trial_ends_at is None else "trial"
                found.append((event.subscription.period.start, event.subscription.period.end, kind))
            case ev.SubscriptionBegan():
                found.append((event.period.start, event.period.end, "trial" if event.status == "trialing" else "term"))
            case ev.SubscriptionRenewed():
                found.append((event.period.start, event.period.end, "term"))
            case ev.SubscriptionChanged():
                _replace(found, event.period.start, event.period.end)
            case ev.SubscriptionPaused() if event.pause.kind == "service":
                _cut(found, _day(scene, event.at))
            case ev.SubscriptionCancelled() | ev.SubscriptionWithdrawn():
                _cut(found, _day(scene, event.at))
            case _:
                pass
    return found


def _replace(found: list[tuple[date, date, str]], start: date, end: date) -> None:
    if found and found[-1][0] == start:
        found[-1] = (start, end, found[-1][2])
        return
    _cut(found, start)
    found.append((start, end, "term"))


def _cut(found: list[tuple[date, date, str]], day: date) -> None:
    if found and found[-1][1] > day:
        found[-1] = (found[-1][0], day, found[-1][2])


def _pauses(scene: Scene, events: Iterable[Any]) -> list[tuple[date, date | None, str]]:
    """From when until when what rested; what still rests ends where it was set to, if it was."""
    found: list[tuple[date, date | None, str]] = []
    for event in events:
        if isinstance(event, ev.SubscriptionPaused):
            until = _day(scene, event.pause.until) if event.pause.until is not None else None
            found.append((_day(scene, event.at), until, event.pause.kind))
        elif isinstance(event, ev.SubscriptionResumed) and found:
            found[-1] = (found[-1][0], _day(scene, event.at), found[-1][2])
    return found


def _day(scene: Scene, instant: datetime) -> date:
    return calendar.day_of(instant, scene.zone)
