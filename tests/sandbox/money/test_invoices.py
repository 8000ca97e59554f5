"""Invoices and credit notes: the list reaches back, each document opens, prints, and is corrected by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people.models import User
from sandbox import engine, store
from sandbox.models import Snapshot
from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm, company, made


def test_the_list_says_what_is_open_and_what_is_late(firm: Firm) -> None:
    page = firm.listed("invoices/")
    assert "Rita Campos" in page and "Caio Sá" in page
    late = firm.listed("invoices/?status=overdue")
    assert "Caio Sá" in late and "Rita Campos" not in late
    assert "vencida" in late


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("?q=rita", "Rita Campos", "Leo Prado"),
        ("?q=2", "Leo Prado", "Rita Campos"),
        ("?month=2026-11", "Rita Campos", "Nenhuma fatura"),
        ("?month=2026-10", "Nenhuma fatura assim", "Rita Campos"),
        ("?status=paid", "Rita Campos", "Caio Sá"),
        ("?status=nonsense&month=2026-99&page=x", "Rita Campos", "Nenhuma fatura"),
        ("?page=99999999999999", "Rita Campos", "Nenhuma fatura"),
        ("?page=7", "Rita Campos", "Nenhuma fatura"),
    ],
)
def test_the_list_is_asked(firm: Firm, query: str, there: str, not_there: str) -> None:
    page = firm.listed(f"invoices/{query}")
    assert there in page and not_there not in page


def test_an_invoice_shows_each_lines_arithmetic_and_its_payments(firm: Firm) -> None:
    page = text_of(firm.see(f"invoices/{firm.invoice_of('rita')}/"))
    for said in ("R$ 49,90", "R$ 19,90", "R$ 69,80", "Visa final 4242", "recebido", "Devolver uma linha"):
        assert said in page.replace("\N{NO-BREAK SPACE}", " "), said


def test_one_item_goes_back_by_a_note_and_its_money_with_it(firm: Firm) -> None:
    invoice = firm.invoice_of("rita")
    line = f"{invoice}/2"
    page = firm.see(f"invoices/{invoice}/?act=credit-note&about={line}")
    assert 'value="19,90"' in page, "the line's rest is filled in"
    fields = {"line_0": "", "line_1": "19,90", "amount": "", "to": "refund", "reason": "item não usado"}
    seen = firm.do(f"invoices/{invoice}/", "credit-note", line, preview="1", **fields).content.decode()
    assert "Creditado ao todo" in text_of(seen) or "R$ 19,90" in text_of(seen).replace("\N{NO-BREAK SPACE}", " ")
    assert not firm.world.credit_notes
    assert firm.do(f"invoices/{invoice}/", "credit-note", line, **fields).status_code == 302
    note = next(iter(firm.world.credit_notes.values()))
    assert (note.amount, note.to_refund, note.lines) == (1990, 1990, (0, 1990))
    shown = text_of(firm.see(f"credit-notes/{note.id}/"))
    assert "item não usado" in shown


def test_a_note_says_how_much_in_one_way(firm: Firm) -> None:
    invoice = firm.invoice_of("rita")
    base = {"to": "refund", "reason": "x"}
    for fields in ({"line_0": "1,00", "amount": "1,00"}, {"line_0": "", "amount": ""}):
        answer = firm.do(f"invoices/{invoice}/", "credit-note", invoice, **base, **fields)
        assert answer.status_code == 422
        assert "Diga quanto" in answer.content.decode()
    answer = firm.do(f"invoices/{invoice}/", "credit-note", invoice, **base, line_1="20,00")
    assert answer.status_code == 409
    assert 'value="20,00"' in answer.content.decode()


def test_what_is_above_the_limit_by_another_road_waits(firm: Firm) -> None:
    invoice = firm.invoice_of("leo")
    fields = {"line_0": "300,00", "to": "outside", "reason": "acordo"}
    assert firm.do(f"invoices/{invoice}/", "credit-note", invoice, **fields).status_code == 302
    assert [one.kind for one in firm.world.approvals.values()] == ["credit_note"]
    assert not firm.world.credit_notes


def test_a_charge_waits_and_is_invoiced(firm: Firm) -> None:
    invoice = firm.invoice_of("rita")
    path = f"invoices/{invoice}/"
    firm.do(path, "charge", "rita", amount="15,00", description="Segunda via do cartão")
    assert "Segunda via do cartão" in firm.see(path)
    firm.do(path, "invoice-now", "rita")
    new = next(key for key, one in firm.world.invoices.items() if one.document.customer == "rita" and key != invoice)
    assert "Segunda via do cartão" in firm.see(f"invoices/{new}/"), "though the world has let go of the charge"


def test_an_unpaid_invoice_is_voided_or_given_up(firm: Firm) -> None:
    invoice = firm.invoice_of("caio")
    firm.do(f"invoices/{invoice}/", "uncollectible", invoice, reason="sumiu")
    assert firm.world.invoices[invoice].status == "uncollectible"
    firm.do(f"invoices/{invoice}/", "void", invoice, reason="emitida por engano")
    assert firm.world.invoices[invoice].status == "void"
    paid = firm.invoice_of("rita")
    assert f"act=void&amp;about={paid}" not in firm.see(f"invoices/{paid}/")


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_documents_come_as_pdf(firm: Firm, ana: User, language: str) -> None:
    ana.language = language
    ana.save()
    invoice = firm.invoice_of("rita")
    answer = firm.client.get(f"{firm.root}invoices/{invoice}/pdf/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    firm.do(f"invoices/{invoice}/", "goodwill", invoice, amount="5,00", reason="desculpas")
    note = next(iter(firm.world.credit_notes))
    assert firm.client.get(f"{firm.root}credit-notes/{note}/pdf/").content.startswith(b"%PDF")


@pytest.mark.parametrize(("currency", "said"), [("JPY", "JPY 6.980"), ("EUR", "€ 69,80"), ("USD", "US$ 69,80")])
def test_amounts_are_the_currencys_own(firm_of: Callable[..., Firm], ana: User, currency: str, said: str) -> None:
    firm = firm_of(ana, currency=currency)
    invoice = firm.invoice_of("rita")
    assert said in text_of(firm.see(f"invoices/{invoice}/")).replace("\N{NO-BREAK SPACE}", " ")
    payment = firm.payment_of("rita")
    asked = {"destination": "origin", "reason": "x"}
    if currency == "JPY":
        assert firm.do(f"refunds/{payment}/", "refund", payment, amount="19,90", **asked).status_code == 422
        firm.do(f"refunds/{payment}/", "refund", payment, amount="1990", **asked)
    else:
        firm.do(f"refunds/{payment}/", "refund", payment, amount="19,90", **asked)
    assert [one.amount for one in firm.world.refunds.values() if one.payment == payment] == [1990]


def test_what_was_settled_long_ago_still_opens(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LEAN", 1)
    invoice, payment = firm.invoice_of("rita"), firm.payment_of("rita")
    for days in range(45, 271, 45):  # as far as a page goes by itself
        day = (date(2026, 11, 4) + timedelta(days=days)).isoformat()
        firm.client.post(firm.root + "invoices/", {"key": day, "by": "date", "to": day})
    assert engine.has_archived(firm.world) and invoice not in firm.world.invoices
    page = text_of(firm.see(f"invoices/{invoice}/"))
    assert "Rita Campos" in page and "Visa final 4242" in page and "Nota de crédito" in page
    assert payment not in firm.world.payments
    assert "Reembolsar" in text_of(firm.see(f"refunds/{payment}/"))
    given = firm.do(f"refunds/{payment}/", "refund", payment, amount="10,00", destination="origin", reason="x")
    assert given.status_code == 302
    assert [one.amount for one in firm.world.refunds.values() if one.payment == payment] == [1000]
    assert "Nº 1 " in text_of(firm.see("invoices/?q=rita"))
    assert firm.client.get(f"{firm.root}invoices/{invoice}/pdf/").status_code == 200
    assert Snapshot.objects.get(workspace=firm.workspace).seq


def test_a_bigger_company_asks_no_more_of_the_database(firm: Firm, ana: User) -> None:
    more = [
        step
        for number in range(60)
        for step in (
            ("add_customer", {"id": f"c{number}", "methods": [{"brand": "visa", "last4": "4242"}]}),
            ("subscribe", {"id": f"s{number}", "customer": f"c{number}", "price": "base"}),
        )
    ]
    big = Firm(firm.client, made(ana, [*company(), *more]).workspace)
    for path in ("invoices/", "invoices/inv-1/", "refunds/", "refunds/pay-1/", "invoices/?status=open"):
        counts = []
        for one in (firm, big):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                one.see(path)
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 15, (path, counts)
