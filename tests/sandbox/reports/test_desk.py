"""The reports desk by hand: a small company whose every figure is known, asked by both definitions, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.people.models import User
from portal.ui.figures import Column, Figures
from portal.ui.workbooks import book_of
from sandbox import engine, store
from sandbox.engine import calendar
from sandbox.models import JournalEvent
from sandbox.queries.reports import REPORTS
from tests.sandbox.reports.conftest import Visitor, small, visits

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=[\"']|javascript:")
PAGES = ["", *REPORTS]


def test_a_month_is_told_in_one_sentence(visitor: Visitor):
    assert "O MRR subiu R$ 149,70 em janeiro de 2026, para R$ 149,70: 3 clientes novos, 0 perdido." in visitor.page(
        "mrr", month="2026-01"
    )
    # In: half of 100,00. Out: 49,90.
    assert "O MRR subiu R$ 0,10 em fevereiro de 2026, para R$ 149,80: 1 cliente novo, 1 perdido." in visitor.page(
        "mrr", month="2026-02"
    )
    assert "O MRR caiu R$ 49,90 em março de 2026, para R$ 99,90" in visitor.page("mrr")


def test_movements_lead_from_each_opening_to_its_closing(visitor: Visitor):
    page = visitor.page("mrr")
    assert "fev 2026 R$ 149,70 R$ 50,00 R$ 0,00 R$ 0,00 R$ 0,00 −R$ 49,90 R$ 149,80 1 1 3" in page
    # Noé's discount ends on 10 April.
    assert "abr 2026 R$ 99,90 R$ 0,00 R$ 50,00 R$ 0,00 R$ 0,00 R$ 0,00 R$ 149,90 0 0 2" in page


def test_discounts_may_be_left_in(visitor: Visitor):
    page = visitor.page("mrr", discounts="ignored")
    assert "fev 2026 R$ 149,70 R$ 100,00 R$ 0,00 R$ 0,00 R$ 0,00 −R$ 49,90 R$ 199,80 1 1 3" in page
    assert "abr 2026 R$ 149,90 R$ 0,00 R$ 0,00 R$ 0,00 R$ 0,00 R$ 0,00 R$ 149,90 0 0 2" in page
    assert "Descontos duradouros: não subtraídos" in page


def test_a_past_due_subscription_may_be_left_out(build: Callable[..., store.Opened], ana: User):
    card = {"id": "card", "brand": "visa", "last4": "4242", "script": ["approve", "insufficient_funds"]}
    asked = [
        *small()[:2],
        ("add_customer", {"id": "eva", "methods": [card]}),
        ("advance", {"to": "2026-01-20"}),
        ("subscribe", {"customer": "eva", "price": "basic"}),
        ("advance", {"to": "2026-02-25"}),
    ]
    visitor = visits(build(asked), ana)
    page = visitor.page("mrr")
    assert "Em atraso: conta até ser suspensa ou terminar" in page
    assert "conta até ser suspensa ou terminar MRR agora: R$ 49,90" in page and "não conta MRR agora: R$ 0,00" in page
    assert "MRR no fechamento R$ 0,00" in visitor.page("mrr", past_due="excluded", month="2026-02")


@pytest.mark.parametrize(
    ("base", "february", "march"),
    [("opening", "33,3%", "33,3%"), ("average", "33,3%", "40,0%"), ("opening_and_new", "25,0%", "33,3%")],
)
def test_churn_is_a_share_of_whom_one_says(visitor: Visitor, base: str, february: str, march: str):
    page = visitor.page("churn", base=base)
    assert (
        f"Em março de 2026 1 cliente saiu: 1 por escolha, 0 por falta de pagamento. Evasão de clientes foi de {march}"
        in page.replace("A evasão", "Evasão")
    )
    assert f"fev 2026 {february} 33,3% 33,3%" in page
    assert f"mar 2026 {march} 33,3% 33,3%" in page
    assert "fev 2026 R$ 0,00 R$ 49,90 R$ 49,90 0 1" in page and "mar 2026 R$ 49,90 R$ 0,00 R$ 49,90 1 0" in page


def test_every_option_says_what_it_would_give(visitor: Visitor):
    page = visitor.page("churn")
    assert "os clientes da abertura Evasão de clientes em março de 2026: 33,3% política da empresa usada aqui" in page
    assert "a média de abertura e fechamento Evasão de clientes em março de 2026: 40,0%" in page


def test_cohorts_recovery_value_and_refunds(visitor: Visitor):
    page = visitor.page("retention")
    assert "De 4 clientes que já entraram, 2 ainda pagam: 50,0%." in page
    assert "jan 2026 3 100% 67% 33% 33%" in page and "fev 2026 1 100% 100% 100%" in page
    assert "Saldo insuficiente 1 0 0,0% R$ 49,90 R$ 0,00" in visitor.page("recovery")
    # 99,90 ÷ 2, and that ÷ 1/3.
    assert "um cliente trazia R$ 49,95 por mês, e R$ 149,85 ao longo da vida (LTV)" in visitor.page("value")
    page = visitor.page("refunds")
    assert "Cortesia ou outro motivo 1 R$ 9,90 0 R$ 0,00 R$ 9,90" in page
    assert "fev 2026 1 R$ 9,90 0 R$ 0,00 R$ 9,90" in page


def test_a_refund_that_bounced_stayed_with_nobody(build: Callable[..., store.Opened], ana: User):
    asked = small()
    methods = [{"id": "card-bia", "brand": "visa", "last4": "4242", "refund_fails": "account_closed"}]
    asked[-1:] = [
        ("add_customer", {"id": "bia", "methods": methods}),
        ("subscribe", {"id": "sub-bia", "customer": "bia", "price": "basic"}),
    ]
    opened = build(asked)
    payment = next(one.id for one in opened.world.payments.values() if one.customer == "bia")
    visitor = visits(
        build(
            [
                *asked,
                ("refund", {"payment": payment, "amount": 4990, "reason": "outro"}),
                ("advance", {"to": "2026-02-25"}),
            ]
        ),
        ana,
    )
    assert "Reembolsado R$ 9,90 fevereiro de 2026" in visitor.page()
    page = visitor.page("refunds")
    assert "1 reembolso ficou com o pagador nestes meses: R$ 9,90." in page
    assert "fev 2026 2 R$ 59,80 1 R$ 49,90 R$ 9,90" in page


def test_what_customers_owe_is_the_receivable(visitor: Visitor):
    page = visitor.page("aging")
    assert "Os clientes devem R$ 49,90; R$ 49,90 disso está vencido (100,0%)." in page
    # Due on 5 February, 74 days before 20 April.
    assert "Eva Luz 6 5 fev 2026 61 a 90 dias de atraso R$ 49,90" in page
    assert "A soma é a conta “A receber” do balancete: R$ 49,90." in page


def test_the_books_of_a_day_are_those_of_the_journal(visitor: Visitor, company: store.Opened):
    page = visitor.page("books", day="2026-01-31")
    # 26 of 31 days of three times 49,90 are earned by the start of that day: 41,85 each.
    assert (
        "Caixa em compensação R$ 149,70 – Receita diferida – R$ 24,15 Receita – R$ 125,55 Soma R$ 149,70 R$ 149,70"
        in page
    )
    zone = calendar.zone("America/Sao_Paulo")
    for day in ("2026-02-18", "2026-03-07", "2026-04-15"):
        at = datetime.combine(datetime.fromisoformat(day).date(), time(23, 59, 59), tzinfo=zone).astimezone(UTC)
        books = engine.trial_balance_at(store.journal(company.workspace), at)
        debit = sum(amount for amount in books.values() if amount > 0)
        told = f"R$ {debit // 100},{debit % 100:02d}"
        assert f"Soma {told} {told}" in visitor.page("books", day=day)


def test_a_customer_has_a_statement(visitor: Visitor):
    assert "Eva Luz R$ 49,90 R$ 0,00 Lia Prado R$ 0,00" in visitor.page("statement")
    page = visitor.page("statement", customer="eva")
    assert "Eva Luz deve R$ 49,90 e tem R$ 0,00 de crédito." in page
    assert "Fatura nº 3 R$ 49,90 R$ 49,90" in page and "Pagamento −R$ 49,90 R$ 0,00" in page
    assert "Fatura nº 6 R$ 49,90 R$ 49,90 Fechamento – R$ 49,90" in page


def test_key_figures_lead_to_their_reports(visitor: Visitor):
    page = visitor.page()
    for told in (
        "MRR R$ 149,90 agora",
        "Clientes com MRR 2 agora",
        "ARPU R$ 74,95 agora",
        "LTV R$ 149,85 março de 2026",
    ):
        assert told in page
    assert all(
        f"{visitor.url}{slug}/" in visitor.html() for slug in ("mrr", "churn", "value", "recovery", "aging", "refunds")
    )


@pytest.mark.parametrize("report", PAGES)
def test_each_opens_in_both_languages_without_script_or_style(visitor: Visitor, report: str):
    for language in ("pt-br", "en"):
        User.objects.filter(email__startswith="ana").update(language=language)
        html = visitor.html(report)
        assert INLINE.search(re.sub(r"<script type=.application/json.*?</script>", "", html)) is None
        for picture in re.findall(r'<svg class="chart-picture".*?</desc>', html, flags=re.DOTALL):
            title, told = re.search(r"<title[^>]*>(.+?)</title><desc[^>]*>(.+?)</desc>", picture).groups()
            assert unescape(title) and unescape(told)
    assert ("ainda podem mudar" not in html and "may still change" in html) or report == "statement"


@pytest.mark.parametrize("report", list(REPORTS))
def test_the_workbook_says_what_the_page_says(visitor: Visitor, report: str):
    asked = {"customer": "eva"} if report == "statement" else {"discounts": "ignored"}
    page = visitor.page(report, **asked)
    book = visitor.workbook(report, **asked)
    about = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert about["Moeda"] == "BRL" and about["Relatório"] == str(REPORTS[report].title) and about["Empresa"]
    assert report not in ("mrr", "churn") or "não subtraídos" in str(list(about.values()))
    for sheet in book.worksheets[:-1]:
        rows = list(sheet.iter_rows())
        assert all(str(cell.value) in page for cell in rows[0])
        for cell in (cell for row in rows[1:] for cell in row if cell.value is not None):
            assert cell.data_type in ("n", "s", "d"), "no formulas"
            if cell.number_format == "#,##0.00":
                amount = f"{abs(cell.value):,.2f}".translate(str.maketrans(",.", ".,"))
                assert f"{'−' if cell.value < 0 else ''}R$ {amount}" in page
            elif cell.number_format == "0.0%":
                assert f"{cell.value * 100:.1f}".replace(".", ",") + "%" in page


def test_all_reports_are_one_workbook_that_the_index_offers(visitor: Visitor):
    assert f'href="{visitor.url}workbook/"' in visitor.html() and "Todos os relatórios em XLSX" in visitor.page()
    answer = visitor.client.get(f"{visitor.url}workbook/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    alone = [len(visitor.workbook(report).worksheets) - 1 for report in REPORTS if report != "statement"]
    assert len(book.worksheets) == sum(alone) + 1
    about = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert about["Relatório"] == "Todos os relatórios" and about["Moeda"] == "BRL"


def test_words_that_look_like_formulas_stay_words():
    """Reasons are counted by their choice, so no report prints what somebody typed; should one, it stays words."""
    typed = Figures("Refunds", [Column("Reason"), Column("Amount", "money")], [["=1+1", 100]])
    sheet = load_workbook(book_of([typed])).worksheets[0]
    (cell,) = [row[0] for row in sheet.iter_rows(min_row=2) if row[0].value == "=1+1"]
    assert cell.data_type == "s" and cell.quotePrefix


def test_strangers_and_nonsense_find_nothing(visitor: Visitor, company: store.Opened, bruno: User):
    stranger = visits(company, bruno).client
    for report in PAGES:
        address = f"{visitor.url}{report}/" if report else visitor.url
        assert stranger.get(address).status_code == 404
    assert stranger.get(f"{visitor.url}mrr/workbook/").status_code == 404
    assert visitor.client.get(f"{visitor.url}everything/").status_code == 404
    assert visitor.client.get(f"{visitor.url}statement/", {"customer": "pay-1"}).status_code == 404
    assert visitor.client.get(f"{visitor.url}statement/workbook/").status_code == 404
    for asked in ({"months": "x"}, {"month": "2026-99"}, {"day": "soon"}, {"discounts": "?"}, {"page": "9" * 30}):
        assert visitor.client.get(f"{visitor.url}mrr/", asked).status_code == 200
        assert visitor.client.get(f"{visitor.url}books/", asked).status_code == 200
        assert visitor.client.get(f"{visitor.url}statement/", asked).status_code == 200


def test_a_page_costs_the_same_for_more_customers(build: Callable[..., store.Opened], ana: User):
    def crowd(size: int) -> Visitor:
        asked = small()[:2]
        for number in range(size):
            script = ["approve", "insufficient_funds"] if number % 4 == 0 else ["approve"]
            methods = [{"id": f"m{number}", "brand": "visa", "last4": "4242", "script": script}]
            asked.append(("add_customer", {"id": f"c{number}", "methods": methods}))
            asked.append(("subscribe", {"customer": f"c{number}", "price": "basic"}))
        return visits(build([*asked, ("advance", {"to": "2026-03-10"})]), ana)

    few, many = crowd(20), crowd(120)
    for report in PAGES:
        counts = []
        for visitor in (few, many):
            visitor.html(report)
            with CaptureQueriesContext(connection) as asked:
                visitor.html(report)
            counts.append(len(asked))
            assert not any(JournalEvent._meta.db_table in one["sql"] for one in asked), report
        assert counts[0] == counts[1] <= 15, report


@pytest.mark.parametrize(("report", "below"), [("aging", "Faturas em aberto"), ("books", "Balancete no fim de")])
def test_a_choice_of_months_stands_below_what_is_of_one_day(visitor: Visitor, report: str, below: str):
    page = visitor.page(report)
    assert page.index(below) < page.index("6 meses 12 meses 24 meses Tudo")


def test_the_number_of_an_invoice_is_written_without_points():
    figures = Figures("Faturas", [Column("Nº", "number"), Column("Quantas", "count")], [[1309, 1309]])
    assert [cell.text for cell in (figures.rows[0].head, *figures.rows[0].cells)] == ["1309", "1.309"]
