"""Narration of approvals and roles."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.approval import APPROVABLE_WORDS, Approval
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import ROLE_WORDS


class ApprovalTeller(Speaker):
    def _approval_requested(self, event: ev.ApprovalRequested) -> str:
        what = self._asked(event.approval)
        return self.say(
            f"{what} aguarda aprovação: nada saiu ainda.",
            f"{what} waits for approval: nothing has moved yet.",
        )

    def _approval_answered(self, event: ev.ApprovalAnswered) -> str:
        known = self.world.approvals.get(event.approval)
        what = self._asked(known) if known else event.approval
        why = f": {event.reason}" if event.reason else ""
        if event.answer == "approved":
            return self.say(f"Aprovado por outra pessoa: {what}{why}.", f"Approved by somebody else: {what}{why}.")
        if event.answer == "declined":
            return self.say(f"Não aprovado: {what}{why}.", f"Not approved: {what}{why}.")
        return self.say(f"Pedido de aprovação retirado: {what}{why}.", f"Request for approval withdrawn: {what}{why}.")

    def _role_taken(self, event: ev.RoleTaken) -> str:
        role = self.word(ROLE_WORDS, event.role)
        return self.say(
            f"Daqui em diante, quem está na mesa age como {role}.", f"From here on, the desk acts as {role}."
        )

    def _asked(self, one: Approval) -> str:
        """`Reembolso de R$ 320,00 a Ana Souza`."""
        kind = self.word(APPROVABLE_WORDS, one.kind)
        return self.say(
            f"{kind} de {self.money(one.amount)} a {self.who(one.customer)}",
            f"{kind} of {self.money(one.amount)} to {self.who(one.customer)}",
        )
