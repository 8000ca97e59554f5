"""Repaying: what went back to the payer, where to, by whose leave, and only once."""

from __future__ import annotations

from datetime import date
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
    """Beyond the refund, this much was paid for charges that were never due; interest stands apart."""

    payments: tuple[str, ...]
    amount: int

    def judge(self, evidence: Evidence) -> Verdict:
        paid = [one for one in evidence.world.indemnities.values() if one.payment in self.payments]
        whole = sum(one.amount for one in paid)
        pt, en = evidence.money(whole, "pt-br"), evidence.money(whole, "en")
        return Verdict(whole == self.amount, f"Indenização paga: {pt}.", f"Indemnity paid: {en}.")


class OneReversal(Word, frozen=True, kw_only=True):
    """The payment goes back exactly once: by refund or by dispute, never by both."""

    payment: str

    def judge(self, evidence: Evidence) -> Verdict:
        refunds = [one for one in evidence.refunds((self.payment,)) if one.failed_at is None]
        disputes = [evidence.world.disputes[key] for key in evidence.world.disputes_of.get(self.payment, ())]
        lost = [one for one in disputes if one.status == "lost"]
        roads = len(refunds) + len(lost)
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


WORDS: Final[dict[str, type[Word]]] = {
    "refunded": Refunded,
    "refunded_at_most": RefundedAtMost,
    "payouts_at_most": PayoutsAtMost,
    "approved_by_another": ApprovedByAnother,
    "indemnity_paid": IndemnityPaid,
    "one_reversal": OneReversal,
    "refunded_by": RefundedBy,
    "no_forced_credit": NoForcedCredit,
}
