"""The exam: drawn, saved and marked on the server, whatever a browser sends."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from courses.actions.start_exam import start_exam
from courses.actions.submit_exam import submit_exam
from courses.models import Certificate, Enrolment, ExamAttempt
from portal.evidence.models import Evidence
from portal.people.access import viewer_of
from portal.people.models import User

pytestmark = pytest.mark.django_db
EXAM = "/courses/curso/exam/"


def through_the_lessons(client, release):
    for part in release.facts["lessons"]:
        client.post(reverse("courses:finish", args=[release.slug, part]))


@pytest.fixture
def sitting(shelf, ana, client_of):
    """Ana, through the lessons, with an open exam of ten questions."""
    release = shelf.course(lessons=1, exam=10, critical=1)
    client = client_of(ana)
    through_the_lessons(client, release)
    client.post(reverse("courses:start_exam", args=["curso"]))
    return client, ExamAttempt.objects.get()


def save(client, attempt, question, chosen, seq=0, **more):
    url = reverse("courses:save_exam_answer", args=["curso", attempt.pk, question])
    return client.post(url, {f"q-{question}": chosen, f"seq-{question}": seq} | more, headers={"HX-Request": "true"})


def standing(attempt, question):
    """The newest step of an answer."""
    return attempt.steps.filter(question=question).order_by("-seq").first()


def sheet(attempt, right):
    """What a page posts: `right` answers right, the others wrong."""
    data = {}
    for place, item in enumerate(attempt.questions):
        data[f"q-{item['question']}"] = "a" if place < right else "b"
        step = standing(attempt, item["question"])
        data[f"seq-{item['question']}"] = step.seq if step else 0
    return data


def hand_in(client, attempt, right=10, **more):
    return client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), sheet(attempt, right) | more)


def marked(user):
    return Evidence.objects.filter(person=user.person, verb="exam.marked")


def test_the_lessons_come_first_and_the_page_says_so(shelf, ana, client_of):
    release = shelf.course(lessons=2, exam=3)
    client = client_of(ana)
    page = client.get(EXAM).content.decode()
    assert "Conclua primeiro as 2 lições" in page
    client.post(reverse("courses:start_exam", args=["curso"]))
    assert not ExamAttempt.objects.exists()
    through_the_lessons(client, release)
    assert "Começar a prova" in client.get(EXAM).content.decode()


def test_the_sheet_holds_nothing_that_tells_right_from_wrong(sitting):
    client, _ = sitting
    page = client.get(EXAM).content.decode()
    assert page.count('<fieldset class="card exam-question"') == 10
    for secret in ("motivo secreto", "Porque", "correct", "is-right"):
        assert secret not in page


def test_each_answer_is_saved_as_it_is_given(sitting, counted):
    client, attempt = sitting
    first = attempt.questions[0]["question"]
    with counted() as cost:
        answer = save(client, attempt, first, "b")
    assert cost.queries <= 4
    assert "salvo" in answer.content.decode()
    assert f'name="seq-{first}" value="1"' in answer.content.decode()
    assert standing(attempt, first).chosen == ["b"]
    page = client.get(EXAM).content.decode()
    assert page.count(" checked") == 1


def test_budgets_of_the_exam(sitting, counted):
    client, attempt = sitting
    with counted() as page:
        client.get(EXAM)
    answers = sheet(attempt, 10)
    with counted() as submit:
        client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), answers)
    assert page.queries <= 10
    assert submit.queries <= 25


def test_an_older_window_never_overwrites_a_newer_answer(sitting):
    client, attempt = sitting
    first = attempt.questions[0]["question"]
    save(client, attempt, first, "b", seq=0)
    save(client, attempt, first, "a", seq=1)
    stale = save(client, attempt, first, "c", seq=0)
    assert stale.status_code == 409
    assert "outra janela" in stale.content.decode()
    assert standing(attempt, first).chosen == ["a"]
    old_page = {f"q-{first}": "c", f"seq-{first}": "0", "confirmed": "yes"}
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), old_page)
    assert standing(attempt, first).chosen == ["a"]


def test_the_same_answer_sent_twice_is_saved_once(sitting):
    client, attempt = sitting
    first = attempt.questions[0]["question"]
    for _ in range(2):
        assert save(client, attempt, first, "b", seq=0).status_code == 200
    assert attempt.steps.count() == 1


def test_what_is_not_offered_or_not_asked_is_not_kept(sitting):
    client, attempt = sitting
    first = attempt.questions[0]["question"]
    save(client, attempt, first, "nonsense")
    assert standing(attempt, first) is None
    assert save(client, attempt, "00000000-0000-0000-0000-000000000000", "a").status_code == 404


def test_the_server_marks_and_a_score_from_the_browser_means_nothing(sitting, ana):
    client, attempt = sitting
    hand_in(client, attempt, right=3, confirmed="yes", score="100", passed="true")
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (30, False)
    fact = marked(ana).get()
    assert (fact.result["score"], fact.result["passed"]) == (30, False)
    assert len(fact.result["missed"]) == 7


def test_unanswered_questions_ask_for_a_word_first(sitting):
    client, attempt = sitting
    asks = client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), {})
    assert asks.url == f"{EXAM}?missing=1"
    page = client.get(asks.url).content.decode()
    assert "10 questões ainda estão sem resposta" in page
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), {"confirmed": "yes"})
    attempt.refresh_from_db()
    assert attempt.score == 0


def test_handing_in_twice_counts_once(sitting, ana):
    client, attempt = sitting
    first = hand_in(client, attempt, right=10)
    again = hand_in(client, attempt, right=0, confirmed="yes")
    assert first.url == again.url
    attempt.refresh_from_db()
    assert (attempt.score, attempt.passed) == (100, True)
    assert marked(ana).count() == 1
    assert Certificate.objects.count() == 1


def test_after_handing_in_answers_stay(sitting):
    client, attempt = sitting
    hand_in(client, attempt, right=0)
    refused = save(client, attempt, attempt.questions[0]["question"], "a", seq=1)
    assert refused.status_code == 409
    assert "já foi entregue" in refused.content.decode()


def test_the_result_names_lessons_and_no_answers(sitting):
    client, attempt = sitting
    page = client.get(hand_in(client, attempt, right=5).url).content.decode()
    assert "Lição 1 pt-br" in page
    for secret in ("motivo secreto", "Pergunta", "opção"):
        assert secret not in page


def test_a_failed_exam_waits_and_its_attempts_end(sitting, ana):
    client, attempt = sitting
    hand_in(client, attempt, right=0)
    client.post(reverse("courses:start_exam", args=["curso"]))
    assert ExamAttempt.objects.count() == 1
    assert "Você pode tentar de novo a partir de" in client.get(EXAM).content.decode()
    for number in (2, 3):
        past = timezone.now() - timedelta(hours=13)
        ExamAttempt.objects.update(opened_at=past, submitted_at=past)
        client.post(reverse("courses:start_exam", args=["curso"]))
        hand_in(client, ExamAttempt.objects.get(number=number), right=0)
    ExamAttempt.objects.update(submitted_at=timezone.now() - timedelta(days=9))
    client.post(reverse("courses:start_exam", args=["curso"]))
    assert ExamAttempt.objects.count() == 3
    assert "todas as tentativas" in client.get(EXAM).content.decode()


def test_starting_twice_opens_one_attempt(sitting, ana):
    client, attempt = sitting
    client.post(reverse("courses:start_exam", args=["curso"]))
    assert ExamAttempt.objects.get() == attempt
    with pytest.raises(IntegrityError), transaction.atomic():
        ExamAttempt.objects.create(enrolment=attempt.enrolment, number=2, questions=[])


def test_another_person_finds_nothing_of_it(sitting, zeca, bruno, client_of):
    _, attempt = sitting
    first = attempt.questions[0]["question"]
    for stranger in (zeca, bruno):
        client = client_of(stranger)
        assert save(client, attempt, first, "a").status_code == 404
        assert hand_in(client, attempt).status_code == 404
        assert client.get(reverse("courses:exam_result", args=["curso", attempt.pk])).status_code == 404
    attempt.refresh_from_db()
    assert not attempt.steps.exists()
    assert attempt.submitted_at is None


def test_the_language_switches_under_the_same_answers(sitting, ana):
    client, attempt = sitting
    first = attempt.questions[0]
    save(client, attempt, first["question"], "a")
    User.objects.filter(pk=ana.pk).update(language="en")
    page = client.get(EXAM).content.decode()
    assert "option a" in page
    assert "opção" not in page
    assert page.count(" checked") == 1
    assert f'value="{first["order"][0]}"' in page


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_start_one_exam_and_hand_it_in_once(shelf, ana, client_of):
    release = shelf.course(lessons=1, exam=4)
    through_the_lessons(client_of(ana), release)
    viewer = viewer_of(ana)

    def at_once(act, times=4):
        failures = []

        def run():
            try:
                act()
            except Exception as error:
                failures.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures

    at_once(lambda: start_exam(viewer, "curso"))
    attempt = ExamAttempt.objects.get()
    at_once(lambda: submit_exam(viewer, attempt.pk, {}, confirmed=True))
    assert marked(ana).count() == 1
    assert Enrolment.objects.count() == 1
