"""Documents: they add up, say who issued them and what went back, and keep the name they were issued with."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from portal.people.models import User
from sandbox import subjects
from sandbox.engine.privacy import Correction
from sandbox.practice.markets import MARKETS
from sandbox.views import invoices as view
from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm, company, made


def _plain(html: str) -> str:
    return text_of(html).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What goes onto paper, as it is handed to the press."""
    found: list[dict[str, Any]] = []

    def press(_template: object, data: dict[str, Any]) -> bytes:
        found.append(data)
        return b"%PDF"

    monkeypatch.setattr(view, "typeset", press)
    return found


def _taxed(firm: Firm, owner: User, *, inclusive: bool) -> Firm:
    asked = list(company())
    asked.insert(1, ("add_tax", {"id": "iss", "percent": "10", "inclusive": inclusive}))
    plan = dict(asked[2][1])
    plan["prices"] = [{**price, "tax": ["iss"]} for price in plan["prices"]]
    asked[2] = ("add_plan", plan)
    return Firm(firm.client, made(owner, asked).workspace)


def test_what_went_back_stands_on_every_document(firm: Firm, printed: list[dict[str, Any]]) -> None:
    invoice, payment = firm.invoice_of("rita"), firm.payment_of("rita")
    firm.do(f"refunds/{payment}/", "refund", payment, amount="19,90", destination="origin", reason="x")
    page = _plain(firm.see(f"invoices/{invoice}/"))
    assert "Devolvido em 11 nov 2026 R$ 19,90" in page and "parte devolvida" in page
    firm.client.get(f"{firm.root}invoices/{invoice}/pdf/")
    after = [(label, amount.replace("\N{NO-BREAK SPACE}", " ")) for label, amount in printed[0]["after"]]
    assert ("Devolvido em 11 nov 2026", "R$ 19,90") in after
    file = _plain(firm.see("customers/rita/?part=payments"))
    assert "parte devolvida" in file
    statement = _plain(firm.see("reports/statement/?customer=rita"))
    assert "Reembolso: R$ 19,90 voltaram" in statement
    firm.do(f"refunds/{payment}/", "refund", payment, amount="49,90", destination="origin", reason="x")
    assert "dinheiro devolvido" in _plain(firm.see(f"invoices/{invoice}/"))


def test_a_tax_within_the_prices_is_said_to_be_there_already(
    firm: Firm, ana: User, printed: list[dict[str, Any]]
) -> None:
    taxed = _taxed(firm, ana, inclusive=True)
    invoice = taxed.invoice_of("rita")
    page = taxed.see(f"invoices/{invoice}/")
    totals = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert "Imposto" not in totals
    assert "Já incluído: imposto (ISS) R$ 6,35" in _plain(page)
    taxed.client.get(f"{taxed.root}invoices/{invoice}/pdf/")
    assert printed[0]["included"][0][0] == "Já incluído: imposto (ISS)"


def test_a_tax_on_top_adds_up_line_by_line(firm: Firm, ana: User) -> None:
    taxed = _taxed(firm, ana, inclusive=False)
    invoice = taxed.invoice_of("rita")
    page = _plain(taxed.see(f"invoices/{invoice}/"))
    assert "Imposto (ISS) R$ 6,98 Total R$ 76,78" in page and "Já incluído" not in page
    assert "até R$ 54,89" in page and "com seus impostos" in page
    fields = {"line_1": "21,89", "to": "refund", "reason": "item não usado"}
    taxed.do(f"invoices/{invoice}/", "credit-note", invoice, **fields)
    note = next(iter(taxed.world.credit_notes))
    shown = _plain(taxed.see(f"credit-notes/{note}/"))
    assert re.search(r"R\$ 19,90 Imposto R\$ 1,99 Creditado ao todo R\$ 21,89 Devolvido R\$ 21,89", shown), shown


@pytest.mark.parametrize("jurisdiction", ["br", "eu", "us"])
def test_a_document_says_who_issued_it_and_where_its_customer_lives(
    firm_of: Callable[..., Firm], ana: User, jurisdiction: str, printed: list[dict[str, Any]]
) -> None:
    firm = firm_of(ana, jurisdiction=jurisdiction)
    market = MARKETS[jurisdiction]  # type: ignore[index]
    page = _plain(firm.see(f"invoices/{firm.invoice_of('rita')}/"))
    assert market.seat in page and " ".join(market.tax_number) in page
    assert "CPF •••.456.789-••" in page and "123.456" not in page
    assert "é uma empresa de prática: isto não é documento fiscal" in page
    firm.client.get(f"{firm.root}invoices/{firm.invoice_of('rita')}/pdf/")
    assert printed[0]["house_lines"] == [market.seat, " ".join(market.tax_number)]
    assert printed[0]["bearings"] == ["CPF •••.456.789-••"]


@pytest.mark.parametrize(("language", "name"), [("pt-br", "fatura-1.pdf"), ("en", "invoice-1.pdf")])
def test_a_file_is_named_in_the_readers_language(
    firm: Firm, ana: User, language: str, name: str, printed: list[dict[str, Any]]
) -> None:
    ana.language = language
    ana.save()
    answer = firm.client.get(f"{firm.root}invoices/{firm.invoice_of('rita')}/pdf/")
    assert f'filename="{name}"' in answer["Content-Disposition"]


def test_a_document_keeps_the_name_it_was_issued_with(firm: Firm, printed: list[dict[str, Any]]) -> None:
    """Billed on 4 November, corrected on the 12th with effect from the 1st; the note is issued before, too."""
    invoice = firm.invoice_of("rita")
    firm.do(f"invoices/{invoice}/", "goodwill", invoice, amount="5,00", reason="desculpas")
    note = next(iter(firm.world.credit_notes))
    at = datetime.fromisoformat("2026-11-12T12:00:00+00:00")
    change = Correction("cor-1", "rita", None, 2, ("name", "cpf"), date(2026, 11, 1), (), at)
    subjects.correct(firm.workspace, change, {"name": "Rita Novaes", "cpf": "987.654.321-00"})
    assert subjects.people(firm.workspace)["rita"]["name"] == "Rita Novaes"
    for path in (f"invoices/{invoice}/", f"credit-notes/{note}/"):
        paper = firm.see(path).partition('class="money-paper"')[2].partition("</article>")[0]
        assert "Rita Campos" in paper and "Rita Novaes" not in paper
        assert "•••.456.789-••" in paper
    firm.client.get(f"{firm.root}invoices/{invoice}/pdf/")
    firm.client.get(f"{firm.root}credit-notes/{note}/pdf/")
    assert [one["to"] for one in printed] == ["Rita Campos", "Rita Campos"]
    assert all(one["bearings"] == ["CPF •••.456.789-••"] for one in printed)
    firm.do("customers/rita/", "charge", "rita", amount="5,00", description="multa")
    assert "Rita Novaes" in firm.listed("invoices/")
