"""Moodle XML: questions of five types, and nothing that a hostile file asks for."""

from __future__ import annotations

import time

import pytest

from courses.rules.banks.bank import Bank, Fault
from courses.rules.banks.moodle import read


def question(kind: str, inside: str, *, name: str = "q", prompt: str = "Qual?") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{prompt}]]></text></questiontext>{inside}</question>'
    )


def answer(text: str, share: str, why: str = "", more: str = "") -> str:
    return f'<answer fraction="{share}"><text>{text}</text>{more}<feedback><text>{why}</text></feedback></answer>'


def quiz(*questions: str) -> Bank:
    lines = "\n".join(questions)
    return read(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{lines}\n</quiz>')


def test_choices_with_category_tags_and_explanations() -> None:
    bank = quiz(
        '<question type="category"><category><text>$course$/top/Cobrança/Estorno</text></category></question>',
        question(
            "multichoice",
            "<single>true</single><generalfeedback><text>&lt;p&gt;Cláusula &amp;amp; 4&lt;/p&gt;</text></generalfeedback>"
            + answer("sim", "100", "isso")
            + answer("não", "0")
            + "<tags><tag><text>prazo, novo</text></tag></tags>",
            name="Prazo",
            prompt="<p>Vale <b>já</b>?</p><img src='@@PLUGINFILE@@/x.png'><script>alert(1)</script>",
        ),
        question("multichoice", "<single>false</single>" + answer("a", "50") + answer("b", "50") + answer("c", "-100")),
    )
    one, several = bank.taken
    assert (one.line, one.name, list(one.tags)) == (4, "prazo", ["Cobrança", "Estorno", "prazo novo"])
    assert (one.content["prompt"], one.notes) == ({"pt-br": "Vale já?"}, ("media_lost",))
    assert one.content["explanation"] == {"pt-br": "Cláusula & 4"}
    assert [option["explanation"] for option in one.content["options"]] == [{"pt-br": "isso"}, {}]
    assert (several.content["kind"], several.content["partial"]) == ("multiple", True)
    assert [option["correct"] for option in several.content["options"]] == [True, True, False]


def test_truth_numbers_words_and_pairs() -> None:
    units = "<units><unit><multiplier>1</multiplier><unit_name>dias</unit_name></unit></units>"
    pairs = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("a", "1"), ("b", "2"), ("", "3"))
    )
    bank = quiz(
        question("truefalse", answer("true", "0", "não é") + answer("false", "100"), name="v"),
        question("numerical", answer("7.50", "100", "sim", "<tolerance>0.5</tolerance>") + units, name="n"),
        question("shortanswer", answer("Ana", "100") + answer("A*", "100") + answer("Bia", "50"), name="w"),
        question("matching", pairs, name="m"),
    )
    assert not bank.skipped
    truth, number, word, match = (found.content for found in bank.taken)
    assert [(option["correct"], option["explanation"]) for option in truth["options"]] == [
        (False, {"pt-br": "não é"}),
        (True, {}),
    ]
    assert (number["value"], number["tolerance"], number["unit"]) == ("7.5", "0.5", {"pt-br": "dias"})
    assert number["explanation"] == {"pt-br": "sim"}
    assert word["gaps"][0]["accepted"] == {"pt-br": ["Ana"]}
    assert bank.taken[2].notes == ("wildcard_lost", "weights_lost")
    assert (len(match["pairs"]), match["extra"][0]["text"]) == (2, {"pt-br": "3"})


def test_what_cannot_be_asked_is_named() -> None:
    bank = quiz(*(question(kind, "", name=kind) for kind in ("essay", "cloze", "description", "ddwtos", "multichoice")))
    assert [(skipped.code, skipped.detail) for skipped in bank.skipped] == [
        ("essay", ""),
        ("cloze", ""),
        ("description", ""),
        ("unknown_kind", "ddwtos"),
        ("options_count", "0"),
    ]
    assert [skipped.line for skipped in bank.skipped] == [3, 4, 5, 6, 7]


BOMB = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz><question type="essay">&b;</question></quiz>'
OUTSIDE = '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'
REMOTE = '<!DOCTYPE q SYSTEM "http://127.0.0.1:9/q.dtd"><quiz/>'
PARAMETER = '<!DOCTYPE q [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><quiz/>'


@pytest.mark.parametrize("file", [BOMB, OUTSIDE, REMOTE, PARAMETER, "<!DOCTYPE quiz><quiz/>"])
def test_document_types_and_entities_are_refused(file: str) -> None:
    with pytest.raises(Fault) as fault:
        read(file)
    assert fault.value.code == "forbidden_xml"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "no_xml"),
        (b"<quiz>", "no_xml"),
        (b"<quiz>\xff</quiz>", "no_xml"),
        (b"<quiz>&x;</quiz>", "no_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><quiz/>', "no_xml"),
        (b'<?xml version="1.0" encoding="utf-7"?><quiz/>', "no_xml"),
        (b"<html/>", "no_quiz"),
        (b"<quiz>" + b"<a>" * 100_000, "too_deep"),
        (b"<quiz>" + b"<a/>" * 300_000, "too_many"),
        (b"<quiz>" + b" " * 4_000_000, "too_large"),
        (b"<quiz>" + b"<question type='essay'/>" * 2_001 + b"</quiz>", "too_many"),
    ],
)
def test_what_is_no_bank_is_refused_in_a_second_or_two(file: bytes, code: str) -> None:
    before = time.process_time()
    with pytest.raises(Fault) as fault:
        read(file)
    assert fault.value.code == code
    assert time.process_time() - before < 5


def test_an_include_is_a_tag_like_any_other() -> None:
    bank = read(
        '<quiz xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></quiz>'
    )
    assert (bank.taken, bank.skipped) == ([], [])
