"""Crowd: who joins, with which card, how they pay, change their mind, and go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.calendar import add_months
from sandbox.engine.gateway import Network, ScriptEntry, ScriptWord
from sandbox.engine.habits import Rail
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.practice import habits
from sandbox.practice.past import Past

APPROVE: Final = ScriptEntry("approve")
SHORT: Final = ScriptEntry("insufficient_funds")
SOFT: Final[Sequence[ScriptWord]] = ("insufficient_funds", "insufficient_funds", "generic_decline")
MACS: Final = (24, 25, 26, 27, 28, 29)
LEAVING: Final = (
    ("vou usar menos", "using it less"),
    ("caro para mim agora", "too expensive right now"),
    ("mudei de cidade", "moved away"),
    ("achei outra opção", "found another option"),
    ("falta de tempo", "no time for it"),
    ("problemas técnicos", "technical problems"),
)


def joining_days(past: Past, count: int) -> list[date]:
    """When so many people join: a few in the first month, and more and more of them."""
    span = (past.today - past.first_day).days - 3
    days = [past.first_day + timedelta(days=int(span * past.dice.random() ** 0.72)) for _ in range(count)]
    return sorted(days)


def gateway_script(past: Past, brand: str, *, percent: int = 5) -> tuple[ScriptEntry, ...]:
    """Two years of answers: most are yes, a no is mostly a passing one."""
    entries: list[ScriptEntry] = [APPROVE]
    while len(entries) < 28:
        if not past.chance(percent):
            entries.append(APPROVE)
            continue
        entries.extend(_no(past, brand))
        entries.append(APPROVE)
    return (*entries, APPROVE)


def _no(past: Past, brand: str) -> list[ScriptEntry]:
    rolled = past.dice.randrange(100)
    if not brand:  # a bank account has no card to steal, and nothing to confirm
        return [SHORT] * past.dice.choice((1, 1, 2, 4))
    if rolled < 6:
        return [ScriptEntry("stolen_card")]
    if rolled < 10:
        return [ScriptEntry("closed_account")]
    if rolled < 18:
        return [ScriptEntry("authentication_required")]
    if rolled < 23:
        return [ScriptEntry("timeout_settled" if past.chance(60) else "timeout_lost")]
    word = past.dice.choice(SOFT)
    mac = Network(past.dice.choice(MACS)) if brand == "mastercard" and past.chance(50) else Network()
    return [ScriptEntry(word, mac)] * past.dice.choice((1, 1, 1, 2, 2, 3, 5))


def card(past: Past, day: date, *, percent: int = 5) -> cmd.MethodSpec:
    """A card of one of the market's networks, good for one to four years, or to the end of this or the next month."""
    brand = past.dice.choice(past.market.brands)
    months = past.dice.randint(13, 46)
    if past.chance(7):
        months = (past.today.year - day.year) * 12 + past.today.month - day.month + past.dice.randrange(2)
    ends = add_months(day.replace(day=1), max(months, 1), 1)
    return cmd.MethodSpec(
        kind="card",
        brand=brand,
        last4=f"{past.dice.randrange(10_000):04}",
        expires=f"{ends:%Y-%m}",
        script=gateway_script(past, brand, percent=percent),
    )


def new_card(past: Past, customer: str) -> bool:
    """The customer puts another card in the place of the usual one, good for years."""
    ends = add_months(past.today.replace(day=1), past.dice.randint(8, 40), 1)
    return put_in(past, customer, expires=f"{ends:%Y-%m}")


def put_in(past: Past, customer: str, *, expires: str) -> bool:
    """A card in the place of the usual one; whoever pays otherwise keeps to that."""
    old = past.world.customers[customer].default_method
    if old is None or past.world.methods[old].kind != "card":
        return False
    brand = past.dice.choice(past.market.brands)
    last4, answers = f"{past.dice.randrange(10_000):04}", gateway_script(past, brand, percent=3)
    script = (APPROVE, *answers[:6], APPROVE)
    replaced = cmd.ReplaceMethod(
        customer=customer, method=old, brand=brand, last4=last4, expires=expires, script=script, actor="customer"
    )
    return past.may(replaced)


def answer_declines(past: Past) -> None:
    """What customers do about a charge that did not pass: another card, a confirmation, or nothing."""

    def declined(event: ev.PaymentAttempted) -> None:
        payment = event.payment
        if payment.status != "declined" or payment.customer in past.silent:
            return
        if payment.severity == "authentication" and past.chance(85):
            past.after(event, (0, 2), lambda: past.may(cmd.AuthenticatePayment(payment=payment.id, actor="customer")))
        elif payment.severity in ("hard", "expired") and past.chance(65):
            past.after(event, (2, 9), lambda: _again(past, payment.customer, payment.invoice))

    past.hear(ev.PaymentAttempted, declined)


def _again(past: Past, customer: str, invoice: str) -> None:
    if customer not in past.silent and new_card(past, customer):
        past.may(cmd.Collect(invoice=invoice, actor="team"))


def give_up_old_debts(past: Past) -> None:
    """Weeks after a subscription has ended, what is still open of it is written off."""

    def ended(event: ev.SubscriptionCancelled) -> None:
        past.after(event, (12, 30), lambda: _write_off(past, event.subscription))

    past.hear(ev.SubscriptionCancelled, ended)


def _write_off(past: Past, subscription: str) -> None:
    reason = past.market.say("assinatura encerrada, sem resposta", "subscription ended, no answer")
    for invoice in [one for one in past.world.invoices.values() if one.document.subscription == subscription]:
        if invoice.status == "open" and invoice.document.customer not in past.silent:
            past.may(
                cmd.MarkUncollectible(invoice=invoice.document.id, reason=reason, approver="supervisor", actor="team")
            )


def renew_cards(past: Past) -> None:
    """Told that their card ends, most put a new one in before it does."""

    def told(event: ev.ReminderDue) -> None:
        over_soon = event.on <= past.today + timedelta(days=62)
        if event.about == "card" and not over_soon and past.chance(45):
            past.after(event, (0, 6), lambda: new_card(past, event.customer))

    past.hear(ev.ReminderDue, told)


def pay_what_is_sent(past: Past, rails: Sequence[Rail], *, late: int, left_open: int) -> None:
    """Boletos and invoices sent are paid within their days by most, late by some; in the last weeks by habit."""

    def sent(event: ev.InvoiceSent) -> None:
        document = past.world.invoices[event.invoice].document
        due, issued = event.due, past.day_of(event.at)
        if document.customer in past.silent or habits.drive(past, issued):
            return
        day = past.day_between(issued + timedelta(days=1), max(due - timedelta(days=1), issued + timedelta(days=1)))
        if past.chance(late):
            day = due + timedelta(days=past.dice.randint(2, 11))
        past.on(day, lambda: _pay(past, event.invoice, past.dice.choice(rails)))

    past.hear(ev.InvoiceSent, sent)
    habits.settle(past, rails, late=late, left_open=left_open)


def _pay(past: Past, invoice: str, rail: Rail) -> None:
    owed = past.world.invoices[invoice].remaining
    if owed > 0:
        past.may(cmd.RecordPayment(invoice=invoice, amount=owed, rail=rail, actor="prologue"))


def living(past: Past) -> list[Subscription]:
    """Subscriptions that go on and are not about to end, oldest first."""
    return [one for one in past.world.subscriptions.values() if one.status not in ENDED and one.cancel_at is None]


def of_customer(past: Past, customer: str) -> Subscription | None:
    return next((one for one in living(past) if one.customer == customer), None)


def leave(past: Past, customer: str, *, offer: cmd.OfferSpec | None, percent: int) -> None:
    """Somebody wants to go: an offer may keep them, else the subscription ends with its period."""
    subscription = of_customer(past, customer)
    if subscription is None or customer in past.silent or subscription.status not in ("active", "past_due"):
        return
    reason = past.market.say(*past.dice.choice(LEAVING))
    if offer is not None and past.chance(55):
        asked = cmd.MakeOffer(customer=customer, subscription=subscription.id, offer=offer, reason=reason, actor="team")
        if past.may(asked):
            made = next(reversed(past.world.offers))
            if past.world.offers[made].status == "open" and past.chance(percent):
                past.may(cmd.AnswerOffer(offer=made, accepted=True, actor="customer"))
                return
            if past.world.offers[made].status == "open" and past.chance(60):
                past.may(cmd.AnswerOffer(offer=made, accepted=False, actor="customer"))
    past.may(cmd.Cancel(subscription=subscription.id, reason=reason, actor="customer"))
    if past.chance(8):
        back = past.day_of(past.world.now) + timedelta(days=past.dice.randint(1, 8))
        past.on(back, lambda: past.may(cmd.UndoCancel(subscription=subscription.id, actor="customer")))


def consent(past: Past, customer: str, *, percent: int) -> None:
    """Some agree to offers when they join, by one channel or two."""
    proof = past.market.say("caixa marcada no cadastro", "box ticked at sign-up")
    for channel, share in (("email", percent), ("whatsapp" if past.market.has_slips else "sms", percent // 3)):
        if past.chance(share):
            past.do(
                cmd.SetConsent(customer=customer, channel=channel, granted=True, proof=proof, actor="customer")  # type: ignore[arg-type]
            )
