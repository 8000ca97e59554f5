"""Apply, for events of privacy."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.privacy import Answer, Consent, ConsentRecord, Reveal, Tombstone, consent_key
from sandbox.engine.world import World


def _consent_set(world: World, event: ev.ConsentSet) -> None:
    record = ConsentRecord(event.granted, event.at, event.proof, world.event_count)
    for channel in event.channels:
        key = consent_key(event.customer, event.purpose, channel, event.about)
        known = world.consents.get(key) or Consent(event.customer, event.purpose, channel, event.about, ())
        world.consents[key] = replace(known, history=(*known.history, record))


def _request_opened(world: World, event: ev.RequestOpened) -> None:
    world.cases[event.case.id] = event.case


def _identity_verified(world: World, event: ev.IdentityVerified) -> None:
    case = world.cases[event.case]
    collected = (*case.over_collected, *(one for one in event.over_collected if one not in case.over_collected))
    world.cases[case.id] = replace(case, verified_at=event.at, method=event.method, over_collected=collected)


def _request_answered(world: World, event: ev.RequestAnswered) -> None:
    case = world.cases[event.case]
    answer = Answer(event.part, event.at, event.outcomes)
    closed = event.at if event.part == "full" else case.answered_at
    world.cases[case.id] = replace(case, answers=(*case.answers, answer), answered_at=closed)


def _exported(world: World, event: ev.DataExported) -> None:
    world.exports[event.export.id] = event.export


def _corrected(world: World, event: ev.DataCorrected) -> None:
    world.corrections[event.correction.id] = event.correction


def _erased(world: World, event: ev.DataErased) -> None:
    before = world.tombstones.get(event.customer)
    categories = (*(before.categories if before else ()), *event.categories)
    destroyed = event.key_destroyed or (before is not None and before.key_destroyed)
    methods = (*(before.methods if before else ()), *event.methods)
    world.tombstones[event.customer] = Tombstone(event.customer, categories, destroyed, event.at, event.told, methods)
    if event.methods:
        _detach(world, event.customer)


def _detach(world: World, customer: str) -> None:
    """Nothing is charged there any more; what was paid there still names it, and may go back to it."""
    world.customers[customer] = replace(world.customers[customer], methods=(), default_method=None)
    for subscription in list(world.subscriptions.values()):
        if subscription.customer == customer and subscription.method is not None:
            world.subscriptions[subscription.id] = replace(subscription, method=None)


def _hold_placed(world: World, event: ev.HoldPlaced) -> None:
    world.holds[event.hold.id] = event.hold


def _hold_released(world: World, event: ev.HoldReleased) -> None:
    world.holds[event.hold] = replace(world.holds[event.hold], released_at=event.at)


def _revealed(world: World, event: ev.DataRevealed) -> None:
    world.reveals[event.reveal] = Reveal(
        event.reveal, event.customer, event.fields, event.reason, event.actor, event.at
    )


HANDLERS: Final[Handlers] = {
    ev.ConsentSet: _consent_set,
    ev.RequestOpened: _request_opened,
    ev.IdentityVerified: _identity_verified,
    ev.RequestAnswered: _request_answered,
    ev.DataExported: _exported,
    ev.DataCorrected: _corrected,
    ev.DataErased: _erased,
    ev.HoldPlaced: _hold_placed,
    ev.HoldReleased: _hold_released,
    ev.DataRevealed: _revealed,
}
