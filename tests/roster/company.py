"""A company of any size as a file: directors, managers, teams, each with a manager somewhere in the file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.roster.conftest import csv_of

DEPARTMENTS = ("customer-service", "billing", "marketing", "learning", "it")


def lines(n: int) -> Iterator[list[str]]:
    """The lowest come first, so that every manager stands further down."""
    for at in reversed(range(n)):
        above = (
            "helena@vigente.example" if at < 10 else f"p{(at // 10) - 1 if at < 1000 else at % 100 + 10}@big.example"
        )
        yield [
            f"p{at}@big.example", f"Pessoa Número {at}", "Analista", DEPARTMENTS[at % 5], above, "02/03/2024",
            "pt-BR" if at % 3 else "en", "", "",
        ]  # fmt: skip


def company(n: int) -> bytes:
    return csv_of(*lines(n))
