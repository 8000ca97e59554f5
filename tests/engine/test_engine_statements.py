"""Statements: at any instant what customers owe and hold ties to the books, whatever the story."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.engine.__main__ import main
from sandbox.engine.running import run_scenario
from sandbox.engine.scenario import read_scenario
from sandbox.engine.statement import statements, trial_balance_at, world_at
from sandbox.engine.stating import ENTRY_WORDS
from tests.engine.desk import subscribed

FILES = sorted((Path(__file__).parents[1] / "scenarios").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_customers_owe_and_hold_ties_to_the_books_of_every_story(path: Path) -> None:
    run = run_scenario(read_scenario(path.read_text(encoding="utf-8"), name=path.name))
    all_of_them = statements(run.events).values()
    assert sum(one.closing_owed for one in all_of_them) == run.world.ledger.get("receivable", 0)
    assert sum(one.closing_credit for one in all_of_them) == -run.world.ledger.get("customer_balance", 0)
    assert {entry.kind for one in all_of_them for entry in one.entries} <= ENTRY_WORDS.keys()
    for one in all_of_them:
        assert one.closing_credit == run.world.customers[one.customer].balance
    begins = run.events[0].at
    middle = begins + (run.world.now - begins) / 2
    halves = statements(run.events, until=middle), statements(run.events, since=middle + timedelta(microseconds=1))
    for key, late in halves[1].items():
        early = halves[0].get(key)
        assert (late.opening_owed, late.opening_credit) == (
            (early.closing_owed, early.closing_credit) if early is not None else (0, 0)
        )


def test_the_books_of_a_past_instant_are_those_that_were_read_then() -> None:
    desk = subscribed("approve", "insufficient_funds")
    desk.until("2026-10-11")
    then, read = desk.world.now, desk.report["ledger"]
    desk.until("2026-12-20")
    assert trial_balance_at(desk.events, then) == read
    # Ten of October's thirty-one days: 4990 × 10/31 = 1609.7.
    assert read == {"cash_clearing": 4990, "deferred_revenue": -3380, "revenue": -1610}
    assert list(world_at(desk.events, then).invoices) == ["inv-1"]
    assert trial_balance_at(desk.events, then - timedelta(days=60)) == {}


def test_a_statement_reads_from_opening_to_closing() -> None:
    desk = subscribed("approve")
    desk.do("record_payment", invoice="inv-1", amount=1000)
    since = desk.world.now + timedelta(seconds=1)
    desk.until("2026-11-02")
    found = statements(desk.events, since=since)["rita"]
    assert (found.opening_owed, found.opening_credit) == (0, 1000)
    # 4990 was issued, 1000 of balance paid of it, the card the other 3990.
    assert [(one.kind, one.document, one.owed, one.credit) for one in found.entries] == [
        ("invoice_issued", "inv-2", 3990, -1000),
        ("payment_attempted", "pay-3", -3990, 0),
    ]
    assert (found.closing_owed, found.closing_credit) == (0, 0)


STORY = str(Path(__file__).parents[1] / "scenarios/statements/statement_and_books_at_any_instant.yaml")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--language", "en"], "invoice issued (inv-2): owes +R$25.00; holds −R$5.00 → owes R$25.00, holds R$0.00"),
        ([], "saldo concedido (ana): saldo +R$ 5,00 → deve R$ 0,00, tem saldo de R$ 5,00"),
        (["--at", "2026-12-01T00:00"], "No fim: deve R$ 25,00, tem saldo de R$ 0,00"),
        (["--at", "2026-11-10"], "No fim: deve R$ 0,00, tem saldo de R$ 0,00"),
        (["--json"], '"closing": {'),
    ],
)
def test_a_statement_is_told_on_the_command_line(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statement", STORY, "--customer", "ana", *options]) == 0
    assert told in capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.parametrize("options", [["--customer", "who"], ["--customer", "ana", "--at", "soon"]])
def test_a_statement_of_nobody_or_of_no_day_is_bad_input(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["statement", STORY, *options]) == 2
    assert options[-2] in capsys.readouterr().err
