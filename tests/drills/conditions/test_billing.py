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


CHANGE = {"do": {"change_plan": {"subscription": "$subscription", "price": "familia", "when": "now"}}}
SPAN = {"customer": "$customer", "after": "D+${past}T00:00", "until": "D+1MT00:00"}
EXTRA = (
    {"do": {"add_charge": {"customer": "$customer", "amount": 1, "description": "x"}}},
    {"do": {"invoice_now": {"customer": "$customer"}}},
)


def test_all_that_was_invoiced_within_a_span_is_added_up() -> None:
    whole = {"billed": {**SPAN, "amount": "$net"}}
    most = {"billed_at_most": {**SPAN, "amount": "$net"}}
    assert not judged("upgrade-mid-month", whole).met
    assert judged("upgrade-mid-month", most).met
    assert judged("upgrade-mid-month", whole, CHANGE).met
    assert judged("upgrade-mid-month", whole, CHANGE, {"at": "D+1M+2T09:00"}).met
    assert not judged("upgrade-mid-month", whole, CHANGE, *EXTRA).met
    assert not judged("upgrade-mid-month", most, CHANGE, *EXTRA).met


def test_an_issued_invoice_stands_until_it_is_voided() -> None:
    check = {"invoice_stands": {"invoice": "$invoice", "total": "$old"}}
    void = {"do": {"void_invoice": {"invoice": "$invoice", "reason": "x"}}}
    nothing = {"nothing_voided": {"customer": "$customer"}}
    assert judged("pix-mandate", check).met and judged("pix-mandate", nothing).met
    assert not judged("pix-mandate", check, void).met and not judged("pix-mandate", nothing, void).met
    assert not judged("pix-mandate", {"invoice_stands": {"invoice": "$invoice", "total": 1}}).met
    assert not judged("pix-mandate", {"invoice_stands": {"invoice": "inv-999", "total": 1}}).met


def test_credit_notes_are_added_up_with_where_they_went() -> None:
    note = {"invoice": "$invoice", "amount": 500, "to": "balance", "reason": "x"}
    step = {"do": {"credit_note": note}}
    check = {"credited": {"invoice": "$invoice", "amount": 500, "to": "balance"}}
    assert judged("upgrade-mid-month", {"credited": {"invoice": "$invoice", "amount": 0}}).met
    assert not judged("upgrade-mid-month", check).met
    assert judged("upgrade-mid-month", check, step).met
    assert not judged("upgrade-mid-month", {"credited": {**check["credited"], "to": "refund"}}, step).met
    assert judged("upgrade-mid-month", {"balance_is": {"customer": "$customer", "amount": 500}}, step).met
    assert not judged("upgrade-mid-month", {"balance_is": {"customer": "$customer", "amount": 500}}).met
