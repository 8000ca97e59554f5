"""Planted ends: a line that bills time beyond what was known to end is found, and one that was drafted before is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from sandbox import engine
from sandbox.engine import events as ev
from sandbox.engine.invariants import check_touched, verify_journal
from sandbox.engine.invariants.broken import InvariantBroken
from sandbox.engine.subscription import Period
from tests.engine.desk import Desk, subscribed


def planted(desk: Desk, kind: str, start: date, end: date, **of: Any) -> ev.InvoiceIssued:
    """The first invoice again, under a new name and number, billing other days."""
    issued = next(event for event in desk.events if isinstance(event, ev.InvoiceIssued))
    number = desk.world.counters["invoice_number"] + 1
    line = msgspec.structs.replace(
        issued.document.lines[0], id="inv-x/1", kind=kind, component="s1/9", period=Period(start, end)
    )
    document = msgspec.structs.replace(
        issued.document, id="inv-x", number=number, lines=(line,), issued_at=desk.world.now, **of
    )
    return msgspec.structs.replace(issued, at=desk.world.now, document=document)


def ended_on_the_eleventh(*, at_once: bool) -> Desk:
    desk = subscribed("approve")
    if at_once:
        desk.until("2026-10-11T15:00")
        desk.do("cancel", subscription="s1", when="now")
    else:
        desk.do("cancel", subscription="s1", when="2026-10-11")
    return desk


@pytest.mark.parametrize("kind", ["recurring", "proration"])
@pytest.mark.parametrize(
    ("at_once", "last", "is_found"),
    [
        (False, date(2026, 10, 11), False),
        (False, date(2026, 10, 12), True),
        # Ended within a day, that day may be billed.
        (True, date(2026, 10, 12), False),
        (True, date(2026, 10, 13), True),
    ],
)
def test_a_line_beyond_the_end_is_found(kind: str, at_once: bool, last: date, is_found: bool) -> None:
    desk = ended_on_the_eleventh(at_once=at_once)
    bad = planted(desk, kind, date(2026, 10, 8), last)
    if is_found:
        with pytest.raises(InvariantBroken, match="no_period_beyond_the_end"):
            check_touched(desk.world, engine.apply(desk.world, bad), [bad])
    else:
        check_touched(desk.world, engine.apply(desk.world, bad), [bad])


def test_the_journal_tells_it_as_well() -> None:
    desk = ended_on_the_eleventh(at_once=False)
    bad = planted(desk, "proration", date(2026, 10, 8), date(2026, 11, 1))
    world = engine.apply(desk.world, bad)
    assert "no_period_beyond_the_end" in {name for name, _ in verify_journal(world, [*desk.events, bad])}


def test_a_renewal_beyond_the_end_is_found() -> None:
    desk = subscribed("approve")
    desk.do("cancel", subscription="s1", when="2026-11-11")
    bad = ev.SubscriptionRenewed(
        at=desk.world.now,
        group="g50",
        actor="clock",
        subscription="s1",
        period=Period(date(2026, 11, 1), date(2026, 12, 1)),
        term=2,
        renews_at=desk.world.now,
    )
    with pytest.raises(InvariantBroken, match="no_period_beyond_the_end"):
        check_touched(desk.world, engine.apply(desk.world, bad), [bad])


def test_what_was_drafted_before_the_cancellation_stands() -> None:
    desk = subscribed("approve", finalise_after=72)
    desk.until("2026-11-01")
    desk.do("cancel", subscription="s1", when="2026-11-11")
    desk.until("2026-11-20")
    assert desk.report["invoices"][-1]["lines"][0]["period"] == ["2026-11-01", "2026-12-01"]
    assert verify_journal(desk.world, desk.events) == []
