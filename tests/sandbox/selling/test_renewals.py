"""Renewals: a missing notice is seen in the month, written from there, and then known as sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from portal.people.models import User
from tests.sandbox.conftest import text_of
from tests.sandbox.selling.conftest import Shop, company

DECEMBER = "?month=2026-12"
NOTICE = {"chosen": "renewal_notice", "channel": "email", "renews_on": "2026-12-10"}


def _list(html: str) -> str:
    return text_of(html.partition('id="list"')[2])


def test_the_month_says_what_renews_and_what_is_missing(shop: Shop) -> None:
    html = shop.see("renewals", DECEMBER)
    seen = _list(html)
    assert "Lia Prado" in seen
    assert "480,00" in seen
    assert "em falta" in seen
    assert re.search(r"629,70", text_of(html))  # 480,00 + 3 × 49,90


def test_the_tab_counts_what_waits(shop: Shop) -> None:
    assert re.search(r"Renovações\s+2 esperando", text_of(shop.see("renewals")))


def test_a_card_that_ends_first_is_seen_and_another_is_asked_for(shop: Shop) -> None:
    seen = _list(shop.see("renewals", f"{DECEMBER}&filter=card"))
    assert "Rui Sá" in seen
    assert "Lia Prado" not in seen
    form = text_of(shop.see("renewals", f"{DECEMBER}&subscription=s-rui&act=ask-card&about=s-rui"))
    assert "vale até 11/2026" in form
    fields = {"chosen": "card_expiring", "channel": "email", "last4": "2222", "expires": "2026-11"}
    assert shop.do("renewals", "ask-card", "s-rui", **fields).status_code == 302
    assert list(shop.world.messages.values())[-1].template == "card_expiring"


def test_a_notice_is_written_with_the_day_and_the_amount_ready(shop: Shop) -> None:
    form = shop.see("renewals", f"{DECEMBER}&subscription=s-lia&act=notice&about=s-lia")
    assert 'value="480,00"' in form
    assert 'value="2026-12-10"' in form
    answer = shop.do("renewals", "notice", "s-lia", query=DECEMBER, amount="480,00", **NOTICE)
    assert answer.status_code == 302
    seen = _list(shop.client.get(answer["Location"]).content.decode())
    assert "enviado em 22 nov" in seen


def test_a_wrong_amount_keeps_what_was_typed(shop: Shop) -> None:
    typed = {"amount": "quatrocentos", "note": "Até breve!", **NOTICE}
    answer = shop.do("renewals", "notice", "s-lia", query=f"{DECEMBER}&subscription=s-lia", **typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "quatrocentos" in html
    assert "Até breve!" in html
    assert "Escreva um valor como 49,90." in html


def test_a_day_narrows_the_list(shop: Shop) -> None:
    seen = _list(shop.see("renewals", f"{DECEMBER}&day=2026-12-10"))
    assert "Renovações de 10 dez 2026" in seen
    assert "Lia Prado" in seen


def test_what_was_asked_to_end_is_not_in_the_month(shop: Shop) -> None:
    shop.do("renewals", "cancel", "s-eva", reason="não usa", when="period_end", refund="none")
    assert "Eva Luz" not in _list(shop.see("renewals", DECEMBER))


def test_past_days_show_what_renewed_and_what_was_charged(shop: Shop) -> None:
    html = shop.see("renewals", "?month=2026-10&day=2026-10-10")
    seen = _list(html)
    assert "Renovações de 10 out 2026" in seen
    assert seen.count("renovou e foi paga") == 3
    assert "149,70" in seen
    assert "3 renovaram" in text_of(html)
    assert "Passadas 3" in seen


def test_the_month_that_runs_shows_both_what_is_over_and_what_is_to_come(shop: Shop) -> None:
    shop.do("renewals", "cancel", "s-eva", reason="não usa", when="now", refund="none")
    assert "encerrada a pedido" in _list(shop.see("renewals", "?month=2026-11&filter=past"))
    assert "Nada renova" not in _list(shop.see("renewals", "?month=2026-11"))


def test_a_charge_that_failed_and_a_subscription_lost_to_it_stay_in_their_month(
    shop_of: Callable[..., Shop], ana: User
) -> None:
    card = {"id": "card-ivo", "last4": "3333", "script": ["approve", "insufficient_funds"]}
    asked = company()
    asked[-1:] = [
        ("add_customer", {"id": "ivo", "methods": [card]}),
        ("subscribe", {"id": "s-ivo", "customer": "ivo", "price": "basic-m"}),
        ("advance", {"to": "2026-01-12"}),
    ]
    shop = shop_of(ana, asked)
    html = shop.see("renewals", "?month=2026-01&filter=past")
    assert "renovou, cobrança falhou" in _list(html)
    assert "algo falhou" in text_of(html)
    assert "1 cobrança falhou" in text_of(html)


def test_a_month_to_come_has_nothing_past(shop: Shop) -> None:
    assert "Passadas" not in text_of(shop.see("renewals", DECEMBER))
