"""A subscription's page: its periods in words, and every change with the exact lines before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.people.models import User
from tests.sandbox.conftest import text_of
from tests.sandbox.customers.conftest import House, found_house

PAGE = "subscriptions/s-rita/"


def preview(house: House, path: str, act: str, about: str, **fields: Any) -> str:
    sent = {"act": act, "about": about, "key": "k", "preview": "1", **fields}
    answer = house.client.post(house.root + path, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return text_of(answer.content.decode())


def test_the_page_tells_its_periods_its_price_and_its_next_invoice(house: House) -> None:
    page = text_of(house.main(PAGE))
    assert "Período passado 1 nov 2026 a 1 dez 2026" in page
    assert "Período atual 1 dez 2026 a 1 jan 2027" in page
    assert "Próximo período 1 jan 2027 a 1 fev 2027" in page
    assert "Básico" in page and "em 1 jan 2027, como as coisas estão" in page


def test_a_change_of_plan_shows_its_exact_lines_and_then_does_just_that(house: House) -> None:
    fields = {"price": "pro-m", "when": "now", "proration": "prorate", "anchor": "reset"}
    shown = preview(house, PAGE, "change-plan", "s-rita", **fields)
    # 20 of 31 days are left from 12 December: 3990 × 21/31 = 2703, 7990 × 21/31 = 5413
    assert "× 21/31" in shown and "27,03" in shown and "54,13" in shown and "27,10" in shown
    assert house.opened.world.subscriptions["s-rita"].items[0].price == "basic-m", "nothing is stored"
    answer = house.do(PAGE, "change-plan", "s-rita", **fields)
    assert answer.status_code == 302
    assert house.opened.world.subscriptions["s-rita"].items[0].price == "pro-m"
    last = list(house.opened.world.invoices.values())[-1].document
    assert last.total == 5413 - 2703


@pytest.mark.parametrize("one", ["s-rita", "s-abel"])
def test_no_preview_says_what_the_bank_will_answer(house: House, one: str) -> None:
    shown = preview(house, f"subscriptions/{one}/", "quantity", one, quantity="4", when="now", proration="prorate")
    assert "O que o banco vai responder" in shown and "× 4" in shown
    for answer in ("aprovada", "saldo insuficiente", "em atraso", "Tentativa"):
        assert answer not in shown


def test_a_change_at_the_periods_end_waits_and_is_told(house: House) -> None:
    fields = {"price": "pro-m", "when": "period_end", "proration": "prorate", "anchor": "reset"}
    house.do(PAGE, "change-plan", "s-rita", **fields)
    page = text_of(house.main(PAGE))
    assert "Completo" in page and "Uma mudança espera por esse dia" in page and "79,90" in page


def test_quantity_items_and_day_change_through_their_forms(house: House) -> None:
    both = {"when": "now", "proration": "prorate"}
    house.do(PAGE, "quantity", "s-rita", quantity="3", **both)
    assert house.opened.world.subscriptions["s-rita"].items[0].quantity == 3
    house.do(PAGE, "items", "s-rita", **{"item-0": "1", "item-1": "2"}, **both)
    held = {item.price: item.quantity for item in house.opened.world.subscriptions["s-rita"].items}
    assert held == {"basic-m": 1, "pro-m": 2}
    nothing = house.do(PAGE, "items", "s-rita", **{"item-0": "0", "item-1": ""}, **both)
    assert nothing.status_code == 422 and "Deixe pelo menos um item" in nothing.content.decode()
    house.do(PAGE, "anchor", "s-rita", day="15", when="period_end")
    assert house.opened.world.subscriptions["s-rita"].queued is not None
    assert "act=change-plan" not in house.main(PAGE), "several items have no one plan to change"


@pytest.mark.parametrize("kind", ["service", "collection", "invoicing"])
def test_each_pause_is_begun_seen_and_ended(house: House, kind: str) -> None:
    house.do(PAGE, "pause", "s-rita", kind=kind, until="2027-01-20")
    page = house.main(PAGE)
    assert "act=resume" in page and "act=pause" not in page and "periods-pause" in page
    house.do(PAGE, "resume", "s-rita")
    assert house.opened.world.subscriptions["s-rita"].pause is None
    house.see(PAGE)


def test_cancelling_now_with_money_back_is_previewed_and_undoing_is_offered_until_the_end(house: House) -> None:
    shown = preview(house, PAGE, "cancel", "s-rita", when="now", refund="prorated", reason="não usa mais")
    assert "27,03" in shown
    refused = preview(house, PAGE, "cancel", "s-rita", when="period_end", refund="full", reason="não usa mais")
    assert "27,03" not in refused and "39,90" not in refused, "the engine says no before anything is sent"
    missing = house.do(PAGE, "cancel", "s-rita", when="date", reason="viagem")
    assert missing.status_code == 422 and "Escolha o dia em que termina" in missing.content.decode()
    assert 'value="viagem"' in missing.content.decode()
    house.do(PAGE, "cancel", "s-rita", when="period_end", reason="viagem")
    assert "termina em 1 jan 2027" in text_of(house.main(PAGE))
    house.do(PAGE, "undo-cancel", "s-rita")
    assert house.opened.world.subscriptions["s-rita"].cancel_at is None


def test_a_coupon_comes_off_the_next_invoice(house: House) -> None:
    house.do(PAGE, "coupon", "s-rita", coupon="volta")
    page = text_of(house.main(PAGE))
    assert "volta: 20% de desconto" in page and "31,92" in page


def test_the_right_of_withdrawal_is_offered_while_its_days_last(house: House) -> None:
    assert "act=withdraw" not in house.main(PAGE), "forty days later it is over"
    house.do("customers/eva/", "subscribe", "eva", price="basic-m", quantity="1", collection="automatic")
    (begun,) = [one for one in house.opened.world.subscriptions.values() if one.customer == "eva"]
    path = f"subscriptions/{begun.id}/"
    assert "39,90" in preview(house, path, "withdraw", begun.id, channel="email")
    house.do(path, "withdraw", begun.id, channel="email")
    page = text_of(house.main(path))
    assert "por arrependimento da compra" in page or "a pedido do cliente" in page


@pytest.mark.parametrize("one", ["s-abel", "s-ana", "s-bia", "s-caio"])
def test_every_state_has_its_page(house: House, one: str) -> None:
    page = text_of(house.main(f"subscriptions/{one}/"))
    assert "Próxima fatura" in page
    assert ("Teste" in page) is (one == "s-ana")


def test_what_ended_offers_nothing_more(house: House) -> None:
    page = house.main("subscriptions/s-caio/")
    assert "act=" not in page and "Quem volta começa uma nova" in page
    assert house.do("subscriptions/s-caio/", "pause", "s-caio", kind="service").status_code == 409


def test_leaving_with_more_than_the_limit_is_prepared_and_approved_by_another(
    ana: User, client_of: Callable[[User], Client]
) -> None:
    house = found_house(ana, client_of(ana), more=(("set_policy", {"agent_limit": 1000}),))
    sent = house.do(PAGE, "cancel", "s-rita", when="now", refund="full", reason="não usa mais")
    assert sent.status_code == 302
    assert house.opened.world.subscriptions["s-rita"].status == "active"
    (waits,) = house.opened.world.approvals.values()
    page = house.see(PAGE)
    assert "aguarda a supervisão" in page and "Cancelamento com reembolso" in page
    house.do(PAGE, "role", "supervisor")
    house.do(PAGE, "approve", waits.id)
    world = house.opened.world
    assert world.subscriptions["s-rita"].status == "cancelled"
    assert [(one.amount, one.approver) for one in world.refunds.values()] == [(3990, "supervisor")]


def test_a_change_that_waits_can_be_taken_back(house: House) -> None:
    assert "Desfazer a mudança" not in house.see(PAGE)
    house.do(PAGE, "change-plan", "s-rita", price="pro-m", when="period_end", proration="prorate", anchor="reset")
    assert house.opened.world.subscriptions["s-rita"].queued is not None
    assert "Desfazer a mudança" in house.see(PAGE)
    assert house.do(PAGE, "undo-change", "s-rita").status_code == 302
    assert house.opened.world.subscriptions["s-rita"].queued is None


def test_a_paused_page_shows_the_period_that_really_comes(house: House) -> None:
    house.do(PAGE, "pause", "s-rita", kind="service", until="2026-12-20")
    assert "Próximo período 20 dez 2026 a 20 jan 2027" in text_of(house.main(PAGE))


def test_a_cancellation_is_followed_by_its_proof_with_the_letter_chosen(house: House) -> None:
    assert "chosen=cancellation_confirmed" not in house.main(PAGE), "nobody is leaving"
    house.do(PAGE, "cancel", "s-rita", when="period_end", reason="mudou de cidade")
    page = house.main(PAGE)
    assert "chosen=cancellation_confirmed" in page and "O próximo passo" in text_of(page)
    sent = {"chosen": "cancellation_confirmed", "channel": "email", "access_until": "2026-12-31"}
    assert house.do("customers/rita/", "write", "rita", **sent).status_code == 302
    assert "chosen=cancellation_confirmed" not in house.main(PAGE), "told once"
