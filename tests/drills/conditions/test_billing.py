"""Billing words: which documents there are and what they come to, as journals of drills show them."""

from __future__ import annotations

from typing import Any

from tests.drills.played import judged

RENEWAL = {"at": "D+28T12:00"}


def announce(days: int) -> dict[str, Any]:
    fields = {"id": "rise", "price": "cesta-anual", "amount": "$new", "effective": "$renews", "notice_days": days}
    return {"do": {"announce_price_change": fields}}


TELL = {"do": {"tell_price_change": {"change": "rise"}}}


def test_invoices_since_an_instant_are_compared_by_their_totals() -> None:
    check = {"invoices_are": {"subscription": "$subscription", "after": "DT00:00", "totals": ["$old"]}}
    before = judged("twenty-eight-days", check)
    assert not before.met and "none" in before.en
    assert judged("twenty-eight-days", check, RENEWAL).met
    assert not judged("twenty-eight-days", check, announce(28), TELL, RENEWAL).met


def test_an_invoice_of_one_total_is_found_by_its_number() -> None:
    check = {"no_invoice_of": {"subscription": "$subscription", "after": "DT00:00", "total": "$new"}}
    assert judged("twenty-eight-days", check, announce(30), TELL, RENEWAL).met
    seen = judged("twenty-eight-days", check, announce(28), TELL, RENEWAL)
    assert not seen.met and "was issued on" in seen.en


def test_a_price_is_announced_with_enough_days() -> None:
    check = {"price_announced": {"price": "cesta-anual", "amount": "$new", "notice_days": 30}}
    assert "not been announced" in judged("twenty-eight-days", check).en
    assert not judged("twenty-eight-days", check, announce(28)).met
    assert judged("twenty-eight-days", check, announce(30)).met
