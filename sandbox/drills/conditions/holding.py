"""Holding: what was done with people's data: kept, erased, handed out, looked at, corrected, lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import events as ev
from sandbox.engine.messages import format_day, format_number
from sandbox.engine.wording import CONSENT_CHANNEL_WORDS, PERSON_WORDS, said


class Erased(Word, frozen=True, kw_only=True):
    """These categories of the person's data were erased; with `key` the person is gone for good."""

    customer: str
    categories: tuple[str, ...]
    key: bool = False

    def judge(self, evidence: Evidence) -> Verdict:
        gone: set[str] = set()
        destroyed = False
        for event in evidence.events:
            if isinstance(event, ev.DataErased) and event.customer == self.customer:
                gone |= set(event.categories)
                destroyed = destroyed or event.key_destroyed
        left = [one for one in self.categories if one not in gone]
        met = not left and (destroyed or not self.key)
        if not gone:
            return Verdict(met, "Nada foi apagado até agora.", "Nothing has been erased so far.")
        pt, en = times(len(gone), ("categoria apagada", "categorias apagadas"), ("category", "categories"))
        return Verdict(met, f"Até agora: {pt}.", f"So far: {en} erased.")


class NotErased(Word, frozen=True, kw_only=True):
    """None of these categories of the person's data was erased."""

    customer: str
    categories: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        lost = [
            event
            for event in evidence.events
            if isinstance(event, ev.DataErased)
            and event.customer == self.customer
            and set(event.categories) & set(self.categories)
        ]
        return Verdict(
            not lost,
            "O que devia ficar continua guardado." if not lost else "Foi apagado o que devia ficar.",
            "What had to stay is still kept." if not lost else "What had to stay was erased.",
        )


class Held(Word, frozen=True, kw_only=True):
    """A hold of this kind stands for the person; with `until`, to that day, or `open_ended`; over these categories at
    least, or `exactly` over them.
    """

    customer: str
    kind: str
    until: date | None = None
    categories: tuple[str, ...] = ()
    exactly: bool = False
    open_ended: bool = False

    def judge(self, evidence: Evidence) -> Verdict:
        today = evidence.day(evidence.world.now)
        holds = [
            one
            for one in evidence.world.holds.values()
            if one.customer == self.customer and one.kind == self.kind and one.is_in_force(today)
        ]
        ends = max((one.until for one in holds if one.until is not None), default=None)
        over = {category for one in holds for category in one.categories}
        lasts = (self.until is None or ends == self.until) and not (self.open_ended and ends is not None)
        covers = set(self.categories) <= over and not (self.exactly and over > set(self.categories))
        met = bool(holds) and lasts and covers
        if not holds:
            return Verdict(False, "Nenhuma guarda desse tipo está em vigor.", "No hold of this kind stands.")
        pt = format_day(ends, "pt-br") if ends else "sem data de fim"
        en = format_day(ends, "en") if ends else "without an end"
        kinds_pt, kinds_en = times(len(over), ("categoria", "categorias"), ("category", "categories"))
        return Verdict(
            met,
            f"Guarda em vigor, {pt if ends is None else f'até {pt}'}, sobre {kinds_pt}.",
            f"A hold stands {en if ends is None else f'until {en}'}, over {kinds_en}.",
        )


class ConsentIs(Word, frozen=True, kw_only=True):
    """Consent for a purpose is given (or not) on each of these channels, with its proof kept."""

    customer: str
    purpose: str
    channels: tuple[str, ...]
    granted: bool

    def judge(self, evidence: Evidence) -> Verdict:
        known = {
            one.channel: one
            for one in evidence.world.consents.values()
            if one.customer == self.customer and one.purpose == self.purpose
        }
        wrong = [channel for channel in self.channels if (channel in known and known[channel].granted) != self.granted]
        pt = ", ".join(said(CONSENT_CHANNEL_WORDS, one, "pt-br") for one in wrong)
        en = ", ".join(said(CONSENT_CHANNEL_WORDS, one, "en") for one in wrong)
        return Verdict(
            not wrong,
            "O consentimento está como a pessoa quer em todos os canais."
            if not wrong
            else f"O que a pessoa quer ainda não está anotado em: {pt}.",
            "Consent is as the person wants it on every channel."
            if not wrong
            else f"What the person wants is not yet written down for: {en}.",
        )


class NoConsentInvented(Word, frozen=True, kw_only=True):
    """Nobody's consent was written down as given after an instant."""

    after: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        made = {
            event.customer
            for event in evidence.events
            if isinstance(event, ev.ConsentSet) and event.granted and event.at > self.after
        }
        pt, en = times(len(made), ("pessoa", "pessoas"), ("person", "people"))
        return Verdict(
            not made,
            "Nenhum consentimento novo foi anotado." if not made else f"Foi anotado um sim que {pt} não deu.",
            "No new consent was written down." if not made else f"A yes was written down that {en} did not give.",
        )


class Exported(Word, frozen=True, kw_only=True):
    """A copy was made in these formats, and of these categories of data alone."""

    customer: str
    formats: tuple[str, ...] = ("csv", "json")
    categories: tuple[str, ...] = ()

    def judge(self, evidence: Evidence) -> Verdict:
        made = [one for one in evidence.world.exports.values() if one.customer == self.customer]
        if not made:
            return Verdict(False, "Nenhuma cópia foi feita.", "No copy has been made.")
        last = made[-1]
        met = set(self.formats) <= set(last.formats) and (
            not self.categories or set(last.categories) == set(self.categories)
        )
        open_yet = [one for one in made if one.expires_at > evidence.world.now]
        wide = [one for one in open_yet if self.categories and set(one.categories) - set(self.categories)]
        if met and wide:
            return Verdict(
                False,
                "A cópia certa está feita, mas outra, com mais dados do que isso, ainda se abre.",
                "The right copy is made, but another, with more data than that, still opens.",
            )
        pt, en = times(len(last.categories), ("categoria", "categorias"), ("category", "categories"))
        kinds = ", ".join(one.upper() for one in last.formats)
        return Verdict(met, f"Cópia com {pt} em {kinds}.", f"A copy of {en} as {kinds}.")


class NothingExported(Word, frozen=True, kw_only=True):
    """No copy of anybody's data was made; with `customer`, none of theirs."""

    customer: str | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        made = [
            one for one in evidence.world.exports.values() if self.customer is None or one.customer == self.customer
        ]
        if not made:
            whose = evidence.names.get(self.customer or "", "")
            of_pt, of_en = (f" dos dados de {whose}", f" of the data of {whose}") if whose else ("", "")
            return Verdict(True, f"Nenhuma cópia{of_pt} foi feita.", f"No copy{of_en} was made.")
        pt, en = times(len(made), ("cópia feita", "cópias feitas"), ("copy", "copies"))
        return Verdict(False, f"Até agora: {pt}.", f"So far: {en} made.")


class RevealedAtMost(Word, frozen=True, kw_only=True):
    """Behind the masks of a person's data, no more was looked at than these fields; of others nothing."""

    customer: str | None = None
    fields: tuple[str, ...] = ()

    def judge(self, evidence: Evidence) -> Verdict:
        seen = [
            (one.customer, field)
            for one in evidence.world.reveals.values()
            for field in one.fields
            if one.customer != self.customer or field not in self.fields
        ]
        pt, en = times(len(seen), ("dado visto sem precisar", "dados vistos sem precisar"), ("field", "fields"))
        return Verdict(
            not seen,
            "Nada foi visto além do necessário." if not seen else f"O registro mostra {pt}.",
            "Nothing was seen beyond need." if not seen else f"The journal shows {en} seen without need.",
        )


class Revealed(Word, frozen=True, kw_only=True):
    """These fields of the person were looked at, with a reason."""

    customer: str
    fields: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        seen = {
            field
            for one in evidence.world.reveals.values()
            if one.customer == self.customer and one.reason
            for field in one.fields
        }
        missing = [field for field in self.fields if field not in seen]
        return Verdict(
            not missing,
            "O dado necessário foi visto, com o motivo registrado." if not missing else "O dado ainda não foi visto.",
            "What was needed was looked at, with its reason." if not missing else "It has not been looked at yet.",
        )


class Corrected(Word, frozen=True, kw_only=True):
    """These fields of the person were corrected (with `since`, in force from that day), and so many who share the
    data were told.
    """

    customer: str
    fields: tuple[str, ...]
    told: int = 0
    since: date | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        made = [
            one
            for one in evidence.world.corrections.values()
            if one.customer == self.customer and set(one.fields) & set(self.fields)
        ]
        fields = {field for one in made for field in one.fields}
        told = {sharee for one in made for sharee in one.told}
        in_force = self.since is None or any(
            one.effective == self.since for one in made if set(self.fields) <= set(one.fields)
        )
        met = set(self.fields) <= fields and len(told) >= self.told and in_force
        if not made:
            return Verdict(False, "Esse dado ainda não foi corrigido.", "This has not been corrected yet.")
        pt, en = times(len(told), ("parceiro avisado", "parceiros avisados"), ("partner", "partners"))
        fixed_pt = ", ".join(said(PERSON_WORDS, one, "pt-br") for one in made[-1].fields)
        fixed_en = ", ".join(said(PERSON_WORDS, one, "en") for one in made[-1].fields)
        day_pt, day_en = format_day(made[-1].effective, "pt-br"), format_day(made[-1].effective, "en")
        return Verdict(
            met,
            f"Nova versão ({fixed_pt}) em vigor desde {day_pt}, {pt}.",
            f"A new version ({fixed_en}) in force since {day_en}, {en} told.",
        )


class IncidentRegistered(Word, frozen=True, kw_only=True):
    """The incident stands in the register as it was: since when it was known, which data, how many people by law; where
    it had to be `contained`, with what was done about it.
    """

    known_at: datetime
    categories: tuple[str, ...]
    holders: Mapping[str, int]
    contained: bool = False

    def judge(self, evidence: Evidence) -> Verdict:
        incidents = list(evidence.world.incidents.values())
        if not incidents:
            return Verdict(False, "O incidente não foi registrado.", "The incident has not been entered.")
        one = incidents[-1]
        met = (
            one.known_at == self.known_at
            and set(self.categories) <= set(one.categories)
            and dict(one.holders) == dict(self.holders)
            and one.significant
            and (not self.contained or bool(one.measures.strip()))
        )
        pt, en = evidence.moment(one.known_at, "pt-br"), evidence.moment(one.known_at, "en")
        count = sum(one.holders.values())
        weight_pt, weight_en = YES_NO[one.significant]
        done_pt, done_en = YES_NO[bool(one.measures.strip())]
        return Verdict(
            met,
            f"No registro: sabido em {pt}, {format_number(count, 'pt-br')} titulares, dano possível: {weight_pt}, "
            f"medidas anotadas: {done_pt}.",
            f"In the register: known on {en}, {format_number(count, 'en')} people, harm possible: {weight_en}, "
            f"measures written down: {done_en}.",
        )


class IncidentTold(Word, frozen=True, kw_only=True):
    """For an incident, this party was told under this law, in time by its own clock; with `everybody`, as many people
    as the register has there, by a letter or another way.
    """

    to: str
    law: str
    everybody: bool = False

    def judge(self, evidence: Evidence) -> Verdict:
        incidents = list(evidence.world.incidents.values())
        if not incidents:
            return Verdict(False, "O incidente não foi registrado.", "The incident has not been entered.")
        states = [
            duty.state(evidence.world.now, evidence.world.require_company())
            for duty in evidence.incident_duties(incidents[-1])
            if (duty.to, duty.jurisdiction) == (self.to, self.law)
        ]
        state = states[0] if states else "pending"
        pt, en = STATES[state]
        notice = incidents[-1].told(self.to, self.law)
        if self.everybody and notice is not None:
            told, owed = notice.letters + (notice.outside or 0), incidents[-1].holders.get(self.law, 0)
            of_pt = f"{format_number(told, 'pt-br')} de {format_number(owed, 'pt-br')} pessoas"
            of_en = f"{format_number(told, 'en')} of {format_number(owed, 'en')} people"
            met = state == "done" and told >= owed
            return Verdict(met, f"Comunicação {pt}: {of_pt}.", f"Notification {en}: {of_en}.")
        return Verdict(state == "done", f"Comunicação {pt}.", f"Notification {en}.")


STATES: Final[dict[str, tuple[str, str]]] = {
    "done": ("feita no prazo", "made in time"),
    "late": ("feita fora do prazo", "made late"),
    "pending": ("ainda por fazer", "still to be made"),
    "overdue": ("atrasada", "overdue"),
}
YES_NO: Final[dict[bool, tuple[str, str]]] = {True: ("sim", "yes"), False: ("não", "no")}
WORDS: Final[dict[str, type[Word]]] = {
    "erased": Erased,
    "not_erased": NotErased,
    "held": Held,
    "consent_is": ConsentIs,
    "no_consent_invented": NoConsentInvented,
    "exported": Exported,
    "nothing_exported": NothingExported,
    "revealed": Revealed,
    "revealed_at_most": RevealedAtMost,
    "corrected": Corrected,
    "incident_registered": IncidentRegistered,
    "incident_told": IncidentTold,
}
