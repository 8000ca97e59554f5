"""How long a course takes, and what of it is left."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from courses.models import ExamAttempt
from courses.rules.length import Length
from portal.people.access import viewer_of
from portal.releases.freeze import freeze
from portal.releases.models import Release
from portal.seams.contracts import Draft, PartDraft
from portal.seams.registry import registry


def test_length_counts_lessons_exam_and_drills_and_takes_off_what_is_done():
    length = Length({"a": 6, "b": 5}, exam=8, drills={"d": 12})
    assert length.total == 31
    assert length.left(finished={"a"}, is_exam_passed=False, drills_passed=()) == 25
    assert length.left(finished={"a", "b"}, is_exam_passed=True, drills_passed={"d"}) == 0
    assert length.left(finished={"gone"}, is_exam_passed=True, drills_passed={"other"}) == 23


def _left(user, release):
    found = registry.targets["course"].progress([release.key], viewer_of(user))
    return found[release.key].minutes_left if release.key in found else None


@pytest.mark.django_db
def test_what_remains_shrinks_with_each_lesson_the_exam_and_the_drill(shelf, ana, client_of, drill_passed):
    drill = uuid4()
    release = shelf.course(lessons=2, exam=4, drills=[drill])
    client = client_of(ana)
    assert _left(ana, release) is None
    client.post(reverse("courses:begin", args=["curso"]))
    assert _left(ana, release) == 3 + 3 + 4 + 12
    for part, of in zip(release.facts["lessons"], ("1 de 2", "2 de 2"), strict=True):
        response = client.post(reverse("courses:finish", args=["curso", part]))
        assert [str(said) for said in get_messages(response.wsgi_request)][-1] == f"Lição concluída: {of}."
    assert _left(ana, release) == 4 + 12
    drill_passed(ana, drill)
    assert _left(ana, release) == 4
    client.post(reverse("courses:start_exam", args=["curso"]))
    attempt = ExamAttempt.objects.get()
    sent = {f"q-{item['question']}": "a" for item in attempt.questions}
    sent |= {f"seq-{item['question']}": 0 for item in attempt.questions}
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), sent)
    assert _left(ana, release) is None


@pytest.mark.django_db
def test_a_release_knows_its_length_from_lessons_exam_and_drill(desk):
    drill = uuid4()
    cover = PartDraft("", "pt-br", 0, "Exercício", [], facts={"minutes": 12})
    freeze(Draft("drill", drill, "exercicio", "pt-br", [cover], [1], "major", "Teste."), released_by=None)
    course = desk.course()
    lesson = desk.lesson(course, "Uma")
    lesson.body = [{"type": "drill", "value": str(drill), "id": "drill"}]
    lesson.save_revision()
    desk.publish(course)
    frozen = Release.objects.get(kind="course", key=course.translation_key)
    assert frozen.facts["length"] == {"lessons": {lesson.part_id: 5}, "exam": 0, "drills": {str(drill): 12}}
    assert frozen.parts.get(part_id="").facts["minutes"] == 17


@pytest.mark.django_db
def test_the_number_of_a_copy_is_never_too_long_to_read(shelf, ana, client_of):
    release = shelf.course(lessons=1, exam=1)
    client = client_of(ana)
    client.post(reverse("courses:finish", args=["curso", release.facts["lessons"][0]]))
    client.post(reverse("courses:start_exam", args=["curso"]))
    attempt = ExamAttempt.objects.get()
    asked = attempt.questions[0]["question"]
    save = reverse("courses:save_exam_answer", args=["curso", attempt.pk, asked])
    assert client.post(save, {f"seq-{asked}": "9" * 5000, f"q-{asked}": "a"}).status_code == 409
    for number in (10**30, int("9" * 4000)):
        assert client.get(f"/courses/curso/exam/{number}/result/").status_code == 404
