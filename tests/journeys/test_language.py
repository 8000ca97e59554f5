"""The language changes in the middle of things: the page, the progress and the answers stay."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from courses.models import ExamAttempt
from tests.journeys import acts, prepared
from tests.journeys.conftest import Comes
from tests.journeys.known import COURSE, Case, exam_of, lessons, practice_of, release_of
from tests.journeys.walker import EN, PT, Face

pytestmark = pytest.mark.browser
FACES = (Face(PT, 1440, "dark"), Face(EN, 390, "light"))


def other(language: str) -> str:
    return EN if language == PT else PT


@pytest.mark.parametrize("face", FACES, ids=str)
def test_in_the_middle_of_a_lesson(comes: Comes, face: Face) -> None:
    ana = comes("", face)
    prepared.reads_every_lesson(ana.live.person("ana"), but=2)
    ana.is_in("ana")
    here = lessons(ana.language)[3]
    ana.goes_to(f"/courses/{release_of('course', COURSE).slug}/lessons/{here.part_id}/")
    acts.practises(ana, *practice_of(here)[0], wrongly_first=False)

    ana.speaks(other(ana.language))
    there = lessons(ana.language)[3]
    ana.is_at(there.title)
    answered = practice_of(there)[0][1]
    ana.sees(ana.say("That is right."), answered.explanation, within=ana.region(answered.prompt))
    done = ana.say("%(done)s of %(of)s lesson", "%(done)s of %(of)s lessons", 5, done=3, of=5)
    expect(ana.main.get_by_role("img", name=done)).to_be_visible()
    acts.finishes(ana)
    ana.is_at(lessons(ana.language)[4].title)


@pytest.mark.parametrize("face", FACES, ids=str)
def test_in_the_middle_of_the_exam(comes: Comes, face: Face) -> None:
    ana = comes("", face)
    person = ana.live.person("ana")
    prepared.reads_every_lesson(person)
    ana.is_in("ana")
    ana.goes_to(f"/courses/{release_of('course', COURSE).slug}/")
    acts.starts_the_exam(ana)
    acts.answers_exam(ana, only=slice(0, 3))

    ana.speaks(other(ana.language))
    asked = exam_of(person, ana.language)
    prompts = [question.prompt for question in asked]
    shown = ana.main.get_by_role("group").filter(has=ana.page.get_by_role("status")).all_inner_texts()
    assert [prompt in text for prompt, text in zip(prompts, shown, strict=True)] == [True] * len(prompts)
    for question in asked[:3]:
        group = ana.main.get_by_role("group", name=question.prompt)
        for option in question.options(right=True):
            expect(group.get_by_label(option, exact=True)).to_be_checked()
        for option in question.options(right=False):
            expect(group.get_by_label(option, exact=True)).not_to_be_checked()
    acts.answers_exam(ana, only=slice(3, None))
    acts.hands_in(ana)
    ana.is_at(ana.say("You passed"))
    assert ExamAttempt.objects.get(enrolment__user=person).score == 100


@pytest.mark.parametrize("face", FACES, ids=str)
def test_in_the_middle_of_work_at_the_desk(comes: Comes, face: Face) -> None:
    ana = comes("", face)
    person = ana.live.person("ana")
    attempt = prepared.opens_drill(person)
    case = Case(person)
    ana.is_in("ana")
    ana.goes_to(f"/practice/{attempt.workspace_id}/")
    file = acts.opens_the_file(ana, case)
    acts.writes(ana, case, file)

    ana.speaks(other(ana.language))
    ana.is_at(ana.say("Charges in recovery"))
    file = ana.region(case.customer)
    expect(file).to_be_visible()
    acts.schedules(ana, case, file)
    ana.sees(re.compile(ana.say("booked for %(at)s").partition("%")[0]))

    ana.speaks(other(ana.language))
    acts.moves_on(ana, case.day("pay_day") + timedelta(days=1))
    ana.presses(ana.say("Check my work"))
    ana.is_at(ana.say("You have passed"))


def test_what_is_chosen_at_the_door_comes_in(comes: Comes) -> None:
    ana = comes("", Face(PT, 1440, "light"))
    ana.goes_to("/accounts/login/")
    ana.speaks(EN)
    ana.enters("ana")
    ana.is_at(re.compile("Ana"))


def test_what_is_typed_and_not_sent_yet_stays(comes: Comes) -> None:
    ana = comes("", FACES[0])
    ana.is_in("ana")
    ana.goes_to("/ideas/new/")
    ana.page.locator("input[name=title]").fill("Avisar antes do vencimento do cartão")
    ana.page.locator("textarea[name=problem]").fill("O cartão vence e ninguém avisa.")
    ana.speaks(other(ana.language))
    expect(ana.page.locator("input[name=title]")).to_have_value("Avisar antes do vencimento do cartão")
    expect(ana.page.locator("textarea[name=problem]")).to_have_value("O cartão vence e ninguém avisa.")
