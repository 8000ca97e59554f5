"""Refusals about price changes, in both languages, by code."""

from __future__ import annotations

from typing import Final

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    "price_stays": (
        "O preço {price} já é (ou já está anunciado como) {amount:money}; anuncie outro valor.",
        "Price {price} is {amount:money} already, or announced as that; announce another amount.",
    ),
    "price_change_too_soon": (
        "{effective:day} já começou: anuncie para um dia que ainda não começou, com prazo para avisar.",
        "{effective:day} has begun: announce for a day still to come, with time to tell people.",
    ),
    "price_change_out_of_order": (
        "O preço {price} já tem uma mudança para {effective:day}; a próxima vem depois dela.",
        "Price {price} has a change for {effective:day} already; the next one comes after it.",
    ),
    "unknown_price_change": (
        "Não existe a mudança de preço {id}. Confira o código.",
        "There is no price change {id}. Check the id.",
    ),
    "everybody_was_told": (
        "Todos os que têm este preço já foram avisados da mudança {change}.",
        "Everybody who holds this price has been told of change {change} already.",
    ),
}
