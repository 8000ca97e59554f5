"""Words are found with accents or none, inflected, and with a small slip; in both languages."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection

from portal.people.access import viewer_of
from portal.search.index import learn_words
from portal.search.models import Entry
from portal.search.queries import EVERYONE, entries, suggestions
from portal.search.text import folded, marked, plain, snippet, words_of

WRITTEN_AND_ASKED = (
    ("cobrança", "cobranca"), ("renovação", "renovacoes"), ("renovações", "renovação"), ("cartões", "cartao"),
    ("cartão", "cartoes"), ("assinatura", "assinaturas"), ("cancelamento", "cancelar"), ("cancelou", "cancelar"),
    ("reembolsos", "reembolso"), ("reembolsar", "reembolso"), ("faturas", "fatura"), ("faturamento", "faturar"),
    ("pagamentos", "pagamento"), ("papéis", "papel"), ("mensagens", "mensagem"), ("mensais", "mensal"),
    ("inadimplência", "inadimplencias"), ("disponível", "disponiveis"), ("automática", "automatico"),
    ("recusada", "recusado"), ("avisar", "avisou"), ("calendário", "calendarios"), ("preços", "preco"),
    ("itens", "item"), ("valores", "valor"), ("meses", "mês"), ("política", "politicas"), ("estorno", "estornar"),
    ("bandeiras", "bandeira"), ("cobrnça", "cobrança"), ("assintura", "assinatura"), ("renvação", "renovação"),
)  # fmt: skip
"""Thirty-two pairs of what a text says and what somebody types; the last three are slips."""


def entry(title: str, body: str = "", *, locale: str = "pt-br", scopes: tuple[str, ...] = (EVERYONE,)) -> Entry:
    made = Entry.objects.create(
        source="playbook", key=uuid4(), part="step", kind="step", locale=locale, title=title, body=body,
        url="/playbooks/", scopes=list(scopes),
    )  # fmt: skip
    learn_words([made])
    return made


def test_of_thirty_two_pairs_thirty_are_found(ana):
    for written, _ in WRITTEN_AND_ASKED:
        entry("Passo", f"O passo fala de {written} e de nada mais")
    missed = []
    for written, asked in WRITTEN_AND_ASKED:
        found = entries(viewer_of(ana), asked, language="pt-br", page=1)
        if not any(written in row.body for row in found.rows):
            missed.append((written, asked))
    assert len(missed) <= 2, missed


@pytest.mark.parametrize(
    ("written", "asked"), [("renewals", "renewal"), ("refunding", "refunds"), ("charged", "charge")]
)
def test_english_is_stemmed_as_english(ana, written, asked):
    entry(f"What is {written}", locale="en")
    assert entries(viewer_of(ana), asked, language="pt-br").total == 1


def test_every_word_must_be_there(ana):
    entry("Cobrança recusada")
    entry("Cobrança aceita")
    assert entries(viewer_of(ana), "cobranca recusada", language="pt-br").total == 1


def test_a_title_comes_before_a_body(ana):
    entry("Outro", "Aqui se fala de reembolso " * 3)
    entry("Reembolso", "Nada")
    assert [row.title for row in entries(viewer_of(ana), "reembolsos", language="pt-br").rows] == ["Reembolso", "Outro"]


def test_words_that_stand_everywhere_lead_nowhere_and_say_so(ana):
    entry("A cobrança de um cartão", "de a o que")
    for word in ("de", "a", "the", "o que"):
        found = entries(viewer_of(ana), word, language="pt-br")
        assert found.is_common
        assert not found.total
    assert not entries(viewer_of(ana), "a cobrança", language="pt-br").is_common


@pytest.mark.parametrize(
    "said", ["'", "a & !", "\\", ":*", "x':*", "%", "<b>", "…", "((", "e-mail", "'; --", "ß", "1e5"]
)
def test_whatever_is_typed_is_only_words(ana, said):
    entry("Cobrança")
    assert entries(viewer_of(ana), said, language="pt-br").total == 0
    suggestions(viewer_of(ana), said, language="pt-br")


def test_a_thing_in_both_languages_is_one_hit_in_the_reader_s(ana):
    key = uuid4()
    for locale, title in (("pt-br", "Chargeback no cartão"), ("en", "Chargeback on a card")):
        Entry.objects.create(
            source="drill", key=key, kind="drill", locale=locale, title=title, url="/practice/", scopes=[EVERYONE]
        )
    found = entries(viewer_of(ana), "chargeback", language="en")
    assert [row.title for row in found.rows] == ["Chargeback on a card"]
    assert (found.total, found.everything, [facet.count for facet in found.kinds]) == (1, 1, [1])
    assert [row.locale for row in entries(viewer_of(ana), "cartão", language="en").rows] == ["pt-br"]


def test_what_one_is_typing_is_a_beginning(ana):
    entry("Renovação do plano")
    for said in ("ren", "renova", "renovação do pl"):
        assert [one.title for one in suggestions(viewer_of(ana), said, language="pt-br")] == ["Renovação do plano"]


def test_very_many_hits_are_told_as_more_than(ana, monkeypatch):
    monkeypatch.setattr("portal.search.queries.COUNTED", 5)
    for number in range(9):
        entry(f"Outro {number}", "cobrança")
    entry("Cobrança", "título")
    found = entries(viewer_of(ana), "cobrança", language="pt-br")
    assert found.is_many
    assert found.rows[0].title == "Cobrança"


# -- Text ---------------------------------------------------------------------------------------------------------------


def test_words_out_of_html_keep_their_blocks_apart():
    assert words_of(["<p>Um&nbsp;<b>dois</b></p><p>três</p>", "<ul><li>a</li><li>b &amp; c</li></ul>"]) == (
        "Um dois três a b & c"
    )


def test_the_marked_words_keep_their_accents():
    pieces = marked("A Renovação, já!", {"renovacao"})
    assert [(piece.text, piece.is_marked) for piece in pieces] == [("A ", False), ("Renovação", True), (", já!", False)]


def test_a_snippet_shows_where_the_words_stand_together():
    body = "aviso " + "x " * 300 + "o aviso de renovação segue " + "y " * 300
    text = "".join(piece.text for piece in snippet(body, {"aviso", "renovacao"}))
    assert "aviso de renovação" in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 300


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["Renovação, já!", "  Ação—nº 3ª ", "E-mail do CLIENTE", "", "coração ñ ü"])
def test_python_and_the_database_write_words_alike(said):
    with connection.cursor() as cursor:
        cursor.execute("select search_plain(%s)", [said.replace("º", "").replace("ª", "")])
        assert cursor.fetchone()[0] == plain(said.replace("º", "").replace("ª", ""))
    assert re.fullmatch("[a-z0-9 ]*", plain(said))
    assert folded("ÇÃO") == "cao"
