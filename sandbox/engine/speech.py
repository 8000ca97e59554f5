"""Speech: what every told sentence is made of: names, amounts with their arithmetic, days and moments, in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sandbox.engine import calendar
from sandbox.engine.arithmetic import Product
from sandbox.engine.calendar import Interval, Point
from sandbox.engine.catalogue import family_of
from sandbox.engine.invoicing import InvoiceLine
from sandbox.engine.messages import format_day, format_moment
from sandbox.engine.money import format_money
from sandbox.engine.pricing import WHOLE
from sandbox.engine.sourcing import law_words
from sandbox.engine.subscription import Item, Wanted
from sandbox.engine.text import number_of
from sandbox.engine.wording import INTERVAL_WORDS, RHYTHM_WORDS, said
from sandbox.engine.world import World


class Speaker:
    """Says the parts of sentences about one world, in one language."""

    def __init__(
        self,
        world: World,
        language: str,
        subjects: Mapping[str, Mapping[str, str]],
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        """`numbers` are those of invoices that have left for the archive."""
        self.world = world
        self.numbers = numbers or {}
        self.language = language
        self.subjects = subjects
        self.pt = language == "pt-br"
        self.company = world.company

    def say(self, portuguese: str, english: str) -> str:
        return portuguese if self.pt else english

    def word(self, table: Mapping[str, tuple[str, str]], key: str) -> str:
        return said(table, key, self.language)

    def source(self, source: str) -> str:
        """Where a term stands, in the reader's language."""
        return law_words(source, self.language)

    def money(self, amount: int) -> str:
        return format_money(amount, self.company.currency if self.company else "BRL", self.language)

    def moment(self, instant: datetime) -> str:
        zone = self.company.timezone if self.company else "UTC"
        return format_moment(calendar.local(instant, zone), self.language)

    def day(self, day: date) -> str:
        return format_day(day, self.language)

    def point(self, point: Point) -> str:
        return self.day(point.day) if point.at is None else self.moment(point.at)

    def who(self, customer: str) -> str:
        """The name, that there is no person any more, or the id where nothing else is known."""
        name = self.subjects.get(customer, {}).get("name")
        gone = self.world.tombstones.get(customer)
        if name is None and gone is not None and gone.key_destroyed:
            return self.say("Pessoa apagada", "Erased person")
        return name or customer

    def owner(self, subscription: str) -> str:
        known = self.world.subscriptions.get(subscription)
        return self.who(known.customer) if known else subscription

    def invoice(self, key: str) -> str:
        known = self.world.invoices.get(key)
        number = known.document.number if known else self.numbers.get(key)
        if number is None:
            return self.say("fatura já arquivada", "an archived invoice")
        return self.say(f"fatura {number}", f"invoice {number}")

    def payment(self, key: str) -> str:
        """`de R$ 39,90 da fatura 12`; nothing where the company does not know it."""
        known = self.world.payments.get(key)
        if known is None:
            return ""
        amount, invoice = self.money(known.amount), self.invoice(known.invoice)
        return self.say(f"de {amount} da {invoice}", f"of {amount} for {invoice}")

    def number(self, key: str) -> str:
        """What people call a case, a hold or an incident by."""
        return number_of(key)

    def thing(self, key: str) -> str:
        """What a task or an escalation is about: the person, their invoice, their payment; its id where it is else."""
        invoice, payment = self.world.invoices.get(key), self.world.payments.get(key)
        if invoice is not None:
            who = self.who(invoice.document.customer)
            return self.say(f"a {self.invoice(key)} de {who}", f"{self.invoice(key)} of {who}")
        if payment is not None:
            amount, who = self.money(payment.amount), self.who(payment.customer)
            return self.say(f"o pagamento de {amount} de {who}", f"the payment of {amount} of {who}")
        return self.who(key) if key in self.world.customers else self.owner(key)

    def percent(self, rate: int) -> str:
        whole, part = divmod(rate, 10_000)
        text = f"{whole}.{part:04d}".rstrip("0").rstrip(".")
        return f"{text.replace('.', ',') if self.pt else text}%"

    def held(self, items: Sequence[Item | Wanted]) -> str:
        names = [(self.price_name(one.price), one.quantity) for one in items]
        return ", ".join(f"{name} × {quantity}" if quantity != 1 else name for name, quantity in names)

    def every(self, interval: Interval) -> str:
        """`por mês`, `a cada 3 meses`."""
        unit = interval.unit if interval.count == 1 else f"{interval.unit}s"
        return self.word(INTERVAL_WORDS, unit).replace("{count}", str(interval.count))

    def listed(self, parts: Iterable[str]) -> str:
        return ", ".join(parts)

    def price_name(self, price: str) -> str:
        """`Básico`, and of a plan with several prices which one: `Básico (anual)`; its id where its plan has no name."""
        family = family_of(price)
        known = self.world.prices.get(family)
        plan = self.world.plans.get(known.plan) if known is not None else None
        if known is None or plan is None or not plan.name:
            return family
        return plan.name if len(plan.prices) == 1 else f"{plan.name} ({self.rhythm(known.interval)})"

    def rhythm(self, interval: Interval) -> str:
        """`mensal`, `a cada 3 meses`."""
        return self.word(RHYTHM_WORDS, interval.unit) if interval.count == 1 else self.every(interval)

    def sums_of(self, lines: Sequence[InvoiceLine]) -> str:
        """Each line's arithmetic; where there are several, with what each is for."""
        alone = len(lines) == 1
        return "; ".join(
            self.sum_of(line) if alone or line.kind == "credit" else f"{self._what(line)}: {self.sum_of(line)}"
            for line in lines
        )

    def _what(self, line: InvoiceLine) -> str:
        if line.kind == "late_fee":
            return self.say("multa e juros", "late fee and interest")
        return self.price_name(line.price) or self.say("cobrança avulsa", "one-off charge")

    def sum_of(self, line: InvoiceLine) -> str:
        if line.kind == "credit":
            return self.unused(line)
        full = self.money(line.unit_amount) + (f" × {line.quantity}" if line.quantity != 1 else "")
        part = f" × {line.factor}" if line.kind == "proration" else ""
        plain = not part and line.quantity == 1
        return self.money(line.amount) if plain else f"{full}{part} = {self.money(line.amount)}"

    def product(self, one: Product) -> str:
        """`10% × R$ 39,90 = R$ 3,99`, or the amount alone."""
        if not one.base:
            return self.money(one.amount)
        if one.denominator == WHOLE:
            part = self.percent(one.numerator)
        elif one.denominator > WHOLE:  # what is contained: 5/105 of the price
            part = f"{self.percent(one.numerator)[:-1]}/{self.percent(one.denominator)[:-1]}"
        else:
            part = f"{one.numerator}/{one.denominator}"
        return f"{self.money(one.base)} × {part} = {self.money(one.amount)}"

    def unused(self, line: InvoiceLine) -> str:
        """What was charged for the line that is given back, and the part of it that was not used."""
        invoice, _, number = line.of.rpartition("/")
        head, name = self.say("crédito", "credit"), self.price_name(line.price)
        known = self.world.invoices.get(invoice)
        if known is None:  # settled long ago, and left for the archive
            return f"{head} {name}: {self.money(line.amount)}"
        charged = known.document.lines[int(number) - 1]
        return f"{head} {name}: {self.money(-charged.net)} × {line.factor} = {self.money(line.amount)}"
