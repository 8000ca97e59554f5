"""Refusals about payments that wait for their payer, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "nothing_to_authenticate": (
        "O banco não pediu confirmação do pagamento {payment}. Cobre de novo, se ainda houver o que cobrar.",
        "The bank asked for no confirmation of payment {payment}. Collect again, if anything is left to collect.",
    ),
}
