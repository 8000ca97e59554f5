"""Refusals about messages, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_invoice": ("Não existe a fatura {id}.", "There is no invoice {id}."),
    "unknown_template": (
        "Não existe o modelo de mensagem {template}.",
        "There is no message template {template}.",
    ),
    "field_missing": (
        "Falta {field} na mensagem {template}.",
        "The message {template} is missing {field}.",
    ),
}
