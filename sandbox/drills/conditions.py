"""Conditions: the vocabulary drills are marked in. Each word reads journal and ledger, never labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import calendar
from sandbox.engine import events as ev
from sandbox.engine.messages import MONTHS_EN, MONTHS_PT, format_day


class InvoicePaidOnce(Word, frozen=True, kw_only=True):
    """Settled by exactly one capture at the gateway, whole, and not given back."""

    invoice: str

    def judge(self, evidence: Evidence) -> Verdict:
        invoice = evidence.world.invoices.get(self.invoice)
        if invoice is None:
            return Verdict(False, "A fatura não existe.", "The invoice does not exist.")
        number = invoice.document.number
        payments = [evidence.world.payments[key] for key in invoice.payments]
        captured = [payment for payment in payments if payment.captured]
        recorded = [payment for payment in captured if payment.cause == "recorded"]
        refunded = sum(payment.refunded for payment in payments)
        if invoice.status == "open":
            left_pt, left_en = (
                evidence.money(invoice.remaining, "pt-br"),
                evidence.money(invoice.remaining, "en"),
            )
            return Verdict(
                False,
                f"A fatura {number} está em aberto: faltam {left_pt}.",
                f"Invoice {number} is open: {left_en} remains.",
            )
        if invoice.status != "paid":
            words = {"void": "anulada", "uncollectible": "dada como perdida"}.get(invoice.status, invoice.status)
            return Verdict(False, f"A fatura {number} foi {words}.", f"Invoice {number} is {invoice.status}.")
        if recorded:
            return Verdict(
                False,
                f"A fatura {number} foi baixada por um recebimento anotado à mão, sem captura no emissor.",
                f"Invoice {number} was settled by a hand-written receipt, without a capture at the issuer.",
            )
        if len(captured) != 1 or refunded or captured[0].amount != invoice.document.amount_due:
            pt, en = times(len(captured), ("captura", "capturas"), ("capture", "captures"))
            back_pt, back_en = evidence.money(refunded, "pt-br"), evidence.money(refunded, "en")
            return Verdict(
                False,
                f"A fatura {number} mostra {pt} e {back_pt} devolvidos.",
                f"Invoice {number} shows {en} and {back_en} refunded.",
            )
        at = captured[0].settled_at or captured[0].at
        return Verdict(
            True,
            f"A fatura {number} foi paga uma única vez, em {evidence.moment(at, 'pt-br')}.",
            f"Invoice {number} was paid exactly once, on {evidence.moment(at, 'en')}.",
        )


class NoAttemptBefore(Word, frozen=True, kw_only=True):
    """After its first failure, nobody tried the invoice again before an instant."""

    invoice: str
    before: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        failed = evidence.first_failure(self.invoice)
        early = [
            payment
            for payment in evidence.attempts(self.invoice)
            if failed is not None and payment.attempt > 1 and payment.at < self.before
        ]
        when_pt, when_en = evidence.moment(self.before, "pt-br"), evidence.moment(self.before, "en")
        if not early:
            return Verdict(
                True,
                f"Nenhuma nova tentativa antes de {when_pt}.",
                f"No further attempt before {when_en}.",
            )
        pt, en = times(len(early), ("nova tentativa", "novas tentativas"), ("further attempt", "further attempts"))
        first_pt, first_en = evidence.moment(early[0].at, "pt-br"), evidence.moment(early[0].at, "en")
        return Verdict(
            False,
            f"O registro mostra {pt} antes de {when_pt}; a primeira em {first_pt}.",
            f"The journal shows {en} before {when_en}; the first on {first_en}.",
        )


class AttemptsAtMost(Word, frozen=True, kw_only=True):
    """The invoice was tried no more often than this, its first attempt included."""

    invoice: str
    count: int

    def judge(self, evidence: Evidence) -> Verdict:
        made = len(evidence.attempts(self.invoice))
        pt, en = times(made, ("tentativa", "tentativas"), ("attempt", "attempts"))
        return Verdict(made <= self.count, f"Houve {pt} nesta fatura.", f"There were {en} on this invoice.")


class MessageSent(Word, frozen=True, kw_only=True):
    """The customer was told certain facts, after the failure and before the next attempt.

    `amount` is in minor units. With `retry_day`, the day named must be one on which the invoice is in fact
    tried again, or still set to be. A free text counts when it names the facts in figures people use.
    """

    customer: str
    invoice: str
    amount: int | None = None
    retry_day: bool = False
    templates: tuple[str, ...] = ("payment_declined", "free_text")

    def judge(self, evidence: Evidence) -> Verdict:
        failed = evidence.first_failure(self.invoice)
        retry_at = evidence.world.invoices[self.invoice].retry_at
        pending = set() if retry_at is None else {evidence.day(retry_at)}
        name = evidence.names.get(self.customer, self.customer)
        sent: list[tuple[int, ev.MessageSent]] = []
        tried: list[tuple[int, date]] = []
        for position, event in enumerate(evidence.events):
            if failed is None or event.at < failed:
                continue
            if isinstance(event, ev.MessageSent):
                if event.customer == self.customer and event.template in self.templates:
                    sent.append((position, event))
            elif isinstance(event, ev.PaymentAttempted) and self._is_retry(event):
                tried.append((position, evidence.day(event.at)))
        in_time: list[ev.MessageSent] = []
        for position, message in sent:
            days = {day for at, day in tried if at > position} | pending
            if tried and not days:
                continue
            in_time.append(message)
            if self._says_it(message, evidence, days):
                at_pt, at_en = evidence.moment(message.at, "pt-br"), evidence.moment(message.at, "en")
                return Verdict(
                    True,
                    f"Aviso a {name} em {at_pt}, antes da nova tentativa e com os dados certos.",
                    f"{name} was told on {at_en}, before the further attempt and with the right facts.",
                )
        pt, en = times(len(sent), ("mensagem", "mensagens"), ("message", "messages"))
        if not sent:
            return Verdict(
                False,
                f"O registro mostra {pt} a {name} sobre esta cobrança desde a recusa.",
                f"The journal shows {en} to {name} about this charge since the decline.",
            )
        if not in_time:
            return Verdict(
                False,
                f"O registro mostra {pt} a {name}, mas só depois da nova tentativa.",
                f"The journal shows {en} to {name}, but only after the further attempt.",
            )
        return Verdict(
            False,
            f"O registro mostra {pt} a {name}, mas o valor ou o dia ditos não batem com o que consta aqui.",
            f"The journal shows {en} to {name}, but the amount or the day in it does not match the record.",
        )

    def _is_retry(self, event: ev.PaymentAttempted) -> bool:
        return event.payment.invoice == self.invoice and event.payment.attempt > 1

    def _says_it(self, event: ev.MessageSent, evidence: Evidence, days: set[date]) -> bool:
        text = " ".join(str(value) for key, value in event.fields.items() if key in ("text", "note", "subject"))
        wanted = self.amount
        if wanted is not None and event.fields.get("amount") != wanted and not _names_amount(text, wanted, evidence):
            return False
        if not self.retry_day:
            return True
        told = event.fields.get("retry_on")
        if isinstance(told, str):
            return told[:10] in {day.isoformat() for day in days}
        return any(_names_day(text, day) for day in days)


def _names_amount(text: str, amount: int, evidence: Evidence) -> bool:
    figures = {re.sub(r"[^\d.,]", "", evidence.money(amount, language)) for language in ("pt-br", "en")}
    return any(re.search(rf"(?<![\d.,]){re.escape(one)}(?!\d)", text) for one in figures)


def _names_day(text: str, day: date) -> bool:
    folded = text.lower()
    pt_month, en_month = MONTHS_PT[day.month - 1], MONTHS_EN[day.month - 1].lower()
    forms = (
        rf"(?<!\d)0?{day.day}/0?{day.month}(?!\d)",
        rf"{day.year}-{day.month:02d}-{day.day:02d}",
        rf"(?<!\d)0?{day.day}(?:º)?(?: de)? {pt_month}",
        rf"(?<!\d)0?{day.day}(?:st|nd|rd|th)?(?: of)? {en_month}",
        rf"{en_month}[a-z]* 0?{day.day}(?!\d)",
        rf"\bdia 0?{day.day}(?!\d)",
    )
    return any(re.search(form, folded) for form in forms)


class AccessKept(Word, frozen=True, kw_only=True):
    """The subscriber could use the service all along."""

    subscription: str

    def judge(self, evidence: Evidence) -> Verdict:
        for event in evidence.events:
            match event:
                case ev.SubscriptionSuspended(subscription=self.subscription):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(False, f"O acesso foi suspenso em {at_pt}.", f"Access was suspended on {at_en}.")
                case ev.SubscriptionCancelled(subscription=self.subscription):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(False, f"O acesso terminou em {at_pt}.", f"Access ended on {at_en}.")
                case ev.SubscriptionPastDue(subscription=self.subscription, access=False):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(False, f"O acesso foi cortado em {at_pt}.", f"Access was cut on {at_en}.")
                case _:
                    continue
        return Verdict(True, "O acesso foi mantido o tempo todo.", "Access was kept all along.")


class SubscriptionKept(Word, frozen=True, kw_only=True):
    """The subscription has neither ended nor been set to end."""

    subscription: str

    def judge(self, evidence: Evidence) -> Verdict:
        one = evidence.world.subscriptions[self.subscription]
        if one.ended_at is not None:
            at_pt, at_en = evidence.moment(one.ended_at, "pt-br"), evidence.moment(one.ended_at, "en")
            return Verdict(False, f"A assinatura terminou em {at_pt}.", f"The subscription ended on {at_en}.")
        if one.cancel_at is not None:
            at_pt, at_en = evidence.moment(one.cancel_at, "pt-br"), evidence.moment(one.cancel_at, "en")
            return Verdict(
                False,
                f"A assinatura está marcada para terminar em {at_pt}.",
                f"The subscription is set to end on {at_en}.",
            )
        return Verdict(True, "A assinatura continua, sem data de fim.", "The subscription goes on, with no end date.")


class AnchorUnchanged(Word, frozen=True, kw_only=True):
    """Renewals still fall on the day they fell on when the subscription began."""

    subscription: str

    def judge(self, evidence: Evidence) -> Verdict:
        now = evidence.world.subscriptions[self.subscription]
        begun = [
            event.subscription.anchor
            for event in evidence.events
            if isinstance(event, ev.SubscriptionStarted) and event.subscription.id == self.subscription
        ]
        expected = calendar.boundary(now.anchor, now.interval, now.term)
        same = bool(begun) and begun[0] == now.anchor and now.period.end == expected
        due_pt, due_en = format_day(now.period.end, "pt-br"), format_day(now.period.end, "en")
        return Verdict(
            same,
            f"O próximo vencimento é {due_pt}, dia {now.anchor.day} como no começo."
            if same
            else f"O vencimento mudou de dia: o próximo é {due_pt}.",
            f"The next renewal is {due_en}, on day {now.anchor.day} as from the start."
            if same
            else f"The renewal day moved: the next is {due_en}.",
        )


class AllOf(Word, frozen=True, kw_only=True):
    parts: tuple[Any, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        verdicts = [part.judge(evidence) for part in self.parts]
        shown = [one for one in verdicts if not one.met] or verdicts
        return Verdict(all(one.met for one in verdicts), *_together(shown))


class AnyOf(Word, frozen=True, kw_only=True):
    parts: tuple[Any, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        verdicts = [part.judge(evidence) for part in self.parts]
        shown = [one for one in verdicts if one.met][:1] or verdicts
        return Verdict(any(one.met for one in verdicts), *_together(shown))


class NoneOf(Word, frozen=True, kw_only=True):
    parts: tuple[Any, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        verdicts = [part.judge(evidence) for part in self.parts]
        shown = [one for one in verdicts if one.met] or verdicts
        return Verdict(not any(one.met for one in verdicts), *_together(shown))


def _together(verdicts: Sequence[Verdict]) -> tuple[str, str]:
    return " ".join(one.pt_br for one in verdicts), " ".join(one.en for one in verdicts)


Check = Word
WORDS: Final[dict[str, type[Word]]] = {
    "invoice_paid_once": InvoicePaidOnce,
    "no_attempt_before": NoAttemptBefore,
    "attempts_at_most": AttemptsAtMost,
    "message_sent": MessageSent,
    "access_kept": AccessKept,
    "subscription_kept": SubscriptionKept,
    "anchor_unchanged": AnchorUnchanged,
}
COMPOSED: Final[dict[str, Callable[[tuple[Word, ...]], Word]]] = {
    "all": lambda parts: AllOf(parts=parts),
    "any": lambda parts: AnyOf(parts=parts),
    "none": lambda parts: NoneOf(parts=parts),
}


def check_from(data: Mapping[str, Any], *, zone: str) -> Word:
    """A check as a drill file writes it: one word and its parameters, or `all`, `any`, `none` of several."""
    if len(data) != 1:
        raise ValueError(f"a check is one word with its parameters, not {sorted(data)}")
    ((name, fields),) = data.items()
    if name in COMPOSED:
        return COMPOSED[name](tuple(check_from(part, zone=zone) for part in fields))
    word = WORDS.get(name)
    if word is None:
        raise ValueError(f"there is no condition {name!r}")
    prepared = {
        key: calendar.read_instant(str(value), zone) if key in ("before", "after") else value
        for key, value in fields.items()
    }
    try:
        return msgspec.convert(prepared, word)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {error}") from error
