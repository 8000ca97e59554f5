"""Customers cost the same however many they are, and nothing English stands in a Portuguese page."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people.models import User
from tests.sandbox.customers.conftest import PEOPLE, House, found_house

PATHS = (
    "customers/", "customers/?q=rita", "customers/?status=active&page=2", "customers/rita/",
    *(f"customers/rita/?part={part}" for part in ("payments", "messages", "consents", "notes", "history")),
    "customers/rita/?act=reveal&about=rita", "subscriptions/s-rita/", "subscriptions/s-rita/?act=change-plan&about=s-rita",
)  # fmt: skip
MOST = 15
HOW_MANY = 180


def queries(house: House, path: str) -> int:
    house.see(path)
    with CaptureQueriesContext(connection) as caught:
        house.see(path)
    return len(caught)


def test_no_page_asks_the_database_more_for_more_customers(
    house: House, ana: User, client_of: Callable[[User], Client]
) -> None:
    people = {
        f"c{number}": {"name": f"Cliente {number}", "email": f"c{number}@example.org"} for number in range(HOW_MANY)
    }
    more = []
    for key in people:
        more.append(("add_customer", {"id": key, "methods": [{"brand": "visa", "last4": "4242"}]}))
        more.append(("subscribe", {"id": f"s-{key}", "customer": key, "price": "basic-m"}))
    large = found_house(ana, client_of(ana), more=tuple(more), people={**PEOPLE, **people})
    small = [queries(house, path) for path in PATHS]
    assert [queries(large, path) for path in PATHS] == small
    assert max(small) <= MOST, dict(zip(PATHS, small, strict=True))
