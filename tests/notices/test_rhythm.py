"""When a mail may go, by the clock of who gets it: quiet hours across midnight and the change of clocks, summaries in any zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.notices.rhythm import Rhythm, is_quiet, last_slot

SAO_PAULO, TOKYO, NEW_YORK = (ZoneInfo(name) for name in ("America/Sao_Paulo", "Asia/Tokyo", "America/New_York"))
UTC = ZoneInfo("UTC")


def at(text: str, zone: ZoneInfo = UTC) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("19:59", False), ("20:00", True), ("23:59", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_quiet_hours_span_midnight_on_their_own_clock(clock, quiet):
    for zone in (SAO_PAULO, TOKYO, NEW_YORK):
        rhythm = Rhythm(zone, "at_once", quiet_from=20, quiet_until=7)
        assert is_quiet(rhythm, at(f"2026-11-23T{clock}", zone).astimezone(UTC)) is quiet


def test_quiet_hours_within_a_day_and_none_at_all():
    siesta = Rhythm(SAO_PAULO, "at_once", quiet_from=12, quiet_until=14)
    assert [is_quiet(siesta, at(f"2026-11-23T{hour}:30", SAO_PAULO)) for hour in (11, 12, 13, 14)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not is_quiet(Rhythm(SAO_PAULO, "at_once"), at("2026-11-23T03:00", SAO_PAULO))


def test_quiet_hours_end_by_the_clock_when_clocks_change():
    rhythm = Rhythm(NEW_YORK, "at_once", quiet_from=20, quiet_until=7)
    # On 8 March 2026 New York's clocks leap from 2 to 3: 7 o'clock comes at 11 UTC instead of 12.
    assert is_quiet(rhythm, at("2026-03-07T11:30")) and not is_quiet(rhythm, at("2026-03-08T11:30"))
    # On 1 November they fall back: 7 o'clock comes at 12 UTC again.
    assert not is_quiet(rhythm, at("2026-10-31T11:30")) and is_quiet(rhythm, at("2026-11-01T11:30"))


def test_a_daily_summary_in_tokyo_and_in_sao_paulo_come_at_their_own_eight_o_clock():
    now = at("2026-11-23T12:00")
    tokyo = last_slot(Rhythm(TOKYO, "daily", hour=8), now)
    home = last_slot(Rhythm(SAO_PAULO, "daily", hour=8), now)
    assert (tokyo.name, tokyo.at) == ("digest:2026-11-23", at("2026-11-22T23:00"))
    assert (home.name, home.at) == ("digest:2026-11-23", at("2026-11-23T11:00"))
    earlier = at("2026-11-23T10:59")
    assert last_slot(Rhythm(SAO_PAULO, "daily", hour=8), earlier).day == date(2026, 11, 22)


def test_a_weekly_summary_comes_on_its_day_and_not_again_before_the_next():
    thursdays = Rhythm(SAO_PAULO, "weekly", hour=9, day=3)
    days = [last_slot(thursdays, at(f"2026-11-{day}T{hour}", SAO_PAULO)).day.day for day, hour in
            ((26, "08:59"), (26, "09:00"), (27, "09:00"))]  # fmt: skip
    assert days == [19, 26, 26]


def test_an_hour_that_the_clock_leaps_over_comes_after_the_leap_and_one_that_comes_twice_once():
    two = Rhythm(NEW_YORK, "daily", hour=2)
    assert last_slot(two, at("2026-03-08T12:00")).at == at("2026-03-08T07:00"), "3 o'clock there"
    one = Rhythm(NEW_YORK, "daily", hour=1)
    first, second = at("2026-11-01T05:30"), at("2026-11-01T06:30")
    assert last_slot(one, first).name == last_slot(one, second).name == "digest:2026-11-01"
