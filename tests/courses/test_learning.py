"""Reading, practising and finishing lessons."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from courses.models import Certificate, Enrolment, LessonProgress, PracticeAnswer
from portal.evidence.models import Evidence
from portal.people.models import User

pytestmark = pytest.mark.django_db


def lesson_url(release, place=0, name="lesson", *more):
    return reverse(f"courses:{name}", args=[release.slug, release.facts["lessons"][place], *more])


def facts(user, verb):
    return Evidence.objects.filter(person=user.person, verb=verb)


def test_everyone_signed_in_finds_the_course_and_nobody_else(shelf, ana, client_of, client):
    release = shelf.course()
    assert "Curso pt-br" in client_of(ana).get(reverse("courses:catalogue")).content.decode()
    for url in (reverse("courses:catalogue"), reverse("courses:course", args=["curso"]), lesson_url(release)):
        assert client.get(url).status_code == 302
        assert client_of(ana).get(url).status_code == 200


@pytest.mark.parametrize("count", [5, 20, 80])
def test_finishing_a_lesson_costs_the_same_in_a_course_of_any_length(count, shelf, ana, client_of, counted):
    release = shelf.course(lessons=count, exam=3)
    client = client_of(ana)
    client.post(reverse("courses:begin", args=["curso"]))
    with counted() as cost:
        client.post(lesson_url(release, 0, "finish"))
    assert LessonProgress.objects.count() == 1
    assert cost.queries <= 12


@pytest.mark.parametrize("count", [5, 80])
def test_reading_costs_the_same_in_a_course_of_any_length(count, shelf, ana, client_of, counted):
    release = shelf.course(lessons=count, exam=3)
    client = client_of(ana)
    client.post(reverse("courses:begin", args=["curso"]))
    client.post(lesson_url(release, 0, "finish"))
    budgets = {reverse("courses:course", args=["curso"]): 8, lesson_url(release): 6, reverse("courses:catalogue"): 8}
    for url, budget in budgets.items():
        client.get(url)
        with counted() as cost:
            client.get(url)
        assert cost.queries <= budget, url


def test_a_lesson_is_finished_once_with_one_fact(shelf, ana, client_of):
    release = shelf.course(exam=2)
    client = client_of(ana)
    for _ in range(2):
        client.post(lesson_url(release, 0, "finish"))
    assert LessonProgress.objects.count() == 1
    fact = facts(ana, "lesson.finished").get()
    assert (fact.part, fact.release, fact.key) == (release.facts["lessons"][0], release.pk, release.key)
    assert facts(ana, "course.enrolled").count() == 1


def test_a_lesson_of_no_course_or_of_another_is_not_there(shelf, ana, client_of):
    shelf.course()
    other = shelf.course(slug="outro")
    client = client_of(ana)
    for part in (uuid4(), other.facts["lessons"][0]):
        assert client.get(reverse("courses:lesson", args=["curso", part])).status_code == 404
        assert client.post(reverse("courses:finish", args=["curso", part])).status_code == 404
    assert not Enrolment.objects.exists()


def test_a_newer_release_leaves_those_who_began_where_they_were(shelf, ana, bruno, client_of):
    old = shelf.course(lessons=2)
    client_of(ana).post(reverse("courses:begin", args=["curso"]))
    new = shelf.course(lessons=3, key=old.key)
    assert Enrolment.objects.get(user=ana).release == old
    assert client_of(ana).get(lesson_url(old)).status_code == 200
    assert client_of(ana).get(lesson_url(new, 2)).status_code == 404
    client_of(bruno).post(reverse("courses:begin", args=["curso"]))
    assert Enrolment.objects.get(user=bruno).release == new


def test_the_answer_is_not_in_the_page_before_it_is_given(shelf, ana, client_of):
    release = shelf.course()
    client = client_of(ana)
    before = client.get(lesson_url(release)).content.decode()
    assert "opção a" in before
    assert "motivo secreto" not in before
    assert "Porque" not in before
    assert "is-right" not in before
    ask = lesson_url(release, 0, "question", "ask")
    empty = client.post(ask, headers={"HX-Request": "true"})
    assert empty.status_code == 422
    assert "motivo secreto" not in empty.content.decode()
    after = client.post(ask, {"answer": "b"}, headers={"HX-Request": "true"}).content.decode()
    assert "motivo secreto a" in after
    assert "Ainda não" in after
    assert "<html" not in after
    again = client.get(ask, headers={"HX-Request": "true"}).content.decode()
    assert "motivo secreto" not in again


def test_practice_works_without_script_and_keeps_every_answer(shelf, ana, client_of):
    release = shelf.course()
    client = client_of(ana)
    ask = lesson_url(release, 0, "question", "ask")
    assert client.post(ask, {"answer": "b"}).url == f"{lesson_url(release)}#ask"
    client.post(ask, {"answer": "a"})
    assert [answer.correct for answer in PracticeAnswer.objects.order_by("pk")] == [False, True]
    assert facts(ana, "practice.answered").count() == 2
    page = client.get(lesson_url(release)).content.decode()
    assert "Isso mesmo" in page
    assert client.post(ask, {"answer": "nonsense"}).status_code == 422
    assert client.post(lesson_url(release, 0, "question", "text"), {"answer": "a"}).status_code == 404


def test_what_one_did_another_does_not_see(shelf, ana, zeca, client_of):
    release = shelf.course()
    client_of(ana).post(lesson_url(release, 0, "question", "ask"), {"answer": "a"})
    client_of(ana).post(lesson_url(release, 0, "finish"))
    page = client_of(zeca).get(lesson_url(release)).content.decode()
    assert "motivo secreto" not in page
    assert "Lição concluída" not in page


def test_the_language_switches_under_the_same_progress(shelf, ana, client_of):
    release = shelf.course()
    client = client_of(ana)
    client.post(lesson_url(release, 0, "question", "ask"), {"answer": "a"})
    client.post(lesson_url(release, 0, "finish"))
    User.objects.filter(pk=ana.pk).update(language="en")
    page = client.get(lesson_url(release)).content.decode()
    assert "Texto en 1" in page
    assert "secret reason a" in page
    assert "Lesson finished" in page


def test_a_missing_translation_shows_the_source_and_says_so(shelf, ana, client_of):
    release = shelf.course(languages=("pt-br",))
    User.objects.filter(pk=ana.pk).update(language="en")
    page = client_of(ana).get(lesson_url(release)).content.decode()
    assert "Texto pt-br 1" in page
    assert "Only in Portuguese so far" in page
    assert 'lang="pt-br"' in page


def test_a_course_without_exam_or_drill_ends_with_its_last_lesson(shelf, ana, client_of):
    release = shelf.course(lessons=2)
    client = client_of(ana)
    client.post(lesson_url(release, 0, "finish"))
    assert not Certificate.objects.exists()
    client.post(lesson_url(release, 1, "finish"))
    assert Certificate.objects.get().user == ana
