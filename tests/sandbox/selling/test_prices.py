"""Prices: the effect of a change is seen before it is announced, and who was not told is told once."""

from __future__ import annotations

from uuid import uuid4

from tests.sandbox.conftest import text_of
from tests.sandbox.selling.conftest import Shop

UP = {"amount": "54,90", "effective": "2027-01-05", "notice_days": "30"}


def test_the_catalogue_says_who_holds_what_and_what_it_brings(shop: Shop) -> None:
    seen = text_of(shop.see("prices"))
    assert "149,70" in seen  # 3 × 49,90
    assert "40,00" in seen  # 480,00 ÷ 12
    assert "art. 51" in seen


def test_the_effect_is_shown_and_nothing_is_stored(shop: Shop) -> None:
    before = len(shop.events)
    answer = shop.do("prices", "announce-price", "basic-m", preview="1", **UP)
    seen = text_of(answer.content.decode())
    # with automation off nobody is told by announcing: three keep the old price, and 3 × 5,00 are to be had
    assert "Assinantes atingidos 3" in seen
    assert "Avisados a tempo 0" in seen
    assert "Mantêm o preço antigo 3" in seen
    assert "15,00" in seen
    assert len(shop.events) == before


def test_a_change_is_announced_and_the_missing_notices_sent_once(shop: Shop) -> None:
    assert shop.do("prices", "announce-price", "basic-m", **UP).status_code == 302
    seen = text_of(shop.see("prices", "?change=change-1"))
    assert "0 de 3 avisados" in seen
    assert "Rui Sá" in seen
    key = uuid4().hex
    for _ in range(2):
        assert shop.do("prices", "tell-price", "change-1", key=key, channel="email").status_code == 302
    told = [one for one in shop.world.messages.values() if one.template == "price_change"]
    assert sorted(one.customer for one in told) == ["eva", "noe", "rui"]
    assert "3 de 3 avisados" in text_of(shop.see("prices"))
    assert shop.do("prices", "tell-price", "change-1", channel="email").status_code == 409


def test_the_engines_no_is_said_and_keeps_what_was_typed(shop: Shop) -> None:
    answer = shop.do("prices", "announce-price", "basic-m", **{**UP, "amount": "49,90"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "anuncie outro valor" in html
    assert 'value="2027-01-05"' in html
    assert shop.do("prices", "announce-price", "basic-m", **{**UP, "effective": "ontem"}).status_code == 422
    assert shop.do("prices", "announce-price", "nothing", **UP).status_code == 409
    assert not shop.world.price_changes


def test_a_slip_is_pointed_at_before_it_is_announced(shop: Shop) -> None:
    def seen(**typed: str) -> str:
        return text_of(shop.do("prices", "announce-price", "basic-m", preview="1", **{**UP, **typed}).content.decode())

    assert "ao menos 7 dias" in seen(notice_days="0") and "ao menos 7 dias" not in seen()
    assert "São 100 vezes o valor de hoje" in seen(amount="4990,00") and "vezes o valor" not in seen()
    assert "De graça" in seen(amount="0,00")
