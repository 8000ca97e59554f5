"""Telling: what customers were told, when, and what no message may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import Event
from sandbox.engine import events as ev
from sandbox.engine.messages import MONTHS_EN, MONTHS_PT, format_day
from sandbox.engine.wording import FIELD_WORDS, said


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
        if wanted is not None and event.fields.get("amount") != wanted and not evidence.names_amount(text, wanted):
            return False
        if not self.retry_day:
            return True
        told = event.fields.get("retry_on")
        if isinstance(told, str):
            return told[:10] in {day.isoformat() for day in days}
        return any(_names_day(text, day) for day in days)


def _names_day(text: str, day: date) -> bool:
    """Whether a text names a day as people write it; a year beside it must be the day's own."""
    folded = text.lower()
    pt_month, en_month = MONTHS_PT[day.month - 1], MONTHS_EN[day.month - 1].lower()
    no_other_year = (
        rf"(?![\s.,/-]{{0,2}}(?:de |of )?(?!{day.year})(?:19|20)\d\d(?!\d))(?!/(?!{day.year % 100:02d}|{day.year})\d\d)"
    )
    forms = (
        rf"(?<!\d)0?{day.day}/0?{day.month}(?!\d){no_other_year}",
        rf"{day.year}-{day.month:02d}-{day.day:02d}",
        rf"(?<!\d)0?{day.day}(?:º)?(?: de)? {pt_month}[a-zç]*\b{no_other_year}",
        rf"(?<!\d)0?{day.day}(?:st|nd|rd|th)?(?: of)? {en_month}[a-z]*\b{no_other_year}",
        rf"{en_month}[a-z]* 0?{day.day}(?!\d){no_other_year}",
        rf"\bdia 0?{day.day}(?!\d|/\d| de [a-zç]{{3}})",
    )
    return any(re.search(form, folded) for form in forms)


class Told(Word, frozen=True, kw_only=True):
    """The customer got a message of one of these templates that carries these facts, within a span of time.

    A fact is a field of the message: an amount in minor units, a day as `YYYY-MM-DD`, or a text; of a field that
    lists several things, one of them. Several facts for one field: either says it. With `words`, what was written in one's own words has one of these.
    """

    customer: str
    templates: tuple[str, ...]
    facts: Mapping[str, str | int | tuple[str | int, ...]] = {}
    words: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        name = evidence.names.get(self.customer, self.customer)
        sent = [one for one in evidence.messages(self.customer) if one.template in self.templates]
        in_time: list[ev.MessageSent] = []
        for message in sent:
            on_channel = not self.channels or message.channel in self.channels
            if (
                not on_channel
                or (self.after and message.at < self.after)
                or (self.before and message.at >= self.before)
            ):
                continue
            in_time.append(message)
            if not self._lacking(message, evidence):
                at_pt, at_en = evidence.moment(message.at, "pt-br"), evidence.moment(message.at, "en")
                return Verdict(
                    True,
                    f"Aviso a {name} em {at_pt}, com os dados certos.",
                    f"{name} was told on {at_en}, with the right facts.",
                )
        pt, en = times(len(sent), ("mensagem", "mensagens"), ("message", "messages"))
        if not sent:
            return Verdict(False, f"Nenhuma mensagem desse tipo a {name}.", f"No message of this kind to {name}.")
        if not in_time:
            return Verdict(
                False,
                f"O registro mostra {pt} a {name}, mas fora do prazo ou por outro canal.",
                f"The journal shows {en} to {name}, but out of time or by another channel.",
            )
        lacking = self._lacking(in_time[-1], evidence)
        what_pt = ", ".join(said(FACT_WORDS, one, "pt-br") for one in lacking)
        what_en = ", ".join(said(FACT_WORDS, one, "en") for one in lacking)
        return Verdict(
            False,
            f"O registro mostra {pt} a {name}; na última falta ou não confere: {what_pt}.",
            f"The journal shows {en} to {name}; in the last one this is missing or does not match: {what_en}.",
        )

    def _lacking(self, message: ev.MessageSent, evidence: Evidence) -> list[str]:
        """What a message does not say, or says otherwise: the names of facts, and `words`."""
        text = _own_words(message)
        lacking = [
            name
            for name, wanted in self.facts.items()
            if not any(
                _states(message.fields.get(name), fact) or _names(text, fact, evidence)
                for fact in (wanted if isinstance(wanted, tuple) else (wanted,))
            )
        ]
        return [*lacking, "words"] if self.words and not _has_one_of(text, self.words) else lacking


class ToldOfCopy(Word, frozen=True, kw_only=True):
    """The customer was told, once the copy of their data was made, until which day it can be fetched."""

    customer: str

    def judge(self, evidence: Evidence) -> Verdict:
        name = evidence.names.get(self.customer, self.customer)
        ends: date | None = None
        heard = False
        for event in evidence.events:
            if isinstance(event, ev.DataExported) and event.export.customer == self.customer:
                ends, heard = evidence.day(event.export.expires_at), False
            elif ends and isinstance(event, ev.MessageSent) and event.customer == self.customer:
                heard = (
                    heard or event.fields.get("expires_on") == ends.isoformat() or _names_day(_own_words(event), ends)
                )
        if ends is None:
            return Verdict(False, "Ainda não há cópia de que falar.", "There is no copy to speak of yet.")
        pt, en = format_day(ends, "pt-br"), format_day(ends, "en")
        if heard:
            return Verdict(True, f"{name} sabe que o link vale até {pt}.", f"{name} knows the link lasts until {en}.")
        return Verdict(
            False,
            f"O link vale até {pt}, e nenhuma mensagem a {name} depois da cópia diz esse dia.",
            f"The link lasts until {en}, and no message to {name} since the copy says that day.",
        )


class NotTold(Word, frozen=True, kw_only=True):
    """No message of these templates (none at all, where it names none) went to the customer after an instant; with
    `facts`, none that has these in its fields; with `words`, none that has one of these in somebody's own words.
    """

    customer: str
    templates: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = {}
    words: tuple[str, ...] = ()
    after: datetime | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        name = evidence.names.get(self.customer, self.customer)
        sent = [
            one
            for one in evidence.messages(self.customer)
            if (not self.templates or one.template in self.templates)
            and (self.after is None or one.at >= self.after)
            and all(one.fields.get(name) == fact for name, fact in self.facts.items())
            and (not self.words or _has_one_of(_own_words(one), self.words))
        ]
        if not sent:
            return Verdict(True, f"Nada disso foi enviado a {name}.", f"Nothing of the kind was sent to {name}.")
        at_pt, at_en = evidence.moment(sent[0].at, "pt-br"), evidence.moment(sent[0].at, "en")
        return Verdict(
            False,
            f"Foi enviada a {name}, em {at_pt}, uma mensagem que não deveria existir.",
            f"A message that should not exist was sent to {name} on {at_en}.",
        )


class NobodyElsesData(Word, frozen=True, kw_only=True):
    """Nothing that went to the customer (to anybody, where none is named) names another subscriber: no message, no answer."""

    customer: str | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        for event in evidence.events:
            for reader, text in _read(evidence, event):
                own = evidence.names.get(reader, "").casefold()
                rest = text.casefold().replace(own, "") if own else text.casefold()
                others = (name.casefold() for key, name in evidence.names.items() if key != reader)
                if self.customer in (None, reader) and any(name in rest for name in others):
                    at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                    return Verdict(
                        False,
                        f"O texto de {at_pt} cita outro assinante.",
                        f"The text of {at_en} names another subscriber.",
                    )
        return Verdict(True, "Nenhuma mensagem cita outro assinante.", "No message names another subscriber.")


def _read(evidence: Evidence, event: Event) -> list[tuple[str, str]]:
    """Who reads which words because of an event."""
    match event:
        case ev.MessageSent():
            return [(event.customer, " ".join(str(value) for value in event.fields.values()))]
        case ev.RequestAnswered():
            case = evidence.world.cases[event.case]
            return [(case.customer or "", " ".join(one.reason for one in event.outcomes))]
        case _:
            return []


def _own_words(message: ev.MessageSent) -> str:
    return " ".join(str(value) for key, value in message.fields.items() if key in FREE)


def _has_one_of(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of these words or phrases whole, in capitals or not."""
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE) for one in words)


FREE: Final = ("text", "note", "subject")
"""What a person wrote in their own words; figures people use count there too."""


def _states(field: str | int | None, fact: str | int) -> bool:
    """Whether a field of a letter is the fact, or lists it: `invoices|2030-12-31|fiscal; consents|2031-11-22|proof`."""
    return field == fact or (isinstance(field, str) and fact in LISTED.split(field))


def _names(text: str, fact: str | int, evidence: Evidence) -> bool:
    if isinstance(fact, int):
        return evidence.names_amount(text, fact)
    try:
        return _names_day(text, date.fromisoformat(fact))
    except ValueError:
        return fact.casefold() in text.casefold()


FACT_WORDS: Final[dict[str, tuple[str, str]]] = FIELD_WORDS | {
    "access_until": ("o dia até o qual há acesso", "the day until which there is access"),
    "since": ("desde que dia", "since which day"),
    "until": ("até que dia", "until which day"),
    "charged": ("o valor cobrado", "the amount charged"),
    "credit": ("o crédito", "the credit"),
    "debit": ("o que se cobra a mais", "the extra charge"),
    "kept": ("o que fica guardado", "what is kept"),
    "plan": ("o plano", "the plan"),
    "way": ("como se faz", "how it is done"),
    "words": ("algo que é preciso dizer", "something that must be said"),
}
LISTED: Final = re.compile(r"[|;,] ?")
WORDS: Final[dict[str, type[Word]]] = {
    "message_sent": MessageSent,
    "told": Told,
    "told_of_copy": ToldOfCopy,
    "not_told": NotTold,
    "nobody_elses_data": NobodyElsesData,
}
