"""Working: tasks handed over, answers written down, and the order in which things were done."""

from __future__ import annotations

from typing import Any, Final

from sandbox.drills.evidence import Evidence, Verdict, Word
from sandbox.engine import events as ev


class TaskOpened(Word, frozen=True, kw_only=True):
    """Somebody opened a task of one of these kinds."""

    kinds: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        met = any(one.kind in self.kinds for one in evidence.world.tasks.values())
        return Verdict(
            met,
            "A tarefa foi aberta." if met else "A tarefa ainda não foi aberta.",
            "The task was opened." if met else "The task has not been opened yet.",
        )


class EscalatedTo(Word, frozen=True, kw_only=True):
    """Somebody handed the matter to this role."""

    to: str

    def judge(self, evidence: Evidence) -> Verdict:
        met = any(isinstance(event, ev.Escalated) and event.task.to == self.to for event in evidence.events)
        return Verdict(
            met,
            "O assunto foi encaminhado." if met else "O assunto ainda não foi encaminhado.",
            "The matter was handed on." if met else "The matter has not been handed on yet.",
        )


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
