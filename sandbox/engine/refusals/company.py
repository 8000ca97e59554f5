"""Refusals about the company, its catalogue, customers and coupons, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "proration_unit_in_use": (
        "Já há assinaturas contadas por {unit:unit}: a unidade se escolhe antes da primeira assinatura. Abra outra empresa.",
        "Subscriptions are counted by {unit:unit} already: the unit is chosen before the first subscription. Open another company.",
    ),
    "company_exists": (
        "Esta empresa já está aberta. Siga com ela, ou abra outra em outro arquivo.",
        "This company is open already. Go on with it, or open another in a file of its own.",
    ),
    "unknown_coupon": ("Não existe o cupom {id}. Confira o código.", "There is no coupon {id}. Check the id."),
    "unknown_tax": ("Não existe o imposto {id}. Confira o código.", "There is no tax {id}. Check the id."),
    "mixed_taxes": (
        "Um preço tem impostos por dentro ou por fora, não os dois. Deixe só os de um tipo.",
        "A price has taxes within it or on top of it, not both. Keep those of one kind.",
    ),
    "coupon_percent_or_amount": (
        "O cupom {id} precisa de um percentual ou de um valor, e só de um deles.",
        "Coupon {id} needs a percentage or an amount, and only one of them.",
    ),
    "coupon_for_one": (
        "Diga para quem é o cupom {coupon}: uma assinatura, um item ou um cliente.",
        "Say whom coupon {coupon} is for: one subscription, one item or one customer.",
    ),
    "coupon_expired": (
        "O cupom {coupon} valeu até {on:day}. Escolha outro.",
        "Coupon {coupon} was valid until {on:day}. Choose another.",
    ),
    "coupon_exhausted": (
        "O cupom {coupon} já foi usado {count} vezes, o máximo. Escolha outro.",
        "Coupon {coupon} has been used {count} times, its maximum. Choose another.",
    ),
    "coupon_already_applied": (
        "O cupom {coupon} já está aplicado ali; não precisa de mais nada.",
        "Coupon {coupon} is applied there already; nothing more is needed.",
    ),
    "coupon_first_purchase_only": (
        "O cupom {coupon} é só para a primeira compra, e {customer} já tem faturas. Escolha outro.",
        "Coupon {coupon} is for a first purchase only, and {customer} has invoices already. Choose another.",
    ),
}
