"""Holding: requests of those whose data it is, and what was done with the data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import events as ev
from sandbox.engine.messages import format_day


class Verified(Word, frozen=True, kw_only=True):
    """Who asks was verified by one of these ways, and nothing was demanded beyond need."""

    case: str
    methods: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        case = evidence.world.cases.get(self.case)
        if case is None or case.verified_at is None:
            return Verdict(
                False, "A identidade de quem pede não foi verificada.", "Who asks has not been verified yet."
            )
        met = case.method in self.methods and not case.over_collected
        return Verdict(
            met,
            "A identidade foi verificada com o necessário." if met else "Foi pedido mais do que o necessário.",
            "The identity was verified with what it takes." if met else "More was asked for than it takes.",
        )


class Answered(Word, frozen=True, kw_only=True):
    """Each of these parts of the answer was given in time: by an instant, or by the case's own due day."""

    case: str
    parts: tuple[str, ...] = ("full",)
    by: datetime | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        case = evidence.world.cases.get(self.case)
        if case is None:
            return Verdict(False, "O pedido não foi registrado.", "The request has not been entered.")
        given = {answer.part: answer.at for answer in case.answers}
        missing = [part for part in self.parts if part not in given]
        due_pt, due_en = format_day(case.due, "pt-br"), format_day(case.due, "en")
        if missing:
            return Verdict(
                False, f"Falta responder; o prazo é {due_pt}.", f"An answer is missing; it is due on {due_en}."
            )
        late = [
            at
            for part, at in given.items()
            if part in self.parts and (at > self.by if self.by is not None else evidence.day(at) > case.due)
        ]
        return Verdict(
            not late,
            f"Respondido {'depois' if late else 'dentro'} do prazo, {due_pt}.",
            f"Answered {'after' if late else 'by'} the due day, {due_en}.",
        )


class Outcomes(Word, frozen=True, kw_only=True):
    """What the full answer says of each category of data: one of the outcomes named for it."""

    case: str
    outcomes: Mapping[str, tuple[str, ...]]

    def judge(self, evidence: Evidence) -> Verdict:
        case = evidence.world.cases.get(self.case)
        full = next((answer for answer in case.answers if answer.part == "full"), None) if case else None
        if full is None:
            return Verdict(False, "Ainda não há resposta completa.", "There is no full answer yet.")
        said: dict[str, str] = {one.category: one.outcome for one in full.outcomes}
        wrong = [category for category, allowed in self.outcomes.items() if said.get(category) not in allowed]
        pt, en = times(len(wrong), ("categoria", "categorias"), ("category", "categories"))
        if not wrong:
            return Verdict(True, "Cada categoria teve o desfecho certo.", "Each category has the right outcome.")
        return Verdict(False, f"O desfecho de {pt} não está certo.", f"The outcome of {en} is not right.")


class Refused(Word, frozen=True, kw_only=True):
    """The request was answered, and nothing was given: every outcome is a refusal."""

    case: str

    def judge(self, evidence: Evidence) -> Verdict:
        case = evidence.world.cases.get(self.case)
        if case is None or not case.answers:
            return Verdict(False, "O pedido ainda não foi respondido.", "The request has not been answered yet.")
        given = [
            one for answer in case.answers for one in answer.outcomes if one.outcome not in ("refused", "none_held")
        ]
        return Verdict(
            not given,
            "O pedido foi recusado." if not given else "Algo foi entregue a quem não podia receber.",
            "The request was refused." if not given else "Something was given to who may not have it.",
        )


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
            "O que a lei manda guardar continua guardado." if not lost else "Foi apagado o que a lei manda guardar.",
            "What the law keeps is still kept." if not lost else "What the law keeps was erased.",
        )


class Held(Word, frozen=True, kw_only=True):
    """A hold of this kind stands for the person; with `until`, to that day."""

    customer: str
    kind: str
    until: date | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        today = evidence.day(evidence.world.now)
        holds = [
            one
            for one in evidence.world.holds.values()
            if one.customer == self.customer and one.kind == self.kind and one.is_in_force(today)
        ]
        ends = max((one.until for one in holds if one.until is not None), default=None)
        met = bool(holds) and (self.until is None or ends == self.until)
        if not holds:
            return Verdict(False, "Nenhuma guarda desse tipo está em vigor.", "No hold of this kind stands.")
        pt = format_day(ends, "pt-br") if ends else "sem data de fim"
        en = format_day(ends, "en") if ends else "without an end"
        return Verdict(met, f"Guarda em vigor até {pt}.", f"A hold stands until {en}.")


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
        pt, en = times(len(wrong), ("canal", "canais"), ("channel", "channels"))
        return Verdict(
            not wrong,
            "O consentimento está certo em todos os canais." if not wrong else f"Falta acertar {pt}.",
            "Consent is right on every channel." if not wrong else f"It is still wrong on {en}.",
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
        pt, en = times(len(made), ("cópia feita", "cópias feitas"), ("copy", "copies"))
        return Verdict(not made, f"Até agora: {pt}.", f"So far: {en} made.")


class RevealedAtMost(Word, frozen=True, kw_only=True):
    """Behind the masks of a person's data, no more was looked at than these fields; of others nothing."""

    customer: str
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
    """These fields of the person were corrected, and so many who share the data were told."""

    customer: str
    fields: tuple[str, ...]
    told: int = 0

    def judge(self, evidence: Evidence) -> Verdict:
        made = [one for one in evidence.world.corrections.values() if one.customer == self.customer]
        fields = {field for one in made for field in one.fields}
        told = {sharee for one in made for sharee in one.told}
        met = set(self.fields) <= fields and len(told) >= self.told
        pt, en = times(len(told), ("parceiro avisado", "parceiros avisados"), ("partner", "partners"))
        fixed_pt, fixed_en = times(len(fields), ("campo corrigido", "campos corrigidos"), ("field", "fields"))
        return Verdict(met, f"{fixed_pt}, {pt}.", f"{fixed_en} corrected, {en} told.")


class IncidentTold(Word, frozen=True, kw_only=True):
    """For an incident, this party was told under this law, in time by its own clock."""

    to: str
    law: str

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
        return Verdict(state == "done", f"Comunicação {pt}.", f"Notification {en}.")


STATES: Final[dict[str, tuple[str, str]]] = {
    "done": ("feita no prazo", "made in time"),
    "late": ("feita fora do prazo", "made late"),
    "pending": ("ainda por fazer", "still to be made"),
    "overdue": ("atrasada", "overdue"),
}
WORDS: Final[dict[str, type[Word]]] = {
    "verified": Verified,
    "answered": Answered,
    "outcomes": Outcomes,
    "refused": Refused,
    "erased": Erased,
    "not_erased": NotErased,
    "held": Held,
    "consent_is": ConsentIs,
    "exported": Exported,
    "nothing_exported": NothingExported,
    "revealed": Revealed,
    "revealed_at_most": RevealedAtMost,
    "corrected": Corrected,
    "incident_told": IncidentTold,
}
