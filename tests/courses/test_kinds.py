"""Every kind of question: what it reads, what it gives credit for, and what it never shows before it is answered."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from courses.rules.faces import face
from courses.rules.kinds import KINDS, kind_of
from courses.rules.kinds.kind import Seen, Unread
from courses.rules.kinds.numeric import number, spoken, written
from tests.courses.samples import CASE, EVERY, FILL, MATCH, MULTIPLE, NUMERIC, ORDER


def read(content, sent, *, order=None, language="pt-br"):
    of = kind_of(content)
    order = order if order is not None else of.order(content, random.Random(3))
    return of.read(content, lambda name: sent.get(name, []), order=order, language=language)


def credit(content, answer):
    return kind_of(content).credit(content, answer)


def test_every_kind_there_is_is_tried_here():
    assert set(EVERY) == set(KINDS)


def test_several_right_answers_earn_what_is_right_less_what_is_wrong():
    assert credit(MULTIPLE, ["a", "b", "c"]) == 1
    assert credit(MULTIPLE, ["a", "b"]) == Fraction(2, 3)
    assert credit(MULTIPLE, ["a", "b", "c", "d"]) == Fraction(2, 3)
    assert credit(MULTIPLE, ["d"]) == 0
    assert credit({**MULTIPLE, "partial": False}, ["a", "b"]) == 0


@pytest.mark.parametrize(
    ("language", "typed", "canonical"),
    [
        ("pt-br", "49,90", "49.9"), ("pt-br", "R$ 49,90", "49.9"), ("en", "R$49.90", "49.9"), ("pt-br", "49.90", "49.9"),
        ("pt-br", "1.049,5", "1049.5"), ("en", "1,049.5", "1049.5"), ("pt-br", "1.049", "1049"), ("en", "1.049", "1.049"),
        ("pt-br", "-0,5", "-0.5"), ("en", "\N{MINUS SIGN}3", "-3"), ("en", " 12 ", "12"), ("pt-br", "-0", "0"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_language_writes_it(language, typed, canonical):
    assert read(NUMERIC, {"": [typed]}, language=language) == [canonical]


@pytest.mark.parametrize("language", ["pt-br", "en"])
@pytest.mark.parametrize(
    "typed",
    ["NaN", "nan", "inf", "-Infinity", "1e9", "1e999999", "9" * 13, "1" + "0" * 400, "0x10", "12 dias", "1.2.3", "1,2,3",
     "١٢", "1_000", "+5", "--5", "1/2", "0,0000001"],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_never_marked(language, typed):
    with pytest.raises(Unread):
        read(NUMERIC, {"": [typed]}, language=language)


def test_nothing_typed_is_no_answer_and_no_credit():
    for name, content in EVERY.items():
        assert read(content, {}) == [], name
        assert credit(content, []) == 0
        assert not kind_of(content).is_whole(content, [])


@given(
    some.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False), some.sampled_from(["pt-br", "en"])
)
def test_a_number_that_is_written_is_read_again(value, language):

    assert number(spoken(written(value), language), language) == value


def test_a_tolerance_counts_to_its_very_end():
    assert [credit(NUMERIC, [one]) for one in ("49.85", "49.95", "49.84", "49.951")] == [1, 1, 0, 0]


def test_an_order_is_read_from_places_and_names_are_never_sent():
    shown = ["third", "first", "second"]
    right = {"1": ["3"], "2": ["1"], "3": ["2"]}
    assert read(ORDER, right, order=shown) == ["first", "second", "third"]
    assert credit(ORDER, ["first", "second", "third"]) == 1
    assert credit(ORDER, ["first", "third", "second"]) == 0
    assert credit({**ORDER, "partial": True}, ["first", "third", "second"]) == Fraction(1, 3)
    for wrong in ({"1": ["1"], "2": ["1"], "3": ["2"]}, {"1": ["1"]}, {"1": ["1"], "2": ["2"], "3": ["9"]}):
        with pytest.raises(Unread):
            read(ORDER, wrong, order=shown)


def test_pairs_are_read_from_places_and_may_be_left_open():
    shown = ["x", "p2", "p1"]
    assert read(MATCH, {"1": ["3"], "2": ["2"]}, order=shown) == ["p1[.]p1", "p2[.]p2"]
    half = read(MATCH, {"1": ["1"], "2": ["2"]}, order=shown)
    assert half == ["p1[.]x", "p2[.]p2"]
    assert credit(MATCH, half) == Fraction(1, 2)
    assert not kind_of(MATCH).is_whole(MATCH, read(MATCH, {"2": ["2"]}, order=shown))
    assert read(MATCH, {"1": ["99"], "2": ["p2"]}, order=shown) == []


def test_a_gap_takes_the_words_of_either_language_and_evidence_keeps_no_words_of_ones_own():
    assert read(FILL, {"1": ["  Sétè "], "2": ["E-MAIL"]}) == ["Sétè", "E-MAIL"]
    assert credit(FILL, ["Sétè", "E-MAIL"]) == 1
    assert credit(FILL, ["seven", "pombo"]) == Fraction(1, 2)
    assert kind_of(FILL).recorded(FILL, ["SEVEN", "Maria da Silva"]) == ["seven", ""]
    assert not kind_of(FILL).is_whole(FILL, ["sete", ""])


def test_a_case_is_the_mean_of_its_parts_or_all_of_them():
    answer = read(CASE, {"one": ["a"], "two": ["49,90"]})
    assert answer == ["one[.]a", "two[.]49.9"]
    assert credit(CASE, answer) == 1
    assert credit(CASE, ["one[.]b", "two[.]49.9"]) == Fraction(1, 2)
    assert credit({**CASE, "partial": False}, ["one[.]b", "two[.]49.9"]) == 0
    assert not kind_of(CASE).is_whole(CASE, ["one[.]a"])


@pytest.mark.parametrize("name", sorted(EVERY))
def test_nothing_that_tells_right_from_wrong_is_in_a_face_before_it_is_answered(name):
    content = EVERY[name]
    order = kind_of(content).order(content, random.Random(5))
    shown = repr(face("k", 1, content, language="en", order=order))
    for secret in ("why-", "is_right=True", "is_mistake=True", "sete", "49.9", "'first'", "'p1'"):
        assert secret not in shown, secret


@pytest.mark.parametrize("name", ["order", "match"])
def test_what_a_browser_gets_is_the_same_whatever_the_ids_are_called(name):
    """Ids are written by authors, often in the right order, so they may not reach the browser."""
    content = EVERY[name]
    order = kind_of(content).order(content, random.Random(5))
    shown = repr(kind_of(content).body(content, Seen("en", order=order)))
    assert not any(f"'{known}'" in shown for known in order)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_an_answer_that_was_read_shows_again_as_it_was_given(name):
    content = EVERY[name]
    order = kind_of(content).order(content, random.Random(5))
    for answer in ([], *_answers(content)):
        again = kind_of(content).body(content, Seen("en", answer=answer, order=order))
        revealed = kind_of(content).body(content, Seen("en", answer=answer, order=order, revealed=True))
        assert again != revealed
        assert kind_of(content).words(content, answer, "en") or not answer


def _answers(content):
    return {
        "single": [["b"]],
        "true_false": [["a"]],
        "multiple": [["a", "d"]],
        "numeric": [["50"]],
        "order": [["third", "first", "second"]],
        "match": [["p1[.]x"]],
        "fill": [["sete", "pombo"]],
        "case": [["one[.]b", "two[.]1"]],
    }[content["kind"]]
