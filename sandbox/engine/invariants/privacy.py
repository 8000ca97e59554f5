"""Invariants of privacy: who does not want marketing gets none, and a person who was erased stays erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.leaving import Offer
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.privacy import Case, consent_key
from sandbox.engine.world import Message, World

TOUCHING: Final[frozenset[type]] = frozenset(
    {ev.MessageSent, ev.RequestOpened, ev.RequestAnswered, ev.IdentityVerified, ev.OfferMade}
)


def touched_privacy(after: World, events: Sequence[ev.Event]) -> Iterator[Broken]:
    """The rules over what a command's events name."""
    for event in [one for one in events if type(one) in TOUCHING]:
        match event:
            case ev.MessageSent():
                if event.message in after.messages:
                    yield from message_rules(after, after.messages[event.message])
            case ev.RequestAnswered() | ev.IdentityVerified():
                yield from case_rules(after.cases[event.case])
            case ev.RequestOpened():
                yield from case_rules(after.cases[event.case.id])
            case ev.OfferMade():
                yield from offer_rules(after, event.offer)


def privacy_rules(world: World) -> Iterator[Broken]:
    """The rules over everything."""
    for message in world.messages.values():
        yield from message_rules(world, message)
    for case in world.cases.values():
        yield from case_rules(case)
    for customer, gone in world.tombstones.items():
        if gone.key_destroyed and any(
            one.customer == customer and one.status not in ("cancelled", "incomplete_expired")
            for one in world.subscriptions.values()
        ):
            yield "nobody_erased_is_billed", {"customer": customer}


def message_rules(world: World, message: Message) -> Iterator[Broken]:
    """No marketing message to a suppressed address."""
    template = TEMPLATES.get(message.template)
    if template is None or template.purpose != "marketing":
        return
    consent = world.consents.get(consent_key(message.customer, "marketing", message.channel))
    said = consent is not None and any(one.order < message.order for one in consent.history)
    if consent is not None and said and not consent.granted_before(message.order):
        yield "no_marketing_to_the_suppressed", {"message": message.id, "customer": message.customer}


def offer_rules(world: World, offer: Offer) -> Iterator[Broken]:
    consent = world.consents.get(consent_key(offer.customer, "marketing", offer.channel))
    if consent is not None and not consent.granted:
        yield "no_marketing_to_the_suppressed", {"offer": offer.id, "customer": offer.customer}


def case_rules(case: Case) -> Iterator[Broken]:
    """Received, verified, answered in this order; each category with an outcome, and a reason where it is
    neither done nor kept by a ground nor nothing was there."""
    if case.answered_at is not None and not any(answer.part == "full" for answer in case.answers):
        yield "an_answered_case_has_its_answer", {"case": case.id}
    for answer in case.answers:
        told = any(one.outcome != "refused" for one in answer.outcomes)
        if told and (case.verified_at is None or case.verified_at > answer.at):
            yield "answered_after_verifying", {"case": case.id}
        if any(one.outcome in ("partial", "refused") and not one.reason for one in answer.outcomes):
            yield "an_outcome_has_its_reason", {"case": case.id}
