"""Narration of drafts."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.invoicing import InvoiceDocument
from sandbox.engine.speech import Speaker


class DraftTeller(Speaker):
    def _sums(self, document: InvoiceDocument) -> str:
        sums = self.sums_of(document.lines) or self.money(0)
        if document.discount:
            off = self.money(document.discount)
            sums += self.say(f"; desconto {off}", f"; discount {off}")
        return sums + self.say(f"; total {self.money(document.total)}", f"; total {self.money(document.total)}")

    def _invoice_drafted(self, event: ev.InvoiceDrafted) -> str:
        who, at = self.who(event.document.customer), self.moment(event.finalise_at)
        sums = self._sums(event.document)
        return self.say(
            f"Rascunho de fatura para {who}, que fecha em {at}: {sums}.",
            f"Draft invoice for {who}, to be finalised on {at}: {sums}.",
        )

    def _draft_changed(self, event: ev.DraftChanged) -> str:
        who, sums = self.who(event.document.customer), self._sums(event.document)
        return self.say(f"O rascunho de {who} mudou: {sums}.", f"{who}'s draft changed: {sums}.")
