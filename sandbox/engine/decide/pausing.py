"""Pausing: service stands still and its time is given back, or only the collecting, or only the invoicing."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import arrears, billing, drafting, dunning, reminding, repricing, sending
from sandbox.engine.decide.changing import as_taken, interval_of, items_of
from sandbox.engine.decide.collecting import attempt_open, collect_automatically, run_retry
from sandbox.engine.decide.ending import living
from sandbox.engine.decide.turn import Turn
from sandbox.engine.decide.unused_time import credit_line, credit_open_debt, unused_and_paid
from sandbox.engine.subscription import Pause, Period, QueuedChange, Subscription, Wanted


def pause(turn: Turn, command: cmd.MakePause) -> None:
    subscription = living(turn, command.subscription)
    if subscription.is_pending:
        turn.refuse("not_begun", subscription=subscription.id, at=turn.written(subscription.started_at))
    if subscription.pause is not None:
        turn.refuse("already_paused", subscription=subscription.id)
    if subscription.status not in ("active", "past_due"):
        turn.refuse("not_changeable", subscription=subscription.id, status=subscription.status)
    if command.until is not None and command.until <= turn.at:
        turn.refuse("clock_goes_forward_only", now=turn.written(turn.at))
    if command.kind == "service":
        drafting.finalise_standing(turn, subscription.id)
        _give_time_back(turn, turn.subscription(subscription.id))
        collect_automatically(turn, arrears.issue_ended(turn, subscription, turn.here))
    elif command.kind == "invoicing":
        arrears.stop(turn, subscription, turn.here)
    else:
        dunning.stand_still(turn, subscription)
    paused = Pause(command.kind, turn.at, command.until)
    turn.emit(ev.SubscriptionPaused, subscription=subscription.id, pause=paused)


def _give_time_back(turn: Turn, subscription: Subscription) -> None:
    """What is not used becomes the customer's balance, after making what is unpaid smaller."""
    found = [unused_and_paid(turn, item, turn.here) for item in subscription.items]
    rests = [rest for rest in (credit_open_debt(turn, one) for one in found if one is not None) if rest.amount]
    if rests:
        invoice_id = turn.next_id("inv", turn.world.invoices)
        lines = tuple(credit_line(rest, f"{invoice_id}/{place}") for place, rest in enumerate(rests, start=1))
        billing.issue(turn, invoice_id, customer=subscription.customer, subscription=subscription.id, lines=lines)


def resume(turn: Turn, command: cmd.Resume) -> None:
    subscription = living(turn, command.subscription)
    if subscription.is_pending:
        turn.refuse("not_begun", subscription=subscription.id, at=turn.written(subscription.started_at))
    if subscription.pause is None:
        turn.refuse("not_paused", subscription=subscription.id)
    _resume(turn, subscription)


def resume_as_set(turn: Turn, subscription_id: str) -> None:
    """The moment a pause was set to end."""
    _resume(turn, turn.subscription(subscription_id))


def _resume(turn: Turn, subscription: Subscription) -> None:
    kind = subscription.pause.kind if subscription.pause is not None else "collection"
    turn.emit(ev.SubscriptionResumed, subscription=subscription.id, was=kind)
    if kind == "service":
        _begin_anew(turn, subscription)
    elif kind == "collection":
        for invoice_id in subscription.unpaid:
            invoice = turn.invoice(invoice_id)
            if subscription.collection == "send":
                sending.go_on(turn, invoice_id)
            elif invoice.payments:
                # Tried before: a time-out, a network's wait and its limits hold as for any retry.
                run_retry(turn, invoice_id)
            elif invoice.status == "open":
                attempt_open(turn, invoice)
        if turn.subscription(subscription.id).status == "past_due":
            dunning.count_dunning(turn, subscription.id)


def _begin_anew(turn: Turn, subscription: Subscription) -> None:
    """A new period from today, which is the anchor from now on; what was given back is over, so its components are new."""
    same = QueuedChange(tuple(Wanted(item.price, item.quantity) for item in subscription.items))
    # What was to come with the next period comes with this one.
    change = same if subscription.queued is None else as_taken(turn, subscription, subscription.queued)
    interval = interval_of(turn, change.items)
    items, _new = items_of(turn, subscription, change.items, everything=True)
    anchor = turn.anchored(turn.here, interval, change.anchor_day)
    end = turn.boundary(anchor, interval, 1)
    period = Period.between(
        turn.here, end if subscription.cancel_at is None else min(end, turn.point(subscription.cancel_at))
    )
    turn.emit(
        ev.SubscriptionChanged,
        subscription=subscription.id,
        items=items,
        interval=interval,
        anchor=anchor,
        term=1,
        period=period,
        renews_at=turn.end_of(period),
    )
    reminding.plan(turn, subscription.id)
    subscription = repricing.at_renewal(turn, turn.subscription(subscription.id), on=period.start)
    arrears.run(turn, subscription, period.first)
    collect_automatically(turn, billing.issue_for_period(turn, subscription))
