"""Narration of invoices that customers pay by themselves."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.money import percent_rate
from sandbox.engine.sending import DAYS_OF_A_MONTH
from sandbox.engine.speech import Speaker


class SendingTeller(Speaker):
    def _invoice_sent(self, event: ev.InvoiceSent) -> str:
        due, until = self.day(event.due), self.day(event.payable_until)
        later = event.payable_until != event.due
        # A boleto is Brazil's; elsewhere a reference for a transfer goes out.
        brazil = self.world.require_company().jurisdiction == "br"
        slip = (
            self.say("Boleto com Pix", "Boleto with Pix") if brazil else self.say("Dados para pagar", "Payment details")
        )
        return self.say(
            f"{slip} da {self.invoice(event.invoice)}, com vencimento em {due}"
            + (f"; sem bancos nesse dia, pode ser pago até {until} sem multa." if later else "."),
            f"{slip} for {self.invoice(event.invoice)}, due on {due}"
            + (f"; no banks open that day, so it may be paid until {until} without a fine." if later else "."),
        )

    def _slip_reminder_due(self, event: ev.SlipReminderDue) -> str:
        name = self.invoice(event.invoice)
        return self.say(f"É dia de lembrar o cliente da {name}.", f"A reminder of {name} is due.")

    def _invoice_overdue(self, event: ev.InvoiceOverdue) -> str:
        return self.say(
            f"A {self.invoice(event.invoice)} venceu sem pagamento: o atraso conta daqui.",
            f"{self.invoice(event.invoice).capitalize()} fell due unpaid: lateness counts from here.",
        )

    def _overdue_held(self, event: ev.OverdueHeld) -> str:
        return self.say(
            f"A {self.invoice(event.invoice)} venceu, mas a cobrança está pausada.",
            f"{self.invoice(event.invoice).capitalize()} fell due, but collecting is paused.",
        )

    def _payment_link_paid(self, event: ev.PaymentLinkPaid) -> str:
        known = self.world.links.get(event.link)
        who = self.who(known.customer) if known is not None else event.link
        return self.say(f"{who} abriu o link de pagamento e pagou.", f"{who} followed the payment link and paid.")

    def _late_fee_added(self, event: ev.LateFeeAdded) -> str:
        fee = event.fee
        terms = self.company.policy.late_terms if self.company is not None else None
        fine = self.percent(percent_rate(terms.fine) or 0) if terms is not None else ""
        rate = self.percent(percent_rate(terms.interest) or 0) if terms is not None else ""
        base = self.money(fee.principal)
        parts = []
        if fee.fine:
            parts.append(f"{self.say('multa', 'fine')} {base} × {fine} = {self.money(fee.fine)}")
        if fee.interest:
            share = f"{base} × {rate} × {fee.days}/{DAYS_OF_A_MONTH} = {self.money(fee.interest)}"
            parts.append(f"{self.say('juros', 'interest')} {share}")
        sums = "; ".join(parts)
        late = self.say("1 dia", "1 day") if fee.days == 1 else self.say(f"{fee.days} dias", f"{fee.days} days")
        return self.say(
            f"Pagamento com {late} de atraso da {self.invoice(fee.invoice)}: {sums} (frações de centavo ficam de fora); "
            "entra na próxima fatura.",
            f"{self.invoice(fee.invoice).capitalize()} paid {late} late: {sums} (fractions of a cent are cut off); "
            "it goes on the next invoice.",
        )
