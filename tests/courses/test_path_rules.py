"""When a path was met, by its editions and by what a person held of each of its things."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.path import Edition, Held, times_met


def day(n):
    return datetime(2026, 1, 1, tzinfo=UTC).replace(day=1 + n % 28, month=1 + n // 28)


def held(since, until=None, *, superseded=False):
    return Held(day(since), None if until is None else day(until), (uuid4(),), superseded)


def edition(since, *asks, is_major=False):
    return Edition(day(since), asks, is_major)


def spans(found):
    return [(one.since, one.until, one.superseded) for one in found]


FIRST = edition(0, "course", "drill")


def test_it_is_met_with_the_last_thing_until_the_first_ends_and_rests_on_all_their_facts():
    course, drill = held(10, 100), held(20)
    assert spans(times_met([FIRST], {"course": [course]})) == []
    (one,) = times_met([FIRST], {"course": [course], "drill": [drill]})
    assert (one.since, one.until) == (day(20), day(100))
    assert one.proof == (*course.proof, *drill.proof)


def test_what_was_done_before_the_path_was_released_counts_from_when_it_was_done():
    assert spans(times_met([edition(50, "course")], {"course": [held(10, 100)]})) == [(day(10), day(100), False)]


def test_renewing_counts_anew_only_where_the_whole_then_ends_later():
    things = {"course": [held(10, 100), held(90, 200)], "drill": [held(20, 150), held(95, 300)]}
    found = spans(times_met([FIRST], things))
    assert found == [(day(20), day(100), False), (day(90), day(150), False), (day(95), day(200), False)]


def test_renewing_another_thing_than_the_one_that_ends_is_not_meeting_the_path_again():
    things = {"course": [held(10, 100)], "drill": [held(20, 150), held(95, 300)]}
    assert spans(times_met([FIRST], things)) == [(day(20), day(100), False)]


def test_after_a_gap_it_is_met_again_by_what_was_missing():
    things = {"course": [held(10, 40), held(60, 90)], "drill": [held(20)]}
    assert spans(times_met([FIRST], things)) == [(day(20), day(40), False), (day(60), day(90), False)]


def test_a_thing_asked_again_by_its_own_release_ends_the_path_as_superseded():
    things = {"course": [held(10, 100)], "drill": [held(20, 50, superseded=True), held(55)]}
    assert spans(times_met([FIRST], things)) == [(day(20), day(50), True), (day(55), day(100), False)]


def test_a_major_edition_ends_what_no_longer_suffices_and_asks_nothing_of_who_has_it_all():
    more = [FIRST, edition(60, "course", "drill", "playbook", is_major=True)]
    things = {"course": [held(10, 100)], "drill": [held(20)]}
    assert spans(times_met(more, things)) == [(day(20), day(60), True)]
    assert spans(times_met(more, things | {"playbook": [held(70)]})) == [
        (day(20), day(60), True),
        (day(70), day(100), False),
    ]
    assert spans(times_met(more, things | {"playbook": [held(30)]})) == [(day(20), day(100), False)]
    assert spans(times_met(more, things | {"playbook": [held(30, 80)]})) == [(day(20), day(80), False)]


def test_a_minor_edition_asks_nothing_again_of_who_met_the_one_before_but_all_of_who_comes_later():
    more = [FIRST, edition(60, "course", "drill", "playbook")]
    things = {"course": [held(10, 100)], "drill": [held(20)]}
    assert spans(times_met(more, things)) == [(day(20), day(100), False)]
    late = {"course": [held(70, 100)], "drill": [held(75)]}
    assert spans(times_met(more, late)) == []


def test_an_edition_that_asks_less_is_met_on_its_day_by_who_lacked_only_that():
    less = [FIRST, edition(60, "course")]
    assert spans(times_met(less, {"course": [held(10, 100)]})) == [(day(60), day(100), False)]


def test_a_path_that_asks_nothing_is_met_by_nobody():
    assert times_met([edition(0)], {}) == []


days = st.integers(min_value=0, max_value=200)


@st.composite
def things(draw):
    def times():
        return [
            held(since, None if length is None else since + length)
            for since, length in draw(st.lists(st.tuples(days, st.one_of(st.none(), st.integers(1, 90))), max_size=4))
        ]

    return {name: times() for name in ("course", "drill", "playbook")}


@given(
    things(),
    st.lists(
        st.tuples(days, st.booleans(), st.sets(st.sampled_from(["course", "drill", "playbook"]), min_size=1)),
        min_size=1,
        max_size=3,
    ),
)
def test_while_it_is_met_by_the_only_edition_all_things_hold_and_when_not_one_is_missing(of, said):
    editions = [edition(0, *sorted(said[0][2]))]
    found = times_met(editions, of)
    for n in range(0, 300, 3):
        moment = day(n)
        whole = all(any(one.at(moment) for one in of[thing]) for thing in editions[0].asks)
        assert any(one.at(moment) for one in found) == whole


@given(
    things(),
    st.lists(
        st.tuples(days, st.booleans(), st.sets(st.sampled_from(["course", "drill", "playbook"]), min_size=1)),
        min_size=1,
        max_size=3,
    ),
)
def test_times_come_oldest_first_each_later_than_the_one_before(of, said):
    editions = [
        edition(since, *sorted(asks), is_major=major) for since, major, asks in sorted(said, key=lambda one: one[0])
    ]
    found = times_met(editions, of)
    assert [one.since for one in found] == sorted({one.since for one in found})
    assert all(one.until is None or one.since <= one.until for one in found)
