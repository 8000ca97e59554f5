"""Handover: what stands open on the day somebody takes over, so that every desk has something to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine.calendar import add_months
from sandbox.engine.desk import collections_queue
from sandbox.engine.gateway import Network, ScriptEntry
from sandbox.engine.subscription import Subscription
from sandbox.practice import regrets
from sandbox.practice.crowd import living, put_in
from sandbox.practice.past import Past

LEAST: Final = 10
"""Debts that the queue holds on the day, at least."""
MOST: Final = 13
EARLY: Final = 10
"""Up to this day of a month, cards that end are those of the month before."""
SHORT: Final = ScriptEntry("insufficient_funds")
TROUBLES: Final[Sequence[tuple[ScriptEntry, ...]]] = (
    (SHORT,) * 8,
    (ScriptEntry("stolen_card"),),
    (ScriptEntry("insufficient_funds", Network(27)), SHORT, SHORT, SHORT, SHORT),
    (ScriptEntry("generic_decline"),) * 8,
    (ScriptEntry("authentication_required"),) * 3,
    (SHORT,) * 8,
    (ScriptEntry("closed_account"),),
    (ScriptEntry("insufficient_funds", Network(28)),) * 6,
    (ScriptEntry("generic_decline"), SHORT, SHORT, SHORT, SHORT, SHORT),
)
"""What banks will say to those who are in the queue today: every advice a network gives, and every state of a debt."""


def stage(past: Past, *, cards: int, refunds: int) -> None:
    """Plan the last three weeks: whose charge will not pass, and who asks for money back."""
    past.on(past.ago(20), lambda: _fail(past, cards, (20, 5)), hours=(1, 2))
    past.on(past.ago(3), lambda: _fail(past, 1, (3, 0)), hours=(1, 2))
    past.on(past.ago(1), lambda: _even_out(past))
    past.on(past.ago(70), lambda: _end_cards(past, 4))
    past.on(past.ago(2), lambda: regrets.wait(past, refunds))


def _even_out(past: Past) -> None:
    """A queue of about a day's work, whatever the weeks before it brought."""
    _thin_out(past)
    _fill_up(past)


def _thin_out(past: Past) -> None:
    """Where the queue is more than a day's work, some of what was sent is paid after all."""
    queue = collections_queue(past.world)
    sent = [row for row in queue if past.world.invoices[row.invoice].slip is not None]
    for row in sent[: max(0, len(queue) - MOST)]:
        rail = past.dice.choice(past.market.rails)
        past.may(cmd.RecordPayment(invoice=row.invoice, amount=row.remaining, rail=rail, actor="prologue"))


def _fill_up(past: Past) -> None:
    """Where the queue is too short for a day's work, something sold beside the plan is not paid either."""
    found = [one for one in living(past) if _is_usual(past, one)]
    past.dice.shuffle(found)
    words = past.market.say("serviço avulso", "one-off service")
    for place, subscription in enumerate(found[: max(0, LEAST - len(collections_queue(past.world)))]):
        past.silent.add(subscription.customer)
        amount = past.world.prices[subscription.items[0].price].amount
        past.do(cmd.Gateway(customer=subscription.customer, next=TROUBLES[place % len(TROUBLES)], actor="prologue"))
        past.do(cmd.AddCharge(subscription=subscription.id, amount=amount, description=words, actor="team"))
        past.do(cmd.InvoiceNow(subscription=subscription.id, actor="team"))


def _fail(past: Past, count: int, window: tuple[int, int]) -> None:
    """Have so many charges of the days to come declined, as far as there are any."""
    first, last = past.ago(window[0]), past.ago(window[1])
    found = [one for one in living(past) if first < one.period.end <= last and _is_usual(past, one)]
    past.dice.shuffle(found)
    taken = len(past.silent)
    for place, subscription in enumerate(found[:count]):
        past.silent.add(subscription.customer)
        trouble = TROUBLES[(place + taken) % len(TROUBLES)]
        past.do(cmd.Gateway(customer=subscription.customer, next=trouble, actor="prologue"))


def _end_cards(past: Past, count: int) -> None:
    """Have so many cards end before what they pay renews."""
    month = past.today.replace(day=1) if past.today.day > EARLY else add_months(past.today, -1, 1)
    over = add_months(month, 1, 1)

    def ends_first(one: Subscription) -> bool:
        following = past.today + (one.period.end - past.today) % timedelta(days=365)
        if one.interval.unit == "month":
            following = add_months(past.today.replace(day=1), one.anchor.day <= past.today.day, one.anchor.day)
        return over <= following <= over + timedelta(days=60)

    found = [one for one in living(past) if _is_usual(past, one) and ends_first(one)]
    past.dice.shuffle(found)
    for subscription in found[:count]:
        past.silent.add(subscription.customer)
        put_in(past, subscription.customer, expires=f"{month:%Y-%m}")


def _is_usual(past: Past, subscription: Subscription) -> bool:
    """An active subscription that a good card pays."""
    method = past.world.customers[subscription.customer].default_method
    return (
        subscription.status == "active"
        and subscription.collection == "automatic"
        and subscription.pause is None
        and subscription.customer not in past.silent
        and method is not None
        and past.world.methods[method].kind == "card"
        and past.world.methods[method].refused is None
    )
