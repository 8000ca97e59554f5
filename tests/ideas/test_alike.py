"""Ideas alike are found while one types, whatever the accents, the endings and the language."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from ideas.actions.moderate import moderate
from ideas.actions.withdraw import withdraw
from ideas.models import Idea
from ideas.queries import similar
from ideas.rules.words import enough, plain, significant, stem
from portal.people.access import viewer_of

pytestmark = pytest.mark.django_db

CARD = "Avisar no aplicativo quando o cartão está para vencer"
ENGLISH = "Tell customers earlier when the card on file will expire before an annual renewal"


@pytest.fixture
def shelf(write, bruno, carla):
    write(bruno, CARD)
    write(
        carla,
        ENGLISH,
        "The expiry e-mails follow the card's date, not the renewal's.",
        "Say so in the renewal notice as well.",
        language="en",
    )
    write(bruno, "Oferecer pausa para quem cancela", "Muita gente não usa agora.", "Uma opção de pausa.")
    write(carla, "Conferir os avisos que caem em feriados", "Um lote parou no feriado.", "Uma lista na sexta.")


def titles(text, user):
    return [idea.title for idea in similar(text, viewer_of(user))]


@pytest.mark.parametrize(
    "typed",
    [
        "cartão vencendo",
        "cartao vencendo",
        "CARTÕES A VENCER",
        "avisos de vencimento do cartão",
        "Aviso no app: cartoes vencem",
        "aplicativos que avisem do cartão",
    ],
)
def test_portuguese_is_found_with_accents_without_and_inflected(shelf, ana, typed):
    assert titles(typed, ana)[0] == CARD


@pytest.mark.parametrize(
    "typed", ["cards expiring before renewals", "warn customer: expired card", "Annual renewals and expiry dates"]
)
def test_english_is_found_too(shelf, ana, typed):
    assert titles(typed, ana)[0] == ENGLISH


@pytest.mark.parametrize(
    "typed", ["", "   ", "para que não seja como era", "what would you do with this", "de a o que e", "?!…", "12 2026"]
)
def test_empty_words_match_nothing_and_ask_nothing(shelf, ana, django_assert_num_queries, typed):
    viewer = viewer_of(ana)
    with django_assert_num_queries(0):
        assert similar(typed, viewer) == []


def test_one_word_in_common_of_many_is_not_alike(shelf, ana):
    assert titles("pausa no cadastro de fornecedores estrangeiros", ana) == []


def test_like_patterns_are_letters_here(shelf, ana):
    assert titles("%%% ___ '; drop table ideas_idea; --", ana) == []


def test_hidden_and_withdrawn_ideas_are_alike_to_their_author_only(write, ana, bruno, carla):
    hidden, gone = write(bruno, CARD), write(bruno, CARD)
    moderate(viewer_of(carla), key=hidden.key, status="new", answer="", is_hidden=True)
    withdraw(viewer_of(bruno), key=gone.key)
    assert titles("cartão vencendo", ana) == []
    assert len(titles("cartão vencendo", bruno)) == 2


@pytest.mark.parametrize("count", [5, 50])
def test_it_costs_the_same_at_any_number(write, ana, bruno, django_assert_num_queries, count):
    for n in range(count):
        write(bruno, f"{CARD} {n}")
    viewer = viewer_of(ana)
    with django_assert_num_queries(2):
        assert len(similar("cartões vencendo no aplicativo", viewer)) == 5


def test_the_index_answers(write, bruno):
    write(bruno)
    ideas = Idea.objects.filter(plain__contains=" cart").only("pk")
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "idea_by_words" in ideas.explain()


def test_the_database_writes_the_words_that_python_looks_for(write, bruno):
    text = "Ação: “não-cobrança” às 9h, CORAÇÃO à vista… ÜBER naïve"
    idea = write(bruno, text, "b", "c")
    idea.refresh_from_db()
    assert set(plain(text).replace(":", "").split()) >= {"acao", "coracao", "uber", "naive"}
    for word in significant(text):
        assert f" {word}" in idea.plain


def test_stems_are_shared_by_inflected_forms():
    for forms in (["cartão", "cartões"], ["renovar", "renovação"], ["expire", "expired"], ["aviso", "avisar"]):
        first, second = (stem(plain(form)) for form in forms)
        assert first.startswith(second) or second.startswith(first)


def test_how_many_words_are_enough():
    assert [enough(n) for n in (1, 2, 3, 4, 6, 12)] == [1, 2, 2, 2, 3, 4]


def test_the_fragment_links_and_offers_support(shelf, ana, client_of):
    page = client_of(ana).get(
        reverse("ideas:similar"), {"title": "cartões vencendo", "problem": ""}, headers={"HX-Request": "true"}
    )
    html = page.content.decode()
    idea = Idea.objects.get(title=CARD)
    assert idea.get_absolute_url() in html
    assert f"{reverse('ideas:support', args=[idea.key])}?typing=1" in html
    assert "<html" not in html
    answer = client_of(ana).post(
        f"{reverse('ideas:support', args=[idea.key])}?typing=1", headers={"HX-Request": "true"}
    )
    assert "Você apoia" in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_strangers_find_nothing(shelf, client):
    assert client.get(reverse("ideas:similar"), {"title": "cartões vencendo"}).status_code == 302
