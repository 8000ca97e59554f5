"""Before money moves: the preview says why an amount will not do, what happened meanwhile, and a fact beside a reason."""

from __future__ import annotations

import re

import pytest

from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm

PATH = "refunds/pay-1/"
HALF = {"amount": "19,90", "destination": "origin", "why": "wrong_amount", "reason": ""}


def _preview(firm: Firm, act: str, about: str, path: str = PATH, **sent: str) -> str:
    """What stands beside the form while it is typed."""
    fields = {"act": act, "about": about, "key": "k", "preview": "1", **sent}
    answer = firm.client.post(firm.root + path, fields, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return text_of(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("typed", ["12,5,0", "-3", "1e9", "texto", "39,901"])
def test_what_is_no_amount_says_how_to_write_one(firm: Firm, typed: str) -> None:
    told = _preview(firm, "refund", "pay-1", **{**HALF, "amount": typed})
    assert "Valor: Escreva um valor como 49,90." in told
    assert "Preencha o formulário" not in told


def test_too_much_says_what_is_left(firm: Firm) -> None:
    assert "Só restam R$ 69,80" in _preview(firm, "refund", "pay-1", **{**HALF, "amount": "70,00"})


def test_what_went_back_meanwhile_is_said_before_anything_is_sent(firm: Firm) -> None:
    page = firm.see(f"{PATH}?act=refund&about=pay-1")
    seen = dict(re.findall(r'name="(seen)" value="([^"]*)"', page))
    assert "Desde que esta página" not in _preview(firm, "refund", "pay-1", **HALF, **seen)
    firm.do(PATH, "refund", "pay-1", **HALF)
    told = _preview(firm, "refund", "pay-1", **HALF, **seen)
    assert "Desde que esta página foi aberta: Devolvidos R$ 19,90" in told


def test_a_reason_that_the_company_knows_better_is_no_block_but_a_fact(firm: Firm) -> None:
    sent = {**HALF, "why": "after_cancellation"}
    told = _preview(firm, "refund", "pay-1", **sent)
    assert "não foi cancelado: a assinatura está “ativa”. Será cobrada de novo em 4 dez 2026." in told
    assert "Devolvidos R$ 19,90" in told, "what it would do stands there all the same"
    assert "não foi cancelado" not in _preview(firm, "refund", "pay-1", **HALF)
    assert firm.do(PATH, "refund", "pay-1", **sent).status_code == 302
    firm.do("customers/rita/", "cancel", "s-rita", when="period_end", reason="pediu")
    assert "não foi cancelado" not in _preview(firm, "refund", "pay-1", **sent)


def test_a_pause_promises_no_balance_where_everything_went_back(firm: Firm) -> None:
    form = "subscriptions/s-rita/?act=pause&about=s-rita"
    assert "os dias não usados viram saldo" in firm.see(form)
    firm.do(PATH, "refund", "pay-1", **{**HALF, "amount": "69,80"})
    page = firm.see(form)
    assert "os dias não usados viram saldo" not in page and "nada do que foi pago resta para virar saldo" in page
    assert "os dias não usados saem do que está em aberto" in firm.see("subscriptions/s-caio/?act=pause&about=s-caio")
