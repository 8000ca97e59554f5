"""Cycles follow from when a rule reached somebody, what it says and when the thing was met: dates beside their sums."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.duties.chain import Said, Spell, cycles, said_on
from portal.seams.contracts import Met

ZONE = ZoneInfo("America/Sao_Paulo")
HIRED = date(2020, 5, 4)


def at(day: str, hour: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), tzinfo=ZONE) + timedelta(hours=hour)


def says(pk: int = 1, since: str = "2026-01-01", **more) -> Said:
    given = {"due_from": "assignment", "due_days": 30, "due_on": None, "again_days": 14, "renew_days": None} | more
    return Said(
        pk=pk, applies_from=date.fromisoformat(since), since=at(since), grace_days=given.pop("grace_days", 0), **given
    )


def chain(*mets: Met, now: str, terms=(), opened: str = "2026-01-10", because="arrival", **more):
    spell = Spell(at(opened), because, at(now, 12), more.pop("hired_on", HIRED))
    return cycles(spell, terms=list(terms) or [says()], mets=list(mets), zone=ZONE, **more)


def met(day: str, until: str | None = None, *, superseded: bool = False) -> Met:
    return Met(at(day, 9), at(until) if until else None, [], superseded=superseded)


def due(day: str) -> datetime:
    return at(day) + timedelta(hours=23, minutes=59, seconds=59)


def test_what_is_asked_some_days_after_it_reaches_somebody():
    (one,) = chain(now="2026-01-12")
    assert (one.due_at, one.grace_until, one.met_at) == (due("2026-02-09"), due("2026-02-09"), None)


@pytest.mark.parametrize(
    ("terms", "hired", "day"),
    [
        (says(due_from="hire"), "2026-01-05", "2026-02-04"),
        (says(due_from="hire"), "2020-05-04", "2026-02-09"),  # long ago: counted from when it reached them
        (says(due_from="date", due_on=date(2026, 6, 30), due_days=None), "2020-05-04", "2026-06-30"),
        (says(due_from="date", due_on=date(2026, 1, 5), due_days=None), "2020-05-04", "2026-01-24"),  # again_days
    ],
)
def test_nobody_is_born_overdue(terms, hired, day):
    (one,) = chain(now="2026-01-12", terms=[terms], hired_on=date.fromisoformat(hired))
    assert one.due_at == due(day)


def test_what_was_in_force_as_it_reached_them_counts_and_what_had_ended_does_not():
    (one,) = chain(met("2025-03-01"), now="2026-01-12")
    assert one.met_at == at("2025-03-01", 9)
    (one,) = chain(met("2025-03-01", "2025-12-31"), now="2026-01-12")
    assert one.met_at is None


def test_a_renewal_opens_before_the_end_and_is_due_as_it_ends():
    terms = [says(renew_days=30, grace_days=5)]
    first, second = chain(met("2026-01-20", "2027-01-20"), now="2027-01-02", terms=terms)
    assert (first.met_at, first.in_force_until) == (at("2026-01-20", 9), at("2027-01-20"))
    assert (second.opened_at, second.opened_because) == (at("2026-12-21"), "renewal")
    assert (second.due_at, second.held_until, second.met_at) == (at("2027-01-20"), at("2027-01-20"), None)
    assert second.grace_until == at("2027-01-25")
    assert len(chain(met("2026-01-20", "2027-01-20"), now="2026-12-20", terms=terms)) == 1


def test_who_renews_early_moves_the_end_and_who_renews_in_the_window_meets_the_new_cycle():
    terms = [says(renew_days=30)]
    early = [met("2026-01-20", "2027-01-20"), met("2026-10-01", "2027-10-01")]
    (one,) = chain(*early, now="2027-01-02", terms=terms)
    assert one.in_force_until == at("2027-10-01")
    first, second = chain(
        met("2026-01-20", "2027-01-20"), met("2027-01-05", "2028-01-05"), now="2027-02-02", terms=terms
    )
    assert (first.in_force_until, second.met_at) == (at("2027-01-20"), at("2027-01-05", 9))


def test_without_renewal_nothing_is_asked_again_and_doing_it_again_counts():
    (one,) = chain(met("2026-01-20", "2026-06-20"), now="2027-01-02")
    assert one.in_force_until == at("2026-06-20")
    (one,) = chain(met("2026-01-20", "2026-06-20"), met("2026-12-20", "2027-12-20"), now="2027-01-02")
    assert one.in_force_until == at("2027-12-20")


def test_a_window_longer_than_what_it_renews_waits_for_its_half():
    first, second = chain(met("2026-01-20", "2026-02-09"), now="2026-02-03", terms=[says(renew_days=60)])
    assert second.opened_at == at("2026-01-20", 9) + (at("2026-02-09") - at("2026-01-20", 9)) / 2
    assert first.opened_at < second.opened_at


def test_a_major_release_opens_a_cycle_as_it_takes_effect():
    ends = met("2026-01-20", "2026-03-02", superseded=True)
    first, second = chain(ends, now="2026-03-05")
    assert (second.opened_at, second.opened_because) == (at("2026-03-02"), "release")
    assert (second.due_at, second.held_until) == (due("2026-03-16"), None)  # 2 March + 14
    assert first.in_force_until == at("2026-03-02")
    again = chain(ends, met("2026-03-04"), now="2026-03-05")
    assert again[1].met_at == at("2026-03-04", 9)


def test_two_majors_open_two_cycles_only_where_the_first_was_met():
    one = met("2026-01-20", "2026-03-02", superseded=True)
    two = met("2026-03-04", "2026-04-01", superseded=True)
    assert [cycle.opened_because for cycle in chain(one, two, now="2026-05-01")] == ["arrival", "release", "release"]
    assert [cycle.opened_because for cycle in chain(one, now="2026-05-01")] == ["arrival", "release"]


def test_a_rule_that_begins_to_ask_for_renewal_asks_from_its_day_and_not_in_the_past():
    terms = [says(), says(2, "2027-02-01", renew_days=30)]
    first, second = chain(met("2026-01-20", "2027-01-20"), now="2027-02-10", terms=terms)
    assert (second.opened_at, second.due_at) == (at("2027-02-01"), due("2027-02-15"))  # ended before: 14 days
    assert first.terms == 1
    assert second.terms == 2


def test_a_change_of_rule_gives_no_amnesty_and_no_sudden_delay():
    longer = [says(), says(2, "2026-03-01", due_days=60)]
    (one,) = chain(now="2026-03-02", terms=longer)
    assert (one.due_at, one.terms) == (due("2026-03-11"), 2)  # 10 January + 60
    (one,) = chain(now="2026-03-02", terms=[says(), says(2, "2026-03-01", grace_days=3)])
    assert one.due_at == due("2026-02-09"), "overdue before, overdue still"
    (one,) = chain(now="2026-02-02", terms=[says(due_days=60), says(2, "2026-02-01", due_days=10)])
    assert one.due_at == due("2026-02-11"), "10 days from the change, since 20 January is over"
    (one,) = chain(met("2026-01-20"), now="2026-03-02", terms=longer)
    assert (one.due_at, one.terms) == (due("2026-02-09"), 1), "met under the old rule"


def test_an_extension_is_never_shorter_than_the_rule():
    (one,) = chain(now="2026-02-12", extended=[date(2026, 2, 20)], terms=[says(grace_days=2)])
    assert (one.due_at, one.grace_until) == (due("2026-02-20"), due("2026-02-22"))
    (one,) = chain(now="2026-02-12", extended=[date(2026, 2, 1)])
    assert one.due_at == due("2026-02-09")


def test_the_highest_number_in_force_on_the_day_counts():
    terms = [says(1, "2026-03-01"), says(2, "2026-02-01"), says(3, "2026-04-01")]
    days = ["2026-01-01", "2026-02-10", "2026-03-10", "2026-04-10"]
    assert [said_on(terms, date.fromisoformat(day)).pk for day in days] == [1, 2, 2, 3]


def test_instants_of_any_zone_are_told_in_days_of_the_house():
    spell = Spell(at("2026-01-10").astimezone(UTC), "arrival", at("2026-01-12").astimezone(UTC), HIRED)
    (one,) = cycles(spell, terms=[says()], mets=[], zone=ZONE)
    assert one.due_at == due("2026-02-09")
