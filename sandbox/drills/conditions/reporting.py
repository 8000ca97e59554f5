"""Reporting: what was answered about a company's figures, against the engine's own metrics, and who was named."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from sandbox.drills.evidence import Evidence, Verdict, Word
from sandbox.engine import events as ev
from sandbox.engine.metrics import measure


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """The definitions by which one dashboard counts."""

    mrr_discounts: Literal["subtracted", "ignored"]
    mrr_past_due: Literal["counts", "excluded"]


class MrrAnswered(Word, frozen=True, kw_only=True):
    """What was written on a task names the MRR at the end of a day's month, by one reading; of two, their difference."""

    kind: str
    day: date
    figures: tuple[Reading, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        written = answer(evidence, self.kind)
        if not written:
            return Verdict(False, "A resposta ainda não foi escrita.", "The answer has not been written yet.")
        first, *rest = [self._closing(evidence, one) for one in self.figures]
        met = evidence.names_amount(written, first - sum(rest))
        return Verdict(
            met,
            "O valor escrito bate com os relatórios."
            if met
            else "Falta na resposta um valor que bata com os relatórios.",
            "The amount written matches the reports."
            if met
            else "The answer lacks an amount that matches the reports.",
        )

    def _closing(self, evidence: Evidence, reading: Reading) -> int:
        policy = evidence.world.require_company().policy
        counted = replace(policy, mrr_discounts=reading.mrr_discounts, mrr_past_due=reading.mrr_past_due)
        month = self.day.isoformat()[:7]
        return next((one.closing for one in measure(evidence.events, counted).months if one.month == month), 0)


class AnswerMentions(Word, frozen=True, kw_only=True):
    """What was written on a task has one of these words, or begins of words, in it."""

    kind: str
    any_of: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        written = answer(evidence, self.kind).casefold()
        met = any(one.casefold() in written for one in self.any_of)
        return Verdict(
            met,
            "A resposta diz o que explica o número." if met else "A resposta não diz o que explica o número.",
            "The answer says what explains the number." if met else "The answer does not say what explains the number.",
        )


class NobodyNamedInWork(Word, frozen=True, kw_only=True):
    """No task, result or matter handed on names a subscriber."""

    def judge(self, evidence: Evidence) -> Verdict:
        names = {name.casefold() for name in evidence.names.values()}
        for event in evidence.events:
            text = said_in(event).casefold()
            if any(name in text for name in names):
                at_pt, at_en = evidence.moment(event.at, "pt-br"), evidence.moment(event.at, "en")
                return Verdict(
                    False,
                    f"O que foi escrito em {at_pt} cita um assinante.",
                    f"What was written on {at_en} names a subscriber.",
                )
        return Verdict(True, "Nenhum assinante foi citado.", "No subscriber was named.")


def answer(evidence: Evidence, kind: str) -> str:
    """What was written last on closed tasks of a kind; nothing while none is closed."""
    results = [one.result for one in evidence.world.tasks.values() if one.kind == kind and one.closed_at]
    return results[-1] if results else ""


def said_in(event: ev.Event) -> str:
    match event:
        case ev.TaskOpened() | ev.Escalated():
            return event.task.reason
        case ev.TaskClosed():
            return event.result
        case _:
            return ""


WORDS: Final[dict[str, type[Word]]] = {
    "mrr_answered": MrrAnswered,
    "answer_mentions": AnswerMentions,
    "nobody_named_in_work": NobodyNamedInWork,
}
