"""Refusals about disputes, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "unknown_dispute": ("Não existe a contestação {id}. Confira o código.", "There is no dispute {id}. Check the id."),
    "dispute_exceeds_captured": (
        (
            "Do pagamento {payment} foram capturados {captured:money}, devolvidos {refunded:money} e contestados "
            "{disputed:money}; não cabem mais {asked:money}. Confira o valor."
        ),
        (
            "Of payment {payment}, {captured:money} was captured, {refunded:money} refunded and {disputed:money} "
            "disputed; {asked:money} more does not fit. Check the amount."
        ),
    ),
    "rail_has_no_disputes": (
        "O pagamento {payment} foi feito por um meio que não tem contestação no banco. Trate o pedido como devolução.",
        "Payment {payment} came by a rail without disputes at the bank. Treat the request as a refund.",
    ),
    "dispute_closed": (
        "A contestação {dispute} já terminou ({status:status}); não há mais o que responder.",
        "Dispute {dispute} is closed ({status:status}); there is nothing left to answer.",
    ),
    "dispute_already_contested": (
        "A defesa da contestação {dispute} já foi enviada, e só pode ser enviada uma vez. Aguarde a decisão do banco.",
        "The evidence for dispute {dispute} has been sent, and can be sent once only. Wait for the bank's decision.",
    ),
    "evidence_missing": (
        "Diga quais provas acompanham a defesa da contestação {dispute}; o prazo vai até {at:moment}.",
        "Say which evidence answers dispute {dispute}; there is time until {at:moment}.",
    ),
    "dispute_open": (
        (
            "O pagamento {payment} está em contestação ({dispute}) e o valor está retido: devolver agora pagaria duas "
            "vezes. Responda ou aceite a contestação."
        ),
        (
            "Payment {payment} is under dispute ({dispute}) and the money is held: a refund now would pay twice. "
            "Answer or accept the dispute."
        ),
    ),
}
