"""Publishing a course releases it with its lessons, once, in every language."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.actions.import_course import import_course
from courses.actions.seed_year import CONTENT
from courses.models import CoursePage, LessonPage, Question, QuestionVersion
from portal.releases.models import Release, ReleasePart
from portal.releases.publishing import release_page, sweep
from tests.courses.conftest import question

pytestmark = pytest.mark.django_db


def texts(release):
    return {(p.position, p.locale): p.blocks[0]["value"]["text"] for p in release.parts.exclude(part_id="")}


def test_the_course_takes_the_newest_draft_of_each_lesson_with_it(desk):
    course = desk.course()
    lesson = desk.lesson(course, "um")
    desk.lesson(course, "dois")
    assert not Release.objects.exists()
    desk.publish(course)
    first = Release.objects.get(kind="course")
    assert texts(first) == {(1, "pt-br"): "um", (2, "pt-br"): "dois"}
    assert first.facts["lessons"][0] == str(lesson.translation_key)

    lesson.body = [{"type": "markdown", "value": "um, melhor", "id": "text"}]
    lesson.save_revision()
    assert texts(first)[1, "pt-br"] == "um"
    assert Release.objects.count() == 1

    desk.publish(course)
    second = Release.objects.get(kind="course", number=2)
    assert texts(second) == {(1, "pt-br"): "um, melhor", (2, "pt-br"): "dois"}
    assert texts(first)[1, "pt-br"] == "um"


def test_the_same_revisions_are_frozen_once_and_drafts_after_publishing_stay_drafts(desk):
    course = desk.course()
    lesson = desk.lesson(course, "um")
    desk.publish(course)
    lesson.body = [{"type": "markdown", "value": "ainda em rascunho", "id": "text"}]
    lesson.save_revision()
    again = release_page(CoursePage.objects.get(pk=course.pk))
    assert again.number == 1
    assert sweep() == 0
    assert Release.objects.count() == 1


def test_one_number_spans_the_languages_and_a_missing_translation_has_no_part(desk):
    course = desk.course()
    key = uuid4()
    desk.lesson(course, "um", key=key)
    desk.lesson(course, "dois")
    english = desk.course("en", key=course.translation_key)
    desk.lesson(english, "one", key=key)
    desk.publish(english)
    assert not Release.objects.exists(), "the source language leads"
    desk.publish(course)
    assert texts(Release.objects.get(kind="course")) == {(1, "pt-br"): "um", (2, "pt-br"): "dois", (1, "en"): "one"}


def test_a_language_whose_cover_is_a_draft_takes_no_part(desk):
    course = desk.course()
    key = uuid4()
    desk.lesson(course, "um", key=key)
    desk.lesson(desk.course("en", key=course.translation_key), "cópia ainda em português", key=key)
    desk.publish(course)
    assert set(ReleasePart.objects.values_list("locale", flat=True)) == {"pt-br"}


def test_released_lessons_show_as_live_in_the_tree(desk):
    course = desk.course()
    lesson = desk.lesson(course, "um")
    assert [page.pk for page in course.waiting()] == [lesson.pk]
    desk.publish(course)
    assert LessonPage.objects.get(pk=lesson.pk).live
    assert CoursePage.objects.get(pk=course.pk).waiting() == []


def test_a_question_gets_a_version_only_when_it_changed(desk):
    asked = question("pergunta")
    course = desk.course()
    desk.lesson(course, "um", asks=asked)
    desk.publish(course)
    desk.publish(course)
    assert QuestionVersion.objects.filter(key=asked.key).count() == 1

    Question.objects.filter(pk=asked.pk).update(prompt_en="Which one?")
    desk.publish(course)
    versions = QuestionVersion.objects.filter(key=asked.key).order_by("number")
    assert list(versions.values_list("number", flat=True)) == [1, 2]
    blocks = ReleasePart.objects.get(release__number=3, position=1).blocks
    assert blocks[1]["value"] == {"question": str(asked.key), "version": 2}
    assert ReleasePart.objects.get(release__number=1, position=1).blocks[1]["value"]["version"] == 1

    Question.objects.filter(pk=asked.pk).update(prompt_en="Question pergunta?")
    desk.publish(course)
    assert ReleasePart.objects.get(release__number=4, position=1).blocks[1]["value"]["version"] == 1


def test_a_version_is_never_changed(desk):
    course = desk.course()
    desk.lesson(course, "um", asks=question("pergunta"))
    desk.publish(course)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.update(content={})
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.all().delete()


def test_importing_the_same_folder_twice_changes_nothing():
    first = import_course(CONTENT / "renewals")
    assert first.number == 1
    assert import_course(CONTENT / "renewals") is None
    assert Release.objects.filter(kind="course").count() == 1
    parts = ReleasePart.objects.filter(release=first)
    assert parts.filter(locale="pt-br").count() == parts.filter(locale="en").count() == 6
    assert all(item["lesson"] for item in first.facts["exam"]["questions"]), "every exam question names a lesson"


def test_a_lesson_cannot_be_published_alone_and_its_course_can(desk, client_of, fabio):
    fabio.is_superuser = fabio.is_staff = True
    fabio.save()
    course = desk.course()
    lesson = desk.lesson(course, "um")
    admin = client_of(fabio)
    page = admin.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert 'name="action-publish"' not in page
    new = admin.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course.pk])).content.decode()
    assert 'name="action-publish"' not in new
    page = admin.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert 'name="action-publish"' in page
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page, "says which lessons would be released"


def test_a_preview_shows_the_draft_marked_and_with_inert_forms(desk, client_of, fabio):
    fabio.is_superuser = fabio.is_staff = True
    fabio.save()
    course = desk.course()
    lesson = desk.lesson(course, "um", asks=question("pergunta"))
    admin = client_of(fabio)
    for page in (lesson, course):
        shown = admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert shown.status_code == 200
        assert "Prévia do rascunho" in shown.content.decode()
    body = admin.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert "<fieldset disabled" in body
    assert "motivo secreto" not in body
