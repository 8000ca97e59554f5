"""Folding: a journal read event by event, day by day; it can be put away at any event and taken up again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Final

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.apply import apply_owned
from sandbox.engine.metrics.daybook import Books, Daybook, last_day
from sandbox.engine.metrics.debts import Collected, Debts
from sandbox.engine.metrics.months import Definitions, Figures
from sandbox.engine.metrics.movements import Movements
from sandbox.engine.metrics.recurring import a_month, counts, has_paid_ahead
from sandbox.engine.subscription import Subscription
from sandbox.engine.world import World

A_DAY: Final = timedelta(days=1)


class Closed(Struct):
    """A month that is over, or, of the running one, what it would be if it ended now.

    Nothing of it changes once its last day is over: a journal only grows, and its time only goes forward. What later
    months do to debts and cohorts of this one stands in those months.
    """

    month: str
    figures: dict[str, Figures]
    """By the key of the definitions."""
    debts: list[Collected]
    books: Books | None


class Fold(Struct):
    """The company as the journal has left it so far, and what has been counted of it. Begin with `begin`."""

    movements: list[Movements]
    daybook: Daybook | None = None
    debts: Debts = field(default_factory=Debts)
    world: World = field(default_factory=World.empty)
    day: date = date.min
    month: str = ""
    owned: dict[str, list[str]] = field(default_factory=dict)
    """By customer, their subscriptions."""
    last_invoice: dict[str, str] = field(default_factory=dict)
    """By subscription."""
    unsure: dict[str, None] = field(default_factory=dict)
    """Customers to look at when the day ends."""
    reviews: list[tuple[date, str]] = field(default_factory=list)
    """Days on which something ends without an event: a discount, paid time. A heap."""
    closed: list[Closed] = field(default_factory=list)
    """Months that are over and that nobody has taken yet."""

    @classmethod
    def begin(cls, definitions: Iterable[Definitions], *, with_books: bool = False) -> Fold:
        return cls([Movements(one) for one in definitions], Daybook() if with_books else None)

    def take(self, event: ev.Event) -> None:
        """One more event. The world is the fold's own."""
        if self.world.company is not None:
            at = event.to if isinstance(event, ev.ClockMoved) else event.at
            self._turn_to(max(self.day, calendar.day_of(at, self.world.company.timezone)))
        apply_owned(self.world, event)
        if isinstance(event, ev.CompanyOpened):
            self._open(calendar.day_of(event.at, event.timezone))
        self._note(event)

    def harvest(self) -> list[Closed]:
        """The months that have ended since this was last asked."""
        found, self.closed = self.closed, []
        return found

    def running(self) -> Closed | None:
        """The month that is not over, as it would be if it ended now; none before there is a company."""
        return _finished(_copied(self)).pop() if self.month else None

    def finish(self) -> list[Closed]:
        """Every month that has not been harvested, the running one last; nothing may follow."""
        return _finished(self) if self.month else []

    def _open(self, day: date) -> None:
        self.day = day
        self._open_month(f"{day:%Y-%m}")

    def _open_month(self, month: str) -> None:
        self.month = month
        for one in self.movements:
            one.begin(month)

    def _turn_to(self, today: date) -> None:
        """End the days before this one."""
        if today == self.day:
            return
        self._review(self.day)
        while self.reviews and self.reviews[0][0] < today:
            day = self.reviews[0][0]
            self._go_to(day)
            self._review(day)
        self._go_to(today)

    def _go_to(self, day: date) -> None:
        """Through the days up to one; every month that ends on the way is closed."""
        while self.month < f"{day:%Y-%m}":
            last = last_day(self.month)
            self._end_days(last + A_DAY)
            self._close(last)
            self._open_month(f"{last + A_DAY:%Y-%m}")
        self._end_days(day)

    def _end_days(self, until: date) -> None:
        """What the days before one earned."""
        if self.daybook is not None:
            while self.day < until:
                self.daybook.end_day(self.world, self.day)
                self.day += A_DAY
        self.day = until

    def _close(self, last: date) -> None:
        figures = {one.definitions.key: one.close() for one in self.movements}
        books = self.daybook.close(self.world, last) if self.daybook is not None else None
        self.closed.append(Closed(self.month, figures, self.debts.close(), books))

    def _review(self, day: date) -> None:
        """What changed by the end of a day, each customer once: there and back within it is nothing."""
        while self.reviews and self.reviews[0][0] <= day:
            self.unsure[heappop(self.reviews)[1]] = None
        for customer in self.unsure:
            owned = [self.world.subscriptions[key] for key in self.owned[customer]]
            lost = {one.id: _was_lost(one) for one in owned}
            found = [self._bringing(one, day) for one in owned]
            for place, movements in enumerate(self.movements):
                now = {one.id: by[place] for one, by in zip(owned, found, strict=True) if by[place]}
                movements.look(customer, now, lost)
        self.unsure.clear()

    def _bringing(self, subscription: Subscription, day: date) -> list[int]:
        """What a subscription brings on a day, by each of the definitions; the sums they share are made once."""
        last = self.world.invoices.get(self.last_invoice.get(subscription.id, ""))
        if has_paid_ahead(subscription, day, last) and subscription.period.end > self.day:
            heappush(self.reviews, (subscription.period.end, subscription.customer))
        has_discounts = bool(self.world.customers[subscription.customer].applications)
        amounts: dict[str, int] = {}
        found = []
        for one in self.movements:
            policy = one.definitions.policy
            amount = 0
            if counts(subscription, day, policy, last):
                kind = policy.mrr_discounts if has_discounts else ""
                if kind not in amounts:
                    amounts[kind] = a_month(self.world, subscription, day, policy)
                amount = amounts[kind]
            found.append(amount)
        return found

    def _note(self, event: ev.Event) -> None:
        """Whose MRR an event may have changed, and what else is counted of it."""
        match event:
            case ev.SubscriptionStarted():
                self.owned.setdefault(event.subscription.customer, []).append(event.subscription.id)
                self._doubt(event.subscription.id)
            case ev.CouponApplied():
                customer, coupon = event.application.customer, self.world.coupons[event.application.coupon]
                for key in self.owned.get(customer, ()):
                    self._doubt(key)
                if coupon.duration == "months":
                    end = calendar.add_months(event.application.on, coupon.months, event.application.on.day)
                    heappush(self.reviews, (end, customer))
            case ev.InvoiceIssued():
                if event.document.subscription is not None:
                    self.last_invoice[event.document.subscription] = event.document.id
            case ev.PolicySet():
                self.unsure.update(dict.fromkeys(self.owned))
            case _:
                self._doubt(getattr(event, "subscription", None))
        indebted = self.debts.note(self.world, event)
        if indebted is not None:
            self._doubt(self.world.invoices[indebted].document.subscription)
        if self.daybook is not None:
            self.daybook.note(self.world, event, self.day)

    def _doubt(self, key: object) -> None:
        subscription = self.world.subscriptions.get(key) if isinstance(key, str) else None
        if subscription is not None:
            self.unsure[subscription.customer] = None


def encode_fold(fold: Fold) -> bytes:
    """Everything counted so far, to be put away; thrown away when `ENGINE_VERSION` differs."""
    return _encoder.encode(fold)


def decode_fold(data: bytes) -> Fold:
    return _decoder.decode(data)


def _finished(fold: Fold) -> list[Closed]:
    fold._review(fold.day)
    if fold.daybook is not None:
        fold.daybook.end_day(fold.world, fold.day)
    fold._close(fold.day)
    return fold.harvest()


def _copied(fold: Fold) -> Fold:
    """One that may be finished; the world, which finishing only reads, is shared."""
    rest = replace(fold, world=_NOWHERE, closed=[])
    return replace(decode_fold(encode_fold(rest)), world=fold.world)


def _was_lost(subscription: Subscription) -> bool:
    """Whether it ended, or stands, for want of payment."""
    return subscription.end_kind == "involuntary" or subscription.status in ("suspended", "past_due")


_NOWHERE: Final = World.empty()
_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Fold)
