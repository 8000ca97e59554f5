"""Narration of what customers do by themselves."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class HabitTeller(Speaker):
    def _habits_set(self, event: ev.HabitsSet) -> str:
        who = self.who(event.customer)
        return self.say(
            f"Ficou definido o que {who} fará com boletos e links.", f"What {who} will do with slips and links was set."
        )

    def _payer_reached(self, event: ev.PayerReached) -> str:
        who = self.who(event.customer)
        return self.say(f"A cobrança chegou a {who}.", f"The request to pay has reached {who}.")

    def _payer_acted(self, event: ev.PayerActed) -> str:
        who = self.who(event.customer)
        return self.say(f"{who} abriu a cobrança recebida.", f"{who} opened the request to pay.")
