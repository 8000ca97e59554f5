"""Consenting: consents given and taken back, and who may be sent marketing."""

from __future__ import annotations

from typing import get_args

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.turn import Turn
from sandbox.engine.people import ADDRESS_OF
from sandbox.engine.privacy import MARKETING_CHANNELS, ConsentChannel, consent_key
from sandbox.engine.world import World


def set_consent(turn: Turn, command: cmd.SetConsent) -> None:
    """Given for one purpose and channel with proof; taken back as easily as may be, for one channel or all."""
    customer = turn.customer(command.customer)
    if command.purpose == "digital_content_waiver":
        turn.refuse("waiver_not_for_services")
    if command.about is not None and turn.subscription(command.about).customer != customer.id:
        turn.refuse("not_this_customers_subscription", subscription=command.about, customer=customer.id)
    if command.purpose == "immediate_start" and command.about is None:
        turn.refuse("consent_names_its_subscription", purpose=command.purpose)
    if command.granted and command.channel == "all":
        turn.refuse("consent_is_specific")
    if command.granted and not command.proof.strip():
        turn.refuse("proof_missing")
    channels: tuple[ConsentChannel, ...] = (command.channel,) if command.channel != "all" else _all_of(command.purpose)
    turn.emit(
        ev.ConsentSet,
        customer=customer.id,
        purpose=command.purpose,
        channels=channels,
        granted=command.granted,
        proof=command.proof,
        about=command.about,
    )


def _all_of(purpose: str) -> tuple[ConsentChannel, ...]:
    return MARKETING_CHANNELS if purpose == "marketing" else get_args(ConsentChannel)


def suppress_everywhere(turn: Turn, customer: str, proof: str) -> None:
    """No marketing any more, on any channel."""
    left = tuple(channel for channel in MARKETING_CHANNELS if not is_suppressed(turn.world, customer, channel))
    if left:
        turn.emit(ev.ConsentSet, customer=customer, purpose="marketing", channels=left, granted=False, proof=proof)


def is_suppressed(world: World, customer: str, channel: str) -> bool:
    """Whether somebody took marketing on this channel back, or never wanted it."""
    consent = world.consents.get(consent_key(customer, "marketing", channel))
    return consent is not None and not consent.granted


def check_marketing(turn: Turn, customer: str, channel: str) -> None:
    """Refuses a marketing message nobody may send: suppressed, never agreed to, or to a suppressed address."""
    if is_suppressed(turn.world, customer, channel):
        turn.refuse("suppressed", customer=customer, channel=channel)
    agreed = turn.world.consents.get(consent_key(customer, "marketing", channel))
    if agreed is None and turn.company.policy.needs_consent:
        turn.refuse("no_consent", customer=customer, channel=channel)
    address = turn.people.data(customer).get(ADDRESS_OF.get(channel, ""))
    if address:
        for other in turn.people.reached_at(channel, address):
            if is_suppressed(turn.world, other, channel):
                turn.refuse("suppressed", customer=customer, channel=channel)
