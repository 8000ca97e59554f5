"""Amounts that people type: what can mean one thing is read, what could mean two is refused."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.amounts import read, write

LANGUAGES = ("pt-br", "en")


@pytest.mark.parametrize(
    ("language", "text", "minor"),
    [
        ("pt-br", "49,90", 4990), ("pt-br", "49.90", 4990), ("pt-br", " R$ 1.049,90 ", 104990), ("pt-br", "1.049", 104900),
        ("pt-br", "1,049.90", 104990), ("pt-br", "0", 0), ("pt-br", "0,05", 5), ("pt-br", "4990", 499000),
        ("en", "49.90", 4990), ("en", "49,90", 4990), ("en", "€1,049.90", 104990), ("en", "1,049", 104900),
        ("en", "1.049,90", 104990), ("en", "1,234,567.00", 123456700),
    ],
)  # fmt: skip
def test_what_means_one_amount_is_read(language: str, text: str, minor: int) -> None:
    with translation.override(language):
        assert read(text) == minor


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    ["", "0.001", "0,005", "1.2345", "12,5,0", "-3", "1e9", "texto", "1.05.00", "49,9", "1.049.90", "NaN", "1234567890",
     "٤٩,٩٠", "01.049,90", "1 049,90", "R$"],
)  # fmt: skip
def test_what_is_no_amount_is_refused(language: str, text: str) -> None:
    with translation.override(language), pytest.raises(ValueError, match="amount"):
        read(text)


def test_thousands_of_the_other_language_are_refused_without_their_cents() -> None:
    with translation.override("en"), pytest.raises(ValueError, match="amount"):
        read("1.234")
    with translation.override("pt-br"), pytest.raises(ValueError, match="amount"):
        read("39,901")


@given(
    minor=st.integers(0, 99_999_999_999), language=st.sampled_from(LANGUAGES), currency=st.sampled_from(["BRL", "EUR"])
)
def test_what_is_written_is_read_again(minor: int, language: str, currency: str) -> None:
    with translation.override(language):
        assert read(write(minor, currency), currency) == minor


def test_a_currency_without_cents_takes_none() -> None:
    with translation.override("pt-br"):
        assert read("JPY 6.980", "JPY") == 6980
        with pytest.raises(ValueError, match="amount"):
            read("69,80", "JPY")
