"""Refusals about invoices that customers pay by themselves, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "due_days_need_send": (
        "Prazo de vencimento só existe com cobrança por envio (send): na automática, a tentativa é feita na emissão. Tire o prazo ou mude a cobrança.",
        "Due days go with collection: send only; automatic collection is attempted when the invoice is issued. Leave the days out, or send.",
    ),
    "sent_not_charged": (
        "A fatura {invoice} foi enviada para o cliente pagar: não há tentativa a marcar. Mande um link ou um lembrete.",
        "Invoice {invoice} was sent for the customer to pay: there is no attempt to set. Send a link or a reminder.",
    ),
    "late_fee_above_limit": (
        "A multa por atraso vai até 2% e os juros até 1% ao mês; foram pedidos {fine} e {interest}. Baixe o que passa.",
        "A late fine goes up to 2 % and interest up to 1 % a month; {fine} and {interest} were asked for. Lower what is above.",
    ),
    "unknown_link": (
        "Não existe o link de pagamento {id}. Confira o código.",
        "There is no payment link {id}. Check the id.",
    ),
}
