"""Calendar: anchors hold for forty-eight months, days are the company's, midnights that do not exist are
survived.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.engine.calendar import (
    Interval,
    add_business_days,
    add_days,
    boundary,
    first_anchor,
    instant_of,
    local,
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


@settings(max_examples=300, deadline=None)
@given(
    st.dates(date(2010, 1, 1), date(2035, 12, 31)),
    st.times(),
    st.sampled_from(["America/Sao_Paulo", "America/New_York", "Europe/Lisbon", "Asia/Tokyo", "Australia/Lord_Howe"]),
)
def test_a_wall_clock_time_is_an_instant_or_the_first_after_the_gap(day: date, at: time, zone: str) -> None:
    wanted = datetime.combine(day, at.replace(microsecond=0))
    found = instant_of(day, at.replace(microsecond=0), zone)
    there = local(found, zone).replace(tzinfo=None)
    assert there >= wanted
    if there != wanted:
        assert local(found - timedelta(seconds=1), zone).replace(tzinfo=None) < wanted


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        # New York goes from 02:00 to 03:00 on 14 March 2027, Lisbon from 01:00 to 02:00 on 28 March.
        ("2027-03-14", "02:30", "America/New_York", "2027-03-14T07:00+00:00"),
        ("2027-03-28", "01:15:30", "Europe/Lisbon", "2027-03-28T01:00+00:00"),
        ("2018-11-04", "00:00", "America/Sao_Paulo", "2018-11-04T03:00+00:00"),
        ("2018-11-04", "00:59:59", "America/Sao_Paulo", "2018-11-04T03:00+00:00"),
        # Twice on 7 November 2027: the first of them.
        ("2027-11-07", "01:30", "America/New_York", "2027-11-07T05:30+00:00"),
    ],
)
def test_a_skipped_time_and_one_that_comes_twice(day: str, at: str, zone: str, instant: str) -> None:
    assert instant_of(date.fromisoformat(day), time.fromisoformat(at), zone) == datetime.fromisoformat(instant)
