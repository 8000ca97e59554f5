"""Calendar: anchors hold for forty-eight months, days are the company's, midnights that do not exist are
survived.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.engine.calendar import (
    Interval,
    add_business_days,
    add_days,
    boundary,
    first_anchor,
    next_business_day,
    read_instant,
    start_of_day,
)
from tests.engine.desk import subscribed

MONTH = Interval("month")


@pytest.mark.parametrize("day", [1, 15, 28, 29, 30, 31])
def test_the_anchor_does_not_drift_in_forty_eight_months(day: int) -> None:
    desk = subscribed(start=f"2026-01-{day:02d}T08:00")
    seen = []
    for number in range(1, 49):
        year, month = divmod(number, 12)
        last = monthrange(2026 + year, month + 1)[1]
        desk.until(date(2026 + year, month + 1, min(day, last)).isoformat())
        seen.append(desk.report["subscriptions"][0]["period"][0])
        assert seen[-1] == date(2026 + year, month + 1, min(day, last)).isoformat()
    assert desk.report["subscriptions"][0]["anchor_day"] == day
    assert len(desk.world.invoices) == 49


@settings(max_examples=80, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 31), st.integers(1, 13))
def test_periods_tile_and_contain_their_start(start: date, day: int, count: int) -> None:
    interval = Interval("month", count)
    anchor = first_anchor(start, interval, day)
    assert anchor.base <= start < boundary(anchor, interval, 1)
    boundaries = [boundary(anchor, interval, number) for number in range(1, 30)]
    assert boundaries == sorted(set(boundaries))
    for one in boundaries:
        assert one.day == min(day, monthrange(one.year, one.month)[1])


def test_a_yearly_anchor_on_leap_day_comes_back() -> None:
    anchor = first_anchor(date(2028, 2, 29), Interval("year"), None)
    days = [boundary(anchor, Interval("year"), number) for number in range(5)]
    assert [one.isoformat() for one in days] == [
        "2028-02-29",
        "2029-02-28",
        "2030-02-28",
        "2031-02-28",
        "2032-02-29",
    ]


def test_a_midnight_that_does_not_exist_is_the_first_instant_after_it() -> None:
    # São Paulo skipped 00:00 to 01:00 on 4 November 2018.
    assert start_of_day(date(2018, 11, 4), "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert start_of_day(date(2026, 11, 4), "America/Sao_Paulo") == datetime(2026, 11, 4, 3, tzinfo=UTC)


def test_days_added_keep_the_wall_clock_across_a_change_of_offset() -> None:
    before = read_instant("2026-10-24T09:00", "Europe/Lisbon")
    assert add_days(before, 1, "Europe/Lisbon") == read_instant("2026-10-25T09:00", "Europe/Lisbon")


def test_business_days_come_from_the_table_handed_in() -> None:
    black_consciousness_day = {date(2026, 11, 20)}
    assert next_business_day(date(2026, 11, 20), black_consciousness_day) == date(2026, 11, 23)
    assert next_business_day(date(2026, 11, 20), frozenset()) == date(2026, 11, 20)
    assert MONTH.count == 1


def test_business_days_leave_out_the_first_day_weekends_and_the_table() -> None:
    # Thu 19 Nov 2026; Fri 20 is Consciência Negra: Mon 23, Tue 24, Wed 25.
    holidays = {date(2026, 11, 20)}
    assert add_business_days(date(2026, 11, 19), 3, holidays) == date(2026, 11, 25)
    assert add_business_days(date(2026, 11, 19), 6, holidays) == date(2026, 11, 30)
    assert add_business_days(date(2026, 11, 21), 1, holidays) == date(2026, 11, 23)
