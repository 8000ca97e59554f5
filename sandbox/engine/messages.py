"""Messages: how sentences are filled in both languages, and the texts customers receive."""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sandbox.engine.letters import PRIVACY_LETTERS, Template, lost
from sandbox.engine.money import format_money
from sandbox.engine.text import number_of
from sandbox.engine.wording import WORDS, said

LANGUAGES: Final = ("pt-br", "en")
MONTHS_PT: Final = ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez")
MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def format_day(day: date, language: str) -> str:
    """`26 nov 2026`, `26 Nov 2026`."""
    months = MONTHS_PT if language == "pt-br" else MONTHS_EN
    return f"{day.day} {months[day.month - 1]} {day.year}"


def format_number(value: int, language: str) -> str:
    """`18.000`, `18,000`."""
    return f"{value:,}".replace(",", ".") if language == "pt-br" else f"{value:,}"


def format_moment(moment: datetime, language: str) -> str:
    """`26 nov 2026, 08:00`, in whatever zone the moment is written in."""
    return f"{format_day(moment.date(), language)}, {moment:%H:%M}"


class _Sentence(string.Formatter):
    """Fills `{amount:money}`, `{many:number}`, `{on:day}`, `{at:moment}`, and codes by their words (`{status:status}`,
    `WORDS`); other fields are written as they are.
    """

    def __init__(self, language: str, currency: str) -> None:
        self.language = language
        self.currency = currency

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, "—") if isinstance(key, str) else "—"

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "money" and isinstance(value, int):
            return format_money(value, self.currency, self.language)
        if format_spec == "number" and isinstance(value, int):
            return format_number(value, self.language)
        if format_spec == "called":
            return number_of(str(value))
        if format_spec == "slip":
            return _slip(str(value), self.language, self.currency)
        if format_spec == "kept":
            return _kept(str(value), self.language)
        if format_spec == "lost":
            return lost(str(value), self.language)
        if format_spec in WORDS:
            return said(WORDS[format_spec], str(value), self.language)
        try:
            if format_spec == "day" and isinstance(value, str):
                return format_day(date.fromisoformat(value[:10]), self.language)
            if format_spec == "moment" and isinstance(value, str):
                return format_moment(datetime.fromisoformat(value), self.language)
        except ValueError:
            return value if isinstance(value, str) else str(value)
        return str(value)


def _slip(key: str, language: str, currency: str) -> str:
    """A boleto by its number; outside Brazil, the reference of a transfer."""
    if currency == "BRL":
        return f"boleto {number_of(key)}"
    word = "referência" if language == "pt-br" else "reference"
    return f"{word} {number_of(key)}"


def _kept(coded: str, language: str) -> str:
    """What stays of somebody's data, coded as `invoices|2031-12-31|fiscal; consents||dispute`, as a sentence of its own."""
    parts = [one.split("|") for one in coded.split("; ") if one.count("|") == 2]
    if not parts:
        return ""
    until, lead = (
        (" até ", "Ficam guardados, só pelo motivo dito:")
        if language == "pt-br"
        else (" until ", "Kept, for that reason alone:")
    )
    told = [
        f"{said(WORDS['category'], category, language)}"
        f"{until + format_day(date.fromisoformat(day), language) if day else ''} ({said(WORDS['ground'], kind, language)})"
        for category, day, kind in parts
    ]
    return f"{lead} {'; '.join(told)}. "


def fill(sentence: str, facts: Mapping[str, str | int], *, language: str, currency: str = "BRL") -> str:
    """A sentence of these tables with its facts put in."""
    return _Sentence(language, currency).format(sentence, **facts)


TEMPLATES: Final[dict[str, Template]] = {
    "payment_declined": Template(
        ("amount", "retry_on"),
        ("note",),
        "notice",
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
        "notice",
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
        "notice",
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
        "notice",
        ("Último aviso: há um pagamento em aberto", "Last notice: a payment is open"),
        (
            (
                "Olá, {name}. Ainda há {amount:money} em aberto. Sem pagamento, {then:last_step} em "
                "{ends_on:day}. {note}"
            ),
            ("Hello, {name}. {amount:money} is still open. Without payment, {then:last_step} on {ends_on:day}. {note}"),
        ),
    ),
    "access_suspended": Template(
        ("amount",),
        ("note",),
        "notice",
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
        "receipt",
        ("Pagamento recebido", "Payment received"),
        (
            "Olá, {name}. Recebemos {amount:money}. Obrigado! {note}",
            "Hello, {name}. We received {amount:money}. Thank you! {note}",
        ),
    ),
    "cancellation_confirmed": Template(
        ("access_until",),
        ("note",),
        "notice",
        ("Cancelamento confirmado", "Cancellation confirmed"),
        (
            "Olá, {name}. Sua assinatura está cancelada; o acesso vai até {access_until:day}. {note}",
            "Hello, {name}. Your subscription is cancelled; access lasts until {access_until:day}. {note}",
        ),
    ),
    "renewal_notice": Template(
        ("amount", "renews_on"),
        ("note",),
        "notice",
        ("Sua assinatura renova em breve", "Your subscription renews soon"),
        (
            (
                "Olá, {name}. Sua assinatura renova em {renews_on:day} por {amount:money}. Se preferir sair, cancele "
                "antes desse dia. {note}"
            ),
            (
                "Hello, {name}. Your subscription renews on {renews_on:day} for {amount:money}. If you would rather "
                "leave, cancel before that day. {note}"
            ),
        ),
    ),
    "trial_ending": Template(
        ("amount", "renews_on"),
        ("note",),
        "notice",
        ("Seu período de teste está acabando", "Your trial is about to end"),
        (
            (
                "Olá, {name}. Seu teste acaba em {renews_on:day}; a partir daí serão cobrados {amount:money}. Se "
                "preferir não continuar, cancele antes. {note}"
            ),
            (
                "Hello, {name}. Your trial ends on {renews_on:day}; from then on {amount:money} is charged. If you "
                "would rather not go on, cancel before that. {note}"
            ),
        ),
    ),
    "card_expiring": Template(
        ("last4", "expires"),
        ("note",),
        "notice",
        ("Seu cartão está vencendo", "Your card is about to expire"),
        (
            (
                "Olá, {name}. Seu cartão final {last4} vale até {expires}. Cadastre outro pelo link seguro antes da "
                "próxima cobrança. {note}"
            ),
            (
                "Hello, {name}. Your card ending {last4} is good until {expires}. Add another one by the secure link "
                "before the next charge. {note}"
            ),
        ),
    ),
    "price_change": Template(
        ("price", "old_amount", "amount", "effective_on"),
        ("note",),
        "notice",
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
    "invoice_sent": Template(
        ("amount", "due_on", "slip"),
        ("note",),
        "notice",
        ("Sua fatura chegou", "Your invoice is here"),
        (
            "Olá, {name}. Sua fatura de {amount:money} vence em {due_on:day}. Para pagar: {slip:slip}. {note}",
            "Hello, {name}. Your invoice of {amount:money} is due on {due_on:day}. To pay: {slip:slip}. {note}",
        ),
    ),
    "payment_due": Template(
        ("amount", "due_on"),
        ("note",),
        "notice",
        ("Lembrete: sua fatura vence em breve", "Reminder: your invoice is due soon"),
        (
            "Olá, {name}. Sua fatura de {amount:money} vence em {due_on:day}. {note}",
            "Hello, {name}. Your invoice of {amount:money} is due on {due_on:day}. {note}",
        ),
    ),
    "payment_overdue": Template(
        ("amount", "due_on"),
        ("note",),
        "notice",
        ("Sua fatura venceu", "Your invoice is overdue"),
        (
            "Olá, {name}. Sua fatura de {amount:money} venceu em {due_on:day} e ainda não foi paga. {note}",
            "Hello, {name}. Your invoice of {amount:money} was due on {due_on:day} and has not been paid. {note}",
        ),
    ),
    "free_text": Template(
        ("text",),
        ("subject",),
        "notice",
        ("{subject}", "{subject}"),
        ("{text}", "{text}"),
    ),
    "campaign": Template(
        ("text",),
        ("subject",),
        "marketing",
        ("{subject}", "{subject}"),
        ("{text}", "{text}"),
    ),
    "refund_made": Template(
        ("amount", "way", "when"),
        ("note",),
        "receipt",
        ("Seu dinheiro está a caminho", "Your money is on its way"),
        (
            "Olá, {name}. Devolvemos {amount:money} por {way}. O valor aparece {when}. {note}",
            "Hello, {name}. We gave {amount:money} back to {way}. You will see it {when}. {note}",
        ),
    ),
    "withdrawal_acknowledged": Template(
        ("received_at", "amount", "refund_by"),
        ("note",),
        "receipt",
        ("Recebemos seu arrependimento da compra", "We received your withdrawal"),
        (
            (
                "Olá, {name}. Sua desistência chegou em {received_at:moment}. Devolvemos {amount:money} pelo mesmo meio, "
                "até {refund_by:day}. {note}"
            ),
            (
                "Hello, {name}. Your withdrawal reached us on {received_at:moment}. {amount:money} goes back the way it "
                "came, by {refund_by:day}. {note}"
            ),
        ),
    ),
    **PRIVACY_LETTERS,
}


def render_message(
    template: str, fields: Mapping[str, str | int], *, name: str, language: str, currency: str
) -> tuple[str, str]:
    """Subject and body as the customer sees them; the name comes from outside the world, and nobody is greeted by none."""
    chosen = TEMPLATES[template]
    index = LANGUAGES.index(language)
    facts: dict[str, str | int] = {
        "note": "",
        "subject": "",
        "kept": "",
        "data": "",
        "then": "suspend",
        "name": name,
        **fields,
    }
    subject = fill(chosen.subject[index], facts, language=language, currency=currency)
    words = chosen.body[index] if name else chosen.body[index].replace(", {name}", "", 1)
    body = fill(words, facts, language=language, currency=currency)
    return subject.strip(), body.strip()
