"""Refusals about collecting, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "irreversible_decline": (
        (
            "O emissor recusou de forma irreversível (código {response}). Não tente de novo com este meio: "
            "peça outro ao cliente."
        ),
        (
            "The issuer's refusal is irreversible (code {response}). Do not try this method again: "
            "ask the customer for another."
        ),
    ),
    "network_limit": (
        ("A bandeira {brand} não permite outra tentativa agora: {count} em {hours} h é o limite. Fonte: {source}."),
        ("The {brand} network allows no further attempt now: {count} in {hours} h is the limit. Source: {source}."),
    ),
    "payment_unresolved": (
        "O pagamento {payment} ficou sem resposta e pode ter sido feito. Consulte-o antes de cobrar de novo.",
        "Payment {payment} got no answer and may have gone through. Look it up before charging again.",
    ),
    "nothing_to_look_up": (
        "O pagamento {payment} já tem resposta: não há o que consultar.",
        "Payment {payment} already has an answer: there is nothing to look up.",
    ),
    "retry_in_the_past": (
        "Agora são {now:moment}; marque a tentativa para depois disso.",
        "It is {now:moment} now; set the retry for later than that.",
    ),
    "retry_too_far": (
        "{at:moment} fica a mais de um ano daqui. Confira a data.",
        "{at:moment} is more than a year away. Check the date.",
    ),
    "retry_already_there": (
        "Já há uma tentativa marcada para {at:moment}.",
        "A retry is already set for {at:moment}.",
    ),
    "received_in_the_future": (
        "O recebimento não pode ter data no futuro.",
        "Money cannot have been received in the future.",
    ),
    "invoice_is_void": (
        "A fatura {invoice} foi anulada e não recebe pagamento.",
        "Invoice {invoice} is void and takes no payment.",
    ),
}
