"""Terms are marked where they stand first: whole words, the longest match, never where something else is meant."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.glossary.marking import LEFT_ALONE, mark, opening
from portal.glossary.matching import Form, Matcher, listed, words_of
from portal.ui.markdown import ATTRIBUTES, TAGS, framed, to_html

FORMS = {
    "estorno": ["estorno", "estornos", "estornou"],
    "regua": ["régua de cobrança", "réguas de cobrança", "dunning"],
    "cobranca": ["cobrança"],
    "pro-rata": ["pró-rata", "rateio"],
    "recorrente": ["cobrança recorrente"],
}
SHORT = {"mrr": "MRR", "nfse": "NFS-e", "it": "IT"}


def matcher() -> Matcher:
    long = [Form(words_of(form), term) for term, forms in FORMS.items() for form in forms]
    return Matcher([*long, *(Form(words_of(short), term, exactly=short) for term, short in SHORT.items())])


def link(term: str) -> str:
    return opening("a", {"class": "term", "href": f"/glossary/#{term}", "data-definition": 'Diz "o que" <é>'})


def marked(html: str, seen: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Term and words of each place that is marked."""
    found = mark(html, matcher(), link, seen)[0]
    return re.findall(r'<a class="term" href="/glossary/#([^"]*)"[^>]*>(.*?)</a>', found, re.DOTALL)


def stripped(html: str) -> str:
    """The same without the marks."""
    return re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("O estorno saiu.", [("estorno", "estorno")]),
        ("Dois ESTORNOS, já.", [("estorno", "ESTORNOS")]),
        ("Ela estornou (hoje)", [("estorno", "estornou")]),
        ("contraestorno e estornozinho", []),
        ("a régua de cobrança e a cobrança", [("regua", "régua de cobrança"), ("cobranca", "cobrança")]),
        ("a regua  de\ncobranca", [("regua", "regua  de\ncobranca")]),
        ("uma régua. De cobrança", [("cobranca", "cobrança")]),
        ("cobrança recorrente", [("recorrente", "cobrança recorrente")]),
        ("pro rata ou pró-rata", [("pro-rata", "pro rata")]),
        ("o MRR e o mrr", [("mrr", "MRR")]),
        ("it is IT", [("it", "IT")]),
        ("a NFS-e", [("nfse", "NFS-e")]),
        ("cobrança_2 e x.cobrança", [("cobranca", "cobrança")]),
    ],
)
def test_words_are_marked_whole_whatever_their_accents_the_longest_first(said, found):
    assert marked(f"<p>{said}</p>") == found


def test_only_the_first_time_and_not_what_was_seen_before_in_the_part():
    html = "<p>O estorno.</p><p>Outro estorno, com rateio.</p>"
    shown, seen = mark(html, matcher(), link)
    assert shown.count('class="term"') == 2
    assert seen == {"estorno", "pro-rata"}
    assert mark("<p>Um estorno</p>", matcher(), link, seen) == ("<p>Um estorno</p>", seen)


@pytest.mark.parametrize("tag", sorted(LEFT_ALONE))
def test_nothing_is_marked_inside_headings_links_code_and_questions(tag):
    assert marked(f"<div><{tag}>o <em>estorno</em> e</{tag}></div><p>outro estorno</p>") == [("estorno", "estorno")]


def test_what_is_hidden_from_those_who_listen_is_left_alone():
    assert marked('<p aria-hidden="true">estorno</p>') == []


def test_what_is_said_in_a_table_is_marked_but_its_headings_are_not():
    html = framed(to_html("| estorno | x |\n|---|---|\n| um rateio | outro estorno |\n"))
    shown = mark(html, matcher(), link)[0]
    assert [term for term, _ in marked(html)] == ["pro-rata", "estorno"]
    assert stripped(shown) == html


def test_what_a_card_says_cannot_leave_its_attribute():
    shown = mark("<p>estorno</p>", matcher(), link)[0]
    assert shown == (
        '<p><a class="term" href="/glossary/#estorno" data-definition="Diz &quot;o que&quot; &lt;é&gt;" '
        'rel="noopener noreferrer nofollow">estorno</a></p>'
    )


PIECES = ["estorno", "régua de cobrança", "MRR", " ", "&amp;", "&lt;b&gt;", "<", ">", "**", "`", "_", "[x](/y)", "\n\n",
          "# ", "- ", "| a | b |\n|---|---|\n", "<script>estorno</script>", "<b onclick=x>", "é", "1"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_whatever_is_written_only_marks_are_added_and_what_comes_out_is_clean(said):
    html = framed(to_html(said))
    shown = mark(html, matcher(), link)[0]
    assert stripped(shown) == html or nh3.clean(stripped(shown), tags=TAGS, attributes=ATTRIBUTES) == nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES
    )
    assert "<script" not in shown
    assert "<b " not in shown


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>&/=\"'ab estorno\n\0", max_size=80))
def test_what_was_never_clean_comes_out_clean(said):
    shown, seen = mark(said, matcher(), link)
    if seen:
        assert stripped(shown) == nh3.clean(stripped(shown), tags=TAGS | {"div", "span"}, attributes=ATTRIBUTES)


def test_lists_of_forms_are_read_as_authors_write_them():
    assert listed(" a,\n b  c ,, \nd") == ["a", "b c", "d"]
