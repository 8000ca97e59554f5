"""After money went back: the payment's page says whether they subscribe, offers to tell and to cancel, and counts why."""

from __future__ import annotations

import pytest

from portal.people.models import User
from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm

WHOLE = {"amount": "69,80", "destination": "origin"}


def _plain(html: str) -> str:
    return text_of(html).replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_says_before_what_one_judges_by(firm: Firm) -> None:
    page = firm.see("refunds/pay-1/")
    told = _plain(page)
    assert f'href="{firm.root}customers/rita/"' in page.partition('id="payment-title"')[2]
    assert f'href="{firm.root}subscriptions/s-rita/"' in page
    assert "ativa" in told and "Próxima cobrança 4 dez 2026, R$ 69,80" in told
    assert "Qual deles é o certo?" in told and "O que vem agora" not in told


def test_afterwards_it_offers_to_tell_to_cancel_and_says_what_goes_on(firm: Firm) -> None:
    firm.do("refunds/pay-1/", "refund", "pay-1", why="after_cancellation", reason="", **WHOLE)
    page = firm.see("refunds/pay-1/")
    told = _plain(page)
    assert "Será cobrada de novo em 4 dez 2026: R$ 69,80" in told
    assert "act=write&amp;about=rita&amp;chosen=refund_made#act" in page
    assert "act=cancel&amp;about=s-rita" in page
    form = firm.see("refunds/pay-1/?act=write&about=rita&chosen=refund_made")
    assert (
        'value="69,80"' in form and "Visa final 4242" in form and "na próxima fatura do cartão ou na seguinte" in form
    )
    sent = {"chosen": "refund_made", "channel": "email", "amount": "69,80", "way": "Visa final 4242", "when": "logo"}
    assert firm.do("refunds/pay-1/", "write", "rita", **sent).status_code == 302
    assert "Avisado em 11 nov 2026" in _plain(firm.see("refunds/pay-1/"))
    firm.do("refunds/pay-1/", "cancel", "s-rita", when="now", refund="none", reason="pediu")
    told = _plain(firm.see("refunds/pay-1/"))
    assert "terminou em 11 nov 2026" in told and "Próxima cobrança nenhuma por vir" in told


def test_a_letter_opens_on_what_happened_last(firm: Firm) -> None:
    def opened(customer: str) -> str:
        page = firm.see(f"customers/{customer}/?act=write&about={customer}").partition('id="act"')[2]
        return page.partition('name="chosen" value="')[2].partition('"')[0]

    assert opened("caio") == "payment_overdue"
    assert opened("rita") == "free_text"
    firm.do("refunds/pay-1/", "refund", "pay-1", why="withdrawal", reason="", **WHOLE)
    assert opened("rita") == "refund_made"


@pytest.mark.parametrize(
    ("why", "words", "kept", "read"),
    [
        ("duplicate_charge", "", "duplicate_charge", "Cobrança em duplicidade"),
        ("duplicate_charge", "no mesmo dia", "duplicate_charge: no mesmo dia", "Cobrança em duplicidade: no mesmo dia"),
        ("", "porque sim", "porque sim", "porque sim"),
    ],
)
def test_a_reason_is_chosen_and_words_stand_beside_it(firm: Firm, why: str, words: str, kept: str, read: str) -> None:
    assert firm.do("refunds/pay-1/", "refund", "pay-1", why=why, reason=words, **WHOLE).status_code == 302
    assert [one.reason for one in firm.world.refunds.values() if one.payment == "pay-1"] == [kept]
    assert read in firm.listed("refunds/pay-1/")


def test_no_reason_at_all_is_no_reason(firm: Firm) -> None:
    answer = firm.do("refunds/pay-1/", "refund", "pay-1", why="", reason="", **WHOLE)
    assert answer.status_code == 422
    assert "Escolha um motivo, ou escreva um." in answer.content.decode()
    preview = firm.do("refunds/pay-1/", "refund", "pay-1", why="", reason="", preview="1", **WHOLE).content.decode()
    assert "Ainda falta: Motivo." in _plain(preview)


def test_the_report_counts_by_the_choice(firm: Firm, ana: User) -> None:
    for amount, why, words in (("1,00", "wrong_amount", "a"), ("2,00", "wrong_amount", "b"), ("3,00", "", "Teste")):
        sent = {"amount": amount, "destination": "origin", "why": why, "reason": words}
        assert firm.do("refunds/pay-1/", "refund", "pay-1", **sent).status_code == 302
    page = _plain(firm.see("reports/refunds/"))
    assert "Valor ou plano errado" in page and "Cortesia ou outro motivo" in page
    assert "Teste" not in page
    ana.language = "en"
    ana.save()
    assert "Wrong amount or plan" in _plain(firm.see("reports/refunds/"))
