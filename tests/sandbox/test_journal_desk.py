"""The journal's desk: every event in words, narrowed by customer, kind and day; taken along without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.people.models import User
from sandbox.models import JournalEvent
from sandbox.queries.journal import AREAS, SILENT, TAGS
from tests.sandbox.conftest import Desk, text_of
from tests.sandbox.free import Free, opened


@pytest.fixture
def free(client_of: Callable[[User], Client], ana: User) -> Free:
    return opened(client_of(ana), "streaming")


def test_every_kind_of_event_has_one_place() -> None:
    placed = [tag for tags in TAGS.values() for tag in tags]
    assert len(placed) == len(set(placed))
    assert all(TAGS[area] for area in AREAS)
    assert "refund_made" in TAGS["back"] and "subscription_past_due" in TAGS["dunning"]
    assert "gateway_scripted" in SILENT


def test_the_newest_stands_first_with_its_arithmetic(free: Free) -> None:
    page = text_of(free.see("journal/?kind=invoices"))
    assert re.search(r"Fatura \d+ emitida para", page)
    assert re.search(r"R\$\s?[\d.,]+ × \d+/\d+ = ", text_of(free.see("journal/?kind=invoices&page=6"))) or "×" in page
    assert "Página 1 de" in page


def test_it_is_narrowed_by_customer_kind_and_day(free: Free) -> None:
    refund = JournalEvent.objects.filter(workspace=free.id, kind="refund_made").first()
    assert refund is not None
    narrowed = free.see(f"journal/?kind=back&customer={refund.customer}")
    assert f'id="event-{refund.seq}"' in narrowed
    assert "Só o que diz respeito a" in narrowed
    assert "journal_kinds" not in narrowed
    day = refund.payload["at"][:10]
    that_day = free.see(f"journal/?from={day}&to={day}&kind=back")
    assert that_day.count('<li id="event-') < free.see("journal/?kind=back").count('<li id="event-')


@pytest.mark.parametrize("query", ["page=0", "page=999999", "page=x", "from=2026-13-40", "to=9999-12-31", "kind=zzz"])
def test_no_address_breaks_it(free: Free, query: str) -> None:
    assert "journal-title" in free.see(f"journal/?{query}")


def test_somebody_unknown_has_no_events(free: Free) -> None:
    assert "Nada desse tipo aconteceu" in free.see("journal/?customer=nobody")


def test_it_costs_the_same_on_every_page(free: Free) -> None:
    counts = set()
    for query in ("", "?page=40", "?kind=back", "?customer=c-001"):
        with CaptureQueriesContext(connection) as caught:
            free.see(f"journal/{query}")
        counts.add(len(caught))
    assert max(counts) <= 12


def test_english_pages_hold_no_portuguese(free: Free) -> None:
    free.client.post("/me/language/", {"language": "en"})
    User.objects.filter(pk=free.row.owner_id).update(language="en")
    page = text_of(free.see("journal/"))
    assert "newest first" in page
    for word in ("Fatura", "emitida", "mais novos", "Voltar"):
        assert word not in page


def test_json_lines_hold_every_told_event_and_no_secret(free: Free) -> None:
    answer = free.client.get(f"{free.journal}journal.jsonl")
    rows = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    untold = JournalEvent.objects.filter(workspace=free.id, kind__in=SILENT).count()
    assert len(rows) == free.events - untold
    text = json.dumps(rows)
    for secret in ('"settled_at_gateway"', '"script"', '"fails_at"', '"seed"', '"answer_at"'):
        assert secret not in text
    for person in ("@example.org", "gateway_scripted"):
        assert person not in text


def test_the_workbook_tells_each_event_to_people(free: Free) -> None:
    answer = free.client.get(f"{free.journal}journal.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][-1] == "O que aconteceu"
    assert len(rows) - 1 == free.events - JournalEvent.objects.filter(kind__in=SILENT).count()
    assert any("emitida para" in str(row[-1]) for row in rows)
    issued = next(row for row in rows if "emitida para" in str(row[-1]))
    money = f"{issued[5]:,.2f}".translate(str.maketrans(",.", ".,"))
    assert rows[0][5:7] == ("Valor", "Moeda") and issued[6] == "BRL"
    assert f"R$ {money}" in str(issued[-1]).replace("\N{NO-BREAK SPACE}", " ")
    assert all(row[5] is None or isinstance(row[5], int | float) for row in rows[1:])
    cell = next(cell for cell in sheet["F"][1:] if cell.value is not None)
    assert cell.number_format == "#,##0.00" and cell.data_type == "n"
    moments = [row[1] for row in rows[1:]]
    assert all(isinstance(one, datetime) for one in moments) and moments == sorted(moments)


def test_days_the_wrong_way_round_are_named(free: Free) -> None:
    page = free.client.get(f"{free.journal}?from=2026-11-20&to=2026-11-10").content.decode()
    assert "O último dia vem antes do primeiro" in page
    assert "vem antes" not in free.client.get(f"{free.journal}?from=2026-11-10&to=2026-11-20").content.decode()


def test_another_form_is_not_there(free: Free) -> None:
    assert free.client.get(f"{free.journal}journal.csv").status_code == 404


def test_a_drills_journal_says_that_it_goes_forward_only(desk: Desk) -> None:
    page = desk.client.get(f"{desk.company}journal/?back=1").content.decode()
    assert "Um exercício só anda para a frente" in page
    assert "Voltar até aqui" not in page
    assert (
        "gateway_scripted"
        not in b"".join(desk.client.get(f"{desk.company}journal/journal.jsonl").streaming_content).decode()
    )
