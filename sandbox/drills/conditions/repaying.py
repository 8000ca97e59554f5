"""Repaying: what went back to the payer, where to, by whose leave, and only once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sandbox.drills.evidence import Evidence, Verdict, Word, times
from sandbox.engine import events as ev
from sandbox.engine.messages import format_day


class Refunded(Word, frozen=True, kw_only=True):
    """Refunds of these payments that have not failed come to this amount, all to one kind of destination."""

    payments: tuple[str, ...]
    amount: int
    destination: str = "origin"

    def judge(self, evidence: Evidence) -> Verdict:
        made = [one for one in evidence.refunds(self.payments) if one.failed_at is None]
        whole = sum(one.amount for one in made)
        astray = [one for one in made if one.destination != self.destination]
        pt, en = evidence.money(whole, "pt-br"), evidence.money(whole, "en")
        if astray:
            return Verdict(
                False,
                f"Devolvidos {pt}, mas não para onde deveriam ir.",
                f"{en} was refunded, but not to where it should go.",
            )
        return Verdict(whole == self.amount, f"Devolvidos até agora: {pt}.", f"Refunded so far: {en}.")


class RefundedAtMost(Word, frozen=True, kw_only=True):
    """Refunds of these payments never came to more than this."""

    payments: tuple[str, ...]
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        whole = sum(one.amount for one in evidence.refunds(self.payments) if one.failed_at is None)
        pt, en = evidence.money(whole, "pt-br"), evidence.money(whole, "en")
        return Verdict(whole <= self.amount, f"Devolvidos: {pt}.", f"Refunded: {en}.")


class PayoutsAtMost(Word, frozen=True, kw_only=True):
    """The payment was given back in no more parts than this: a sum split is a limit dodged."""

    payment: str
    count: int = 1

    def judge(self, evidence: Evidence) -> Verdict:
        made = evidence.refunds((self.payment,))
        if not made:
            return Verdict(True, "Nada foi devolvido deste pagamento.", "Nothing of this payment was given back.")
        pt, en = times(len(made), ("devolução", "devoluções"), ("refund", "refunds"))
        return Verdict(len(made) <= self.count, f"Houve {pt} deste pagamento.", f"There were {en} of this payment.")


class ApprovedByAnother(Word, frozen=True, kw_only=True):
    """What was given back of these payments, or paid beyond them, was approved by somebody who did not make it."""

    payments: tuple[str, ...]

    def judge(self, evidence: Evidence) -> Verdict:
        made: list[tuple[str, str | None]] = []
        for event in evidence.events:
            match event:
                case ev.RefundMade() if event.refund.payment in self.payments:
                    made.append((event.actor, event.refund.approver))
                case ev.IndemnityPaid() if event.indemnity.payment in self.payments:
                    made.append((event.actor, event.indemnity.approver))
                case _:
                    continue
        alone = [maker for maker, approver in made if approver is None or approver == maker]
        if not made:
            return Verdict(False, "Nada foi devolvido ainda.", "Nothing has been given back yet.")
        return Verdict(
            not alone,
            "Outra pessoa aprovou." if not alone else "Falta a aprovação de outra pessoa.",
            "Somebody else approved it." if not alone else "Somebody else’s approval is missing.",
        )


class IndemnityPaid(Word, frozen=True, kw_only=True):
    """Beyond the refund, this much was paid for charges that were never due; `interest` in all stands apart."""

    payments: tuple[str, ...]
    amount: int
    interest: int | None = None

    def judge(self, evidence: Evidence) -> Verdict:
        paid = [one for one in evidence.world.indemnities.values() if one.payment in self.payments]
        whole, interest = sum(one.amount for one in paid), sum(one.interest for one in paid)
        met = whole == self.amount and self.interest in (None, interest)
        pt, en = evidence.money(whole, "pt-br"), evidence.money(whole, "en")
        more_pt, more_en = evidence.money(interest, "pt-br"), evidence.money(interest, "en")
        return Verdict(
            met,
            f"Indenização paga: {pt}, mais {more_pt} de correção e juros.",
            f"Indemnity paid: {en}, plus {more_en} of indexation and interest.",
        )


class OneReversal(Word, frozen=True, kw_only=True):
    """The payment goes back exactly once: by refund or by dispute, never by both."""

    payment: str

    def judge(self, evidence: Evidence) -> Verdict:
        refunds = [one for one in evidence.refunds((self.payment,)) if one.failed_at is None]
        disputes = [evidence.world.disputes[key] for key in evidence.world.disputes_of.get(self.payment, ())]
        lost = [one for one in disputes if one.status == "lost"]
        roads = len(refunds) + len(lost)
        if not roads:
            return Verdict(False, "O dinheiro ainda não voltou.", "The money has not gone back yet.")
        pt, en = times(roads, ("volta", "voltas"), ("reversal", "reversals"))
        return Verdict(roads == 1, f"O dinheiro teve {pt}.", f"The money had {en}.")


class RefundedBy(Word, frozen=True, kw_only=True):
    """The first refund of the payment was made no later than on this day of the company."""

    payment: str
    day: date

    def judge(self, evidence: Evidence) -> Verdict:
        made = evidence.refunds((self.payment,))
        if not made:
            return Verdict(False, "Nada foi devolvido ainda.", "Nothing has been refunded yet.")
        day = evidence.day(made[0].at)
        pt, en = format_day(day, "pt-br"), format_day(day, "en")
        return Verdict(day <= self.day, f"A devolução foi feita em {pt}.", f"The refund was made on {en}.")


class NoForcedCredit(Word, frozen=True, kw_only=True):
    """The customer was given no balance in place of their money."""

    customer: str

    def judge(self, evidence: Evidence) -> Verdict:
        forced = [
            event
            for event in evidence.events
            if (isinstance(event, ev.BalanceGranted) and event.customer == self.customer)
            or (
                isinstance(event, ev.CreditNoteIssued)
                and event.note.to_balance > 0
                and evidence.world.invoices[event.note.invoice].document.customer == self.customer
            )
        ]
        return Verdict(
            not forced,
            "O cliente não recebeu crédito no lugar do dinheiro."
            if not forced
            else "O cliente recebeu crédito no lugar do dinheiro.",
            "The customer was given no credit in place of money."
            if not forced
            else "The customer was given credit in place of money.",
        )


class OnlyToOrigin(Word, frozen=True, kw_only=True):
    """Nothing left for the customer by any road but the one it came by."""

    customer: str

    def judge(self, evidence: Evidence) -> Verdict:
        astray = [
            event
            for event in evidence.events
            if evidence.whose(event) == self.customer
            and (
                (isinstance(event, ev.RefundMade) and event.refund.destination != "origin")
                or (isinstance(event, ev.CreditNoteIssued) and event.note.outside > 0)
                or isinstance(event, ev.IndemnityPaid)
            )
        ]
        return Verdict(
            not astray,
            "Nenhum dinheiro saiu por outro caminho." if not astray else "Saiu dinheiro por outro caminho.",
            "No money left by another road." if not astray else "Money left by another road.",
        )


class DisputeAnswered(Word, frozen=True, kw_only=True):
    """Each dispute of the payment was accepted, or contested with evidence, before its window ended."""

    payment: str

    def judge(self, evidence: Evidence) -> Verdict:
        disputes = [evidence.world.disputes[key] for key in evidence.world.disputes_of.get(self.payment, ())]
        waiting = [one for one in disputes if one.status == "needs_response"]
        if waiting or not disputes:
            due = waiting[0].evidence_due if waiting else evidence.world.now
            return Verdict(
                False,
                f"A contestação espera resposta até {evidence.moment(due, 'pt-br')}.",
                f"The dispute waits for an answer until {evidence.moment(due, 'en')}.",
            )
        missed = any(isinstance(event, ev.DisputeLost) and event.payment == self.payment and event.why == "window_ended"
                     for event in evidence.events)  # fmt: skip
        return Verdict(
            not missed,
            "O prazo da contestação acabou sem resposta." if missed else "A contestação foi respondida no prazo.",
            "The dispute’s window ended without an answer." if missed else "The dispute was answered in time.",
        )


class NothingBeside(Word, frozen=True, kw_only=True):
    """From an instant on the customer was given nothing beside their dispute: no money, no credit, no gesture."""

    customer: str
    after: datetime

    def judge(self, evidence: Evidence) -> Verdict:
        given = [
            event
            for event in evidence.events
            if isinstance(event, (ev.RefundMade, ev.CreditNoteIssued, ev.BalanceGranted, ev.IndemnityPaid))
            and event.at >= self.after
            and evidence.whose(event) == self.customer
        ]
        if not given:
            return Verdict(True, "Nada foi dado além da contestação.", "Nothing was given beside the dispute.")
        at_pt, at_en = evidence.moment(given[0].at, "pt-br"), evidence.moment(given[0].at, "en")
        return Verdict(
            False,
            f"Em {at_pt} foi dado um valor por fora da contestação.",
            f"On {at_en} something was given beside the dispute.",
        )


WORDS: Final[dict[str, type[Word]]] = {
    "only_to_origin": OnlyToOrigin,
    "dispute_answered": DisputeAnswered,
    "nothing_beside": NothingBeside,
    "refunded": Refunded,
    "refunded_at_most": RefundedAtMost,
    "payouts_at_most": PayoutsAtMost,
    "approved_by_another": ApprovedByAnother,
    "indemnity_paid": IndemnityPaid,
    "one_reversal": OneReversal,
    "refunded_by": RefundedBy,
    "no_forced_credit": NoForcedCredit,
}
