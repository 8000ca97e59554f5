"""Refusals about messages, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_invoice": ("Não existe a fatura {id}. Confira o código.", "There is no invoice {id}. Check the id."),
    "unknown_template": (
        "Não existe o modelo de mensagem {template}. Escolha um da lista, ou escreva um texto livre.",
        "There is no message template {template}. Choose one of the list, or write a free text.",
    ),
    "not_for_many": (
        "O modelo “{template:template}” tem fatos de um só cliente. Para muitos, use texto livre ou campanha.",
        "The template “{template:template}” has facts of one customer in it. For many, use a free text or a campaign.",
    ),
    "nobody_to_reach": (
        "De {count} pessoas, nenhuma pode ser alcançada: sem consentimento, ou já fora do limite. Nada foi enviado.",
        "Of {count} people nobody may be reached: no consent, or over the limit. Nothing was sent.",
    ),
    "field_missing": (
        "Falta um dado ({field:field}) na mensagem “{template:template}”. Preencha e envie de novo.",
        "The message “{template:template}” is missing something ({field:field}). Fill it in and send again.",
    ),
}
