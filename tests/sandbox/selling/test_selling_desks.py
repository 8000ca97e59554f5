"""The desks of selling hold: nobody else gets in, pages cost the same however many customers there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people.models import User
from tests.sandbox.selling.conftest import Shop, company

DESKS = ("renewals", "prices", "offers", "messages", "satisfaction")


@pytest.mark.parametrize("who", ["bruno", "davi", "zeca"])
def test_another_persons_company_is_not_there(
    shop: Shop, who: str, cast: dict[str, User], client_of: Callable[[User], Client]
) -> None:
    stranger, before = client_of(cast[who]), len(shop.events)
    for desk in DESKS:
        assert stranger.get(shop.url(desk)).status_code == 404
        for act, about in (("notice", "s-lia"), ("announce-price", "basic-m"), ("offer-segment", "all")):
            sent = {"act": act, "about": about, "key": "k", "amount": "1", "kind": "pause"}
            assert stranger.post(shop.url(desk), sent).status_code == 404
    assert len(shop.events) == before


def test_another_companys_ids_open_nothing(shop: Shop, shop_of: Callable[..., Shop], bruno: User) -> None:
    shop_of(bruno, company(1))
    assert "Cliente c0" not in shop.see("renewals", "?month=2026-12&subscription=s-c0")
    assert "Cliente c0" not in shop.see("messages", "?act=write&about=c0")
    assert shop.client.get(shop.url("satisfaction", "?customer=c0")).status_code == 404
    for act, about in (("notice", "s-c0"), ("offer", "c0"), ("write", "c0")):
        assert shop.do("renewals", act, about).status_code == 404


@pytest.mark.parametrize("desk", DESKS)
def test_a_desk_costs_the_same_with_sixty_more(desk: str, shop: Shop, shop_of: Callable[..., Shop], ana: User) -> None:
    counts = []
    for one in (shop, shop_of(ana, company(60))):
        one.see(desk)
        with CaptureQueriesContext(connection) as queries:
            one.see(desk)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


@pytest.mark.parametrize(
    "query", ["?month=9999-99&day=x&filter=x&page=x", "?page=99999999", "?segment=x%25&change=x&customer="]
)
@pytest.mark.parametrize("desk", DESKS)
def test_nonsense_in_the_address_is_no_error(desk: str, query: str, shop: Shop) -> None:
    shop.see(desk, query)


@pytest.mark.parametrize("desk", DESKS)
def test_a_company_without_customers_teaches_what_will_stand_there(
    desk: str, shop_of: Callable[..., Shop], ana: User
) -> None:
    empty = shop_of(ana, [("open_company", {"start": "2026-11-01", "seed": 7})])
    assert "empty-title" in empty.see(desk)
