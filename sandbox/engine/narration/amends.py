"""Narration of amends: goodwill given, indemnities paid out."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class AmendsTeller(Speaker):
    def _goodwill_given(self, event: ev.GoodwillGiven) -> str:
        who, amount = self.who(event.customer), self.money(event.amount)
        return self.say(
            f"Cortesia de {amount} a {who} na {self.invoice(event.invoice)}.",
            f"Goodwill of {amount} to {who} on {self.invoice(event.invoice)}.",
        )

    def _indemnity_paid(self, event: ev.IndemnityPaid) -> str:
        one = event.indemnity
        amount = self.money(one.amount)
        if one.interest:
            amount = f"{amount} + {self.money(one.interest)} = {self.money(one.amount + one.interest)}"
        return self.say(
            f"Indenização de {amount} paga a {self.who(one.customer)}: a segunda metade do que foi cobrado "
            "indevidamente e devolvido em dobro (CDC, art. 42, parágrafo único).",
            f"Indemnity of {amount} paid to {self.who(one.customer)}: the second half of an undue charge paid back "
            "double (CDC art. 42, sole paragraph).",
        )
