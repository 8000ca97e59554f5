"""Narration of arrears."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker


class ArrearsTeller(Speaker):
    def _arrears_counted(self, event: ev.ArrearsCounted) -> str:
        who = self.owner(event.subscription)
        if not event.stretches:
            return self.say(
                f"Nada mais corre por conta de {who} para cobrar depois.",
                f"Nothing more is running up for {who} to be billed afterwards.",
            )
        parts = []
        for one in event.stretches:
            held = one.price if one.quantity == 1 else f"{one.price} × {one.quantity}"
            since = self.day(one.start)
            if one.period is None:
                parts.append(self.say(f"{held} desde {since}", f"{held} since {since}"))
            else:
                parts.append(f"{held} × {one.period.length}/{one.whole}")
        sums = "; ".join(parts)
        return self.say(
            f"Uso de {who} para cobrar no fim do período: {sums}.",
            f"{who}'s use to be billed at the end of the period: {sums}.",
        )
