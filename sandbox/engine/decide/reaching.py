"""Reaching many: one command for a whole segment; whoever may not be reached is passed over, never an error for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine.decide import consenting, offering, repricing, telling
from sandbox.engine.decide.turn import Refused, Turn
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.repricing import holders, told_at

# Why somebody of a segment is left out; every other refusal is the command's own fault and refuses it whole.
PASSED_OVER: Final = frozenset(
    {"suppressed", "no_consent", "offer_limit", "offer_during_request", "which_subscription"}
)
# What can be said to many in the same words: every other template has facts of one customer in it.
FOR_MANY: Final = ("campaign", "free_text")


def make_offers(turn: Turn, command: cmd.MakeOffers) -> None:
    """An offer to people who did not ask is marketing: who never agreed to it is not reached either."""
    offering.terms_of(turn, command.offer)

    def offer(customer: str) -> None:
        consenting.check_marketing(turn, customer, command.channel)
        offering.make_offer(
            turn,
            cmd.MakeOffer(customer=customer, offer=command.offer, channel=command.channel, reason=command.reason),
        )

    _reach(turn, command.customers, offer)


def send_messages(turn: Turn, command: cmd.SendMessages) -> None:
    if command.template not in FOR_MANY:
        turn.refuse("not_for_many", template=command.template)
    for field in TEMPLATES[command.template].required:
        if command.fields.get(field) in (None, ""):
            turn.refuse("field_missing", field=field, template=command.template)

    def send(customer: str) -> None:
        telling.tell(
            turn,
            customer=customer,
            template=command.template,
            channel=command.channel,
            fields=command.fields,
            invoice=None,
        )

    _reach(turn, command.customers, send)


def tell_price_change(turn: Turn, command: cmd.TellPriceChange) -> None:
    change = turn.world.price_changes.get(command.change)
    if change is None:
        turn.refuse("unknown_price_change", id=command.change)
    untold = {
        one.customer: items[0]
        for one, items in holders(turn.world, change)
        if told_at(turn.world, change, one.customer) is None
    }
    if not untold:
        turn.refuse("everybody_was_told", change=change.id)
    for customer, item in untold.items():
        repricing.notify(turn, change, customer, item, channel=command.channel)


def _reach(turn: Turn, customers: Iterable[str], each: Callable[[str], None]) -> None:
    """Do it for each of them, once; refused where nobody is left."""
    named = dict.fromkeys(turn.customer(one).id for one in customers)
    reached = 0
    for customer in named:
        try:
            each(customer)
        except Refused as refused:
            if refused.rejection.code not in PASSED_OVER:
                raise
        else:
            reached += 1
    if not reached:
        turn.refuse("nobody_to_reach", count=len(named))
