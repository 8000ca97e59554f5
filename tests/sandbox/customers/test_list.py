"""Customers are found by what one knows of them, listed by name, and told with what waits for them."""

from __future__ import annotations

import re

import pytest

from tests.sandbox.customers.conftest import House


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_everybody_stands_in_the_order_of_names_with_accents_beside_their_letters(house: House) -> None:
    found = names(house.main("customers/"))
    assert found == ["Ábel Costa", "Ana Zanotti", "Bia Nunes", "Caio Reis", "Duda Melo", "Eva Lins", "Rita Prado"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("abel", ["Ábel Costa"]),
        ("PRADO", ["Rita Prado"]),
        ("s-rita", []),
        ("rita", ["Rita Prado"]),
        ("bia@example.org", ["Bia Nunes"]),
        ("bia@example", []),
        ("+55 20 90001-0001", ["Rita Prado"]),
        ("5520900010001", ["Rita Prado"]),
        ("0001", []),
        ("11122233396", ["Rita Prado"]),
        ("example.org", []),
    ],
)
def test_a_part_of_a_name_is_enough_and_what_is_masked_is_found_whole_alone(
    house: House, asked: str, found: list[str]
) -> None:
    assert names(house.main(f"customers/?q={asked.replace('+', '%2B')}")) == found


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("active", ["Rita Prado"]),
        ("trial", ["Ana Zanotti"]),
        ("past_due", ["Ábel Costa"]),
        ("paused", ["Bia Nunes"]),
        ("cancelled", ["Caio Reis"]),
        ("balance", ["Bia Nunes"]),
        ("suppressed", ["Eva Lins"]),
        ("nonsense", ["Ábel Costa", "Ana Zanotti", "Bia Nunes", "Caio Reis", "Duda Melo", "Eva Lins", "Rita Prado"]),
    ],
)
def test_a_filter_shows_those_in_that_state(house: House, status: str, found: list[str]) -> None:
    assert names(house.main(f"customers/?status={status}")) == found


def test_a_row_says_plan_price_and_what_waits(house: House) -> None:
    page = house.main("customers/?q=abel")
    assert "Básico" in page and "por mês" in page and "em atraso" in page
    assert "deve R$\N{NO-BREAK SPACE}39,90" in page
    assert "pedido de dados, até" in house.main("customers/?q=eva")


def test_nobody_found_says_what_to_do(house: House) -> None:
    assert "Ninguém foi encontrado" in house.main("customers/?q=xyz")
    for page in ("0", "999999", "-1", "x", "٣"):
        assert len(names(house.main(f"customers/?page={page}"))) == 7


def test_the_list_never_shows_an_address(house: House) -> None:
    page = house.main("customers/")
    assert "@example.org" not in page and "90001" not in page
