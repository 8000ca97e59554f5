"""A refund somebody asked for: the desk says whose, finds it by any of its numbers, and closes it once it is done."""

from __future__ import annotations

import re

import pytest

from portal.people.models import User
from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm, card, company, made


@pytest.fixture
def asked(firm: Firm, ana: User) -> Firm:
    """The third invoice is Duda's; the fourth payment is Bia's: one number, two people."""
    more = [
        ("open_task", {"id": "t-rita", "kind": "refund", "about": "pay-1", "reason": "cancelou antes da renovação"}),
        ("open_task", {"id": "t-bia", "kind": "refund", "about": "pay-4", "reason": "não reconhece"}),
    ]
    return Firm(firm.client, made(ana, [*company(), *more]).workspace)


def _plain(html: str) -> str:
    return text_of(html).replace("\N{NO-BREAK SPACE}", " ")


def test_a_task_names_person_amount_and_invoice_and_leads_to_the_payment(asked: Firm) -> None:
    page = asked.see("refunds/")
    number = asked.world.invoices[asked.invoice_of("rita")].document.number
    told = _plain(page)
    assert "Reembolso pedido: Rita Campos, R$ 69,80" in told
    assert f"fatura {number}" in told and "cancelou antes da renovação" in told
    assert "Tarefa: refund" not in told and "pay-1 ·" not in told
    assert f'href="{asked.root}refunds/pay-1/?act=refund&amp;about=pay-1#act"' in page
    assert "act=close-task&amp;about=t-rita" in page


def test_what_is_asked_for_is_what_the_row_names_and_the_form_starts_from(firm: Firm, ana: User) -> None:
    part = {"id": "t-rita", "kind": "refund", "about": "pay-1", "amount": 3490, "reason": "meio mês sem acesso"}
    asked = Firm(firm.client, made(ana, [*company(), ("open_task", part)]).workspace)
    number = asked.world.invoices[asked.invoice_of("rita")].document.number
    told = _plain(asked.see("refunds/"))
    assert f"Reembolso pedido: Rita Campos, R$ 34,90 fatura {number} , R$ 69,80" in told.replace("  ", " ")
    form = asked.see("refunds/pay-1/?act=refund&about=pay-1")
    assert 'value="34,90"' in form and "O cliente pede R$ 34,90." in _plain(form)
    sent = {"amount": "34,90", "destination": "origin", "why": "service_not_delivered"}
    asked.do("refunds/pay-1/", "refund", "pay-1", **sent)
    assert 'value="34,90"' in asked.see("refunds/pay-1/?act=refund&about=pay-1"), "what is left: it went back already"
    assert "O cliente pede" not in asked.see("refunds/pay-1/?act=refund&about=pay-1")


def test_what_was_charged_twice_waits_without_being_asked_for(firm: Firm, ana: User) -> None:
    more = [
        ("add_customer", card("lia", script=["approve", "timeout_settled", "approve"])),
        ("subscribe", {"id": "s-lia", "customer": "lia", "price": "base"}),
        ("advance", {"to": "2026-12-11T09:00"}),
    ]
    before = company(policy={"automation": "off"})
    twice = Firm(firm.client, made(ana, [*before, *more]).workspace)
    late = [one for one in twice.world.invoices.values() if one.document.customer == "lia"][-1]
    unsure = late.payments[-1] if late.payments else list(twice.world.payments)[-1]
    more += [("collect", {"invoice": late.document.id}), ("look_up_payment", {"payment": unsure})]
    twice = Firm(firm.client, made(ana, [*before, *more]).workspace)
    told = _plain(twice.see("refunds/")).partition("O que espera por alguém")[2]
    assert f"A fatura {late.document.number} foi cobrada uma segunda vez" in told and "Lia Nunes" in told
    doubled = next(one.id for one in twice.world.payments.values() if one.duplicate)
    twice.do(f"refunds/{doubled}/", "refund", doubled, amount="49,90", destination="origin", why="duplicate_charge")
    assert "segunda vez" not in twice.listed("refunds/")


def test_tasks_are_counted_on_the_tab(asked: Firm, firm: Firm) -> None:
    def count(page: str) -> int:
        tabs = page.partition('class="desk-tabs"')[2].partition("</nav>")[0]
        tab = re.search(r'/refunds/"[^>]*>(?:(?!</a>).)*desk-waiting[^>]*>\s*([0-9]+)', tabs, re.DOTALL)
        assert tab is not None
        return int(tab[1])

    assert count(asked.see("refunds/")) == count(firm.see("refunds/")) + 2


@pytest.mark.parametrize("wanted", ["pay-4", "PAY-4", "pagamento 4", "Bia", "bia luz"])
def test_a_payment_is_found_by_its_own_number_and_by_the_name(asked: Firm, wanted: str) -> None:
    page = asked.listed(f"refunds/?q={wanted}").partition("De quem")[2].partition("Devolvido recentemente")[0]
    assert "Bia Luz" in page and "Duda Reis" not in page and "Rita Campos" not in page


def test_a_bare_number_puts_first_whoever_asked_and_says_why_it_was_found(asked: Firm) -> None:
    """Invoice 4 is Bia's and so is payment 4; invoice 1 and payment 1 are Rita's."""
    page = asked.listed("refunds/?q=1").partition("De quem")[2]
    assert "Rita Campos" in page and "pagamento número 1" in page and "há uma tarefa aberta sobre ele" in page
    assert "Leo Prado" not in page.partition("Devolvido")[0]


def test_a_search_stands_at_its_results(asked: Firm) -> None:
    page = asked.see("refunds/?q=rita")
    assert f'action="{asked.root}refunds/#payments"' in page
    assert re.search(r'<h2 id="payments-title"[^>]*data-focus', page)


def test_a_task_learns_that_the_money_went_back(asked: Firm) -> None:
    asked.do("refunds/pay-1/", "refund", "pay-1", amount="69,80", destination="origin", reason="cancelou antes")
    page = _plain(asked.see("refunds/"))
    assert re.search(r"R\$ 69,80 voltaram em 11 nov 2026\. A tarefa pode ser concluída", page)
    form = asked.see("refunds/?act=close-task&about=t-rita")
    assert "voltaram em 11 nov 2026." in form.partition('id="act"')[2].partition("</textarea>")[0]
    asked.do("refunds/", "close-task", "t-rita", result="Devolvido")
    told = _plain(asked.see("journal/"))
    assert "Tarefa concluída: reembolso pedido, sobre o pagamento de R$ 69,80 de Rita Campos" in told
    assert "t-rita" not in told


def test_in_english_a_task_speaks_english(asked: Firm, ana: User) -> None:
    ana.language = "en"
    ana.save()
    page = _plain(asked.see("refunds/"))
    assert "Refund asked for: Rita Campos, R$ 69.80" in page.replace("R$69.80", "R$ 69.80")
    assert "task open" in page


def test_what_the_books_say_stands_beside_the_claim(asked: Firm, firm: Firm, ana: User) -> None:
    first = "Os registros dizem: cobrada em 4 nov 2026 · primeira cobrança da assinatura · "
    assert f"{first}não cancelada" in _plain(asked.see("refunds/"))
    asked.do("refunds/pay-1/", "cancel", "s-rita", when="now", refund="none", reason="pediu")
    assert f"{first}terminou em 11 nov 2026" in _plain(asked.see("refunds/"))
    letter = {"chosen": "cancellation_confirmed", "channel": "email", "access_until": "2026-11-11"}
    assert asked.do("refunds/pay-1/", "write", "rita", **letter).status_code == 302
    told = _plain(asked.see("refunds/"))
    assert f"{first}terminou em 11 nov 2026 · cancelamento confirmado em 11 nov 2026, depois da cobrança" in told
    later = Firm(firm.client, made(ana, [*company(), ("advance", {"to": "2026-12-05T09:00"})]).workspace)
    renewed = next(one for one in reversed(later.world.payments.values()) if one.customer == "rita" and one.captured)
    more = [("advance", {"to": "2026-12-05T09:00"}), ("open_task", {"id": "t", "kind": "refund", "about": renewed.id})]
    told = _plain(Firm(firm.client, made(ana, [*company(), *more]).workspace).see("refunds/"))
    assert "cobrada em 4 dez 2026" in told and "antes dela" in told
