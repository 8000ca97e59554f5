"""Terms in what people read: marked at that moment, once a part, in the text's language, at no query of its own."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from portal.glossary.book import book, edition_of
from portal.glossary.models import Edition, Term
from portal.glossary.seed import starter_terms
from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.releases.models import ReleasePart
from portal.releases.read import current


def term(slug: str = "pagode", **said: object) -> Term:
    defaults = {"name_pt_br": "pagode", "definition_pt_br": "Uma roda.", "forms_pt_br": "pagodes"}
    return Term.objects.create(slug=slug, **{**defaults, **said})


def shown(user, html: str, *, part: str = "", locale: str = "", language: str = "pt-br", request=None) -> str:
    request = request or RequestFactory().get("/")
    request.viewer = viewer_of(type(user).objects.get(pk=user.pk)) if user else None
    template = Template("{% load glossary %}{% glossed html part locale %}")
    with translation.override(language):
        return template.render(Context({"request": request, "html": mark_safe(html), "part": part, "locale": locale}))


def slugs(html: str) -> list[str]:
    return re.findall(r'class="term" href="/glossary/#([a-z0-9-]+)"', html)


def test_a_word_is_a_link_to_the_glossary_that_carries_its_card(ana):
    term(name_en="samba circle", definition_en="People who play.", abbreviations="RDS")
    found = shown(ana, "<p>Um <em>Pagode</em> aqui.</p>")
    assert slugs(found) == ["pagode"]
    for said in ('data-term="pagode"', 'data-definition="Uma roda."', 'data-other="samba circle"', ">Pagode</a>",
                 'data-other-lang="en"', 'data-abbreviation="RDS"'):  # fmt: skip
        assert said in found
    assert "data-lang" not in found


def test_once_a_part_even_over_several_texts_and_again_in_the_next_part(ana):
    term()
    request = RequestFactory().get("/")
    texts = [shown(ana, "<p>pagode</p>", part=part, request=request) for part in ("1", "1", "2")]
    assert [slugs(text) for text in texts] == [["pagode"], [], ["pagode"]]


def test_a_text_in_another_language_is_read_in_its_own_and_explained_in_the_reader_s(ana):
    term(name_en="samba circle", definition_en="People who play.")
    found = shown(ana, "<p>pagode, samba circle</p>", locale="pt-br", language="en")
    assert slugs(found) == ["pagode"]
    assert 'data-definition="People who play."' in found
    term("forro", name_pt_br="forró", definition_pt_br="Uma dança.")
    found = shown(ana, "<p>forró</p>", locale="pt-br", language="en")
    assert 'data-lang="pt-br"' in found


def test_an_everyday_name_is_not_marked_but_its_other_forms_are(ana):
    term(is_marked_pt_br=False)
    assert slugs(shown(ana, "<p>pagode</p>")) == []
    assert slugs(shown(ana, "<p>pagodes</p>")) == ["pagode"]


def test_a_change_shows_at_once_and_a_change_taken_back_never(ana):
    one = term()
    assert "Uma roda." in shown(ana, "<p>pagode</p>")
    Term.objects.filter(pk=one.pk).update(definition_pt_br="Outra roda.")
    assert "Outra roda." in shown(ana, "<p>pagode</p>")
    one.delete()
    assert slugs(shown(ana, "<p>pagode</p>")) == []
    numbers = {Edition.objects.get().number}
    for name in ("a", "b"):
        term(name, name_pt_br=name)
        numbers.add(Edition.objects.get().number)
    assert len(numbers) == 3


def test_the_edition_comes_with_the_person_and_the_terms_in_one_query(ana):
    term()
    viewer = viewer_of(type(ana).objects.get(pk=ana.pk))
    assert edition_of(viewer) == Edition.objects.get().number
    book.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        shown_twice = [book(edition_of(viewer)), book(edition_of(viewer))]
    assert len(queries) == 1
    assert shown_twice[0] is shown_twice[1]


def test_where_the_glossary_fails_or_nobody_is_there_the_text_stands_as_it_is(ana, monkeypatch, caplog):
    term()

    def fails(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("portal.glossary.templatetags.glossary.marked", fails)
    assert shown(ana, "<p>pagode</p>") == "<p>pagode</p>"
    assert "without the glossary" in caplog.text
    monkeypatch.undo()
    assert shown(None, "<p>pagode</p>") == "<p>pagode</p>"


def test_what_is_not_safe_html_is_escaped_as_ever(ana):
    term()
    request = RequestFactory().get("/")
    request.viewer = viewer_of(ana)
    found = Template("{% load glossary %}{% glossed html %}").render(Context({"request": request, "html": "<b>pagode"}))
    assert found == "&lt;b&gt;pagode"


# -- The starter library --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_lessons_playbooks_and_drills_show_terms_and_what_was_released_holds_none(starter, client_of, language):
    client = client_of(starter["ana"])
    client.post(reverse("set_language_of_person"), {"language": language})
    course, playbook, drill = (
        current(kind, key=content_key(kind, name))
        for kind, name in (("course", "renewals"), ("playbook", "declined-charge"), ("drill", "payday"))
    )
    lesson = ReleasePart.objects.filter(release=course).exclude(part_id="").order_by("position").first()
    for url in (
        reverse("courses:lesson", args=[course.slug, lesson.part_id]),
        reverse("playbooks:read", args=[playbook.slug]),
        reverse("sandbox:drill", args=[drill.slug]),
    ):
        page = client.get(url).content.decode()
        assert slugs(page), url
        assert "portal/glossary.js" in page
    assert not any('class="term"' in html for part in ReleasePart.objects.all() for html in part.html.values())


def test_an_exam_explains_nothing(starter, client_of):
    from tests.journeys.prepared import opens_exam, reads_every_lesson

    reads_every_lesson(starter["ana"])
    opens_exam(starter["ana"])
    course = current("course", key=content_key("course", "renewals"))
    page = client_of(starter["ana"]).get(reverse("courses:exam", args=[course.slug])).content.decode()
    assert "<legend" in page
    assert not slugs(page)


def test_the_starter_s_terms_are_whole_in_both_languages_and_no_two_are_written_alike(db):
    terms = starter_terms()
    assert len(terms) >= 72
    for language in ("pt-br", "en"):
        taken: dict[str, str] = {}
        for one in terms:
            assert one.has(language), one.slug
            one.full_clean(exclude=["latest_revision"])
            for form in {one.said("name", language).casefold(), *(form.casefold() for form in one.forms(language))}:
                assert taken.setdefault(form, one.slug) == one.slug, f"{form}: {taken[form]}, {one.slug}"
