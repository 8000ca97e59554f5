"""Two pages open on the same money: what one gave, the other has to hear of before it gives again."""

from __future__ import annotations

import re

import pytest

from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm


def _opened(firm: Firm, act: str, about: str, path: str) -> dict[str, str]:
    """The hidden fields of a form as one tab has it."""
    page = firm.see(f"{path}?act={act}&about={about}")
    fields = re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', page)
    assert {name for name, _value in fields} == {"key", "seen"}
    return dict(fields)


def _given(firm: Firm, payment: str) -> list[int]:
    return [one.amount for one in firm.world.refunds.values() if one.payment == payment]


def test_the_second_tab_hears_of_the_first_and_gives_only_when_sent_again(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    path = f"refunds/{payment}/"
    half = {"amount": "9,45", "destination": "origin", "reason": "metade do mês"}
    one, other = _opened(firm, "refund", payment, path), _opened(firm, "refund", payment, path)
    assert firm.do(path, "refund", payment, **half, **one).status_code == 302
    answer = firm.do(path, "refund", payment, **half, **other)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Desde que esta página foi aberta: Devolvidos R$ 9,45" in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    assert 'value="9,45"' in page and "metade do mês" in page
    assert _given(firm, payment) == [945]
    again = dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', page))
    assert again["seen"] != other["seen"] and again["key"] != other["key"]
    assert firm.do(path, "refund", payment, **half, **again).status_code == 302
    assert _given(firm, payment) == [945, 945]


def test_the_second_tab_of_a_full_refund_hears_that_nothing_is_left(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    path = f"refunds/{payment}/"
    left = firm.world.payments[payment].captured
    whole = {"amount": f"{left // 100},{left % 100:02}", "destination": "origin", "reason": "tudo de volta"}
    one, other = _opened(firm, "refund", payment, path), _opened(firm, "refund", payment, path)
    assert firm.do(path, "refund", payment, **whole, **one).status_code == 302
    answer = firm.do(path, "refund", payment, **whole, **other)
    page = text_of(answer.content.decode())
    assert answer.status_code == 409
    assert "Nada mais resta para devolver" in page
    assert "Envie de novo" not in page and "ainda podem voltar" not in page
    assert _given(firm, payment) == [left]


def test_the_same_press_repeated_is_still_one_act(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    path = f"refunds/{payment}/"
    sent = {"amount": "9,45", "destination": "origin", "reason": "x", **_opened(firm, "refund", payment, path)}
    assert firm.do(path, "refund", payment, **sent).status_code == 302
    assert "again=1" in firm.do(path, "refund", payment, **sent)["Location"]
    assert _given(firm, payment) == [945]


@pytest.mark.parametrize(
    ("act", "about", "fields"),
    [
        ("goodwill", "invoice", {"amount": "5,00"}),
        ("credit-note", "invoice", {"line_1": "5,00", "to": "balance"}),
        ("grant-balance", "customer", {"amount": "5,00"}),
    ],
)
def test_every_road_hears_of_the_others(firm: Firm, act: str, about: str, fields: dict[str, str]) -> None:
    payment, path = firm.payment_of("rita"), f"customers/{'rita'}/"
    thing = {"invoice": firm.invoice_of("rita"), "customer": "rita"}[about]
    stale = _opened(firm, act, thing, path)
    firm.do(path, "refund", payment, amount="9,45", destination="origin", reason="x")
    answer = firm.do(path, act, thing, reason="também", **fields, **stale)
    assert answer.status_code == 409
    assert "Devolvidos" in answer.content.decode()


def test_another_customers_money_is_no_news(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    stale = _opened(firm, "refund", payment, f"refunds/{payment}/")
    firm.do("customers/duda/", "grant-balance", "duda", amount="5,00", reason="x")
    sent = {"amount": "9,45", "destination": "origin", "reason": "x", **stale}
    assert firm.do(f"refunds/{payment}/", "refund", payment, **sent).status_code == 302


def test_after_the_whole_went_back_the_second_tab_sees_the_page_as_it_is(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    path = f"refunds/{payment}/"
    whole = {"amount": "69,80", "destination": "origin", "reason": "tudo"}
    one, other = _opened(firm, "refund", payment, path), _opened(firm, "refund", payment, path)
    firm.do(path, "refund", payment, **whole, **one)
    answer = firm.do(path, "refund", payment, **whole, **other)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'role="alert"' in page and "Desde que esta página foi aberta" in page
    assert 'id="act"' not in page, "the form is gone: nothing is left"
    assert "Ainda pode voltar" not in text_of(page) or "R$ 0,00" in text_of(page).replace("\N{NO-BREAK SPACE}", " ")
