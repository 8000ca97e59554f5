"""Regrets: money that goes back, by refund, credit note, goodwill or dispute, and what of it still waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine.gateway import RefundEntry
from sandbox.engine.invoicing import Payment
from sandbox.practice.past import Past

APPROVER: Final = "supervisor"
REASONS: Final = (
    ("service_not_delivered: serviço fora do ar por dois dias", "service_not_delivered: service was down for two days"),
    (
        "after_cancellation: cobrança depois do pedido de cancelamento",
        "after_cancellation: charged after asking to cancel",
    ),
    ("wrong_amount: comprou o plano errado", "wrong_amount: bought the wrong plan"),
    ("duplicate_charge: cobrança em duplicidade alegada", "duplicate_charge: says it was charged twice"),
)
ASKED: Final = (
    (100, "cliente diz que cancelou antes da renovação", "customer says they cancelled before the renewal"),
    (
        50,
        "cliente pede de volta metade do que pagou: ficou sem acesso",
        "customer asks for half of what they paid back: no access",
    ),
    (
        100,
        "cobrança não reconhecida, cliente pede devolução",
        "customer does not recognise the charge and wants it back",
    ),
)
"""How much of the payment, in percent, and why."""


def recent(past: Past, days: tuple[int, int], fits: Callable[[Payment], bool]) -> Payment | None:
    """A payment received between so many days ago, untouched so far, of somebody who is still there."""
    now = past.world.now
    found = [
        one
        for one in past.world.payments.values()
        if one.status == "settled"
        and not one.refunded
        and not one.duplicate
        and one.id not in past.world.disputes_of
        and timedelta(days=days[0]) <= now - one.at <= timedelta(days=days[1])
        and one.customer in past.subjects
        and one.customer not in past.silent
        and not past.world.invoices[one.invoice].noted
        and fits(one)
    ]
    return past.dice.choice(found) if found else None


def is_card(payment: Payment) -> bool:
    return payment.rail == "card"


def refund(past: Past, *, percent: int = 100) -> None:
    """A refund with its reason; above the agent's limit somebody else approves it."""
    payment = recent(past, (0, 40), lambda one: True)
    if payment is None:
        return
    amount = payment.amount * percent // 100
    past.may(
        cmd.MakeRefund(
            payment=payment.id,
            amount=amount,
            reason=past.market.say(*past.dice.choice(REASONS)),
            approver=APPROVER if amount > past.world.require_company().policy.agent_limit else None,
            actor="team",
        )
    )


def failing_refund(past: Past) -> None:
    """A refund to a card that is closed: days later it comes back, and the money is owed again."""
    payment = recent(past, (0, 30), is_card)
    if payment is None:
        return
    past.do(
        cmd.Gateway(
            customer=payment.customer,
            method=payment.method,
            refund_fails=(RefundEntry("expired_or_canceled_card", 4), RefundEntry("succeeds")),
            actor="prologue",
        )
    )
    past.may(
        cmd.MakeRefund(
            payment=payment.id,
            amount=payment.amount,
            reason=past.market.say(*REASONS[1]),
            approver=APPROVER,
            actor="team",
        )
    )


def credit_note(past: Past, to: str) -> None:
    """Part of a paid invoice is taken back by a document, onto the balance or as money."""
    payment = recent(past, (0, 35), lambda one: True)
    if payment is None:
        return
    past.may(
        cmd.IssueCreditNote(
            invoice=payment.invoice,
            amount=payment.amount // past.dice.choice((2, 3, 4)),
            to=to,  # type: ignore[arg-type]
            reason=past.market.say(*REASONS[0]),
            approver=APPROVER,
            actor="team",
        )
    )


def goodwill(past: Past) -> None:
    payment = recent(past, (0, 35), lambda one: True)
    if payment is not None:
        reason = past.market.say("demora no atendimento", "slow to answer")
        past.may(
            cmd.Goodwill(
                invoice=payment.invoice,
                amount=payment.amount // 5,
                reason=reason,
                approver=APPROVER,
                actor="team",
            )
        )


def dispute(past: Past, outcome: str) -> None:
    """An issuer takes money back: contested and won or lost, or accepted; or it waits for an answer."""
    payment = recent(past, (0, 45), is_card)
    if payment is None:
        return
    if not past.may(cmd.OpenDispute(payment=payment.id, reason="13.2", actor="prologue")):
        return
    opened = next(reversed(past.world.disputes))
    today = past.day_of(past.world.now)
    evidence = past.market.say("acessos depois da cobrança, aceite dos termos", "use after the charge, terms accepted")
    match outcome:
        case "open":
            pass
        case "accepted":
            reason = past.market.say("o cliente tem razão", "the customer is right")
            accept = cmd.AcceptDispute(dispute=opened, reason=reason, actor="team")
            past.on(today + timedelta(days=2), lambda: past.may(accept))
        case _:
            contest = cmd.ContestDispute(dispute=opened, evidence=evidence, actor="team")
            resolve = cmd.ResolveDispute(dispute=opened, outcome=outcome, actor="prologue")  # type: ignore[arg-type]
            past.on(today + timedelta(days=6), lambda: past.may(contest))
            past.on(today + timedelta(days=34), lambda: past.may(resolve))


def plan(past: Past, *, refunds: int, notes: int) -> None:
    """What went back over the months, spread; the last of it waits for whoever takes over."""
    first = past.first_day + timedelta(days=75)
    for number in range(refunds):
        percent = 100 if number % 2 else 50
        past.on(past.day_between(first, past.ago(12)), lambda percent=percent: refund(past, percent=percent))  # type: ignore[misc]
    for number in range(notes):
        to = ("balance", "refund")[number % 2]
        past.on(past.day_between(first, past.ago(10)), lambda to=to: credit_note(past, to))  # type: ignore[misc]
    past.on(past.day_between(first, past.ago(60)), lambda: goodwill(past))
    past.on(past.day_between(first, past.ago(100)), lambda: dispute(past, "won"))
    past.on(past.day_between(first, past.ago(80)), lambda: dispute(past, "lost"))
    past.on(past.day_between(first, past.ago(50)), lambda: dispute(past, "accepted"))
    past.on(past.ago(7), lambda: failing_refund(past))
    past.on(past.ago(6), lambda: dispute(past, "open"))


def wait(past: Past, count: int) -> None:
    """Customers who ask for their money: a task for each, about the payment it is asked of."""
    for percent, pt, en in ASKED[:count]:
        payment = recent(past, (1, 30), lambda one: True)
        if payment is not None:
            past.silent.add(payment.customer)
            reason = past.market.say(pt, en)
            amount = payment.amount * percent // 100
            past.do(cmd.OpenTask(kind="refund", about=payment.id, reason=reason, amount=amount, actor="prologue"))
