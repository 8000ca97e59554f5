"""Messages: how sentences are filled in both languages, and the texts customers receive."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct

from sandbox.engine.money import format_money

LANGUAGES: Final = ("pt-br", "en")
MONTHS_PT: Final = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_day(day: date, language: str) -> str:
    """`26 nov 2026`, `26 Nov 2026`."""
    months = MONTHS_PT if language == "pt-br" else MONTHS_EN
    return f"{day.day} {months[day.month - 1]} {day.year}"


def format_moment(moment: datetime, language: str) -> str:
    """`26 nov 2026, 08:00`, in whatever zone the moment is written in."""
    return f"{format_day(moment.date(), language)}, {moment:%H:%M}"


class _Sentence(string.Formatter):
    """Fills `{amount:money}`, `{on:day}` and `{at:moment}`; other fields are written as they are."""

    def __init__(self, language: str, currency: str) -> None:
        self.language = language
        self.currency = currency

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "—") if isinstance(key, str) else "—"

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "money" and isinstance(value, int):
            return format_money(value, self.currency, self.language)
        try:
            if format_spec == "day" and isinstance(value, str):
                return format_day(date.fromisoformat(value[:10]), self.language)
            if format_spec == "moment" and isinstance(value, str):
                return format_moment(datetime.fromisoformat(value), self.language)
        except ValueError:
            return value if isinstance(value, str) else str(value)
        return str(value)


def fill(sentence: str, facts: Mapping[str, str | int], *, language: str, currency: str = "BRL") -> str:
    """A sentence of these tables with its facts put in."""
    return _Sentence(language, currency).format(sentence, **facts)


class Template(Struct, frozen=True):
    """A message customers can receive; `required` fields must be given. Marketing needs consent, service
    does not.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    purpose: str
    subject: tuple[str, str]
    body: tuple[str, str]


TEMPLATES: Final[dict[str, Template]] = {
    "payment_declined": Template(
        ("amount", "retry_on"),
        ("note",),
        "service",
        ("Seu pagamento não passou desta vez", "Your payment did not go through this time"),
        (
            (
                "Olá, {name}. A cobrança de {amount:money} não foi aprovada pelo seu banco. "
                "Vamos tentar de novo em {retry_on:day}; até lá seu acesso continua normal. {note}"
            ),
            (
                "Hello, {name}. Your bank did not approve the charge of {amount:money}. "
                "We will try again on {retry_on:day}; until then your access stays as it is. {note}"
            ),
        ),
    ),
    "new_method_needed": Template(
        ("amount",),
        ("note",),
        "service",
        ("Precisamos de outro meio de pagamento", "We need another way to pay"),
        (
            (
                "Olá, {name}. A cobrança de {amount:money} não pôde ser feita neste cartão. "
                "Cadastre outro pelo link seguro; nunca envie números de cartão por mensagem. {note}"
            ),
            (
                "Hello, {name}. The charge of {amount:money} cannot be made on this card. "
                "Add another one by the secure link; never send card numbers in a message. {note}"
            ),
        ),
    ),
    "authentication_needed": Template(
        ("amount",),
        ("note",),
        "service",
        ("Seu banco pede que você confirme o pagamento", "Your bank asks you to confirm the payment"),
        (
            (
                "Olá, {name}. Para pagar {amount:money}, seu banco pede a sua confirmação. Abra o link "
                "seguro e confirme. {note}"
            ),
            (
                "Hello, {name}. To pay {amount:money}, your bank asks for your confirmation. Open the "
                "secure link. {note}"
            ),
        ),
    ),
    "final_notice": Template(
        ("amount", "ends_on"),
        ("note",),
        "service",
        ("Último aviso antes de suspender o acesso", "Last notice before access is suspended"),
        (
            (
                "Olá, {name}. Ainda há {amount:money} em aberto. Sem pagamento, o acesso será suspenso em"
                " {ends_on:day}. {note}"
            ),
            (
                "Hello, {name}. {amount:money} is still open. Without payment, access is suspended on "
                "{ends_on:day}. {note}"
            ),
        ),
    ),
    "access_suspended": Template(
        ("amount",),
        ("note",),
        "service",
        ("Seu acesso está suspenso", "Your access is suspended"),
        (
            (
                "Olá, {name}. Seu acesso foi suspenso porque {amount:money} continuam em aberto. Pague e "
                "ele volta na hora. {note}"
            ),
            (
                "Hello, {name}. Your access is suspended because {amount:money} is still open. Pay, and "
                "it is back at once. {note}"
            ),
        ),
    ),
    "payment_confirmed": Template(
        ("amount",),
        ("note",),
        "service",
        ("Pagamento recebido", "Payment received"),
        (
            "Olá, {name}. Recebemos {amount:money}. Obrigado! {note}",
            "Hello, {name}. We received {amount:money}. Thank you! {note}",
        ),
    ),
    "cancellation_confirmed": Template(
        ("access_until",),
        ("note",),
        "service",
        ("Cancelamento confirmado", "Cancellation confirmed"),
        (
            "Olá, {name}. Sua assinatura está cancelada; o acesso vai até {access_until:day}. {note}",
            "Hello, {name}. Your subscription is cancelled; access lasts until {access_until:day}. {note}",
        ),
    ),
    "price_change": Template(
        ("price", "old_amount", "amount", "effective_on"),
        ("note",),
        "service",
        ("O preço da sua assinatura vai mudar", "The price of your subscription is going to change"),
        (
            (
                "Olá, {name}. O preço {price} passa de {old_amount:money} para {amount:money}, na sua primeira renovação"
                " a partir de {effective_on:day}. Se preferir sair, cancele antes, sem custo. {note}"
            ),
            (
                "Hello, {name}. Price {price} goes from {old_amount:money} to {amount:money}, at your first renewal "
                "from {effective_on:day} on. If you would rather leave, cancel before that, at no cost. {note}"
            ),
        ),
    ),
    "free_text": Template(
        ("text",),
        ("subject",),
        "service",
        ("{subject}", "{subject}"),
        ("{text}", "{text}"),
    ),
}


def render_message(
    template: str, fields: Mapping[str, str | int], *, name: str, language: str, currency: str
) -> tuple[str, str]:
    """Subject and body as the customer sees them; the name comes from outside the world."""
    chosen = TEMPLATES[template]
    index = LANGUAGES.index(language)
    facts: dict[str, str | int] = {"note": "", "subject": "", "name": name, **fields}
    subject = fill(chosen.subject[index], facts, language=language, currency=currency)
    body = fill(chosen.body[index], facts, language=language, currency=currency)
    return subject.strip(), body.strip()
