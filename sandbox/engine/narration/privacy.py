"""Narration of consents, requests, personal data and incidents."""

from __future__ import annotations

from datetime import date

from sandbox.engine import events as ev
from sandbox.engine.incident import duties
from sandbox.engine.jurisdictions import DueBy
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import (
    CATEGORY_WORDS,
    CONSENT_CHANNEL_WORDS,
    HOLD_WORDS,
    IDENTITY_WORDS,
    NOTICE_WORDS,
    OUTCOME_WORDS,
    PERSON_WORDS,
    PURPOSE_WORDS,
    REQUEST_WORDS,
)


class PrivacyTeller(Speaker):
    def _consent_set(self, event: ev.ConsentSet) -> str:
        who, purpose = self.who(event.customer), self.word(PURPOSE_WORDS, event.purpose)
        channels = self.listed(self.word(CONSENT_CHANNEL_WORDS, one) for one in event.channels)
        if event.granted:
            return self.say(
                f"{who} consentiu com {purpose} por {channels}; prova guardada.",
                f"{who} agreed to {purpose} by {channels}; the proof is kept.",
            )
        return self.say(
            f"{who} não quer mais {purpose} por {channels}; a prova antiga fica, recibos e avisos continuam.",
            f"{who} wants no more {purpose} by {channels}; the old proof stays, receipts and notices go on.",
        )

    def _request_opened(self, event: ev.RequestOpened) -> str:
        case = event.case
        kind = self.word(REQUEST_WORDS, case.kind)
        received = self.moment(case.received_at)
        who = self.who(case.customer) if case.customer is not None else self.say("alguém", "somebody")
        if case.by == "third_party":
            return self.say(
                f"Outra pessoa pediu {kind} em nome de {who}, recebido em {received}; prazo até {self.day(case.due)} ({self.source(case.source)}).",
                f"Somebody else asked for {kind} in the name of {who}, received on {received}; due by {self.day(case.due)} ({self.source(case.source)}).",
            )
        return self.say(
            f"{who} pediu {kind}, recebido em {received}; prazo até {self.day(case.due)} ({self.source(case.source)}).",
            f"{who} asked for {kind}, received on {received}; due by {self.day(case.due)} ({self.source(case.source)}).",
        )

    def _identity_verified(self, event: ev.IdentityVerified) -> str:
        method = self.word(IDENTITY_WORDS, event.method)
        text = self.say(
            f"Identidade do pedido {self.number(event.case)} confirmada por {method}.",
            f"The identity in case {self.number(event.case)} was verified by {method}.",
        )
        if event.over_collected:
            more = self.listed(self.word(IDENTITY_WORDS, one) for one in event.over_collected)
            text += self.say(f" Pediu-se mais do que o preciso: {more}.", f" More was asked than is needed: {more}.")
        return text

    def _request_answered(self, event: ev.RequestAnswered) -> str:
        parts = self.listed(
            f"{self.word(CATEGORY_WORDS, one.category)}: {self.word(OUTCOME_WORDS, one.outcome)}{self._until(one.until)}"
            for one in event.outcomes
        )
        part = self.say(" de forma simplificada", " in short") if event.part == "simplified" else ""
        return self.say(
            f"Pedido {self.number(event.case)} respondido{part} ({parts}).",
            f"Case {self.number(event.case)} answered{part} ({parts}).",
        )

    def _until(self, until: date | None) -> str:
        return "" if until is None else self.say(f" até {self.day(until)}", f" until {self.day(until)}")

    def _data_exported(self, event: ev.DataExported) -> str:
        one = event.export
        parts = self.listed(f"{self.word(CATEGORY_WORDS, key)} {count}" for key, count in one.counts.items())
        formats, expires = ", ".join(one.formats).upper(), self.moment(one.expires_at)
        return self.say(
            f"Cópia dos dados de {self.who(one.customer)} em {formats}, com dicionário ({parts}); o link vale até {expires}.",
            f"A copy of {self.who(one.customer)}'s data in {formats}, with a dictionary ({parts}); the link lasts until {expires}.",
        )

    def _data_corrected(self, event: ev.DataCorrected) -> str:
        one = event.correction
        fields = self.listed(self.word(PERSON_WORDS, field) for field in one.fields)
        told = self.listed(one.told) or self.say("ninguém", "nobody")
        return self.say(
            f"Dados de {self.who(one.customer)} corrigidos ({fields}): versão {one.version} desde {self.day(one.effective)}; avisados: {told}. Documentos emitidos ficam como estão.",
            f"Data of {self.who(one.customer)} corrected ({fields}): version {one.version} from {self.day(one.effective)}; told: {told}. Issued documents stay as they are.",
        )

    def _data_erased(self, event: ev.DataErased) -> str:
        gone = self.listed(self.word(CATEGORY_WORDS, one) for one in event.categories)
        text = self.say(
            f"Eliminado de {self.who(event.customer)}: {gone}.", f"Erased of {self.who(event.customer)}: {gone}."
        )
        if event.kept:
            kept = self.listed(
                f"{self.word(CATEGORY_WORDS, one)}{self._until(until)}" for one, until in event.kept.items()
            )
            text += self.say(f" Fica guardado: {kept}.", f" Kept: {kept}.")
        if event.key_destroyed:
            text += self.say(" A chave foi destruída.", " The key was destroyed.")
        if event.methods:
            text += self.say(
                " Os meios de pagamento foram desligados: nada mais é cobrado.",
                " The ways to pay were detached: nothing is charged any more.",
            )
        return text

    def _hold_placed(self, event: ev.HoldPlaced) -> str:
        one = event.hold
        what = self.listed(self.word(CATEGORY_WORDS, category) for category in one.categories)
        return self.say(
            f"Guarda de {what} de {self.who(one.customer)}{self._until(one.until)} ({self.word(HOLD_WORDS, one.kind)}).",
            f"Hold on {what} of {self.who(one.customer)}{self._until(one.until)} ({self.word(HOLD_WORDS, one.kind)}).",
        )

    def _hold_released(self, event: ev.HoldReleased) -> str:
        return self.say(
            f"A guarda {self.number(event.hold)} terminou.", f"Hold {self.number(event.hold)} was released."
        )

    def _data_revealed(self, event: ev.DataRevealed) -> str:
        fields = self.listed(self.word(PERSON_WORDS, field) for field in event.fields)
        return self.say(
            f"Dados de {self.who(event.customer)} vistos sem máscara ({fields}). Motivo: {event.reason}",
            f"Data of {self.who(event.customer)} seen unmasked ({fields}). Reason: {event.reason}",
        )

    def _incident_reported(self, event: ev.IncidentReported) -> str:
        one = event.incident
        holders = self.listed(f"{law.upper()} {count}" for law, count in one.holders.items())
        text = self.say(
            f"Incidente {self.number(one.id)}, conhecido em {self.moment(one.known_at)}: titulares {holders}.",
            f"Incident {self.number(one.id)}, known on {self.moment(one.known_at)}: holders {holders}.",
        )
        company = self.world.require_company()
        owed = duties(one, company, is_small=company.policy.is_small_agent)
        for duty in owed:
            to = self.word(NOTICE_WORDS, duty.to)
            text += self.say(
                f" {duty.jurisdiction.upper()}, {to}: até {self._due(duty.due)} ({self.source(duty.source)}).",
                f" {duty.jurisdiction.upper()}, {to}: by {self._due(duty.due)} ({self.source(duty.source)}).",
            )
        if not owed:
            text += self.say(" Só registro: não precisa ser comunicado.", " Register only: nobody has to be told.")
        return text

    def _due(self, due: DueBy) -> str:
        return self.moment(due.instant) if due.instant is not None else self.day(due.day)

    def _incident_notified(self, event: ev.IncidentNotified) -> str:
        to, law = self.word(NOTICE_WORDS, event.notice.to), event.notice.jurisdiction.upper()
        ways = []
        if event.notice.letters:
            n = event.notice.letters
            ways.append(self.say(f"cartas: {n}", f"letters: {n}"))
        if event.notice.outside:
            n, way = event.notice.outside, event.notice.way or ""
            ways.append(self.say(f"por fora: {n} ({way})", f"outside: {n} ({way})"))
        how = f" ({'; '.join(ways)})" if ways else ""
        return self.say(
            f"Incidente {self.number(event.incident)} comunicado ({law}): {to}{how}.",
            f"Incident {self.number(event.incident)} told ({law}): {to}{how}.",
        )
