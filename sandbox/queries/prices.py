"""Prices: the catalogue with who holds what, and what a change of a price does to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.ui.amounts import write
from sandbox.engine import calendar, repricing
from sandbox.engine.catalogue import PriceChange, family_of
from sandbox.engine.metrics.recurring import MONTHS_IN, monthly_recurring
from sandbox.engine.money import half_up
from sandbox.engine.report.repricing import price_change
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED
from sandbox.engine.world import World
from sandbox.queries.desk import Permission
from sandbox.queries.scene import Scene

MORE = 60
"""Days ahead that an assistant proposes: time to tell everybody, and for them to think."""

LAWS: Mapping[str, Sequence[str | Promise]] = {
    "br": (
        gettext_lazy(
            "Consumer Code art. 51 X and XIII: no change of price or terms by one side alone; leaving is free."
        ),
        gettext_lazy("Law 10.192/2001: an adjustment by index at most once a year; say the index or the reason."),
        gettext_lazy("No federal law sets a term for the notice yet (bill 4734/2024); 30 days are the house’s rule."),
        gettext_lazy("A Pix Automático mandate of a fixed amount has to be authorised again."),
    ),
    "eu": (
        gettext_lazy("A mandate that changes asks for strong authentication again (PSD2)."),
        gettext_lazy("A price that was unclear after a trial opens a new right of withdrawal (CJEU C-565/22)."),
        gettext_lazy("The withdrawal function must always be at hand (Directive 2023/2673, since 19 June 2026)."),
    ),
    "us": (
        gettext_lazy("California AB 2863: notice of a new price 7 to 30 days before."),
        gettext_lazy("New York GBL 527-a: notice of a rise 5 to 30 days before, with consent or a way out."),
        gettext_lazy("ROSCA: a simple way to cancel, as easy as the way in."),
    ),
}
FOR_ALL = gettext_lazy("Visa: at least 7 days before the terms change, with a link to cancel.")


@dataclass(frozen=True)
class PriceRow:
    """One price of the catalogue. `mrr` is what its holders bring a month at list prices."""

    id: str
    name: str
    amount: int
    rhythm: str
    subscribers: int
    mrr: int
    coming: str


@dataclass(frozen=True)
class Holder:
    """One subscriber whom a change concerns."""

    subscription: str
    name: str
    renews: str
    tell_by: str
    told: str
    takes: Permission
    is_untold: bool


@dataclass(frozen=True)
class Change:
    """A change of a price with whom it reaches and what it brings."""

    id: str
    name: str
    was: int
    amount: int
    effective: str
    notice_days: int
    is_in_force: bool
    holders: int
    renews_before: int
    told: int
    in_time: int
    keeps_old: int
    leaves: int
    untold: int
    may_be_told: int
    mrr_now: int
    mrr_more: int
    mrr_possible: int
    percent: str
    rows: Sequence[Mapping[str, Any]]


def waiting(scene: Scene) -> int:
    """How many price changes have holders whom nobody told yet."""
    return sum(bool(untold_of(scene.world, one)) for one in scene.world.price_changes.values() if not one.in_force)


def untold_of(world: World, change: PriceChange) -> list[str]:
    """The customers who hold the price and were not told of its change."""
    found = (one.customer for one, _items in repricing.holders(world, change))
    return [one for one in dict.fromkeys(found) if repricing.told_at(world, change, one) is None]


def catalogue(scene: Scene) -> list[PriceRow]:
    """Every price, its newest version in force, in the order of the plans."""
    world, speaker = scene.world, Speaker(scene.world, scene.language, scene.people)
    held: dict[str, int] = {}
    brings: dict[str, Fraction] = {}
    for one in world.subscriptions.values():
        if one.status in ENDED:
            continue
        for item in one.items:
            family = family_of(item.price)
            held[family] = held.get(family, 0) + 1
            months = MONTHS_IN[one.interval.unit] * one.interval.count
            brings[family] = brings.get(family, Fraction(0)) + world.prices[item.price].amount * item.quantity / months
    rows = []
    for plan in world.plans.values():
        for key in plan.prices:
            price = world.prices[repricing.current(world, key)]
            rows.append(
                PriceRow(
                    id=key,
                    name=speaker.price_name(key),
                    amount=price.amount,
                    rhythm=speaker.every(price.interval),
                    subscribers=held.get(key, 0),
                    mrr=half_up(brings.get(key, Fraction(0))),
                    coming=_coming(scene, key),
                )
            )
    return rows


def _coming(scene: Scene, price: str) -> str:
    ahead = [one for one in repricing.changes_of(scene.world, price) if not one.in_force]
    if not ahead:
        return ""
    return _("%(amount)s from %(day)s") % {
        "amount": write(ahead[-1].amount, scene.currency),
        "day": scene.written_day(ahead[-1].effective),
    }


def changes(scene: Scene) -> list[Change]:
    """Every change announced, newest first."""
    return [change_of(scene, one) for one in reversed(scene.world.price_changes.values())]


def change_of(scene: Scene, change: PriceChange, *, since: World | None = None) -> Change:
    """One change as the company stands; `since` is the company before it, where it is only being looked at."""
    world = scene.world
    told = price_change(world, change, scene.zone)
    today = calendar.day_of(world.now, scene.zone)
    rows: list[dict[str, Any]] = told["subscribers"]
    takes = [row["takes"] for row in rows]
    untold = [row for row in rows if row["told"] is None and row["takes"] == "old"]
    more, old = told["mrr"]["new"] + told["mrr"]["taken"], told["mrr"]["old"]
    base = monthly_recurring(since or world)
    return Change(
        id=change.id,
        name=Speaker(world, scene.language, scene.people).price_name(change.price),
        was=change.was,
        amount=change.amount,
        effective=scene.written_day(change.effective),
        notice_days=change.notice_days,
        is_in_force=change.in_force,
        holders=len(rows),
        renews_before=sum(_renews_before(world, row["subscription"], change) for row in rows),
        told=told["coverage"]["told"],
        in_time=told["coverage"]["in_time"],
        keeps_old=takes.count("old"),
        leaves=takes.count("leaves"),
        untold=sum(1 for row in rows if row["told"] is None),
        may_be_told=sum(1 for row in untold if row["tell_by"] >= today.isoformat()),
        mrr_now=base,
        mrr_more=more,
        mrr_possible=old,
        percent=percent(more, base),
        rows=rows,
    )


def _renews_before(world: World, subscription: str, change: PriceChange) -> bool:
    return world.subscriptions[subscription].period.end < change.effective


def holder(scene: Scene, row: Mapping[str, Any]) -> Holder:
    """One row of a change as a page shows it, its person named."""
    takes = {
        "taken": Permission("ok", pgettext("price change", "has taken it"), "check"),
        "new": Permission("ok", pgettext("price change", "takes it"), "check"),
        "old": Permission("warn", pgettext("price change", "keeps the old price"), "clock"),
        "leaves": Permission("plain", pgettext("price change", "leaves before"), "door-open"),
    }
    told = row["told"]
    return Holder(
        subscription=row["subscription"],
        name=scene.name(row["customer"]),
        renews=scene.written_day(date.fromisoformat(row["renews"])),
        tell_by=scene.written_day(date.fromisoformat(row["tell_by"])),
        told=scene.written_day(date.fromisoformat(told[:10])) if told else "",
        takes=takes[row["takes"]],
        is_untold=told is None,
    )


def percent(part: int, whole: int) -> str:
    """`+2,3 %`; empty where there is nothing to compare with."""
    if not whole:
        return ""
    tenths = half_up(Fraction(part * 1000, whole))
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{number_format(abs(tenths) / 10, decimal_pos=1, use_l10n=True)} %"


def laws(scene: Scene) -> list[str]:
    """What the law and the networks ask of a change of price where the company stands."""
    return [str(one) for one in (*LAWS[scene.world.require_company().jurisdiction], FOR_ALL)]


def proposed(scene: Scene) -> date:
    """The day that the assistant proposes."""
    return calendar.day_of(scene.world.now, scene.zone) + timedelta(days=MORE)
