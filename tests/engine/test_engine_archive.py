"""The archive: what leaves the working world changes no event, no book and no report, and comes back as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings

from sandbox import engine
from sandbox.engine import Archived, archive, has_archived, named_by, recall, report
from sandbox.engine.calendar import day_of
from sandbox.engine.invariants import verify
from tests.engine.desk import Desk, opened
from tests.engine.test_engine_storms import START, STEPS, ZONES, Storm


def aged(months: int = 10) -> Desk:
    desk = opened("2026-01-31")
    for name in ("ana", "bia"):
        desk.do("add_customer", id=name, methods=[{"id": name, "brand": "visa", "last4": "4242"}])
        desk.do("subscribe", customer=name, price="basic-m")
    year, month = divmod(2026 * 12 + months, 12)
    desk.until(f"{year}-{month + 1:02d}-15")
    return desk


def away(desk: Desk, days: int = 30) -> tuple[Archived, ...]:
    """Put away what is older than some days."""
    zone = desk.world.require_company().timezone
    desk.world, gone = archive(desk.world, day_of(desk.world.now, zone) - timedelta(days=days))
    return gone


def test_what_is_settled_and_over_leaves_and_comes_back_as_it_was() -> None:
    desk = aged()
    whole = desk.world
    gone = away(desk)
    # Ten months of two subscriptions; those of 30 September and 31 October ended after 16 October, or have not ended.
    assert len(gone) == 16 and len(desk.world.invoices) == 4
    assert verify(desk.world) == []
    assert report(desk.world)["ledger"] == report(whole)["ledger"]
    assert recall(desk.world, gone) == whole
    assert list(recall(desk.world, gone).invoices) == list(whole.invoices)
    assert not has_archived(recall(desk.world, gone))


def test_new_documents_never_take_an_archived_number_or_name() -> None:
    desk, full = aged(), aged()
    away(desk)
    for one in (desk, full):
        one.until("2027-01-15")
    assert desk.world.chain == full.world.chain
    assert [name for name in desk.world.invoices if name not in full.world.invoices] == []


def test_a_command_that_names_one_finds_it_again() -> None:
    desk = aged()
    gone = away(desk)
    refund: dict[str, Any] = {"payment": "pay-1", "amount": 4990, "reason": "undue"}
    assert desk.refused("refund", **refund).code == "unknown_payment"
    named = named_by(engine.command_from("refund", refund, desk.world))
    back = [one for one in gone if named & {one.invoice.document.id, *(payment.id for payment in one.payments)}]
    assert [one.invoice.document.id for one in back] == ["inv-1"]
    desk.world = recall(desk.world, back)
    desk.do("refund", **refund)
    assert verify(desk.world) == []
    # What was refunded is no longer plain: it stays.
    assert away(desk, days=0) == () or "inv-1" in desk.world.invoices


def test_what_is_owed_or_given_back_stays() -> None:
    desk = aged()
    desk.do("credit_note", invoice="inv-1", amount=100, to="balance", approver="bia")
    away(desk)
    assert "inv-1" in desk.world.invoices and len(desk.world.invoices) == 5


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=START, zone=ZONES, steps=STEPS)
def test_a_storm_cannot_tell_whether_there_is_an_archive(start: str, zone: str, steps: list[Any]) -> None:
    """Everything settled leaves after each step, and comes back where a command names it."""
    plain, lean = Storm(start, zone), Storm(start, zone)
    stored: dict[str, Archived] = {}
    for (name, fields), days in steps:
        plain.does(name, **fields)
        plain.passes(days)
        named = named_by(engine.command_from(name, fields, lean.world))
        back = [one for key, one in stored.items() if named & {key, *(payment.id for payment in one.payments)}]
        for one in back:
            del stored[one.invoice.document.id]
        lean.world = recall(lean.world, back)
        lean.does(name, **fields)
        lean.passes(days)
        lean.world, gone = archive(lean.world, day_of(lean.world.now, zone) + timedelta(days=1))
        stored.update({one.invoice.document.id: one for one in gone})
    assert lean.world.chain == plain.world.chain
    assert report(lean.world)["ledger"] == report(plain.world)["ledger"]
    assert {name for name, _ in verify(lean.world)} <= {name for name, _ in verify(plain.world)}
    assert recall(lean.world, stored.values()) == plain.world
