"""Asking: requests of those whose data it is, from the register to the answer, and what nobody may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word
from sandbox.engine import events as ev
from sandbox.engine.messages import format_day
from sandbox.engine.privacy import Case
from sandbox.engine.wording import CATEGORY_WORDS, IDENTITY_WORDS, said


class AboutRequest(Word, frozen=True, kw_only=True):
    """A request: the one that is named, else the last to come in of this customer, of these kinds, asked so."""

    case: str | None = None
    customer: str | None = None
    kinds: tuple[str, ...] = ()
    by: str | None = None

    def found(self, evidence: Evidence) -> Case | None:
        cases = [
            one
            for one in evidence.world.cases.values()
            if (self.case is None or one.id == self.case)
            and (self.customer is None or one.customer == self.customer)
            and (not self.kinds or one.kind in self.kinds)
            and (self.by is None or one.by == self.by)
        ]
        return cases[-1] if cases else None


class Registered(AboutRequest, frozen=True, kw_only=True):
    """The request stands in the register, received on the day it truly came in."""

    received: date | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        case = self.found(evidence)
        if case is None:
            return Verdict(
                False, "Esse pedido não está registrado como o que é.", "No such request stands in the register."
            )
        day = evidence.day(case.received_at)
        pt, en = format_day(day, "pt-br"), format_day(day, "en")
        due_pt, due_en = format_day(case.due, "pt-br"), format_day(case.due, "en")
        return Verdict(
            self.received in (None, day),
            f"Pedido registrado como recebido em {pt}; o prazo vai até {due_pt}.",
            f"The request stands as received on {en}; it is due on {due_en}.",
        )


class Verified(AboutRequest, frozen=True, kw_only=True):
    """Who asks was verified by one of these ways, and nothing was demanded beyond need."""

    methods: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        case = self.found(evidence)
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


class NothingDemanded(Word, frozen=True, kw_only=True):
    """Of nobody who asked was more demanded than it takes to know them."""

    def judge(self, evidence: Evidence) -> Verdict:
        excess = {
            one for event in evidence.events if isinstance(event, ev.IdentityVerified) for one in event.over_collected
        }
        if not excess:
            return Verdict(True, "Nada foi exigido além do necessário.", "Nothing was demanded beyond need.")
        pt = ", ".join(said(IDENTITY_WORDS, one, "pt-br") for one in sorted(excess))
        en = ", ".join(said(IDENTITY_WORDS, one, "en") for one in sorted(excess))
        return Verdict(False, f"Foi exigido além do necessário: {pt}.", f"Demanded beyond need: {en}.")


class Answered(AboutRequest, frozen=True, kw_only=True):
    """Each of these parts of the answer was given in time: by an instant, or by the case's own due day."""

    parts: tuple[str, ...] = ("full",)
    until: datetime | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        case = self.found(evidence)
        if case is None:
            return Verdict(False, "O pedido não foi registrado.", "The request has not been entered.")
        given = {answer.part: answer.at for answer in case.answers}
        missing = [part for part in self.parts if part not in given]
        due = evidence.day(self.until) if self.until is not None else case.due
        due_pt, due_en = format_day(due, "pt-br"), format_day(due, "en")
        if due != case.due:
            law_pt, law_en = format_day(case.due, "pt-br"), format_day(case.due, "en")
            due_pt, due_en = f"{due_pt} (o do pedido vai até {law_pt})", f"{due_en} (the case’s own is {law_en})"
        if missing:
            return Verdict(
                False,
                f"Falta responder; o prazo aqui é {due_pt}.",
                f"An answer is missing; it is due here on {due_en}.",
            )
        late = [
            at
            for part, at in given.items()
            if part in self.parts and (at > self.until if self.until is not None else evidence.day(at) > case.due)
        ]
        return Verdict(
            not late,
            f"Respondido {'depois' if late else 'dentro'} do prazo, {due_pt}.",
            f"Answered {'after' if late else 'by'} the due day, {due_en}.",
        )


class Outcomes(AboutRequest, frozen=True, kw_only=True):
    """What the full answer says of each category of data: one of the outcomes named for it."""

    outcomes: Mapping[str, tuple[str, ...]]

    def judge(self, evidence: Evidence) -> Verdict:
        case = self.found(evidence)
        full = next((answer for answer in case.answers if answer.part == "full"), None) if case else None
        if full is None:
            return Verdict(False, "Ainda não há resposta completa.", "There is no full answer yet.")
        answered: dict[str, str] = {one.category: one.outcome for one in full.outcomes}
        wrong = [category for category, allowed in self.outcomes.items() if answered.get(category) not in allowed]
        if not wrong:
            return Verdict(True, "Cada categoria teve o desfecho certo.", "Each category has the right outcome.")
        pt = ", ".join(said(CATEGORY_WORDS, one, "pt-br") for one in wrong)
        en = ", ".join(said(CATEGORY_WORDS, one, "en") for one in wrong)
        return Verdict(
            False,
            f"O desfecho não corresponde ao que se guarda: {pt}.",
            f"The outcome does not fit what is held: {en}.",
        )


class Refused(AboutRequest, frozen=True, kw_only=True):
    """The request was answered, and nothing was given: every outcome is a refusal."""

    def judge(self, evidence: Evidence) -> Verdict:
        case = self.found(evidence)
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


WORDS: Final[dict[str, type[Word]]] = {
    "registered": Registered,
    "verified": Verified,
    "nothing_demanded": NothingDemanded,
    "answered": Answered,
    "outcomes": Outcomes,
    "refused": Refused,
}
