"""Narration of the company itself: its policy, catalogue, customers and their ways to pay."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import FIELD_WORDS, SWITCH_WORDS, method_words


class CompanyTeller(Speaker):
    def _company_opened(self, event: ev.CompanyOpened) -> str:
        return self.say("A empresa abriu as portas.", "The company opened for business.")

    def _policy_set(self, event: ev.PolicySet) -> str:
        names = self.listed(self._switch(event, name) for name in event.changed)
        return self.say(f"A política da empresa mudou: {names}.", f"The company's policy changed: {names}.")

    def _switch(self, event: ev.PolicySet, name: str) -> str:
        """What was set, and to which value where one word says it."""
        value = getattr(event.policy, name, None)
        words = self.word(FIELD_WORDS, name)
        if isinstance(value, bool):
            return f"{words} {self.say('sim' if value else 'não', 'yes' if value else 'no')}"
        if name == "agent_limit" and isinstance(value, int):
            return f"{words} {self.money(value)}"
        if isinstance(value, str):
            return f"{words}: {self.word(SWITCH_WORDS, value)}"
        if isinstance(value, tuple):
            return f"{words} ({', '.join(map(str, value)) or '—'})"
        return f"{words} {value}" if isinstance(value, int) else words

    def _plan_added(self, event: ev.PlanAdded) -> str:
        prices = self.listed(f"{self.money(price.amount)} {self.every(price.interval)}" for price in event.prices)
        name = event.plan.name or event.plan.id
        return self.say(f"Novo plano {name}: {prices}.", f"New plan {name}: {prices}.")

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
