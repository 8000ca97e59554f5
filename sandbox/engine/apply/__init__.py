"""Apply: what each event does to an owned world, by area. It never refuses, never decides and reads no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.apply import (
    activation,
    amends,
    approvals,
    arrears,
    company,
    disputes,
    documents,
    drafts,
    dunning,
    habits,
    incidents,
    leaving,
    mandates,
    messages,
    money,
    privacy,
    reminding,
    repricing,
    sending,
    subscriptions,
    tasks,
    webhooks,
)
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.codec import groups_of, link
from sandbox.engine.world import KeyedAnswer, World


def apply(world: World, event: ev.Event) -> World:
    """The world after one event that is a group by itself; the one given stays as it was."""
    after = world.own()
    apply_owned(after, event)
    seal(after, [event])
    return after


def replay(events: Iterable[ev.Event]) -> World:
    """The world a journal leads to."""
    world = World.empty().own()
    for group in groups_of(events):
        for event in group:
            apply_owned(world, event)
        seal(world, group)
    return world


def seal(world: World, group: Sequence[ev.Event]) -> None:
    """End a group that an owned world was just taken through: its name, its moment and its link in the chain. The
    clock's own movements are none.
    """
    if not group or type(group[0]) is ev.ClockMoved:
        return
    world.group = group[0].group
    world.groups += 1
    world.now = max(world.now, group[0].at)
    world.chain = link(world.chain, group)


def apply_owned(world: World, event: ev.Event) -> None:
    """What one event does, in place, to a world the caller alone holds, and seals once the group is whole."""
    if type(event) is ev.ClockMoved:
        if event.key is not None and event.digest is not None:
            world.keys[event.key] = KeyedAnswer(event.digest, event.group)
        world.now = max(world.now, event.to)
        return
    HANDLERS[type(event)](world, event)
    ledger = world.ledger
    for posting in getattr(event, "postings", ()):
        ledger[posting.account] = ledger.get(posting.account, 0) + posting.amount
    world.event_count += 1


def _keyed(world: World, event: ev.CommandKeyed) -> None:
    world.keys[event.key] = KeyedAnswer(event.digest, event.group)


HANDLERS: Final[Handlers] = {
    ev.CommandKeyed: _keyed,
    **company.HANDLERS,
    **subscriptions.HANDLERS,
    **documents.HANDLERS,
    **drafts.HANDLERS,
    **habits.HANDLERS,
    **sending.HANDLERS,
    **arrears.HANDLERS,
    **money.HANDLERS,
    **dunning.HANDLERS,
    **messages.HANDLERS,
    **disputes.HANDLERS,
    **activation.HANDLERS,
    **webhooks.HANDLERS,
    **amends.HANDLERS,
    **repricing.HANDLERS,
    **privacy.HANDLERS,
    **incidents.HANDLERS,
    **leaving.HANDLERS,
    **tasks.HANDLERS,
    **approvals.HANDLERS,
    **reminding.HANDLERS,
    **mandates.HANDLERS,
}
