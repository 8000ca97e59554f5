"""Refusals about amends, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "indemnity_exceeds_refunded": (
        (
            "A indenização repete o que foi devolvido: do pagamento {payment} voltaram {refunded:money}, já foram "
            "indenizados {paid:money}, e {asked:money} passam disso. Devolva primeiro o que foi cobrado a mais."
        ),
        (
            "An indemnity repeats what was paid back: of payment {payment}, {refunded:money} went back and "
            "{paid:money} was indemnified; {asked:money} is more than that. Refund what was undue first."
        ),
    ),
    "indemnity_needs_approver": (
        "Uma indenização precisa da aprovação de outra pessoa. Informe quem aprovou a do pagamento {payment}.",
        "An indemnity needs somebody else's approval. Say who approved the one for payment {payment}.",
    ),
}
