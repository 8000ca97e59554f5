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
        (
            "A bandeira {brand} não permite outra tentativa agora: {count} em {hours} h é o limite. Espere o prazo acabar ou peça outro meio. Fonte: {source}."
        ),
        (
            "The {brand} network allows no further attempt now: {count} in {hours} h is the limit. Wait until it has passed or ask for another method. Source: {source}."
        ),
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
        "Já há uma tentativa marcada para {at:moment}; escolha outro momento, se quiser mudá-la.",
        "A retry is already set for {at:moment}; choose another moment to move it.",
    ),
    "received_in_the_future": (
        "O recebimento não pode ter data no futuro. Use hoje ou antes.",
        "Money cannot have been received in the future. Use today or earlier.",
    ),
    "invoice_is_void": (
        "A fatura {invoice} foi anulada e não recebe pagamento. Confira se o dinheiro é de outra fatura, ou devolva-o.",
        "Invoice {invoice} is void and takes no payment. See whether the money is for another invoice, or send it back.",
    ),
}
