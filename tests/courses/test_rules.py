"""The rules of questions, exams and validity."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from courses.rules.faces import face
from courses.rules.kinds import kind_of
from courses.rules.marking import is_right, mark
from courses.rules.sitting import Door, ExamRules, Sat, draw, entrance
from courses.rules.validity import add_months, in_force_until, may_renew

BRASILIA = ZoneInfo("America/Sao_Paulo")
NOON = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def content(kind="single", right=("a",), ids="abc", critical=False):
    return {
        "kind": kind,
        "critical": critical,
        "prompt": {"pt-br": "Qual?", "en": "Which?"},
        "explanation": {"pt-br": "Porque sim."},
        "options": [
            {"id": i, "correct": i in right, "text": {"pt-br": f"opção {i}"}, "explanation": {"pt-br": f"motivo {i}"}}
            for i in ids
        ],
    }


def test_several_right_answers_count_all_or_nothing():
    asked = content("multiple", right=("a", "c"))
    assert is_right(asked, ["c", "a"])
    assert not is_right(asked, ["a"])
    assert not is_right(asked, ["a", "b", "c"])
    assert not is_right(asked, [])


def test_score_rounds_down_and_the_pass_mark_is_exact():
    asked = [(str(n), content()) for n in range(8)]
    six = mark(asked, {str(n): ["a"] for n in range(6)}, pass_mark=75)
    assert (six.score, six.passed) == (75, True)
    assert not mark(asked, {str(n): ["a"] for n in range(6)}, pass_mark=76).passed
    seven = mark(asked, {str(n): ["a"] for n in range(7)}, pass_mark=80)
    assert (seven.score, seven.passed, list(seven.missed)) == (87, True, ["7"])


def test_a_missed_critical_question_fails_whatever_the_score():
    asked = [(str(n), content(critical=n == 0)) for n in range(10)]
    result = mark(asked, {str(n): ["a"] for n in range(1, 10)}, pass_mark=80)
    assert result.score == 90
    assert not result.passed
    assert list(result.critical_missed) == ["0"]


def test_an_exam_without_questions_is_not_passed():
    assert not mark([], {}, pass_mark=1).passed


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_are_added_as_people_count_them(day, months, then):
    assert add_months(day, months) == then


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(0, 120))
def test_added_months_land_in_the_month_asked_for(day, months):
    then = add_months(day, months)
    assert then.year * 12 + then.month == day.year * 12 + day.month + months
    assert then.day <= day.day


def test_validity_ends_with_the_day_where_the_organisation_is():
    late = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 22:30 on the 22nd in Brasília
    until = in_force_until(awarded_at=late, months=12, zone=BRASILIA)
    assert until == datetime(2027, 11, 22, 23, 59, 59, tzinfo=BRASILIA)
    assert in_force_until(awarded_at=late, months=None, zone=BRASILIA) is None


def test_renewing_early_loses_no_day():
    before = datetime(2026, 12, 10, 23, 59, 59, tzinfo=BRASILIA)
    assert may_renew(before, now=NOON)
    assert in_force_until(awarded_at=NOON, months=12, zone=BRASILIA, before=before) == datetime(
        2027, 12, 10, 23, 59, 59, tzinfo=BRASILIA
    )


def test_renewing_after_the_lapse_counts_from_the_new_award():
    before = datetime(2026, 1, 10, 23, 59, 59, tzinfo=BRASILIA)
    until = in_force_until(awarded_at=NOON, months=12, zone=BRASILIA, before=before)
    assert until == datetime(2027, 11, 22, 23, 59, 59, tzinfo=BRASILIA)


def rules(**changes):
    pool = [(str(n), 1) for n in range(10)]
    facts = {
        "pool": pool,
        "critical": frozenset({"3", "4"}),
        "draw": 5,
        "pass_mark": 80,
        "attempts": 2,
        "wait_hours": 12,
    }
    return ExamRules(**(facts | changes))


def sat(number, hours_ago, passed=False):
    then = NOON - timedelta(hours=hours_ago)
    return Sat(number, then, then, 50, passed)


def test_what_stands_between_a_person_and_the_exam():
    assert entrance(None, [], lessons_left=0, now=NOON).door is Door.NONE
    assert entrance(rules(), [], lessons_left=1, now=NOON).door is Door.LESSONS_FIRST
    assert entrance(rules(), [], lessons_left=0, now=NOON).door is Door.READY
    waits = entrance(rules(), [sat(1, 2)], lessons_left=0, now=NOON)
    assert (waits.door, waits.opens_at, waits.left) == (Door.WAIT, NOON + timedelta(hours=10), 1)
    assert entrance(rules(), [sat(1, 12)], lessons_left=0, now=NOON).door is Door.READY
    assert entrance(rules(), [sat(1, 99), sat(2, 50)], lessons_left=0, now=NOON).door is Door.SPENT
    assert entrance(rules(attempts=0), [sat(1, 99), sat(2, 50)], lessons_left=0, now=NOON).door is Door.READY
    assert entrance(rules(), [sat(1, 99, passed=True)], lessons_left=0, now=NOON).door is Door.PASSED
    opened = Sat(2, NOON, None, None, None)
    assert entrance(rules(), [sat(1, 1), opened], lessons_left=0, now=NOON).door is Door.OPEN


@given(some.integers(0, 10**6))
def test_a_draw_always_holds_the_critical_questions_and_none_twice(seed):
    drawn = [key for key, _ in draw(rules(), random.Random(seed))]
    assert len(drawn) == len(set(drawn)) == 5
    assert {"3", "4"} <= set(drawn)


def test_true_comes_before_false_and_other_options_are_shuffled():
    true_false, single = content("true_false", ids="ab"), content(ids="abcd")
    assert kind_of(true_false).order(true_false, random.Random(1)) == ["a", "b"]
    orders = {tuple(kind_of(single).order(single, random.Random(seed))) for seed in range(40)}
    assert len(orders) > 10


def test_a_face_keeps_right_and_why_to_itself_until_answered():
    shown = face("k", 1, content(), language="pt-br")
    assert "motivo" not in repr(shown)
    assert "Porque" not in repr(shown)
    assert not any(option.is_right for option in shown.body.options)
    explained = face("k", 1, content(), language="pt-br", chosen=["b"], revealed=True)
    assert [o.is_right for o in explained.body.options] == [True, False, False]
    assert explained.body.options[1].is_mistake
    assert explained.explanation == "Porque sim."


def test_a_missing_translation_shows_the_source_and_says_so():
    asked = content()
    del asked["prompt"]["en"]
    shown = face("k", 1, asked, language="en")
    assert (shown.prompt, shown.locale, shown.is_foreign) == ("Qual?", "pt-br", True)
