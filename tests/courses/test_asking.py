"""Questions of every kind in the bank, in a lesson and in an exam."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from courses.actions.account_data import CourseData
from courses.actions.freeze_questions import freeze_questions
from courses.blocks.asked import raw
from courses.models import ExamAttempt, ExamStep, PracticeAnswer, Question
from courses.queries import contents, place, practice_order
from courses.queries.replay import practice
from portal.evidence.models import Evidence
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.seams.contracts import Account
from tests.courses.conftest import Desk
from tests.courses.samples import EVERY

pytestmark = pytest.mark.django_db
RIGHT = {
    "single": {"": "a"},
    "true_false": {"": "a"},
    "multiple": {"": ["a", "b", "c"]},
    "numeric": {"": "49,90"},
    "fill": {".1": "sete", ".2": "e-mail"},
    "case": {".one": "a", ".two": "49.9"},
}
"""What a page sends for a right answer, by the ending of the field; order and match depend on what was shown."""


def banked(kind: str) -> Question:
    content = EVERY[kind]
    question = Question(
        name=f"q-{kind.replace('_', '-')}",
        prompt_pt_br=content["prompt"]["pt-br"],
        prompt_en=content["prompt"]["en"],
        explanation_pt_br=content["explanation"]["pt-br"],
        explanation_en=content["explanation"]["en"],
        answer=raw(content),
    )
    question.full_clean()
    question.save()
    return Question.objects.get(pk=question.pk)


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_a_question_comes_out_of_the_editors_blocks_as_it_went_in(kind):
    frozen = banked(kind).content()
    for name in set(EVERY[kind]) - {"explanation", "parts"}:
        assert frozen[name] == EVERY[kind][name], name
    if kind == "case":
        for mine, part in zip(frozen["parts"], EVERY[kind]["parts"], strict=True):
            assert all(mine[name] == part[name] for name in set(part) - {"critical"})


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("single", {"options": [dict(EVERY["single"]["options"][0], correct=False), EVERY["single"]["options"][1]]}),
        ("true_false", {"options": EVERY["multiple"]["options"]}),
        ("multiple", {"options": [dict(one, correct=False) for one in EVERY["multiple"]["options"]]}),
        ("match", {"extra": [{"id": "x", "text": EVERY["match"]["pairs"][0]["right"]}]}),
        ("fill", {"text": {"pt-br": "Só [[days]].", "en": "Only [[days]]."}}),
        ("fill", {"text": {"pt-br": "[[days]] [[way]] [[days]]"}}),
    ],
)
def test_a_question_that_could_not_be_answered_rightly_is_refused(kind, change):
    content = {**EVERY[kind], **change}
    question = Question(name="broken", prompt_pt_br="?", answer=raw(content))
    with pytest.raises(ValidationError):
        question.answer.stream_block.clean(question.answer)


@pytest.fixture
def lesson_with(shelf, ana, client_of):
    """A lesson that asks one question of the kind, and the address that takes its answer."""

    def made(kind: str):
        desk = Desk()
        course = desk.course()
        desk.lesson(course, "Texto", asks=banked(kind))
        desk.publish(course)
        client = client_of(ana)
        client.post(reverse("courses:begin", args=["renovar"]))
        part = course.lessons()[0].part_id
        return client, reverse("courses:question", args=["renovar", part, "ask"])

    return made


def posted(kind, content, order, field="answer"):
    """A right answer as a page would send it."""
    if kind == "order":
        right = [item["id"] for item in content["items"]]
        return {f"{field}.{at}": str(right.index(name) + 1) for at, name in enumerate(order, start=1)}
    if kind == "match":
        return {f"{field}.{at}": str(order.index(pair["id"]) + 1) for at, pair in enumerate(content["pairs"], start=1)}
    return {f"{field}{ending}": value for ending, value in RIGHT[kind].items()}


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_practice_of_every_kind_is_answered_explained_and_told_as_evidence(kind, lesson_with, ana):
    client, address = lesson_with(kind)
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "why-" not in page
    found = place(viewer_of(ana), "renovar")
    version = next(iter(freeze_questions(Question.objects.all()).items()))
    content = next(iter(contents([(str(version[0]), version[1])]).values()))
    order = list(practice_order(found, "ask", content))
    answered = client.post(
        address, posted(kind, content, order) | {"confidence": "sure"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "is-right" in answered
    assert "why-all pt" in answered
    answer = PracticeAnswer.objects.get()
    assert answer.correct
    fact = Evidence.objects.get(person=ana.person, verb="practice.answered")
    assert (fact.result["correct"], fact.result["confidence"]) == (True, "sure")
    assert [difference for found in practice() for difference in found] == []
    wrong = client.post(address, {}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert PracticeAnswer.objects.count() == 1


def test_a_number_that_cannot_be_read_stays_and_gets_a_sentence(lesson_with):
    client, address = lesson_with("numeric")
    refused = client.post(address, {"answer": "NaN"}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "49,90" in refused.content.decode()
    assert not PracticeAnswer.objects.exists()


def test_words_typed_into_a_gap_stay_out_of_evidence(lesson_with, ana):
    client, address = lesson_with("fill")
    client.post(address, {"answer.1": "sete", "answer.2": "Maria da Silva"})
    assert PracticeAnswer.objects.get().chosen == ["sete", "Maria da Silva"]
    assert Evidence.objects.get(person=ana.person, verb="practice.answered").result["chosen"] == ["sete", ""]
    assert [difference for found in practice() for difference in found] == []


def test_an_erasure_takes_words_typed_into_gaps_and_leaves_what_was_right(sitting, ana):
    client, attempt = sitting
    sent = answers(attempt, only={"fill", "single"})
    client.post(
        reverse("courses:submit_exam", args=["curso", attempt.pk]),
        {name: "Maria da Silva" if name.endswith(".2") else value for name, value in sent.items()},
    )
    assert "Maria" in str(list(attempt.steps.values_list("chosen", flat=True)))
    account = Account(user=ana.pk, users=[ana.pk], persons=[ana.person], has_left=True)
    CourseData().erase(account)
    assert sorted(map(tuple, attempt.steps.values_list("chosen", flat=True))) == [("a",), ("sete", "")]


# -- In an exam ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def sitting(shelf, ana, client_of):
    """Ana before an exam that asks one question of every kind, with a time limit of thirty minutes."""
    release = shelf.course(lessons=1, asks=[banked(kind) for kind in EVERY], minutes=30)
    client = client_of(ana)
    client.post(reverse("courses:finish", args=["curso", release.facts["lessons"][0]]))
    client.post(reverse("courses:start_exam", args=["curso"]))
    return client, ExamAttempt.objects.get()


def answers(attempt, *, only=None):
    """Right answers to every question as one page sends them, beside the number of its copy."""
    frozen = contents((item["question"], item["version"]) for item in attempt.questions)
    data = {}
    for item in attempt.questions:
        key = item["question"]
        content = frozen[key, item["version"]]
        if only and content["kind"] not in only:
            continue
        data |= posted(content["kind"], content, item["order"], field=f"q-{key}")
        data[f"seq-{key}"] = "0"
    return data


def test_an_exam_of_every_kind_is_saved_kept_by_steps_and_passed(sitting, ana):
    client, attempt = sitting
    page = client.get("/courses/curso/exam/").content.decode()
    assert "why-" not in page and "is-right" not in page
    for item in attempt.questions:
        key = item["question"]
        address = reverse("courses:save_exam_answer", args=["curso", attempt.pk, key])
        sent = {name: value for name, value in answers(attempt).items() if key in name} | {f"c-{key}": "fairly"}
        assert client.post(address, sent, headers={"HX-Request": "true"}).status_code == 200
    assert attempt.steps.count() == len(EVERY)
    assert set(attempt.steps.values_list("confidence", flat=True)) == {"fairly"}
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), {})
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed, attempt.marking) == (100, True, 1)


def test_a_page_that_comes_back_shows_what_was_answered(sitting):
    client, attempt = sitting
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), answers(attempt, only={"order", "fill"}))
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    page = client.get("/courses/curso/exam/").content.decode()
    assert page.count(" selected>") == 3
    assert 'value="sete"' in page


def test_a_step_is_never_changed(sitting):
    client, attempt = sitting
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), answers(attempt, only={"single"}))
    with pytest.raises(DatabaseError), transaction.atomic():
        ExamStep.objects.update(chosen=["b"])


def test_the_server_keeps_the_time_and_a_late_answer_is_refused(sitting, ana):
    client, attempt = sitting
    assert attempt.closes_at - attempt.opened_at == timedelta(minutes=30)
    for _ in range(2):  # opening it again, in any window, gives no more time
        client.post(reverse("courses:start_exam", args=["curso"]), {"minutes": "600"})
    assert ExamAttempt.objects.get().closes_at == attempt.closes_at
    key = next(item["question"] for item in attempt.questions)
    address = reverse("courses:save_exam_answer", args=["curso", attempt.pk, key])
    sent = {name: value for name, value in answers(attempt).items() if key in name}
    _pass(attempt, minutes=31)  # within the grace, for what could not be sent in time
    assert client.post(address, sent, headers={"HX-Request": "true"}).status_code == 200
    _pass(attempt, minutes=2)
    late = client.post(address, sent | {f"seq-{key}": "1"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert "O tempo acabou" in late.content.decode()
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), answers(attempt))
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    assert attempt.score == 12  # the one answer of eight that came in time


def test_an_exam_left_alone_is_marked_by_its_job_once(sitting):
    client, attempt = sitting
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), answers(attempt, only={"single", "fill"}))
    job = Job.objects.get(kind="courses.close_exam")
    assert job.run_after > attempt.closes_at
    _pass(attempt, minutes=40)
    Job.objects.update(run_after=timezone.now() - timedelta(minutes=1))
    perform(job.pk)
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (25, False)
    at = attempt.submitted_at
    perform(job.pk)
    attempt.refresh_from_db()
    assert attempt.submitted_at == at
    assert Evidence.objects.filter(verb="exam.marked").count() == 1


@pytest.mark.parametrize(
    ("meanwhile", "shown", "hidden"),
    [
        ("score", ["0%"], ["Lição 1 pt-br", "ask pt", "why-"]),
        ("lessons", ["Lição 1 pt-br"], ["ask pt", "why-"]),
        ("missed", ["Lição 1 pt-br", "ask pt"], ["why-", "is-right"]),
        ("answers", ["Lição 1 pt-br", "ask pt", "why-all pt", "is-right"], []),
    ],
)
def test_a_result_shows_what_the_course_lets_it(meanwhile, shown, hidden, shelf, ana, client_of):
    release = shelf.course(lessons=1, asks=[banked(kind) for kind in EVERY], review={"meanwhile": meanwhile})
    client = client_of(ana)
    client.post(reverse("courses:finish", args=["curso", release.facts["lessons"][0]]))
    client.post(reverse("courses:start_exam", args=["curso"]))
    address = reverse("courses:submit_exam", args=["curso", ExamAttempt.objects.get().pk])
    main = client.post(address, {"confirmed": "yes"}, follow=True).content.decode().partition("<main")[2]
    for word in shown:
        assert word in main, word
    for word in hidden:
        assert word not in main, word


def _pass(attempt, *, minutes):
    """As if so much time had gone by."""
    span = timedelta(minutes=minutes)
    rows = ExamAttempt.objects.filter(pk=attempt.pk)
    now = rows.get()
    rows.update(opened_at=now.opened_at - span, closes_at=now.closes_at - span)


def test_versions_are_made_only_where_something_changed():
    questions = [banked(kind) for kind in EVERY]
    first = freeze_questions(questions)
    assert freeze_questions(Question.objects.all()) == first
    assert set(first.values()) == {1}
    assert all(isinstance(key, UUID) for key in first)
