"""Narration of money: attempts, receipts, retries and refunds."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.invoicing import Payment
from sandbox.engine.money import format_money
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import (
    CAUSE_WORDS,
    DECLINE_WORDS,
    DROP_WORDS,
    RAIL_WORDS,
    REFUND_FAILURE_WORDS,
    method_words,
)


class MoneyTeller(Speaker):
    def _method_of(self, payment: Payment) -> str:
        method = self.world.methods.get(payment.method) if payment.method is not None else None
        return method_words(method, self.language) if method else self.word(RAIL_WORDS, payment.rail)

    def _payment_attempted(self, event: ev.PaymentAttempted) -> str:
        one = event.payment
        head = self.say(
            f"Tentativa {one.attempt} da {self.invoice(one.invoice)} ({self.word(CAUSE_WORDS, one.cause)}), "
            f"{self.money(one.amount)}, {self._method_of(one)}",
            f"Attempt {one.attempt} for {self.invoice(one.invoice)} ({self.word(CAUSE_WORDS, one.cause)}), "
            f"{self.money(one.amount)}, {self._method_of(one)}",
        )
        if one.status == "settled":
            return self.say(f"{head}: aprovada.", f"{head}: approved.")
        if one.code == "processing":
            return self.say(f"{head}: em processamento.", f"{head}: being processed.")
        if one.status == "unknown":
            return self.say(f"{head}: sem resposta do emissor.", f"{head}: no answer from the issuer.")
        code = one.response + (f" · MAC {one.mac}" if one.mac is not None else "")
        tail = ""
        if one.wait_until is not None:
            tail = self.say(
                f" A bandeira só permite outra a partir de {self.moment(one.wait_until)}.",
                f" The network allows the next from {self.moment(one.wait_until)} only.",
            )
        reason = self.word(DECLINE_WORDS, one.code)
        return self.say(f"{head}: recusada, {reason} ({code}).{tail}", f"{head}: declined, {reason} ({code}).{tail}")

    def _payment_looked_up(self, event: ev.PaymentLookedUp) -> str:
        payment = self.world.payments.get(event.payment)
        amount = self.money(payment.amount) if payment else ""
        if event.owed_back:
            amount = self.money(event.owed_back)
            return self.say(
                f"Consulta: {amount} também tinham sido capturados. É duplicidade e deve ser devolvida.",
                f"Looked up: {amount} had been captured as well. It is a duplicate charge and is owed back.",
            )
        if event.found == "settled":
            return self.say(
                f"Consulta: o pagamento de {amount} tinha sido feito e foi conciliado.",
                f"Looked up: the payment of {amount} had gone through and is reconciled.",
            )
        return self.say(f"Consulta: {amount} não foram cobrados.", f"Looked up: {amount} was never charged.")

    def _payment_recorded(self, event: ev.PaymentRecorded) -> str:
        one = event.payment
        rail = self.word(RAIL_WORDS, one.rail)
        over = ""
        if event.to_balance:
            sums = f"{self.money(one.amount)} − {self.money(event.applied)} = {self.money(event.to_balance)}"
            over = self.say(f"; sobram {sums}, que viram saldo", f"; {sums} is left over and becomes balance")
        return self.say(
            f"Recebidos {self.money(one.amount)} por {rail} na {self.invoice(one.invoice)}{over}.",
            f"{self.money(one.amount)} received by {rail} on {self.invoice(one.invoice)}{over}.",
        )

    def _collection_failed(self, event: ev.CollectionFailed) -> str:
        why = self.word(DROP_WORDS, event.reason)
        return self.say(
            f"A {self.invoice(event.invoice)} não pôde ser cobrada: {why}.",
            f"{self.invoice(event.invoice).capitalize()} could not be collected: {why}.",
        )

    def _look_up_scheduled(self, event: ev.LookUpScheduled) -> str:
        return self.say(
            f"O pagamento sem resposta será consultado em {self.moment(event.due)}.",
            f"The unanswered payment will be looked up on {self.moment(event.due)}.",
        )

    def _retry_scheduled(self, event: ev.RetryScheduled) -> str:
        due = self.moment(event.due)
        if event.moved_by_wait:
            asked = self.moment(event.asked)
            return self.say(
                f"Nova tentativa da {self.invoice(event.invoice)} marcada para {due}: "
                f"foi pedida para {asked}, mas a bandeira manda esperar até lá.",
                f"Retry of {self.invoice(event.invoice)} set for {due}: it was asked for {asked}, "
                "but the network's wait lasts until then.",
            )
        return self.say(
            f"Nova tentativa da {self.invoice(event.invoice)} marcada para {due}.",
            f"Retry of {self.invoice(event.invoice)} set for {due}.",
        )

    def _retry_dropped(self, event: ev.RetryDropped) -> str:
        why = self.word(DROP_WORDS, event.reason)
        return self.say(
            f"A nova tentativa da {self.invoice(event.invoice)} não foi feita: {why}.",
            f"The retry of {self.invoice(event.invoice)} was not made: {why}.",
        )

    def _refund_made(self, event: ev.RefundMade) -> str:
        one = event.refund
        payment = self.world.payments.get(one.payment)
        if payment is not None:
            of = self.say(f" de {self.money(payment.amount)} pagos", f" of {self.money(payment.amount)} paid")
        else:
            of = ""
        to = self.say(
            "à origem" if one.destination == "origin" else "a outra conta do mesmo titular",
            "to the origin" if one.destination == "origin" else "to another account of the same holder",
        )
        return self.say(
            f"Devolvidos {self.money(one.amount)}{of}, {to}.", f"{self.money(one.amount)}{of} refunded, {to}."
        )

    def _balance_refunded(self, event: ev.BalanceRefunded) -> str:
        who, amount = self.who(event.customer), self.money(event.amount)
        return self.say(
            f"Dessa devolução, {amount} saíram do saldo de {who}.",
            f"Of that refund, {amount} came off {who}'s balance.",
        )

    def _refund_failed(self, event: ev.RefundFailed) -> str:
        why = self.word(REFUND_FAILURE_WORDS, event.reason)
        amount = self.money(event.amount)
        return self.say(
            f"A devolução de {amount} voltou do banco ({why}): o valor é devido de novo e pode ser devolvido outra vez.",
            f"The refund of {amount} came back from the bank ({why}): it is owed again and may be refunded anew.",
        )

    def _network_fee_charged(self, event: ev.NetworkFeeCharged) -> str:
        fee = event.fee
        amount = format_money(fee.amount, fee.currency, self.language)
        return self.say(
            f"É a {fee.attempt}ª tentativa em {fee.hours} h: a {fee.brand.capitalize()} cobra {amount} da empresa.",
            f"It is attempt {fee.attempt} in {fee.hours} h: {fee.brand.capitalize()} charges the company {amount}.",
        )

    def _refunds_scripted(self, event: ev.RefundsScripted) -> str:
        return self.say(
            "Ficou definido o que o banco responderá às devoluções.", "What the bank will say to refunds was set."
        )
