"""Measuring: one pass over a journal, day by day; what a customer brings is compared at each day's end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from heapq import heappop, heappush

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.apply import apply_owned
from sandbox.engine.catalogue import Policy
from sandbox.engine.metrics.months import Cohort, Metrics, Month, Recovery
from sandbox.engine.metrics.recurring import brings, has_paid_ahead
from sandbox.engine.subscription import Subscription
from sandbox.engine.world import World


def measure(events: Iterable[ev.Event], policy: Policy) -> Metrics:
    """The metrics of a journal, all of it counted by the switches of one policy."""
    meter = _Meter(policy)
    for event in events:
        meter.take(event)
    return meter.finish()


class _Meter:
    """The company as the journal has left it so far, and what its customers brought at the last day's end."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.world = World.empty().own()
        self.day = date.min
        self.month: Month | None = None
        self.months: list[Month] = []
        self.bringing: dict[str, dict[str, int]] = {}
        """By customer and subscription, what is above zero."""
        self.opened: dict[str, int] = {}
        """What customers who moved this month brought at its opening."""
        self.owned: dict[str, list[str]] = {}
        self.last_invoice: dict[str, str] = {}
        self.unsure: dict[str, None] = {}
        """Customers to look at when the day ends."""
        self.reviews: list[tuple[date, str]] = []
        """Days on which something ends without an event: a discount, paid time."""
        self.joined: dict[str, str] = {}
        self.cohorts: dict[str, Cohort] = {}
        self.alive: dict[str, int] = {}
        self.failing: dict[str, tuple[str, int]] = {}
        self.recoveries: dict[str, Recovery] = {}

    def take(self, event: ev.Event) -> None:
        """One more event."""
        if self.world.company is not None:
            at = event.to if isinstance(event, ev.ClockMoved) else event.at
            self._turn_to(max(self.day, calendar.day_of(at, self.world.company.timezone)))
        apply_owned(self.world, event)
        if isinstance(event, ev.CompanyOpened):
            self.day = calendar.day_of(event.at, event.timezone)
            self.month = Month(f"{self.day:%Y-%m}", 0, 0)
        self._note(event)

    def finish(self) -> Metrics:
        """Everything so far; the running month stands last."""
        self._review(self.day)
        if self.month is not None:
            self._close_month(self.month)
        return Metrics(
            self.months,
            [self.recoveries[month] for month in sorted(self.recoveries)],
            list(self.cohorts.values()),
            self.policy.mrr_discounts,
            self.policy.mrr_past_due,
            self.policy.churn_of,
        )

    def _turn_to(self, today: date) -> None:
        """End the days before this one."""
        if today == self.day:
            return
        self._review(self.day)
        while self.reviews and self.reviews[0][0] < today:
            self._review(self._begin(self.reviews[0][0]))
        self._begin(today)

    def _begin(self, day: date) -> date:
        """Go to a day; every month that ends on the way is closed."""
        while self.month is not None and self.month.month < f"{day:%Y-%m}":
            self._close_month(self.month)
            year, month = int(self.month.month[:4]), int(self.month.month[5:])
            following = calendar.add_months(date(year, month, 1), 1, 1)
            self.month = Month(f"{following:%Y-%m}", self.month.closing, self.month.closing_customers)
        self.day = day
        return day

    def _review(self, day: date) -> None:
        """What changed by the end of a day, each customer once: there and back within it is nothing."""
        while self.reviews and self.reviews[0][0] <= day:
            self.unsure[heappop(self.reviews)[1]] = None
        for customer in self.unsure:
            was = self.bringing.get(customer, {})
            now = {key: amount for key in self.owned[customer] if (amount := self._brings(key, day))}
            self.bringing[customer] = now
            if sum(now.values()) != sum(was.values()):
                self._move(customer, was, now)
        self.unsure.clear()

    def _brings(self, key: str, day: date) -> int:
        subscription = self.world.subscriptions[key]
        last = self.world.invoices.get(self.last_invoice.get(key, ""))
        if has_paid_ahead(subscription, day, last):
            self._book(subscription.period.end, subscription)
        return brings(self.world, subscription, day, self.policy, last)

    def _book(self, day: date, subscription: Subscription) -> None:
        if day > self.day:
            heappush(self.reviews, (day, subscription.customer))

    def _move(self, customer: str, was: dict[str, int], now: dict[str, int]) -> None:
        month = self.month
        if month is None:
            return
        before, after = sum(was.values()), sum(now.values())
        change = after - before
        self.opened.setdefault(customer, before)
        if not before and customer not in self.joined:
            self.joined[customer] = month.month
            cohort = self.cohorts.setdefault(month.month, Cohort(month.month, 0, []))
            cohort.customers += 1
            month.new += change
            month.new_customers += 1
        elif not before:
            month.reactivation += change
            month.reactivated_customers += 1
        elif not after:
            month.churn += change
            month.churned_customers += 1
            if any(self._was_lost(key) for key in was):
                month.involuntary += change
                month.involuntary_customers += 1
            else:
                month.voluntary += change
                month.voluntary_customers += 1
        elif change > 0:
            month.expansion += change
        else:
            month.contraction += change
        cohort_of = self.joined[customer]
        self.alive[cohort_of] = self.alive.get(cohort_of, 0) + (not before) - (not after)

    def _was_lost(self, key: str) -> bool:
        """Whether it ended, or stands, for want of payment."""
        one = self.world.subscriptions[key]
        return one.end_kind == "involuntary" or one.status in ("suspended", "past_due")

    def _close_month(self, month: Month) -> None:
        for customer, before in self.opened.items():
            after = sum(self.bringing[customer].values())
            if before:
                month.cohort_lost_customers += not after
                month.cohort_lost += max(0, before - after)
                month.cohort_gained += max(0, after - before)
        self.opened.clear()
        for key, cohort in self.cohorts.items():
            cohort.retained.append(self.alive.get(key, 0))
        self.months.append(month)

    def _note(self, event: ev.Event) -> None:
        """Whose MRR an event may have changed, and which debt it speaks of."""
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
        self._follow_debt(event)

    def _doubt(self, key: object) -> None:
        subscription = self.world.subscriptions.get(key) if isinstance(key, str) else None
        if subscription is not None:
            self.unsure[subscription.customer] = None

    def _follow_debt(self, event: ev.Event) -> None:
        """Recovery: an invoice that failed once, and was paid since."""
        match event:
            case ev.PaymentAttempted() | ev.PaymentRecorded():
                key = event.payment.invoice
            case ev.PaymentLookedUp():
                key = self.world.payments[event.payment].invoice
            case ev.CollectionFailed() | ev.InvoiceVoided():
                key = event.invoice
            case ev.CreditNoteIssued():
                key = event.note.invoice
            case _:
                return
        invoice = self.world.invoices[key]
        self._doubt(invoice.document.subscription)
        if invoice.first_failure_at is None:
            return
        if key not in self.failing:
            month = f"{calendar.day_of(invoice.first_failure_at, self.world.require_company().timezone):%Y-%m}"
            self.failing[key] = month, invoice.remaining
            recovery = self.recoveries.setdefault(month, Recovery(month))
            recovery.failed += 1
            recovery.amount += invoice.remaining
        month, owed = self.failing[key]
        if owed and invoice.status == "paid" and invoice.paid:
            self.failing[key] = month, 0
            recovery = self.recoveries[month]
            recovery.recovered += 1
            recovery.amount_recovered += min(owed, invoice.paid)
