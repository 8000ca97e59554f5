"""What people do on the way, page by page, seen from in front of the screen."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Locator, expect

from portal.releases.models import ReleasePart
from tests.journeys.known import COURSE, DRILL, Asked, Case, exam_of, has_drill, lessons, practice_of, titles
from tests.journeys.walker import Walker


def opens_the_course(ana: Walker) -> None:
    """From my day, by the one green button."""
    title = titles("course", COURSE)[ana.language]
    ana.is_at(re.compile("Ana"))
    now = ana.region(title)
    ana.sees(re.compile(ana.say("due on %(date)s").partition(" ")[0]), within=now)
    ana.follows(ana.say("Begin"), within=now)
    ana.is_at(title)


def reads(ana: Walker, lesson: ReleasePart) -> None:
    """To its end; every practice question on the way is answered, some wrongly first."""
    ana.is_at(lesson.title)
    for number, (block_id, asked) in enumerate(practice_of(lesson)):
        practises(ana, block_id, asked, wrongly_first=number == 0)


def practises(ana: Walker, block_id: str, asked: Asked, *, wrongly_first: bool) -> None:
    """Nothing is explained before one has answered, in the page or in its source."""
    question = ana.region(asked.prompt).or_(ana.main.get_by_role("group", name=asked.prompt, exact=True)).first
    expect(question).to_be_visible()
    assert asked.explanation not in ana.page.content()
    whole = ana.region(asked.prompt)
    if wrongly_first:
        answers(ana, whole, asked, right=False)
        ana.sees(ana.say("Not quite."), within=whole)
        ana.sees(asked.explanation, within=whole)
        ana.follows(ana.say("Try again"), within=whole)
    answers(ana, whole, asked, right=True)
    ana.sees(ana.say("That is right."), asked.explanation, within=whole)
    assert block_id in ana.page.content()


def answers(ana: Walker, question: Locator, asked: Asked, *, right: bool) -> None:
    for option in asked.options(right=right)[: None if right else 1]:
        question.get_by_label(option, exact=True).check()
    ana.presses(ana.say("Check the answer"), within=question)


def finishes(ana: Walker) -> None:
    ana.presses(ana.say("Finish the lesson"))


def reads_all(ana: Walker, *, at_the_drill: object = None) -> None:
    """Every lesson in order; where one holds the drill, `at_the_drill()` is done before it is finished."""
    for lesson in lessons(ana.language):
        reads(ana, lesson)
        if has_drill(lesson) and callable(at_the_drill):
            at_the_drill()
            ana.is_at(lesson.title)
        finishes(ana)
    ana.is_at(titles("course", COURSE)[ana.language])


# -- The drill -----------------------------------------------------------------------------------------------------


def begins_the_drill(ana: Walker) -> Case:
    """From its card in a lesson."""
    title = ana.page.get_by_role("heading", name=titles("drill", DRILL)[ana.language], exact=True)
    card = ana.main.get_by_role("article").filter(has=title).last
    ana.presses(ana.say("Begin"), within=card)
    ana.is_at(ana.say("Charges in recovery"))
    return Case(ana.live.person("ana"))


def opens_the_file(ana: Walker, case: Case) -> Locator:
    row = ana.main.get_by_role("row").filter(has_text=case.customer)
    ana.follows(re.compile(case.customer), within=row)
    file = ana.region(case.customer)
    expect(file).to_be_visible()
    return file


def writes(ana: Walker, case: Case, file: Locator, *, day: date | None = None) -> None:
    """Tells the customer the amount and the day; the message shows as the customer will read it."""
    first = case.customer.partition(" ")[0]
    act = chooses(ana, file, ana.say("Write to %(name)s", name=first))
    act.get_by_label(ana.say("Amount")).fill(case.amount)
    act.get_by_label(ana.say("Day of the next attempt")).fill((day or case.day("pay_day")).isoformat())
    expect(act.get_by_text(re.compile(re.escape(case.amount))).first).to_be_visible()
    ana.looks("desk-write")
    ana.presses(ana.say("Send"), within=act)
    expect(act).to_be_hidden()


def schedules(ana: Walker, case: Case, file: Locator, *, day: date | None = None) -> None:
    act = chooses(ana, file, ana.say("Schedule an attempt"))
    act.get_by_label(ana.say("Day"), exact=True).fill((day or case.day("pay_day")).isoformat())
    act.get_by_label(ana.say("Hour")).fill("10:00")
    ana.looks("desk-schedule")
    ana.presses(ana.say("Schedule"), within=act)
    expect(act).to_be_hidden()


def chooses(ana: Walker, file: Locator, label: str) -> Locator:
    """An act of the file; its form opens under that name. What is better left stands behind its warning."""
    others = file.get_by_text(ana.say("Other acts"), exact=True)
    if others.count() and not ana.link(label, within=file).is_visible():
        others.click()
    ana.follows(label, within=file)
    act = file.get_by_role("region", name=label, exact=True)
    expect(act).to_be_visible()
    return act


def moves_on(ana: Walker, to: date) -> None:
    ana.main.get_by_text(ana.say("Move on…")).click()
    ana.fills(ana.say("To the date"), to.isoformat())
    ana.looks("desk-clock")
    ana.presses(ana.say("Go to the date"))
    expect(ana.main.get_by_label(ana.say("To the date"))).to_be_hidden()


def works_the_drill(ana: Walker, case: Case) -> None:
    """The right way: read the decline, tell, schedule for payday, wait, check."""
    row = ana.main.get_by_role("row").filter(has_text=case.customer)
    file = opens_the_file(ana, case)
    ana.sees(re.compile(r"\b51\b"), re.compile(r"\b27\b"), within=file)
    writes(ana, case, file)
    schedules(ana, case, file)
    ana.sees(re.compile(ana.say("booked for %(at)s").partition("%")[0]), within=row)
    moves_on(ana, case.day("pay_day") + timedelta(days=1))
    expect(row).to_contain_text(ana.say("paid", context="invoice"), ignore_case=True)
    ana.looks("desk-paid")
    ana.presses(ana.say("Check my work"))
    ana.is_at(ana.say("You have passed"))
    ana.sees(re.compile("100"))


# -- The exam ------------------------------------------------------------------------------------------------------


def starts_the_exam(ana: Walker) -> None:
    """From the course's page, where it is the one thing to do now."""
    ana.follows(ana.say("Go to the exam"))
    ana.is_at(ana.say("Exam"))
    ana.presses(ana.say("Start the exam"))
    expect(ana.button(ana.say("Hand in the exam"))).to_be_visible()


def answers_exam(ana: Walker, *, right: bool = True, only: slice = slice(None)) -> None:
    """Each answer is saved as it is given, and says so."""
    for asked in exam_of(ana.live.person("ana"), ana.language)[only]:
        question = ana.main.get_by_role("group", name=asked.prompt)
        assert asked.explanation not in ana.page.content()
        for option in asked.options(right=right)[: None if right else 1]:
            question.get_by_label(option, exact=True).check()
            expect(question.get_by_role("status")).to_contain_text(ana.say("saved %(time)s").partition("%")[0])


def hands_in(ana: Walker) -> None:
    ana.looks("exam-answered")
    ana.presses(ana.say("Hand in the exam"))
