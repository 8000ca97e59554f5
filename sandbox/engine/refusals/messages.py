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
    "field_missing": (
        "Falta um dado ({field:field}) na mensagem “{template:template}”. Preencha e envie de novo.",
        "The message “{template:template}” is missing something ({field:field}). Fill it in and send again.",
    ),
}
