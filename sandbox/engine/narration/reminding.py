"""Narration of reminders."""

from __future__ import annotations

from datetime import date

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import REMINDER_WORDS


class RemindingTeller(Speaker):
    def _reminder_scheduled(self, event: ev.ReminderScheduled) -> str:
        about, due = self.word(REMINDER_WORDS, event.about), self.moment(event.due)
        who = self._whose(event.about, event.subject)
        return self.say(f"Aviso a {who} ({about}) marcado para {due}.", f"Notice to {who} ({about}) set for {due}.")

    def _reminder_due(self, event: ev.ReminderDue) -> str:
        who, about, on = self.who(event.customer), self.word(REMINDER_WORDS, event.about), self.day(event.on)
        return self.say(f"É dia de avisar {who}: {about} em {on}.", f"{who} is to be told today: {about} on {on}.")

    def _reminder_dropped(self, event: ev.ReminderDropped) -> str:
        who, why = self._whose(event.about, event.subject), self.word(REMINDER_WORDS, event.reason)
        return self.say(f"Aviso a {who} não é preciso: {why}.", f"No notice to {who} is needed: {why}.")

    def _card_expiry_set(self, event: ev.CardExpirySet) -> str:
        who = self._whose("card", event.method)
        until = self.day(date.fromisoformat(f"{event.expires}-01")).partition(" ")[2]
        return self.say(f"O cartão de {who} vale até {until}.", f"{who}'s card is good until {until}.")

    def _whose(self, about: str, subject: str) -> str:
        if about != "card":
            return self.owner(subject)
        method = self.world.methods.get(subject)
        return subject if method is None else self.who(method.customer)
