"""Refusals about subscriptions, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "quantity_not_positive": (
        "A quantidade precisa ser maior que zero. Para nenhum, cancele.",
        "The quantity must be above zero. For none, cancel.",
    ),
    "mixed_intervals": (
        "Os itens de uma assinatura têm todos o mesmo intervalo. Faça outra assinatura para o outro.",
        "All items of a subscription share one interval. Make another subscription for the other.",
    ),
    "refund_needs_now": (
        "Devolver junto com o cancelamento só quando a assinatura {subscription} termina agora; para depois, faça a devolução no dia.",
        "A refund goes with a cancellation only where the subscription {subscription} ends now; for later, refund on the day.",
    ),
    "not_begun": (
        "A assinatura {subscription} só começa em {at:moment}; até lá, só pode ser cancelada.",
        "Subscription {subscription} begins on {at:moment}; until then it can only be cancelled.",
    ),
    "already_paused": (
        "A assinatura {subscription} já está pausada. Retome-a antes de pausar de outro modo.",
        "Subscription {subscription} is paused already. Resume it before pausing it another way.",
    ),
    "not_paused": (
        "A assinatura {subscription} não está pausada; não há o que retomar.",
        "Subscription {subscription} is not paused; there is nothing to resume.",
    ),
    "several_items": (
        "A assinatura {subscription} tem {count} itens: diga todos os itens, como devem ficar.",
        "Subscription {subscription} has {count} items: name all items as they shall stand.",
    ),
    "not_changeable": (
        "A assinatura {subscription} não pode mudar agora (situação: {status:status}).",
        "Subscription {subscription} cannot change now (status: {status:status}).",
    ),
    "interval_needs_money": (
        "Trocar o intervalo ou o vencimento da assinatura {subscription} sempre gera crédito e cobrança. Peça com pró-rata, ou para o fim do período.",
        "Changing the interval or the anchor of the subscription {subscription} always credits and charges. Ask for it prorated, or at the end of the period.",
    ),
    "no_items": (
        "Escolha ao menos um preço para a assinatura.",
        "Choose at least one price for the subscription.",
    ),
    "anchor_day_out_of_range": (
        "O dia de vencimento vai de 1 a 31 e só existe em planos mensais ou anuais.",
        "The anchor day goes from 1 to 31, and only monthly or yearly plans have one.",
    ),
    "cancellation_already_set": (
        "O cancelamento da assinatura {subscription} já está marcado para {at:moment}. Desfaça-o antes, se a data muda.",
        "Subscription {subscription} is already set to end on {at:moment}. Undo that first, if the date changes.",
    ),
    "no_change_to_undo": (
        "Nenhuma mudança espera o fim do período da assinatura {subscription}; nada a desfazer.",
        "No change waits for the end of the period of the subscription {subscription}; there is nothing to undo.",
    ),
    "no_cancellation_to_undo": (
        "Não há cancelamento marcado para a assinatura {subscription}; nada a desfazer.",
        "No cancellation is set for the subscription {subscription}; there is nothing to undo.",
    ),
}
