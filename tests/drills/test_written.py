"""Written: any brief becomes one file and comes back as it was; a file that cannot be used says where and why."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import drills
from sandbox.drills import Bilingual, Brief, BriefError, instantiate, read_brief
from sandbox.drills.brief import ConditionSpec, Person, ReferenceSolution, WrongSolution, library
from sandbox.drills.frozen import frozen, thawed
from sandbox.drills.written import WIDTH, written
from tests.drills.played import briefs

TEXTS = st.text(max_size=60) | st.text("ab #:-'\"\n|>é{}[]$,&*!?% \t", max_size=300) | st.sampled_from(
    ["", "true", "null", "1", "1.5", "0x1F", "2026-11-11", "D+4T09:00", "$name", "= a - 1", "~", "<<", "off", " x", "x ",
     "a: b", "a #b", "- a", "palavra " * 40, "um\n\ndois\n três", "linha\n", "\ufeff", "\x85", "\u2028", "\r\n", "a\tb"]
)  # fmt: skip
SINGLE = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | TEXTS
VALUES = st.recursive(
    SINGLE | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e18, max_value=1e18),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
GROUPS = st.dictionaries(TEXTS, VALUES, max_size=4)
BOTH = st.builds(Bilingual, TEXTS, TEXTS)
STEPS = st.lists(GROUPS, max_size=3).map(tuple)


@st.composite
def any_brief(draw: Any) -> Brief:
    ids = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
    kinds = st.sampled_from(["must", "must_not", "message"])
    conditions = [
        ConditionSpec(one, draw(kinds), draw(BOTH), draw(TEXTS), draw(GROUPS), draw(st.integers(0, 5))) for one in ids
    ]
    trips = st.lists(st.sampled_from(ids), min_size=1, max_size=3).map(tuple)
    words = {name: draw(BOTH) for name in ("slug", "title", "summary", "story", "debrief")}
    lists = {name: draw(st.lists(BOTH, max_size=3).map(tuple)) for name in ("tasks", "hints")}
    names = {name: draw(st.lists(TEXTS, max_size=3).map(tuple)) for name in ("topics", "desks", "lessons")}
    return Brief(
        key=draw(TEXTS),
        version=draw(st.integers(0, 99)),
        playbook=draw(TEXTS),
        minutes=draw(st.integers(0, 99)),
        company_name=draw(TEXTS),
        desk=draw(TEXTS | st.just("collections")),
        vary=draw(st.dictionaries(TEXTS, GROUPS, max_size=4)),
        people=draw(st.lists(st.builds(Person, TEXTS, TEXTS), max_size=3).map(tuple)),
        company=draw(GROUPS),
        prologue=draw(STEPS),
        roles=draw(GROUPS),
        conditions=tuple(conditions),
        references=draw(st.lists(st.builds(ReferenceSolution, TEXTS, STEPS), max_size=2).map(tuple)),
        wrong=draw(st.lists(st.builds(WrongSolution, TEXTS, STEPS, trips), max_size=2).map(tuple)),
        **words,
        **lists,
        **names,
    )


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)
def test_a_drill_of_the_library_is_read_back_from_its_canonical_file(brief: Brief) -> None:
    text = written(brief)
    again = read_brief(text)
    assert again == brief
    assert (list(again.vary), list(again.roles)) == (list(brief.vary), list(brief.roles)), "their order is meant"
    assert written(again) == text
    assert max(map(len, text.splitlines())) <= WIDTH + 2
    assert frozen(thawed(frozen(brief))) == frozen(brief)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(any_brief())
def test_any_brief_is_read_back_from_its_canonical_file(brief: Brief) -> None:
    text = written(brief)
    again = read_brief(text)
    assert again == brief
    assert written(again) == text
    assert thawed(frozen(brief)) == brief


def changed(before: str, after: str) -> str:
    text = library()["payday"].read_text(encoding="utf-8")
    assert before in text
    return text.replace(before, after, 1)


FAULTS = [
    ("key: payday", "key: payday\nnonsense: 1", 1, "", "não existe aqui um campo “nonsense”"),
    ("minutes: 12", "minutes: [12]", 6, "minutes", "esperava-se um número inteiro, e está uma lista"),
    ("minutes: 12", "minutes: 12\nminutes: 13", 7, "", "o campo “minutes” está duas vezes"),
    ("minutes: 12", "minutes: &x 12", 6, "minutes", "âncoras"),
    ("topics: [renewals, dunning]", "topics: [renewals, dunning", 6, "", "não se lê como YAML"),
    ("- id: told\n    kind: message", "- id: told\n    kind: maybe", 120, "conditions › 2 › kind", "não está entre"),
    ("id: told", "id: waited", 119, "conditions › 2 › id", "duas condições se chamam “waited”"),
    ("trips: [waited]", "trips: [nowhere]", 164, "wrong › 1 › trips", "não é uma condição"),
]


@pytest.mark.parametrize(("before", "after", "line", "field", "said"), FAULTS)
def test_a_file_that_does_not_read_says_line_and_field(
    before: str, after: str, line: int, field: str, said: str
) -> None:
    with pytest.raises(BriefError) as refused:
        read_brief(changed(before, after))
    fault = refused.value
    assert (fault.line, fault.field) == (line, field)
    assert said in fault.sentence("pt-br")
    assert fault.sentence("pt-br").startswith(f"Linha {line}")
    assert fault.sentence("en").startswith(f"Line {line}")
    assert fault.sentence("en") != fault.sentence("pt-br")


MEANING = [
    ("pay_in: {from: 5, to: 6}", "pay_in: {from: 5, until: 6}", "vary › pay_in", "não há regra assim"),
    ("currency: BRL", "currency: 5", "company › currency", ""),
    ("{subscribe: {id: a-105,", "{subscrib: {id: a-105,", "prologue › 9 › subscrib", ""),
    ("script: [approve, stolen_card]", "script: [approve, stolen_cart]", "prologue › 4 › methods[0].script[1].code", ""),
    ("{id: c-106, name: $nina}", "{id: c-107, name: $nina}", "people", "c-106, c-107"),
    ("{last_invoice_of: c-101}", "{last_refund_of: c-101}", "roles › invoice", "o prólogo não criou"),
    ("invoice_paid_once: {invoice", "paid_once: {invoice", "conditions › 3 › check", "não há condição “paid_once”"),
    ("before: \"D+4\"}}", "before: \"sexta\"}}", "conditions › 1 › check › no_attempt_before", ""),
    ("invoice: $invoice, before", "invoice: $fatura, before", "conditions › 1 › check", "$fatura não está entre"),
    ("invoice: $invoice, amount: $amount, retry_day", "invoice: $invoice, amount: \"= amount / 2\", retry_day", "conditions › 2 › check", "não é uma conta"),
    ("{wait_end:day}, cada", "{fim:day}, cada", "debrief", "{fim} não é uma variável"),
    ("    São 9h.", "    São { 9h.", "story", ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "field", "said"), MEANING)
def test_a_drill_that_cannot_begin_says_where(before: str, after: str, field: str, said: str) -> None:
    brief = read_brief(changed(before, after))
    with pytest.raises(BriefError) as refused:
        instantiate(brief, 1)
    assert refused.value.field == field
    assert said in refused.value.sentence("pt-br")
    assert refused.value.sentence("en") != refused.value.sentence("pt-br")


def test_a_file_of_a_library_that_is_not_there_is_said_in_both_languages() -> None:
    with pytest.raises(BriefError) as refused:
        drills.load("nothing")
    assert "não há exercício “nothing”" in refused.value.sentence("pt-br")


def test_what_is_too_long_or_too_deep_is_refused() -> None:
    for text in ("a" * 200_001, "[" * 60 + "]" * 60, "[" * 5000, "a: " + "{b: " * 50 + "1" + "}" * 50):
        with pytest.raises(BriefError):
            read_brief(text)
