"""Satisfaction: how customers take what happens to them, by rules anybody may read; a reading of the journal, nothing random."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.concerning import whose
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.world import World

START: Final = 70
"""What somebody thinks of a company that has done nothing yet, from 0 to 100."""
LASTS: Final = timedelta(days=90)
"""How long a thing is felt."""
SOON: Final = 2
"""Business days within which a word about a failed charge or a cancellation is a prompt one."""
QUICK: Final = 3
"""Business days within which money taken twice is expected back."""
REGRET: Final = timedelta(days=7)
"""An opt-out so soon after marketing is because of it."""
MANY: Final = 4
"""Messages within a week; one more is too many."""
WEEK: Final = timedelta(days=7)

AHEAD: Final = frozenset({"renewal_notice", "trial_ending", "price_change", "card_expiring", "payment_due"})
ABOUT_DECLINE: Final = frozenset({"payment_declined", "new_method_needed", "authentication_needed", "final_notice"})


class Rule(Struct, frozen=True):
    """What happened, how much it weighs, and how it is said (pt-br, en)."""

    weight: int
    said: tuple[str, str]


RULES: Final[Mapping[str, Rule]] = {
    "told_ahead": Rule(4, ("Foi avisado antes de uma cobrança", "Was told ahead of a charge")),
    "told_of_decline": Rule(
        4,
        ("Soube logo que a cobrança falhou, e o que viria", "Soon heard that the charge failed and what would follow"),
    ),
    "left_in_the_dark": Rule(
        -12, ("Perdeu o acesso sem que ninguém avisasse da falha", "Lost access without a word about the failed charge")
    ),
    "suspended": Rule(-5, ("Perdeu o acesso por falta de pagamento", "Lost access for lack of payment")),
    "charged_twice": Rule(-25, ("Foi cobrado duas vezes", "Was charged twice")),
    "given_back_soon": Rule(
        15, ("Recebeu logo de volta o que foi cobrado duas vezes", "Soon got back what was charged twice")
    ),
    "refunded": Rule(5, ("Recebeu dinheiro de volta", "Got money back")),
    "refund_failed": Rule(-8, ("O reembolso não chegou", "The refund did not arrive")),
    "disputed": Rule(-10, ("Teve de contestar no banco", "Had to dispute at the bank")),
    "gesture": Rule(6, ("Recebeu um gesto da empresa", "Was given a gesture by the company")),
    "answered_in_time": Rule(
        5, ("Teve resposta no prazo ao pedido sobre seus dados", "Was answered in time about personal data")
    ),
    "answered_late": Rule(-10, ("Esperou além do prazo por uma resposta", "Waited beyond the term for an answer")),
    "still_waiting": Rule(
        -15, ("Ainda espera uma resposta, além do prazo", "Still waits for an answer, beyond the term")
    ),
    "marketing_after_opt_out": Rule(
        -25, ("Recebeu propaganda depois de dizer não", "Got marketing after having said no")
    ),
    "opted_out": Rule(-6, ("Recebeu propaganda e não quer mais", "Got marketing and wants no more of it")),
    "offer_accepted": Rule(6, ("Aceitou uma oferta", "Accepted an offer")),
    "leaving_confirmed": Rule(
        5, ("Pediu para sair e teve logo a confirmação", "Asked to leave and soon had it confirmed")
    ),
    "leaving_unconfirmed": Rule(-5, ("Pediu para sair e ninguém confirmou", "Asked to leave and nobody confirmed it")),
    "dearer": Rule(-3, ("Passou a pagar mais", "Pays more now")),
    "too_many": Rule(-4, ("Recebeu mensagens demais em uma semana", "Got too many messages in a week")),
}
"""By id. Everything else leaves people as they were."""


class Reaction(Struct, frozen=True):
    """One customer's answer to one thing."""

    customer: str
    rule: str
    at: datetime

    @property
    def weight(self) -> int:
        return RULES[self.rule].weight


class _Watch:
    """What is remembered of customers from one event to the next."""

    def __init__(self, world: World) -> None:
        self.world, self.found = world, list[Reaction]()
        self.declined: dict[str, datetime] = {}
        self.leaving: dict[str, datetime] = {}
        self.cases: dict[str, ev.RequestOpened] = {}
        self.doubled: dict[str, datetime] = {}
        """By payment: what was captured once too often."""
        self.refused: set[tuple[str, str]] = set()
        """Customers and channels that said no to marketing."""
        self.marketed: dict[str, datetime] = {}
        self.written: dict[str, list[datetime]] = {}

    def feel(self, customer: str, rule: str, at: datetime) -> None:
        self.found.append(Reaction(customer, rule, at))

    def is_within(self, start: datetime, end: datetime, business_days: int) -> bool:
        company = self.world.require_company()
        last = calendar.add_business_days(calendar.day_of(start, company.timezone), business_days, company.holidays)
        return calendar.day_of(end, company.timezone) <= last


def reactions(world: World, events: Iterable[Any]) -> list[Reaction]:
    """What customers felt of these events, in order; `world` is the company after them, and says what time it is."""
    watch = _Watch(world)
    for event in events:
        react = _REACT.get(type(event))
        if react is not None:
            customer = whose(world, event)
            if customer is not None:
                react(watch, customer, event)
    _waiting(watch)
    since = world.now - LASTS
    return [one for one in watch.found if one.at > since]


def score(felt: Sequence[Reaction]) -> int:
    """From 0 to 100, of one customer's reactions."""
    return max(0, min(100, START + sum(one.weight for one in felt)))


def by_customer(felt: Iterable[Reaction]) -> dict[str, list[Reaction]]:
    found: dict[str, list[Reaction]] = {}
    for one in felt:
        found.setdefault(one.customer, []).append(one)
    return found


def _waiting(watch: _Watch) -> None:
    """What is being waited for in vain now."""
    now, zone = watch.world.now, watch.world.require_company().timezone
    for opened in watch.cases.values():
        if opened.case.customer is not None and calendar.day_of(now, zone) > opened.case.due:
            watch.feel(opened.case.customer, "still_waiting", now)
    for customer, asked in watch.leaving.items():
        if not watch.is_within(asked, now, SOON):
            watch.feel(customer, "leaving_unconfirmed", now)


def _message(watch: _Watch, customer: str, event: ev.MessageSent) -> None:
    at, template = event.at, TEMPLATES.get(event.template)
    lately = [one for one in watch.written.get(customer, []) if one > at - WEEK]
    watch.written[customer] = [*lately, at]
    if len(lately) == MANY:
        watch.feel(customer, "too_many", at)
    if event.template in AHEAD:
        watch.feel(customer, "told_ahead", at)
    elif event.template in ABOUT_DECLINE and customer in watch.declined:
        if watch.is_within(watch.declined.pop(customer), at, SOON):
            watch.feel(customer, "told_of_decline", at)
    elif event.template == "cancellation_confirmed" and customer in watch.leaving:
        is_soon = watch.is_within(watch.leaving.pop(customer), at, SOON)
        watch.feel(customer, "leaving_confirmed" if is_soon else "leaving_unconfirmed", at)
    if template is not None and template.purpose == "marketing":
        watch.marketed[customer] = at
        if (customer, event.channel) in watch.refused:
            watch.feel(customer, "marketing_after_opt_out", at)


def _attempted(watch: _Watch, customer: str, event: ev.PaymentAttempted) -> None:
    if event.payment.status == "declined":
        watch.declined.setdefault(customer, event.at)
    elif event.payment.status == "settled":
        watch.declined.pop(customer, None)


def _suspended(watch: _Watch, customer: str, event: ev.SubscriptionSuspended) -> None:
    in_the_dark = watch.declined.pop(customer, None) is not None
    watch.feel(customer, "left_in_the_dark" if in_the_dark else "suspended", event.at)


def _captured_twice(watch: _Watch, customer: str, event: ev.DuplicateCaptured) -> None:
    watch.doubled[event.payment.id] = event.at
    watch.feel(customer, "charged_twice", event.at)


def _owed_back(watch: _Watch, customer: str, event: ev.PaymentLookedUp | ev.PaymentSettledLate) -> None:
    if event.owed_back:
        watch.doubled[event.payment] = event.at
        watch.feel(customer, "charged_twice", event.at)


def _refunded(watch: _Watch, customer: str, event: ev.RefundMade) -> None:
    since = watch.doubled.pop(event.refund.payment, None)
    is_soon = since is not None and watch.is_within(since, event.at, QUICK)
    watch.feel(customer, "given_back_soon" if is_soon else "refunded", event.at)


def _opened(watch: _Watch, customer: str, event: ev.RequestOpened) -> None:
    watch.cases[event.case.id] = event


def _answered(watch: _Watch, customer: str, event: ev.RequestAnswered) -> None:
    opened = watch.cases.pop(event.case, None) if event.part == "full" else None
    if opened is not None:
        zone = watch.world.require_company().timezone
        is_late = calendar.day_of(event.at, zone) > opened.case.due
        watch.feel(customer, "answered_late" if is_late else "answered_in_time", event.at)


def _consent(watch: _Watch, customer: str, event: ev.ConsentSet) -> None:
    if event.purpose != "marketing":
        return
    pairs = {(customer, channel) for channel in event.channels}
    if event.granted:
        watch.refused -= pairs
        return
    watch.refused |= pairs
    marketed = watch.marketed.pop(customer, None)
    if marketed is not None and event.at - marketed <= REGRET:
        watch.feel(customer, "opted_out", event.at)


def _offered(watch: _Watch, customer: str, event: ev.OfferMade) -> None:
    if event.offer.status == "open":
        watch.marketed[customer] = event.at


def _answered_offer(watch: _Watch, customer: str, event: ev.OfferAnswered) -> None:
    if event.answer == "accepted":
        watch.feel(customer, "offer_accepted", event.at)


def _asked_to_leave(watch: _Watch, customer: str, event: ev.CancellationScheduled) -> None:
    watch.leaving.setdefault(customer, event.at)


def _stays(watch: _Watch, customer: str, event: ev.CancellationUndone) -> None:
    watch.leaving.pop(customer, None)


def _repriced(watch: _Watch, customer: str, event: ev.SubscriptionRepriced) -> None:
    changes = [watch.world.price_changes[one] for one in event.changes]
    if any(one.amount > one.was for one in changes):
        watch.feel(customer, "dearer", event.at)


def _plainly(rule: str) -> Callable[[_Watch, str, Any], None]:
    return lambda watch, customer, event: watch.feel(customer, rule, event.at)


_REACT: Final[dict[type[Any], Callable[[_Watch, str, Any], None]]] = {
    ev.MessageSent: _message,
    ev.PaymentAttempted: _attempted,
    ev.SubscriptionSuspended: _suspended,
    ev.DuplicateCaptured: _captured_twice,
    ev.PaymentLookedUp: _owed_back,
    ev.PaymentSettledLate: _owed_back,
    ev.RefundMade: _refunded,
    ev.RefundFailed: _plainly("refund_failed"),
    ev.DisputeOpened: _plainly("disputed"),
    ev.GoodwillGiven: _plainly("gesture"),
    ev.IndemnityPaid: _plainly("gesture"),
    ev.RequestOpened: _opened,
    ev.RequestAnswered: _answered,
    ev.ConsentSet: _consent,
    ev.OfferMade: _offered,
    ev.OfferAnswered: _answered_offer,
    ev.CancellationScheduled: _asked_to_leave,
    ev.CancellationUndone: _stays,
    ev.SubscriptionRepriced: _repriced,
}
FELT: Final[tuple[str, ...]] = tuple(str(kind.__struct_config__.tag) for kind in _REACT)
"""The types of events that anybody reacts to: nothing else of a journal has to be read."""
