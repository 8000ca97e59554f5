"""What is done wrongly is told, what may not be done is refused, and what is another's is not there."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from courses.models import ExamAttempt
from tests.journeys import acts, prepared
from tests.journeys.conftest import Comes
from tests.journeys.known import COURSE, Case, lessons, release_of
from tests.journeys.walker import EN, PT, Face, Walker

pytestmark = pytest.mark.browser
DESK = Face(PT, 1440, "light")
PHONE = Face(EN, 390, "dark")


@pytest.mark.parametrize("face", [DESK, PHONE], ids=str)
def test_charging_again_at_once_is_told_condition_by_condition(comes: Comes, face: Face) -> None:
    ana = comes("", face)
    person = ana.live.person("ana")
    attempt, case = prepared.opens_drill(person), Case(person)
    ana.is_in("ana")
    ana.goes_to(f"/practice/{attempt.workspace_id}/")
    file = acts.opens_the_file(ana, case)
    act = acts.chooses(ana, file, ana.say("Try now"))
    ana.presses(ana.say("Charge now"), within=act)
    expect(act).to_be_hidden()
    ana.presses(ana.say("Check my work"))
    _is_told(ana, case, {"waited": False, "told": False, "paid": False, "access": True, "anchor": True})

    later = case.day("pay_day") + timedelta(days=2)
    acts.writes(ana, case, file, day=later)
    acts.schedules(ana, case, file, day=later)
    acts.moves_on(ana, later + timedelta(days=1))
    ana.presses(ana.say("Check my work"))
    _is_told(ana, case, {"waited": False, "told": True, "paid": True, "access": True, "anchor": True})
    expect(ana.heading(ana.say("You have passed"))).to_have_count(0)
    ana.goes_to(f"/practice/{attempt.workspace_id}/debrief/", status=404)


def _is_told(ana: Walker, case: Case, met: dict[str, bool]) -> None:
    """Each condition says whether it is true; each that is not leads to the step of the playbook that tells how."""
    ana.sees(re.compile(f"{sum(met.values())} (de|of) {len(met)}"))
    ana.looks("desk-checked")
    for condition in case.setup.conditions:
        title = condition.title.pt_br if ana.language == PT else condition.title.en
        row = ana.main.get_by_role("listitem").filter(has_text=title)
        not_met = (
            ana.say("failed in this attempt")
            if condition.kind == "must_not"
            else ana.say("not yet", context="condition")
        )
        said = ana.say("true", context="condition") if met[condition.id] else not_met
        ana.sees(re.compile(f"^{said}$"), within=row)
        if not met[condition.id]:
            expect(row.get_by_role("link", name=re.compile("playbook"))).to_have_attribute(
                "href", re.compile("/playbooks/.+#decline-")
            )


@pytest.mark.parametrize("face", [DESK, PHONE], ids=str)
def test_a_failed_exam_makes_one_wait_and_review(comes: Comes, face: Face) -> None:
    ana = comes("", face)
    person = ana.live.person("ana")
    prepared.reads_every_lesson(person)
    ana.is_in("ana")
    slug = release_of("course", COURSE).slug
    ana.goes_to(f"/courses/{slug}/")
    acts.starts_the_exam(ana)
    acts.answers_exam(ana, right=False)
    acts.hands_in(ana)
    ana.is_at(ana.say("Not passed yet"))
    ana.sees("0%", ana.say("The exam opens again:"), ana.say("One attempt is left.", "%(n)s attempts are left.", 2))
    review = ana.region(ana.say("Worth another look"))
    titles = {lesson.title for lesson in lessons(ana.language)}
    assert {link.inner_text() for link in review.get_by_role("link").all()} <= titles

    ana.goes_to(f"/courses/{slug}/exam/")
    ana.is_at(ana.say("Exam"))
    expect(ana.button(ana.say("Start the exam"))).to_have_count(0)
    ana.sees(
        re.compile(
            ana.say("You may try again from %(day)s at %(time)s. Use the time to review the lessons.").partition("%")[0]
        )
    )

    prepared.waits_for_another_exam(person)
    ana.goes_to(f"/courses/{slug}/exam/")
    ana.presses(ana.say("Start the exam"))
    expect(ana.button(ana.say("Hand in the exam"))).to_be_visible()


def test_an_exam_with_gaps_asks_before_it_is_handed_in(comes: Comes) -> None:
    ana = comes("", DESK)
    prepared.reads_every_lesson(ana.live.person("ana"))
    prepared.opens_exam(ana.live.person("ana"))
    ana.is_in("ana")
    ana.goes_to(f"/courses/{release_of('course', COURSE).slug}/exam/")
    acts.answers_exam(ana, only=slice(0, 7))
    ana.presses(ana.say("Hand in the exam"))
    expect(ana.main.get_by_role("alert")).to_contain_text(
        ana.say("One question has no answer yet", "%(n)s questions have no answer yet", 1)
    )
    acts.answers_exam(ana, only=slice(7, None))
    ana.presses(ana.say("Hand in the exam"))
    ana.is_at(ana.say("You passed"))


def test_an_answer_that_the_server_could_not_save_waits_in_the_browser_and_follows(comes: Comes) -> None:
    ana = comes("", DESK)
    person = ana.live.person("ana")
    prepared.reads_every_lesson(person)
    attempt = prepared.opens_exam(person)
    ana.is_in("ana")
    address = f"/courses/{release_of('course', COURSE).slug}/exam/"
    ana.goes_to(address)
    ana.page.route("**/answers/**", lambda route: route.fulfill(status=503, body=""))
    question = ana.main.locator("fieldset.exam-question").first
    question.locator(".choices input").first.check()
    expect(question.locator(".save-state--late")).to_be_visible()
    assert not attempt.steps.exists()
    ana.page.unroute("**/answers/**")
    ana.complaints.clear()  # of the failures that were made on purpose
    ana.goes_to(address)
    expect(question.get_by_role("status")).to_contain_text(ana.say("saved %(time)s").partition("%")[0])
    expect(question.locator(".choices input").first).to_be_checked()
    assert attempt.steps.count() == 1


def test_what_is_ana_s_is_not_there_for_zeca(comes: Comes) -> None:
    zeca = comes("", DESK)
    person = zeca.live.person("ana")
    prepared.does_everything(person)
    workspace = Case(person).attempt.workspace_id
    exam = ExamAttempt.objects.get(enrolment__user=person)
    course = release_of("course", COURSE)
    question = exam.questions[0]["question"]
    zeca.is_in("zeca")
    for path in (
        f"/practice/{workspace}/",
        f"/practice/{workspace}/?customer=c-101",
        f"/practice/{workspace}/journal/",
        f"/practice/{workspace}/debrief/",
        f"/courses/{course.slug}/exam/{exam.pk}/result/",
        f"/courses/{course.slug}/certificate.pdf",
        f"/why/{person.person}/course/{course.key}/",
        "/team/",
    ):
        zeca.goes_to(path, status=404)
        assert "Ana Lima" not in zeca.page.content()
    for path in (
        f"/practice/{workspace}/check/",
        f"/practice/{workspace}/hint/",
        f"/practice/{workspace}/reset/",
        f"/practice/{workspace}/collections/",
        f"/courses/{course.slug}/exam/{exam.pk}/submit/",
        f"/courses/{course.slug}/exam/{exam.pk}/answers/{question}/",
    ):
        assert _posts(zeca, path) == 404, path


def _posts(zeca: Walker, path: str) -> int:
    """A form of somebody else's page, sent from his own window."""
    zeca.goes_to("/")
    token = zeca.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form: dict[str, str | float | bool] = {
        "csrfmiddlewaretoken": token,
        "key": uuid4().hex,
        "by": "day",
        "invoice": "inv-1",
    }
    return zeca.page.request.post(path, form=form, headers={"Referer": zeca.page.url}, max_redirects=0).status
