"""Narration: each event as one plain sentence a trainee can read, in both languages, with the arithmetic
where there is any.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sandbox.engine import events as ev
from sandbox.engine.invoicing import Payment
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import (
    CAUSE_WORDS,
    CHANNEL_WORDS,
    DECLINE_WORDS,
    DROP_WORDS,
    PAUSE_WORDS,
    RAIL_WORDS,
    TEMPLATE_WORDS,
    method_words,
)
from sandbox.engine.world import World

__all__ = ["DECLINE_WORDS", "method_words", "narrate"]


def narrate(
    event: ev.Event, world: World, language: str, *, subjects: Mapping[str, Mapping[str, str]] | None = None
) -> str:
    """One sentence. The world is read for names of things; `subjects` puts people's names in where they may
    be shown.
    """
    return _Teller(world, language, subjects or {}).tell(event)


class _Teller(Speaker):
    def tell(self, event: ev.Event) -> str:
        words: str = getattr(self, f"_{type(event).__struct_config__.tag}")(event)
        return words

    def _command_keyed(self, event: ev.CommandKeyed) -> str:
        return self.say("Comando recebido com chave de repetição.", "Command received with an idempotency key.")

    def _clock_moved(self, event: ev.ClockMoved) -> str:
        return self.say(f"O relógio foi até {self.moment(event.to)}.", f"The clock moved to {self.moment(event.to)}.")

    def _company_opened(self, event: ev.CompanyOpened) -> str:
        return self.say("A empresa abriu as portas.", "The company opened for business.")

    def _policy_set(self, event: ev.PolicySet) -> str:
        names = ", ".join(event.changed)
        return self.say(f"A política da empresa mudou: {names}.", f"The company's policy changed: {names}.")

    def _plan_added(self, event: ev.PlanAdded) -> str:
        prices = ", ".join(self.money(price.amount) for price in event.prices)
        return self.say(f"Novo plano {event.plan.id}: {prices}.", f"New plan {event.plan.id}: {prices}.")

    def _customer_added(self, event: ev.CustomerAdded) -> str:
        who = self.who(event.customer)
        return self.say(f"{who} entrou no cadastro.", f"{who} was added as a customer.")

    def _method_added(self, event: ev.MethodAdded) -> str:
        who, method = self.who(event.method.customer), method_words(event.method, self.language)
        if event.replaces is not None:
            return self.say(f"{who} trocou o meio de pagamento: {method}.", f"{who} changed payment method: {method}.")
        return self.say(f"{who} cadastrou {method}.", f"{who} added {method}.")

    def _gateway_scripted(self, event: ev.GatewayScripted) -> str:
        return self.say("As próximas respostas do banco foram definidas.", "The bank's next answers were set.")

    def _subscription_started(self, event: ev.SubscriptionStarted) -> str:
        one = event.subscription
        until, who = self.day(one.period.end), self.who(one.customer)
        if one.trial_ends_at is not None:
            return self.say(f"{who} começou um período de teste, até {until}.", f"{who} began a trial, until {until}.")
        return self.say(f"{who} assinou; renova em {until}.", f"{who} subscribed; renews on {until}.")

    def _subscription_renewed(self, event: ev.SubscriptionRenewed) -> str:
        start, end = self.day(event.period.start), self.day(event.period.end)
        who = self.owner(event.subscription)
        return self.say(
            f"A assinatura de {who} renovou: de {start} a {end}.",
            f"{who}'s subscription renewed: {start} to {end}.",
        )

    def _tax_added(self, event: ev.TaxAdded) -> str:
        one = event.tax
        kind = self.say("por dentro do preço", "within the price") if one.inclusive else self.say("por fora", "on top")
        return self.say(
            f"Imposto {one.id}: {self.percent(one.rate)}, {kind}.", f"Tax {one.id}: {self.percent(one.rate)}, {kind}."
        )

    def _coupon_added(self, event: ev.CouponAdded) -> str:
        one = event.coupon
        off = self.percent(one.rate) if one.rate else self.money(one.amount)
        return self.say(f"Novo cupom {one.id}: {off} de desconto.", f"New coupon {one.id}: {off} off.")

    def _coupon_applied(self, event: ev.CouponApplied) -> str:
        who, coupon = self.who(event.application.customer), event.application.coupon
        return self.say(f"{who} recebeu o cupom {coupon}.", f"{who} was given coupon {coupon}.")

    def _subscription_paused(self, event: ev.SubscriptionPaused) -> str:
        who, kind = self.owner(event.subscription), self.word(PAUSE_WORDS, event.pause.kind)
        until = event.pause.until
        end = self.say(f", até {self.moment(until)}", f", until {self.moment(until)}") if until is not None else ""
        return self.say(
            f"A assinatura de {who} foi pausada ({kind}){end}.", f"{who}'s subscription was paused ({kind}){end}."
        )

    def _subscription_resumed(self, event: ev.SubscriptionResumed) -> str:
        who = self.owner(event.subscription)
        return self.say(f"A assinatura de {who} foi retomada.", f"{who}'s subscription was resumed.")

    def _charge_added(self, event: ev.ChargeAdded) -> str:
        one = event.charge
        who, amount = self.who(one.customer), self.money(one.amount)
        about = f" ({one.description})" if one.description else ""
        return self.say(
            f"Cobrança avulsa de {amount} a {who}{about}: entra na próxima fatura.",
            f"One-off charge of {amount} to {who}{about}: it goes on the next invoice.",
        )

    def _change_queued(self, event: ev.ChangeQueued) -> str:
        who, held, at = self.owner(event.subscription), self.held(event.change.items), self.moment(event.takes_effect)
        return self.say(f"{who} muda para {held} em {at}.", f"{who} changes to {held} on {at}.")

    def _subscription_changed(self, event: ev.SubscriptionChanged) -> str:
        who, held, end = self.owner(event.subscription), self.held(event.items), self.day(event.period.end)
        return self.say(
            f"A assinatura de {who} mudou para {held}; renova em {end}.",
            f"{who}'s subscription changed to {held}; renews on {end}.",
        )

    def _invoice_issued(self, event: ev.InvoiceIssued) -> str:
        document = event.document
        sums = "; ".join(self.sum_of(line) for line in document.lines)
        if document.discount:
            off = self.money(document.discount)
            sums += self.say(f"; desconto {off}", f"; discount {off}")
        if document.tax:
            on_top = sum(line.added for line in document.lines)
            sums += self.say(f"; imposto {self.money(document.tax)}", f"; tax {self.money(document.tax)}")
            sums += "" if on_top else self.say(" (por dentro)", " (within)")
        if document.discount or document.tax:
            sums += self.say(f"; total {self.money(document.total)}", f"; total {self.money(document.total)}")
        if document.balance_applied:
            used, due = self.money(document.balance_applied), self.money(document.amount_due)
            sums += self.say(f"; saldo de {used} abatido, a pagar {due}", f"; balance of {used} used, {due} to pay")
        who = self.who(document.customer)
        return self.say(
            f"Fatura {document.number} emitida para {who}: {sums}.",
            f"Invoice {document.number} issued to {who}: {sums}.",
        )

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

    def _dunning_scheduled(self, event: ev.DunningScheduled) -> str:
        steps = [
            (self.say("último aviso", "final notice"), event.notice_at),
            (self.say("suspensão", "suspension"), event.suspend_at),
            (self.say("cancelamento", "cancellation"), event.cancel_at),
        ]
        written = ", ".join(f"{name} {self.moment(at)}" for name, at in steps if at is not None)
        who = self.owner(event.subscription)
        return self.say(
            f"Régua de cobrança de {who}: {written or 'sem prazo final'}.",
            f"Dunning schedule for {who}: {written or 'no final date'}.",
        )

    def _final_notice_due(self, event: ev.FinalNoticeDue) -> str:
        who = self.owner(event.subscription)
        return self.say(f"É dia do último aviso a {who}.", f"The final notice to {who} is due.")

    def _subscription_past_due(self, event: ev.SubscriptionPastDue) -> str:
        who = self.owner(event.subscription)
        access = self.say("acesso mantido", "access kept") if event.access else self.say("acesso cortado", "access cut")
        return self.say(
            f"A assinatura de {who} passou a em atraso, {access}.",
            f"{who}'s subscription became past due, {access}.",
        )

    def _subscription_recovered(self, event: ev.SubscriptionRecovered) -> str:
        who = self.owner(event.subscription)
        return self.say(
            f"A assinatura de {who} está em dia de novo; o vencimento não mudou.",
            f"{who}'s subscription is up to date again; its anchor day has not moved.",
        )

    def _subscription_suspended(self, event: ev.SubscriptionSuspended) -> str:
        who = self.owner(event.subscription)
        return self.say(f"O acesso de {who} foi suspenso.", f"{who}'s access was suspended.")

    def _cancellation_scheduled(self, event: ev.CancellationScheduled) -> str:
        who, at = self.owner(event.subscription), self.moment(event.ends_at)
        return self.say(
            f"Cancelamento da assinatura de {who} marcado para {at}.",
            f"{who}'s subscription is set to end on {at}.",
        )

    def _cancellation_undone(self, event: ev.CancellationUndone) -> str:
        who = self.owner(event.subscription)
        return self.say(
            f"O cancelamento de {who} foi desfeito.", f"The cancellation of {who}'s subscription was undone."
        )

    def _subscription_cancelled(self, event: ev.SubscriptionCancelled) -> str:
        who = self.owner(event.subscription)
        if event.kind == "involuntary":
            return self.say(
                f"A assinatura de {who} terminou por falta de pagamento.",
                f"{who}'s subscription ended unpaid.",
            )
        return self.say(f"A assinatura de {who} foi encerrada.", f"{who}'s subscription ended.")

    def _message_sent(self, event: ev.MessageSent) -> str:
        who = self.who(event.customer)
        channel, about = self.word(CHANNEL_WORDS, event.channel), self.word(TEMPLATE_WORDS, event.template)
        facts = self._facts(event.fields)
        return self.say(
            f"Mensagem a {who} por {channel}: {about}{facts}.",
            f"Message to {who} by {channel}: {about}{facts}.",
        )

    def _facts(self, fields: Mapping[str, Any]) -> str:
        told = []
        amount, retry_on = fields.get("amount"), fields.get("retry_on")
        if isinstance(amount, int):
            told.append(self.money(amount))
        if isinstance(retry_on, str):
            try:
                on = self.day(date.fromisoformat(retry_on[:10]))
            except ValueError:
                on = retry_on
            told.append(self.say(f"nova tentativa em {on}", f"retry on {on}"))
        return f" ({', '.join(told)})" if told else ""

    def _payment_link_sent(self, event: ev.PaymentLinkSent) -> str:
        who, amount = self.who(event.customer), self.money(event.amount)
        channel = self.word(CHANNEL_WORDS, event.channel)
        return self.say(
            f"Link de pagamento de {amount} enviado a {who} por {channel}.",
            f"Payment link for {amount} sent to {who} by {channel}.",
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

    def _credit_note_issued(self, event: ev.CreditNoteIssued) -> str:
        one = event.note
        parts = [
            (one.from_remaining, self.say("abatidos do que faltava pagar", "off what was still open")),
            (one.to_balance, self.say("em saldo", "to balance")),
            (one.to_refund, self.say("em devolução", "refunded")),
            (one.outside, self.say("por fora", "outside")),
        ]
        sums = " + ".join(f"{self.money(amount)} {words}" for amount, words in parts if amount)
        return self.say(
            f"Nota de crédito de {self.money(one.amount)} na {self.invoice(one.invoice)}: {sums}.",
            f"Credit note of {self.money(one.amount)} on {self.invoice(one.invoice)}: {sums}.",
        )

    def _invoice_voided(self, event: ev.InvoiceVoided) -> str:
        return self.say(
            f"A {self.invoice(event.invoice)} foi anulada.",
            f"{self.invoice(event.invoice).capitalize()} was voided.",
        )

    def _invoice_uncollectible(self, event: ev.InvoiceUncollectible) -> str:
        return self.say(
            f"A {self.invoice(event.invoice)} foi dada como perdida.",
            f"{self.invoice(event.invoice).capitalize()} was written off.",
        )

    def _balance_granted(self, event: ev.BalanceGranted) -> str:
        who, amount = self.who(event.customer), self.money(event.amount)
        return self.say(f"{who} recebeu {amount} de saldo.", f"{who} was granted {amount} of balance.")
