"""Letters: what a message to somebody starts from, and how it reads to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from sandbox import engine
from sandbox.engine import calendar, collection, repricing
from sandbox.engine.decide.consenting import is_suppressed
from sandbox.engine.forecasting import next_renewal
from sandbox.engine.invoicing import Refund
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.narration import method_words
from sandbox.engine.privacy import consent_key
from sandbox.engine.reminders import EXPIRY
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.engine.wording import RAIL_WORDS, said
from sandbox.engine.world import Message
from sandbox.queries.scene import Scene

Facts = dict[str, Any]
LATELY = timedelta(days=30)
MONEY = ("payment_declined", "new_method_needed", "authentication_needed", "final_notice", "access_suspended")
INVOICE = ("payment_confirmed", "invoice_sent", "payment_due", "payment_overdue")
RENEWAL = ("renewal_notice", "trial_ending")
PRIVACY = ("request_received", "request_answered", "export_ready")


@dataclass(frozen=True)
class Letter:
    """A message as its customer reads it, in the customer's own language."""

    subject: str
    body: str
    language: str
    is_foreign: bool


@dataclass(frozen=True)
class Reach:
    """Whether marketing may go to somebody by a channel: yes, no (they said so), or nobody asked."""

    channel: str
    may: bool
    said_no: bool


def figures(minor_units: int) -> str:
    """`49,90`: as it is typed into a field."""
    return number_format(Decimal(minor_units).scaleb(-2), decimal_pos=2, use_l10n=True)


def main_subscription(scene: Scene, customer: str) -> Subscription | None:
    """The subscription to speak of: the youngest that lives, else the one begun last."""
    own = [one for one in scene.world.subscriptions.values() if one.customer == customer]
    living = [one for one in own if one.status not in ENDED]
    found = living or own
    return found[-1] if found else None


def facts(scene: Scene, customer: str, template: str, subscription: Subscription | None = None) -> Facts:
    """What the company knows of the facts that a template wants."""
    spoken_of = subscription or main_subscription(scene, customer)
    for templates, known in _KNOWN:
        if template in templates:
            return known(scene, customer, spoken_of)
    return {}


def fitting(scene: Scene, customer: str) -> str:
    """The template for what happened last: a debt with its reason, a refund nobody told of, else one's own words."""
    world = scene.world
    own = [one for one in world.invoices.values() if one.document.customer == customer]
    owed = next((one for one in own if one.status == "open"), None)
    if owed is not None and owed.slip is not None:
        today = calendar.day_of(world.now, scene.zone)
        return "payment_overdue" if owed.document.due < today else "payment_due"
    if owed is not None:
        method = collection.method_for(world, owed)
        if method is None or method.refused is not None:
            return "new_method_needed"
        attempts = collection.attempts_with(world, owed, method)
        asks = attempts and attempts[-1].severity == "authentication"
        return "authentication_needed" if asks else "payment_declined"
    last = last_refund(scene, customer)
    if last is None or world.now - last.at > LATELY:
        return "free_text"
    told = (one.template == "refund_made" and one.at >= last.at for one in _letters_of(scene, customer))
    return "free_text" if any(told) else "refund_made"


def last_refund(scene: Scene, customer: str) -> Refund | None:
    """The last that went back to somebody and did not return."""
    payments = {key for key, one in scene.world.payments.items() if one.customer == customer}
    made = (one for one in reversed(scene.world.refunds.values()) if one.payment in payments)
    return next((one for one in made if one.failed_at is None), None)


def _letters_of(scene: Scene, customer: str) -> Iterator[Message]:
    return (one for one in scene.world.messages.values() if one.customer == customer)


def letter(scene: Scene, customer: str, template: str, fields: Mapping[str, str | int]) -> Letter:
    """Subject and body; a price is called by its plan's name, a card's month as it stands on the card."""
    language = scene.world.customers[customer].language
    said = dict(fields)
    if isinstance(said.get("price"), str) and said["price"] in scene.world.prices:
        said["price"] = Speaker(scene.world, language, scene.people).price_name(str(said["price"]))
    month = EXPIRY.fullmatch(str(said.get("expires", "")))
    if month is not None:
        said["expires"] = f"{month[2]}/{month[1]}"
    subject, body = engine.render_message(
        template, said, name=scene.greeted(customer), language=language, currency=scene.currency
    )
    body = body.replace("R$ ", "R$\N{NO-BREAK SPACE}")
    return Letter(subject, body, language, language != scene.language)


def is_marketing(template: str) -> bool:
    return TEMPLATES[template].purpose == "marketing"


def reach(scene: Scene, customer: str, channel: str) -> Reach:
    """Whether marketing may go there, as far as consents say; the engine also looks at shared addresses."""
    agreed = scene.world.consents.get(consent_key(customer, "marketing", channel))
    said_no = is_suppressed(scene.world, customer, channel)
    needs = scene.world.require_company().policy.needs_consent
    return Reach(channel, not said_no and (agreed is not None or not needs), said_no)


def _of_money(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    """The debt first of all; else the newest invoice."""
    own = [one for one in scene.world.invoices.values() if one.document.customer == customer]
    owed = next((one for one in own if one.status == "open"), None)
    spoken_of = owed or (own[-1] if own else None)
    if spoken_of is None:
        return {}
    found: Facts = {
        "invoice": spoken_of.document.id,
        "amount": figures(owed.remaining if owed else spoken_of.document.amount_due),
        "due_on": spoken_of.document.due,
    }
    if spoken_of.slip is not None:
        found["slip"] = spoken_of.slip
    if owed is not None and owed.retry_at is not None:
        found["retry_on"] = calendar.day_of(owed.retry_at, scene.zone)
    ends = scene.world.scheduled.get(f"suspend:{subscription.id}") if subscription else None
    if ends is not None:
        found["ends_on"] = calendar.day_of(ends.at, scene.zone)
    return found


def _of_refund(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    """Which way it went and when it is seen there, in the words and the language of whoever reads it."""
    last = last_refund(scene, customer)
    if last is None:
        return {}
    payment = scene.world.payments[last.payment]
    method = scene.world.methods.get(payment.method or "")
    language = scene.world.customers[customer].language
    is_pt = language == "pt-br"
    if last.destination != "origin":
        way, when = (
            ("sua outra conta", "em até 2 dias úteis") if is_pt else ("your other account", "within 2 business days")
        )
    elif method is not None and method.kind == "card":
        way = method_words(method, language)
        when = "na próxima fatura do cartão ou na seguinte" if is_pt else "on the next card statement or the one after"
    else:
        way = method_words(method, language) if method else said(RAIL_WORDS, payment.rail, language)
        when = "em geral no mesmo dia" if is_pt else "usually on the same day"
    return {"invoice": payment.invoice, "amount": figures(last.amount), "way": way, "when": when}


def _of_renewal(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    coming = next_renewal(scene.world, subscription) if subscription else None
    return {"amount": figures(coming.amount), "renews_on": coming.on} if coming else {}


def _of_card(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    chosen = (subscription.method if subscription else None) or scene.world.customers[customer].default_method
    method = scene.world.methods.get(chosen or "")
    if method is None or method.kind != "card":
        return {}
    return {"last4": method.last4, "expires": scene.world.expiries.get(method.id, "")}


def _of_price(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    """The change they have not been told of, else the newest of a price they hold."""
    world = scene.world
    for item in subscription.items if subscription else ():
        changes = repricing.changes_of(world, item.price)
        untold = [one for one in changes if repricing.told_at(world, one, customer) is None]
        for change in (untold or changes)[:1]:
            return {
                "price": change.price,
                "old_amount": figures(world.prices[item.price].amount),
                "amount": figures(change.amount),
                "effective_on": change.effective,
            }
    return {}


def _of_leaving(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    """The last day with access: what ends at midnight lasted until the day before."""
    if subscription is None:
        return {}
    period = subscription.period
    paid = period.until or calendar.start_of_day(period.end, scene.zone)
    ends = subscription.cancel_at or subscription.ended_at or paid
    return {"access_until": calendar.day_of(ends - timedelta(microseconds=1), scene.zone)}


def _of_privacy(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    cases = [one for one in scene.world.cases.values() if one.customer == customer]
    if not cases:
        return {}
    found: Facts = {"case": cases[-1].id, "due_on": cases[-1].due}
    exports = [one for one in scene.world.exports.values() if one.customer == customer]
    if exports:
        found["expires_on"] = calendar.day_of(exports[-1].expires_at, scene.zone)
    return found


def _of_incident(scene: Scene, customer: str, subscription: Subscription | None) -> Facts:
    known = list(scene.world.incidents.values())
    return {"incident": known[-1].id, "known_on": calendar.day_of(known[-1].known_at, scene.zone)} if known else {}


_KNOWN: tuple[tuple[tuple[str, ...], Callable[[Scene, str, Subscription | None], Facts]], ...] = (
    (MONEY + INVOICE, _of_money),
    (("refund_made",), _of_refund),
    (RENEWAL, _of_renewal),
    (("card_expiring",), _of_card),
    (("price_change",), _of_price),
    (("cancellation_confirmed",), _of_leaving),
    (PRIVACY, _of_privacy),
    (("incident_notice",), _of_incident),
)
