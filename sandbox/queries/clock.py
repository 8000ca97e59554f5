"""The clock as a page shows it: the present, and what lies ahead by day and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nsmallest
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, ngettext_lazy

from sandbox import engine
from sandbox.engine import calendar, forecasting
from sandbox.engine.messages import format_moment
from sandbox.engine.world import Due
from sandbox.queries.scene import Scene

AHEAD = 5
"""How many things the clock's panel names."""
DAYS = 7
"""How many days with something on them it counts through."""

DUE_WORDS: dict[str, str | Promise] = {
    "look_up": gettext_lazy("Unanswered payment of %(who)s is looked up"),
    "dispute_window": gettext_lazy("Last moment to answer the dispute of %(who)s"),
    "cancellation": gettext_lazy("Cancellation of %(who)s takes effect"),
    "dunning_cancel": gettext_lazy("Subscription of %(who)s ends for lack of payment"),
    "incomplete_expiry": gettext_lazy("The first payment of %(who)s is given up"),
    "trial_end": gettext_lazy("Trial of %(who)s ends"),
    "price_change": gettext_lazy("New price of %(what)s comes into force"),
    "start": gettext_lazy("Subscription of %(who)s begins"),
    "resume": gettext_lazy("Subscription of %(who)s goes on after its pause"),
    "renewal": gettext_lazy("Renewal of %(who)s: invoice and charge"),
    "finalise": gettext_lazy("Draft invoice of %(who)s is issued"),
    "retry": gettext_lazy("Booked attempt: charge of %(who)s"),
    "pix_instruction": gettext_lazy("Debit by Pix Automático announced to %(who)s"),
    "pix_debit": gettext_lazy("Debit by Pix Automático of %(who)s"),
    "overdue": gettext_lazy("Due day of %(who)s is over"),
    "suspend": gettext_lazy("Access of %(who)s is suspended"),
    "final_notice": gettext_lazy("Day of the final notice to %(who)s"),
    "slip_reminder": gettext_lazy("%(who)s is reminded of an invoice"),
    "offer_expiry": gettext_lazy("Offer to %(who)s ends"),
    "reminder": gettext_lazy("Notice to %(who)s ahead of time"),
}
DUE_COUNTS: dict[str, Any] = {
    "look_up": ngettext_lazy("%(n)s payment looked up", "%(n)s payments looked up", "n"),
    "dispute_window": ngettext_lazy("%(n)s dispute to answer", "%(n)s disputes to answer", "n"),
    "cancellation": ngettext_lazy("%(n)s cancellation", "%(n)s cancellations", "n"),
    "dunning_cancel": ngettext_lazy("%(n)s end for lack of payment", "%(n)s ends for lack of payment", "n"),
    "incomplete_expiry": ngettext_lazy("%(n)s first payment given up", "%(n)s first payments given up", "n"),
    "trial_end": ngettext_lazy("%(n)s end of a trial", "%(n)s ends of trials", "n"),
    "price_change": ngettext_lazy("%(n)s new price", "%(n)s new prices", "n"),
    "start": ngettext_lazy("%(n)s beginning", "%(n)s beginnings", "n"),
    "resume": ngettext_lazy("%(n)s return from a pause", "%(n)s returns from a pause", "n"),
    "renewal": ngettext_lazy("%(n)s renewal", "%(n)s renewals", "n"),
    "finalise": ngettext_lazy("%(n)s draft issued", "%(n)s drafts issued", "n"),
    "retry": ngettext_lazy("%(n)s booked attempt", "%(n)s booked attempts", "n"),
    "pix_instruction": ngettext_lazy("%(n)s Pix debit announced", "%(n)s Pix debits announced", "n"),
    "pix_debit": ngettext_lazy("%(n)s Pix debit", "%(n)s Pix debits", "n"),
    "overdue": ngettext_lazy("%(n)s due day that ends", "%(n)s due days that end", "n"),
    "suspend": ngettext_lazy("%(n)s access suspended", "%(n)s accesses suspended", "n"),
    "final_notice": ngettext_lazy("%(n)s final notice", "%(n)s final notices", "n"),
    "slip_reminder": ngettext_lazy("%(n)s reminder of an invoice", "%(n)s reminders of invoices", "n"),
    "offer_expiry": ngettext_lazy("%(n)s offer that ends", "%(n)s offers that end", "n"),
    "reminder": ngettext_lazy("%(n)s notice ahead of time", "%(n)s notices ahead of time", "n"),
}


@dataclass(frozen=True)
class Ahead:
    """One piece of work that the clock will do by itself."""

    at: str
    what: str


@dataclass(frozen=True)
class DayAhead:
    """A day on which something falls due: how many things of each kind."""

    iso: str
    day: str
    kinds: Sequence[str]


@dataclass(frozen=True)
class Clock:
    """The company's present and what lies ahead of it, as far as it is booked by now."""

    now: str
    iso: str
    today: date
    ahead: Sequence[Ahead]
    days: Sequence[DayAhead]
    beside: str
    """How many other things come at the very moment of the next one; nothing where it comes alone."""
    within: Mapping[str, str]
    """For a day, a week and a month: how many things are booked until then."""

    @property
    def next(self) -> Ahead | None:
        return self.ahead[0] if self.ahead else None


def clock(scene: Scene) -> Clock:
    """The head of the desk: day and hour in the company's zone, and the next things on its agenda."""
    told = forecasting.booked(scene.world)
    now = calendar.local(scene.world.now, scene.zone)
    weekday = str(WEEKDAYS[now.weekday()])
    if scene.language == "pt-br":
        weekday = weekday.removesuffix("-feira").lower()
    said = f"{weekday}, {format_moment(now, scene.language)}"
    ahead = [
        Ahead(scene.moment(max(work.at, scene.world.now)), due_words(scene, work)) for work in nsmallest(AHEAD, told)
    ]
    return Clock(
        said, now.isoformat(), now.date(), ahead, _days(scene, told), _beside(scene, told), _within(scene, now, told)
    )


def _beside(scene: Scene, told: Sequence[Due]) -> str:
    """The next event is a moment, and on the first of a month half a company shares it."""
    moments = [max(work.at, scene.world.now) for work in told]
    count = moments.count(min(moments)) - 1 if moments else 0
    return (
        ngettext("and %(n)s more at that moment", "and %(n)s more at that moment", count) % {"n": count}
        if count
        else ""
    )


def _days(scene: Scene, told: Iterable[Due]) -> list[DayAhead]:
    """The next few days that have something on them, each kind counted."""
    by_day: dict[date, Counter[str]] = {}
    for work in told:
        day = calendar.day_of(max(work.at, scene.world.now), scene.zone)
        by_day.setdefault(day, Counter())[work.kind] += 1
    return [
        DayAhead(day.isoformat(), scene.written_day(day), [_counted(DUE_COUNTS, *one) for one in counts.most_common()])
        for day, counts in sorted(by_day.items())[:DAYS]
    ]


def _within(scene: Scene, now: datetime, told: Sequence[Due]) -> dict[str, str]:
    month = calendar.instant_of(calendar.add_months(now.date(), 1, now.day), now.time(), scene.zone)
    ends = {"day": now + timedelta(days=1), "week": now + timedelta(days=7), "month": month}
    found = {}
    for name, end in ends.items():
        count = sum(work.at <= end for work in told)
        booked = ngettext("%(n)s thing booked", "%(n)s things booked", count) % {"n": count}
        found[name] = booked if count else gettext("nothing booked")
    return found


def _counted(words: Mapping[str, Any], kind: str, count: int) -> str:
    return str(words[kind] % {"n": count})


def due_words(scene: Scene, work: Due) -> str:
    """What a piece of the clock's work is, with the name of whom it is about."""
    what = ""
    if work.kind == "price_change":
        what = scene.world.price_changes[work.about].price
    return str(DUE_WORDS[work.kind]) % {"who": scene.name(_whom(scene.world, work)), "what": what}


def _whom(world: engine.World, work: Due) -> str:
    """The customer a piece of work is about, by whatever it names."""
    name = work.about.partition(":")[2] if work.kind == "reminder" else work.about
    if name in world.invoices:
        return world.invoices[name].document.customer
    tables: tuple[Mapping[str, Any], ...] = (
        world.subscriptions, world.payments, world.disputes, world.offers, world.methods, world.mandates
    )  # fmt: skip
    found = next((table[name] for table in tables if name in table), None)
    return str(found.customer) if found is not None else ""
