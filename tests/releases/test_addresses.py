"""The address of a page, as an author gives it: plain, one's own, and refused beside its field with nothing lost."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.urls import reverse
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, LearningPathPage, LessonPage
from playbooks.models import PlaybookPage
from portal.home.library import SOURCE, content_key, locale
from portal.releases.models import Release
from sandbox.models import DrillPage
from tests.courses.test_paths import form_data, step

TITLE, SLUG, SUMMARY = "Cobrança não paga", "cobranca-nao-paga", "Para isto."


def typed(slug: str, **changed: str) -> dict[str, str]:
    """What the form of a new path sends, filled in right but perhaps for its address."""
    new = LearningPathPage(title=TITLE, slug=SLUG, summary=SUMMARY)
    data = form_data(new, [step(("course", content_key("course", "renewals")), pt="Por isto.", en="For this.")])
    return {**data, "slug": slug, **changed}


def door(kind: str = "learningpathpage", shelf: Page | None = None) -> str:
    parent = shelf or CourseIndexPage.objects.get(locale=locale(SOURCE))
    return reverse("wagtailadmin_pages:add", args=["courses", kind, parent.pk])


def refused(answer) -> str:
    """The sentence beside the address, of a form that came back with everything that was typed."""
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form["title"].value() == TITLE and form["summary"].value() == SUMMARY
    assert form["steps"].value()[0].value["note_en"] == "For this."
    (sentence,) = form.errors["slug"]
    assert sentence in answer.content.decode().replace("&quot;", '"')
    return sentence


def saved_while_typing(client, **changed: str):
    """The editor saves a draft a moment after somebody stops typing."""
    data = typed(SLUG, **changed)
    del data["action-publish"]
    return client.post(door(), data, headers={"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"})


def test_publishing_what_was_saved_while_one_typed_says_so_beside_the_address(starter, client_of):
    client = client_of(starter["eva"])
    assert saved_while_typing(client).json()["success"] is True
    sentence = refused(client.post(door(), typed(SLUG)))
    assert "“cobranca-nao-paga”" in sentence and "rascunho" in sentence
    assert LearningPathPage.objects.filter(slug=SLUG).count() == 1


def test_it_says_so_too_where_the_draft_is_being_saved_at_that_very_moment(live, client_of):
    typing, publishing = (client_of(live.person("eva")) for _one in range(2))
    saved, asked = Event(), Event()
    answers = []

    def autosave() -> None:
        try:
            with transaction.atomic():
                answers.append(saved_while_typing(typing))
                saved.set()
                asked.wait(2)
        finally:
            saved.set()
            connection.close()

    other = Thread(target=autosave)
    other.start()
    saved.wait(60)
    sentence = refused(publishing.post(door(), typed(SLUG)))
    asked.set()
    other.join()
    assert answers[0].json()["success"] is True
    assert "“cobranca-nao-paga”" in sentence
    assert LearningPathPage.objects.filter(slug=SLUG).count() == 1


@pytest.mark.parametrize("slug", ["", "cobrança", "não-paga", "两个", "cobranca paga", "cobrança?"])
def test_an_address_typed_with_other_letters_is_refused_beside_it(starter, client_of, slug):
    client = client_of(starter["eva"])
    assert refused(client.post(door(), typed(slug)))
    if slug:  # a draft's empty one is made of its title
        assert refused(client.post(door(), typed(slug, **{"action-publish": ""})))
    assert not LearningPathPage.objects.filter(title=TITLE).exists()


def test_the_refusal_offers_the_same_in_plain_letters(starter, client_of):
    assert "“cobranca-nao-paga”" in refused(client_of(starter["eva"]).post(door(), typed("Cobrança-não-paga")))


def test_a_lesson_is_asked_for_plain_letters_too(starter, client_of):
    lesson = LessonPage.objects.filter(locale__language_code="pt-br").first()
    form = LessonPage.get_edit_handler().get_form_class()
    empty = {"title": "Um", "body-count": "0", "minutes": "5"}
    given = {"instance": lesson, "for_user": starter["eva"], "parent_page": lesson.get_parent()}
    assert "slug" in form({**empty, "slug": "lição"}, **given).errors
    assert "slug" not in form({**empty, "slug": "licao"}, **given).errors


@pytest.mark.parametrize("model", [CoursePage, LearningPathPage, PlaybookPage, DrillPage])
def test_an_old_address_with_accents_breaks_no_list_and_is_read(starter, client_of, model):
    page = model.objects.filter(locale__language_code="pt-br", live=True).first().get_latest_revision_as_object()
    page.slug = "cobrança"
    page.change_class, page.change_reason, page.change_number = "editorial", "Porque sim.", page.next_number()
    page.save_revision().publish()
    assert Release.objects.filter(kind=page.kind, key=page.translation_key, slug="cobrança").exists()
    eva, ana = client_of(starter["eva"]), client_of(starter["ana"])
    for name in ("wagtailadmin_explore", "wagtailadmin_pages:edit"):
        target = page.get_parent().pk if name == "wagtailadmin_explore" else page.pk
        assert eva.get(reverse(name, args=[target])).status_code == 200
    page.refresh_from_db()
    assert ana.get(page.reader_path()).status_code == 200
    for name in ("home", "courses:catalogue", "playbooks:index", "sandbox:index"):
        assert ana.get(reverse(name)).status_code == 200


def test_what_has_an_old_address_with_accents_can_still_be_written_on(starter):
    path = LearningPathPage.objects.filter(locale__language_code="pt-br").first()
    LearningPathPage.objects.filter(pk=path.pk).update(slug="cobrança")
    path.refresh_from_db()
    form = LearningPathPage.get_edit_handler().get_form_class()
    given = {"instance": path, "for_user": starter["eva"], "parent_page": path.get_parent()}
    assert "slug" not in form({"title": "Um", "slug": "cobrança", "steps-count": "0"}, **given).errors
