"""Approval: what one person prepared and another answers for, and the two roles a desk knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct

Role = Literal["agent", "supervisor"]
Answer = Literal["approved", "declined", "withdrawn"]

# Who asks, by role: whoever works at a desk begins as its agent.
ACTORS: Final[dict[str, str]] = {"agent": "trainee", "supervisor": "supervisor"}

APPROVABLE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "refund": ("Reembolso", "Refund"),
    "credit_note": ("Nota de crédito", "Credit note"),
    "goodwill": ("Cortesia", "Goodwill"),
    "pay_indemnity": ("Indenização", "Indemnity"),
    "grant_balance": ("Saldo", "Balance"),
    "cancel": ("Cancelamento com reembolso", "Cancellation with a refund"),
    "withdraw": ("Desistência do contrato", "Withdrawal from the contract"),
    "void_invoice": ("Anulação de fatura", "Voiding of an invoice"),
    "mark_uncollectible": ("Baixa de dívida", "Write-off of a debt"),
}
"""What waits, in both languages."""


class Approval(Struct, frozen=True, omit_defaults=True):
    """A command that waits for somebody else; `asked` is the command as it was asked, by name and fields.

    `amount` is what it moves, gross, in minor units; `about` the payment, the invoice or the customer it is for.
    """

    id: str
    kind: str
    about: str
    customer: str
    amount: int
    asked: dict[str, Any]
    asked_by: str
    asked_at: datetime
    status: Literal["waiting", "approved", "declined", "withdrawn"] = "waiting"
    answered_by: str = ""
    answered_at: datetime | None = None
    reason: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.status == "waiting"
