"""Once with the keyboard alone: nothing here is clicked, filled or focused by other means than keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import prepared
from tests.journeys.conftest import Comes
from tests.journeys.known import COURSE, Case, exam_of, lessons, practice_of, release_of, titles
from tests.journeys.walker import PT, Face, Walker

pytestmark = pytest.mark.browser
DESK = Face(PT, 1440, "light")
FARTHEST = 90
"""Nobody presses Tab more often than this to get anywhere."""


@dataclass
class Keys:
    """Somebody's ten fingers."""

    walker: Walker

    def press(self, *keys: str) -> None:
        for key in keys:
            self.walker.page.keyboard.press(key)

    def goes_to(self, target: Locator, *, backwards: bool = False) -> None:
        """By Tab until the target has the focus, which has to be seen."""
        expect(target).to_be_visible()
        for _ in range(FARTHEST):
            if target.evaluate("element => element === document.activeElement"):
                break
            self.press("Shift+Tab" if backwards else "Tab")
        else:
            raise AssertionError(f"{FARTHEST} times Tab do not lead to {target}")
        seen = "element => { const s = getComputedStyle(element.matches('input[type=radio], input[type=checkbox]')"
        seen += " ? element.closest('label') : element), o = getComputedStyle(element);"
        seen += " return [s, o].some(c => c.outlineStyle !== 'none' && c.outlineWidth !== '0px' || c.boxShadow !== 'none') }"
        assert target.evaluate(seen), f"the focus on {target} is not seen"

    def uses(self, target: Locator, key: str = "Enter", *, backwards: bool = False) -> None:
        self.goes_to(target, backwards=backwards)
        self.press(key)

    def types(self, target: Locator, text: str) -> None:
        self.goes_to(target)
        self.press("Control+a")
        self.walker.page.keyboard.type(text)

    def dates(self, target: Locator, day: date) -> None:
        """A native date field takes digits in the order of the browser's own language."""
        for order in ("%m%d%Y", "%d%m%Y", "%Y%m%d"):
            self.goes_to(target)
            self.walker.page.keyboard.type(day.strftime(order))
            if target.input_value() == day.isoformat():
                return
            for _ in range(4):  # back over day, month and year, to begin again at its first part
                self.press("Shift+Tab")
        raise AssertionError(f"{target} does not take {day}: it shows {target.input_value()!r}")

    def chooses(self, group: Locator, option: str) -> None:
        """A checkbox by Space; a radio by Tab into its group, then arrows."""
        choice = group.get_by_label(option, exact=True)
        if choice.get_attribute("type") == "checkbox":
            self.uses(choice, "Space")
            return
        radios = group.get_by_role("radio")
        self._enters(radios)
        for _ in range(radios.count()):
            if choice.evaluate("element => element === document.activeElement"):
                break
            self.press("ArrowDown")
        self.press("Space")
        expect(choice).to_be_checked()

    def _enters(self, radios: Locator) -> None:
        for _ in range(FARTHEST):
            if any(radio.evaluate("element => element === document.activeElement") for radio in radios.all()):
                return
            self.press("Tab")
        raise AssertionError(f"{FARTHEST} times Tab do not lead to {radios}")


def test_signing_in_and_practising_a_question(comes: Comes) -> None:
    ana = comes("", DESK)
    keys = Keys(ana)
    ana.page.goto("/")
    keys.types(ana.main.get_by_label(ana.email_label()), ana.live.mail("ana"))
    keys.types(ana.page.locator("input[type=password]"), ana.live.password)
    keys.press("Enter")
    ana.is_at(re.compile("Ana"))

    keys.press("Tab")
    skip = ana.page.get_by_role("link", name=ana.say("Skip to content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    keys.press("Enter")
    expect(ana.main).to_be_focused()
    keys.uses(ana.link(ana.say("Begin"), ana.region(titles("course", COURSE)[ana.language])))
    ana.is_at(titles("course", COURSE)[ana.language])
    keys.uses(ana.button(ana.say("Begin the course")))
    lesson = lessons(ana.language)[0]
    ana.is_at(lesson.title)

    _, asked = practice_of(lesson)[0]
    question = ana.region(asked.prompt)
    keys.chooses(question, asked.options(right=True)[0])
    keys.uses(ana.button(ana.say("Check the answer"), question))
    ana.sees(ana.say("That is right."), asked.explanation, within=question)
    expect(question).to_be_focused()
    keys.uses(ana.button(ana.say("Finish the lesson")))
    ana.is_at(lessons(ana.language)[1].title)


def test_working_the_drill(comes: Comes) -> None:
    ana = comes("", DESK)
    person = ana.live.person("ana")
    attempt = prepared.opens_drill(person)
    ana.is_in("ana")
    case, keys = Case(person), Keys(ana)
    ana.goes_to(f"/practice/{attempt.workspace_id}/")

    row = ana.main.get_by_role("row").filter(has_text=case.customer)
    keys.uses(row.get_by_role("link"))
    file = ana.region(case.customer)
    expect(file.get_by_role("heading", name=case.customer)).to_be_focused()
    first, pay_day = case.customer.partition(" ")[0], case.day("pay_day")
    write = ana.say("Write to %(name)s", name=first)
    keys.uses(ana.link(write, file))
    act = file.get_by_role("region", name=write, exact=True)
    expect(act.get_by_role("heading", name=write)).to_be_focused()
    keys.types(act.get_by_label(ana.say("Amount")), case.amount)
    keys.dates(act.get_by_label(ana.say("Day of the next attempt")), pay_day)
    keys.uses(ana.button(ana.say("Send"), act))
    expect(act).to_be_hidden()

    schedule = ana.say("Schedule an attempt")
    keys.uses(ana.link(schedule, file))
    act = file.get_by_role("region", name=schedule, exact=True)
    keys.dates(act.get_by_label(ana.say("Day"), exact=True), pay_day)
    keys.uses(ana.button(ana.say("Schedule"), act))
    expect(act).to_be_hidden()

    keys.uses(ana.main.get_by_role("group").get_by_text(ana.say("Move on…")).first, backwards=True)
    keys.dates(ana.main.get_by_label(ana.say("To the date")), pay_day + timedelta(days=1))
    keys.uses(ana.button(ana.say("Go to the date")))
    expect(row).to_contain_text(ana.say("paid", context="invoice"))
    keys.uses(ana.button(ana.say("Check my work")))
    ana.is_at(ana.say("You have passed"))


def test_sitting_the_exam(comes: Comes) -> None:
    ana = comes("", DESK)
    person = ana.live.person("ana")
    prepared.reads_every_lesson(person)
    ana.is_in("ana")
    keys = Keys(ana)
    ana.goes_to(f"/courses/{release_of('course', COURSE).slug}/exam/")
    keys.uses(ana.button(ana.say("Start the exam")))
    expect(ana.button(ana.say("Hand in the exam"))).to_be_visible()
    for asked in exam_of(person, ana.language):
        group = ana.main.get_by_role("group", name=asked.prompt)
        for option in asked.options(right=True):
            keys.chooses(group, option)
        expect(group.get_by_role("status")).to_contain_text(ana.say("saved %(time)s").partition("%")[0])
    keys.uses(ana.button(ana.say("Hand in the exam")))
    ana.is_at(ana.say("You passed"))


def test_the_other_ways_need_no_keyboard_trap(comes: Comes) -> None:
    """Tab leads through each page and out of it again, always to something that is seen."""
    ana = comes("ana", DESK)
    for path in ("/", "/courses/", "/practice/", "/playbooks/", "/ideas/", "/ideas/new/"):
        ana.goes_to(path)
        visited: list[str] = []
        for _ in range(2 * FARTHEST):
            ana.page.keyboard.press("Tab")
            place = ana.page.evaluate(
                "() => { const e = document.activeElement; const r = e.getBoundingClientRect();"
                " return e === document.body ? '' : `${e.tagName} ${e.innerText || e.value} ${r.width > 0 && r.height > 0}` }"
            )
            if not place:
                break
            assert place.endswith("true"), f"{path}: the focus is on nothing seen: {place}"
            visited.append(place)
        else:
            raise AssertionError(f"{path}: the focus does not come out: {visited[-3:]}")
