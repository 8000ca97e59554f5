"""The glossary's page: by letter, by a word, by a link; and where each term is used, for who may read that."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.glossary.models import Term
from portal.people.access import viewer_of
from portal.search.index import learn_words
from portal.search.models import Entry
from portal.search.page import results
from portal.search.queries import EVERYONE, Filters, person_scope, suggestions

INDEX = "glossary:index"


def names(page: str) -> list[str]:
    return re.findall(r'<h3 class="gloss-name"[^>]*><a href="#[^"]*">([^<]*)</a>', page)


def test_every_term_stands_by_its_letter_in_the_reader_s_language(starter, client_of):
    client = client_of(starter["ana"])
    page = client.get(reverse(INDEX)).content.decode()
    found = names(page)
    assert len(found) == Term.objects.count()
    assert found.index("alçada") < found.index("anonimização") < found.index("boleto") < found.index("webhook")
    letters = re.findall(r'<h2 id="letter-(.)">', page)
    assert letters == sorted(set(letters))
    assert 'id="churn"' in page
    client.post(reverse("set_language_of_person"), {"language": "en"})
    found = names(client.get(reverse(INDEX)).content.decode())
    assert found.index("acquirer") < found.index("chargeback") < found.index("webhook")


@pytest.mark.parametrize(
    ("said", "first"),
    [("CHURN", "evasão (churn)"), ("cobranca recorrente", "cobrança recorrente"), ("proration", "pró-rata"), ("prorata", "pró-rata"),
     ("mrr", "receita recorrente mensal"), ("retentativas", "retentativa"), ("estor", "estorno")],
)  # fmt: skip
def test_a_word_finds_its_terms_the_term_itself_first(starter, client_of, said, first):
    assert names(client_of(starter["ana"]).get(reverse(INDEX), {"q": said}).content.decode())[0] == first


@pytest.mark.parametrize(
    ("language", "own", "other"), [("pt-br", "pró-rata", "proration"), ("en", "proration", "pró-rata")]
)
@pytest.mark.parametrize("said", ["prorata", "proratas", "pro-rated", "proration credito"])
def test_search_shows_a_term_in_the_language_of_its_reader(starter, client_of, said, language, own, other):
    client = client_of(starter["ana"])
    client.post(reverse("set_language_of_person"), {"language": language})
    shown = client.get(reverse("search:search"), {"q": said}).context["results"]
    titles = ["".join(piece.text for piece in hit.title) for hit in shown.hits if hit.kind.name == "term"]
    names = [*titles, *([shown.meaning.name] if shown.meaning else [])]
    assert other not in names
    assert own in names or said == "proration credito"


@pytest.mark.parametrize(("language", "own"), [("pt-br", "pró-rata"), ("en", "proration")])
def test_the_search_box_offers_a_term_in_the_language_of_its_reader(starter, language, own):
    offered = suggestions(viewer_of(starter["ana"]), "prorat", language=language)
    assert [one.title for one in offered if one.kind == "term"] == [own]


def test_what_is_no_term_leads_on_to_search(starter, client_of):
    page = client_of(starter["ana"]).get(reverse(INDEX), {"q": "xilofone & <b>"}).content.decode()
    assert names(page) == []
    assert "/search/?q=xilofone+%26+%3Cb%3E" in page


def test_an_empty_glossary_says_how_it_fills(ana, client_of):
    page = client_of(ana).get(reverse(INDEX)).content.decode()
    assert "Ainda não há termos" in page


def test_a_term_tells_where_it_is_used_and_what_it_stands_on(starter, client_of):
    page = client_of(starter["ana"]).get(reverse("glossary:term", args=["retentativa"])).content.decode()
    assert "/playbooks/" in page
    assert "recusa reversível" in page
    assert client_of(starter["ana"]).get(reverse("glossary:term", args=["nada"])).status_code == 404
    part = client_of(starter["ana"]).get(reverse("glossary:term", args=["retentativa"]), headers={"HX-Request": "true"})
    assert b"<html" not in part.content


def test_where_it_is_used_reveals_nothing_that_its_reader_may_not_see(starter, client_of):
    for who, scopes in (("ana", [person_scope(starter["ana"].person)]), ("all", [EVERYONE])):
        learn_words([
            Entry.objects.create(
                source="idea", key=starter["ana"].person if who == "ana" else starter["zeca"].person, kind="idea",
                locale="pt-br", title=f"Ideia de {who}", body="Sobre o webhook.", url=f"/x/{who}/", scopes=scopes,
            )
        ])  # fmt: skip
    told = {
        who: client_of(starter[who]).get(reverse("glossary:term", args=["webhook"])).content.decode()
        for who in ("ana", "zeca", "fabio")
    }
    assert {who: "Ideia de ana" in page for who, page in told.items()} == {"ana": True, "zeca": False, "fabio": False}
    assert all("Ideia de all" in page for page in told.values())


def test_the_page_costs_no_query_of_its_own_and_a_term_one(starter, client_of):
    client = client_of(starter["ana"])
    for url, most in ((reverse(INDEX), 0), (reverse("glossary:term", args=["churn"]), 1)):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        beside = [q["sql"] for q in queries if "django_session" not in q["sql"] and "_aliases" not in q["sql"]]
        assert len(beside) <= most, beside


# -- In search ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "language", "name"),
    [("cobrança recorrente", "pt-br", "cobrança recorrente"), ("COBRANCAS recorrentes", "pt-br", "cobrança recorrente"),
     ("dunning", "pt-br", "régua de cobrança"), ("recurring billing", "pt-br", "cobrança recorrente"),
     ("régua de cobrança", "en", "dunning schedule"), ("mrr", "en", "monthly recurring revenue"),
     ("plano", "pt-br", "plano")],
)  # fmt: skip
def test_a_question_that_is_a_term_is_explained_above_its_hits(starter, said, language, name):
    found = results(viewer_of(starter["ana"]), said, language=language, filters=Filters(), page=1)
    assert found.meaning is not None
    assert found.meaning.name == name
    assert found.total >= 1
    assert found.meaning.url not in [hit.url for hit in found.hits]


def test_other_ways_to_say_it_are_looked_for_too(starter):
    viewer = viewer_of(starter["ana"])
    learn_words([
        Entry.objects.create(
            source="playbook", key=starter["ana"].person, kind="step", locale="pt-br", title="Passo",
            body="Siga a régua de cobrança.", url="/x/", scopes=[EVERYONE],
        )
    ])  # fmt: skip
    found = results(viewer, "dunning schedule", language="pt-br", filters=Filters(), page=1)
    assert "/x/" in [row.url for row in found.found.rows]
    assert found.also == ["dunning"], "its two names stand above already"
    plain = results(viewer, "cobrança", language="pt-br", filters=Filters(), page=1)
    assert plain.meaning is None
    assert plain.also == []


def test_terms_are_a_kind_among_the_hits(starter, client_of):
    page = client_of(starter["ana"]).get(reverse("search:search"), {"q": "reembolso", "kind": "term"}).content.decode()
    assert "Termos do glossário" in page
    assert "/glossary/#reembolso" in page
