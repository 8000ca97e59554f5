"""Refusals about drafts, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "not_a_draft": (
        "A fatura {invoice} já foi emitida (situação: {status:status}): não muda mais. Para corrigi-la, emita uma nota de crédito.",
        "Invoice {invoice} has been issued (status: {status:status}) and changes no more. To correct it, issue a credit note.",
    ),
    "invoice_is_draft": (
        "A fatura {invoice} ainda é um rascunho: finalize-a antes de receber por ela.",
        "Invoice {invoice} is still a draft: finalise it before taking money for it.",
    ),
}
