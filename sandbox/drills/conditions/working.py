"""Working: tasks handed over, answers written down, and the order in which things were done."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from sandbox.drills.evidence import Evidence, Verdict, Word
from sandbox.engine import events as ev


class TaskOpened(Word, frozen=True, kw_only=True):
    """Somebody opened a task of one of these kinds; with `customer`, about them or something of theirs."""

    kinds: tuple[str, ...]
    customer: str | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        met = any(
            one.kind in self.kinds and (self.customer is None or evidence.concerns(one.about, self.customer))
            for one in evidence.world.tasks.values()
        )
        return Verdict(
            met,
            "A tarefa foi aberta." if met else "A tarefa ainda não foi aberta.",
            "The task was opened." if met else "The task has not been opened yet.",
        )


class EscalatedTo(Word, frozen=True, kw_only=True):
    """Somebody handed the matter to this role: where they are given, by an instant, naming this number, and with one of
    these words, or begins of words, in what they wrote; `unnamed`, at least once without any subscriber's name.
    """

    to: str
    until: datetime | None = None
    number: int | None = None
    any_of: tuple[str, ...] = ()
    unnamed: bool = False

    def judge(self, evidence: Evidence) -> Verdict:
        handed = [event for event in evidence.events if isinstance(event, ev.Escalated) and event.task.to == self.to]
        if not handed:
            return Verdict(
                False, "O assunto ainda não foi encaminhado a quem decide.", "The matter has not reached who decides."
            )
        in_time = [event for event in handed if self.until is None or event.at <= self.until]
        if not in_time:
            return Verdict(False, "O assunto foi encaminhado tarde demais.", "The matter was handed on too late.")
        if self.unnamed:
            in_time = [event for event in in_time if not _names_somebody(event.task.reason, evidence)]
        if not in_time:
            return Verdict(
                False,
                "O assunto foi encaminhado com o nome de um assinante; encaminhe de novo, sem nome.",
                "The matter was handed on with a subscriber’s name; hand it on again without one.",
            )
        if self.number is not None and not any(names_number(event.task.reason, self.number) for event in in_time):
            return Verdict(
                False,
                "O assunto foi encaminhado, mas sem dizer de quantas pessoas se trata.",
                "The matter was handed on, but without saying how many people it is about.",
            )
        said = " ".join(event.task.reason for event in in_time).casefold()
        met = not self.any_of or any(one.casefold() in said for one in self.any_of)
        return Verdict(
            met,
            "O assunto foi encaminhado a quem decide."
            if met
            else "O assunto foi encaminhado, mas falta nele algo que quem decide precisa saber.",
            "The matter was handed to who decides."
            if met
            else "The matter was handed on, but lacks something that who decides must know.",
        )


def _names_somebody(text: str, evidence: Evidence) -> bool:
    return any(name.casefold() in text.casefold() for name in evidence.names.values())


def names_number(text: str, number: int) -> bool:
    """Whether a text names a whole number as people write it: `18000`, `18.000`, `18,000`, `18 mil`, `18 thousand`."""
    forms = [rf"{number}", f"{number:,}", f"{number:,}".replace(",", "."), f"{number:,}".replace(",", " ")]
    found = any(re.search(rf"(?<![\d.,]){re.escape(one)}(?!\d|[.,]\d)", text) for one in forms)
    if found or number % 1000:
        return found
    return re.search(rf"(?<![\d.,]){number // 1000}\s*(?:mil|thousand|k)\b", text, re.IGNORECASE) is not None


class AnswerWritten(Word, frozen=True, kw_only=True):
    """The result written on a task of this kind names each of these amounts, in minor units."""

    kind: str
    amounts: tuple[int, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        results = [one.result for one in evidence.world.tasks.values() if one.kind == self.kind and one.closed_at]
        if not results:
            return Verdict(False, "A resposta ainda não foi escrita.", "The answer has not been written yet.")
        missing = [amount for amount in self.amounts if not evidence.names_amount(results[-1], amount)]
        return Verdict(
            not missing,
            "Os valores escritos batem com o razão."
            if not missing
            else "Um dos valores escritos não bate com o razão.",
            "The amounts match the ledger." if not missing else "One of the amounts does not match the ledger.",
        )


class InOrder(Word, frozen=True, kw_only=True):
    """The first of these events about a customer happened before the second; both must have happened."""

    customer: str
    first: str
    then: str

    def judge(self, evidence: Evidence) -> Verdict:
        places: dict[str, int] = {}
        for place, event in enumerate(evidence.events):
            name = _name(event)
            if name in (self.first, self.then) and evidence.whose(event) == self.customer:
                places.setdefault(name, place)
        if self.first not in places or self.then not in places:
            return Verdict(False, "Falta um dos dois passos.", "One of the two steps is missing.")
        met = places[self.first] < places[self.then]
        return Verdict(
            met,
            "Os passos foram dados na ordem certa." if met else "Os passos foram dados na ordem errada.",
            "The steps were taken in the right order." if met else "The steps were taken in the wrong order.",
        )


def _name(event: Any) -> str:
    return str(type(event).__struct_config__.tag)


WORDS: Final[dict[str, type[Word]]] = {
    "task_opened": TaskOpened,
    "escalated_to": EscalatedTo,
    "answer_written": AnswerWritten,
    "in_order": InOrder,
}
