"""A debt's panel: why the charge failed, how often the network still allows one, and what makes sense first."""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.people.models import User
from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import SUBJECTS, Asked, Firm, made


def failed(*script: Any, brand: str = "mastercard") -> Asked:
    card = {"id": "card-rita", "brand": brand, "last4": "8790", "script": list(script)}
    return [
        ("open_company", {"start": "2026-11-04T00:00", "seed": 7, "policy": {"automation": "off"}}),
        ("add_plan", {"id": "stream", "name": "Tudo", "prices": [{"id": "base", "amount": 4990}]}),
        ("add_customer", {"id": "rita", "methods": [card]}),
        ("subscribe", {"id": "s-rita", "customer": "rita", "price": "base"}),
        ("advance", {"to": "2026-11-04T10:30"}),
    ]


@pytest.fixture
def opened(firm: Firm, ana: User) -> Any:
    assert "rita" in SUBJECTS
    return lambda *script, **more: Firm(firm.client, made(ana, failed(*script, **more)).workspace)


def _panel(firm: Firm) -> tuple[str, str]:
    """The panel as it is read: what stands first, and what is kept for other cases."""
    page = firm.see("collections/?customer=rita").partition('id="file"')[2].partition("<h3>")[0]
    first, _mark, others = page.partition("Outros atos")
    return first.replace("\N{NO-BREAK SPACE}", " "), others


def test_a_stolen_card_wants_another_one_and_a_charge_is_kept_back(opened: Any) -> None:
    first, others = _panel(opened("stolen_card"))
    told = text_of(first)
    assert "Este cartão não passa mais" in told and "(43)" in told
    assert re.search(r"Mastercard: 1 de 10 tentativas em 24 horas; além disso é proibido\.", told)
    assert "Pedir outro cartão…" in told and "chosen=new_method_needed#act" in first
    assert "act=collect" not in first and "act=schedule" not in first
    assert "act=collect" in others and "seriam recusados ou a bandeira proíbe" in others


def test_while_the_network_waits_a_new_attempt_is_booked_for_its_first_hour(opened: Any) -> None:
    firm = opened({"code": "insufficient_funds", "network": {"mac": 26}})
    first, others = _panel(firm)
    assert "Pode passar outra hora" in text_of(first)
    assert "A bandeira permite a próxima tentativa a partir de 6 nov 2026" in text_of(first)
    assert "act=schedule" in first and "act=collect" in others and "act=collect" not in first
    form = firm.see(f"collections/?customer=rita&act=schedule&about={firm.invoice_of('rita')}")
    assert 'value="2026-11-06"' in form and 'value="09:00"' in form


def test_what_the_customer_confirms_is_asked_of_them(opened: Any) -> None:
    first, _others = _panel(opened("authentication_required", brand="visa"))
    assert "chosen=authentication_needed#act" in first and "act=collect" not in first


def test_a_refusal_is_what_one_lands_on(opened: Any) -> None:
    firm = opened("stolen_card")
    answer = firm.do("collections/?customer=rita", "collect", firm.invoice_of("rita"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r'role="alert" tabindex="-1" data-focus', page)
    assert 'id="act-title" tabindex="-1">' in page, "the focus goes to what answers, not to the head of the form"


def test_open_debts_are_summed_and_lines_are_named(opened: Any) -> None:
    page = text_of(opened("stolen_card").see("collections/?customer=rita")).replace("\N{NO-BREAK SPACE}", " ")
    assert "1 cobrança em aberto : R$ 49,90" in page.replace("aberto:", "aberto :")
    assert "Tudo · 4 nov 2026 a 4 dez 2026" in page


def test_charging_now_says_how_near_the_networks_limit_is(opened: Any, firm: Firm) -> None:
    def lead(tries: int) -> str:
        firm = opened(*["insufficient_funds"] * 12)
        for _ in range(tries):
            firm.do("collections/?customer=rita", "collect", "inv-1")
        return text_of(firm.see("collections/?customer=rita&act=collect&about=inv-1").partition('id="act"')[2])

    assert "tentativas em 24 horas" not in lead(0)
    assert "Mastercard: 7 de 10 tentativas em 24 horas; além disso é proibido." in lead(6)


def test_who_is_suspended_before_it_or_has_left_is_promised_no_renewal(opened: Any) -> None:
    def plan(firm: Firm) -> str:
        return text_of(firm.see("collections/?customer=rita").partition('id="file"')[2].partition("<h3>")[0])

    firm = opened("insufficient_funds")
    assert "próxima renovação" not in plan(firm), "unpaid it is suspended first"
    firm.do("customers/rita/", "cancel", "s-rita", when="now", reason="pediu")
    assert "próxima renovação" not in plan(firm)
    assert "próxima renovação em 4 dez 2026" in plan(opened("approve"))
