"""Movements: what customers bring a month, compared at each day's end, counted by one set of definitions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sandbox.engine.metrics.months import Definitions, Figures, Month


class Movements(Struct):
    """What a journal has said so far of who brings how much; the fold of the events feeds it."""

    definitions: Definitions
    month: Month | None = None
    bringing: dict[str, dict[str, int]] = field(default_factory=dict)
    """By customer and subscription, what is above zero."""
    opened: dict[str, int] = field(default_factory=dict)
    """What customers who moved this month brought at its opening."""
    joined: dict[str, str] = field(default_factory=dict)
    """By customer, the month in which they first brought something."""
    alive: dict[str, int] = field(default_factory=dict)
    """By month of joining, how many still bring something."""

    def begin(self, month: str) -> None:
        """A month opens as the one before it closed."""
        last = self.month
        self.month = Month(month, last.closing, last.closing_customers) if last is not None else Month(month, 0, 0)

    def look(self, customer: str, now: dict[str, int], lost: Mapping[str, bool]) -> None:
        """What a customer brings at a day's end, by subscription; `lost` are those that ended for want of payment."""
        was = self.bringing.get(customer, {})
        self.bringing[customer] = now
        if sum(now.values()) != sum(was.values()):
            self._move(customer, was, now, lost)

    def close(self) -> Figures:
        """The month's end."""
        month = self._running()
        for customer, before in self.opened.items():
            after = sum(self.bringing[customer].values())
            if before:
                month.cohort_lost_customers += not after
                month.cohort_lost += max(0, before - after)
                month.cohort_gained += max(0, after - before)
        self.opened.clear()
        return Figures(month, dict(self.alive))

    def _running(self) -> Month:
        if self.month is None:
            raise LookupError("no month has begun")
        return self.month

    def _move(self, customer: str, was: dict[str, int], now: dict[str, int], lost: Mapping[str, bool]) -> None:
        month = self._running()
        before, after = sum(was.values()), sum(now.values())
        change = after - before
        self.opened.setdefault(customer, before)
        if not before and customer not in self.joined:
            self.joined[customer] = month.month
            month.new += change
            month.new_customers += 1
        elif not before:
            month.reactivation += change
            month.reactivated_customers += 1
        elif not after:
            month.churn += change
            month.churned_customers += 1
            if any(lost[key] for key in was):
                month.involuntary += change
                month.involuntary_customers += 1
            else:
                month.voluntary += change
                month.voluntary_customers += 1
        elif change > 0:
            month.expansion += change
        else:
            month.contraction += change
        cohort = self.joined[customer]
        self.alive[cohort] = self.alive.get(cohort, 0) + (not before) - (not after)
