"""Refusals about offers, withdrawal and tasks, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "one_kind_of_offer": (
        "Uma oferta é uma coisa só: um cupom, uma pausa ou outro preço.",
        "An offer is one thing: a coupon, a pause or another price.",
    ),
    "which_subscription": (
        "{customer} tem {count} assinaturas vivas: diga para qual é a oferta.",
        "{customer} has {count} living subscriptions: say which the offer is for.",
    ),
    "offer_during_request": (
        "{customer} espera resposta a um pedido sobre seus dados. Responda primeiro; oferta não é resposta.",
        "{customer} waits for an answer about personal data. Answer first; an offer is no answer.",
    ),
    "offer_limit": (
        "{customer} já recebeu {limit} oferta(s) em {days} dias, o máximo. Atenda ao pedido como ele é.",
        "{customer} has had {limit} offer(s) in {days} days, the most allowed. Do what was asked.",
    ),
    "unknown_offer": ("Não existe a oferta {id}. Confira o código.", "There is no offer {id}. Check the id."),
    "offer_not_open": (
        "A oferta {offer} já não está aberta (situação: {status:status}). Faça outra, se ainda couber.",
        "Offer {offer} is no longer open (status: {status:status}). Make another, if one still fits.",
    ),
    "no_right_of_withdrawal": (
        "A lei aplicável ({jurisdiction:law}) não dá prazo de arrependimento. Veja a política de cancelamento.",
        "The law that applies ({jurisdiction:law}) gives no right of withdrawal. See the cancellation policy.",
    ),
    "withdrawal_too_late": (
        "O prazo de {days} dias acabou em {last:day}. Ofereça o cancelamento.",
        "The {days} days ended on {last:day}. Offer to cancel instead.",
    ),
    "unknown_task": ("Não existe a tarefa {id}. Confira o código.", "There is no task {id}. Check the id."),
    "task_closed": (
        "A tarefa {task} foi concluída em {at:moment}. Se há mais a fazer, abra outra.",
        "Task {task} was closed on {at:moment}. If there is more to do, open another.",
    ),
    "escalated_to_oneself": (
        "Encaminhar é passar a outra pessoa: diga a quem.",
        "Escalating hands it to somebody else: say to whom.",
    ),
}
