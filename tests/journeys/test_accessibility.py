"""Every reader page of the main job: no serious barrier, no sideways scrolling, no complaint, no word of another language.

Each walk is done in Portuguese and in English. A page is looked at once in each: on a phone in the one and on a desk in
the other, light in the one and dark in the other. How they are paired turns from page to page, so that what stands on
every page is met in every way, and each page is as narrow as a phone in both languages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from courses.models import Certificate
from ideas.actions.submit import submit
from ideas.models import Idea
from portal.people.access import viewer_of
from portal.people.models import Department, User
from sandbox.actions.check_work import check_work
from sandbox.actions.issue import issue
from sandbox.models import DrillAttempt
from tests import axe
from tests.journeys import prepared
from tests.journeys.conftest import Comes
from tests.journeys.known import COURSE, DRILL, PLAYBOOK, Case, lessons, practice_of, release_of
from tests.journeys.walker import EN, PT, Face, Walker

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TURNS = ((True, "light"), (False, "dark"), (True, "dark"), (False, "light"))
"""On a phone?, and the theme: in Portuguese as it stands, in English the other of both."""
GRAVE = {"serious", "critical"}
ENGLISH = (
    "the and your you with this that from are was has have been not what when which how why there them their search submit "
    "next back course courses lesson lessons overdue due sign practice practise begun begin passed exam question answer "
    "attempt save saved open close send read step steps week days since until amount charge team people person "
    "version password wait drill finished try again"
)
PORTUGUESE = (
    "não você vocês uma dos das pelo pela são está estão seu sua lição lições curso cursos prova exercício vence prazo"
)
CITIES = ("São Paulo", "São Luís", "São Tomé")
"""Names of cities are no Portuguese on an English page."""
FOREIGN = {
    PT: re.compile(rf"\b({'|'.join(ENGLISH.split())})\b", re.IGNORECASE),
    EN: re.compile(rf"\b({'|'.join(PORTUGUESE.split())})\b", re.IGNORECASE),
}
TEXTS = """(other) => {
  const found = [document.title];
  const apart = `[lang^="${other}"], script, style, template, code`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && !node.parentElement.closest(apart)) found.push(node.data);
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt], [data-announce]")) {
    if (element.closest(apart)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-announce"]) {
      if (element.getAttribute(name)) found.push(element.getAttribute(name));
    }
  }
  return found.map((text) => text.replace(/\\s+/g, " ").trim());
}"""
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest("[hidden], .visually-hidden"))
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 8);
}"""


class Look:
    """A window, and everything wrong with what is seen in it."""

    def __init__(self, walker: Walker) -> None:
        self.walker, self.live = walker, walker.live
        self.wrong: list[str] = []

    def at(self, path: str, *, status: int = 200) -> None:
        self.walker.goes_to(path, status)
        self.here()

    def here(self) -> None:
        """At the page where the walker stands."""
        walker, page = self.walker, self.walker.page
        walker.looks()
        wrong, walker.complaints = walker.complaints, []
        lang = page.locator("html").get_attribute("lang")
        if lang != ("pt-BR" if walker.language == PT else "en"):
            wrong.append(f"lang={lang}")
        if page.get_by_role("heading", level=1).count() != 1:
            wrong.append(f"{page.get_by_role('heading', level=1).count()} first headings")
        foreign = FOREIGN[walker.language]
        texts: list[str] = page.evaluate(TEXTS, EN if walker.language == PT else "pt")
        wrong += sorted({f"foreign: {text[:120]}" for text in texts if foreign.search(_without_cities(text))})
        for found in axe.violations(page, *axe.STANDARDS):
            if found["impact"] in GRAVE:
                places = [str(node["target"][0]) for node in found["nodes"]][:4]
                wrong.append(f"axe {found['id']} ({found['impact']}): {places}")
        wrong += self._wider_than_a_phone()
        self.wrong += [f"{page.url.removeprefix(walker.live.url)}: {line}" for line in wrong]

    def _wider_than_a_phone(self) -> list[str]:
        """On a desk as well, made narrow for a moment: words of the one language may fit where the other's do not."""
        page, is_phone = self.walker.page, self.walker.face.is_phone
        if not is_phone:
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        wider = page.evaluate(WIDER)
        if not is_phone:
            page.set_viewport_size(DESK)  # type: ignore[arg-type]
        return [f"wider than the phone: {wider}"] if wider else []


class Windows(Look):
    """Somebody's two windows, a phone's and a desk's, that take turns from page to page."""

    def __init__(self, comes: Comes, language: str) -> None:
        self.windows = {is_phone: comes("", _face(language, is_phone)) for is_phone in (True, False)}
        super().__init__(self.windows[True])
        self.language = language
        self.turns = itertools.cycle(
            TURNS if language == PT else [(not phone, _other(theme)) for phone, theme in TURNS]
        )

    def is_in(self, key: str) -> None:
        for window in self.windows.values():
            window.is_in(key)

    def turns_to_the_next(self) -> Walker:
        """The window in which the next page is looked at, in its theme."""
        is_phone, theme = next(self.turns)
        self.walker = self.windows[is_phone]
        self.walker.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        return self.walker

    def at(self, path: str, *, status: int = 200) -> None:
        self.turns_to_the_next()
        super().at(path, status=status)


def _face(language: str, is_phone: bool) -> Face:
    return Face(language, (PHONE if is_phone else DESK)["width"], "light")


def _other(theme: str) -> str:
    return "dark" if theme == "light" else "light"


def _without_cities(text: str) -> str:
    for city in CITIES:
        text = text.replace(city, "")
    return text


@pytest.mark.parametrize("language", [PT, EN])
def test_strangers_and_bruno(comes: Comes, language: str) -> None:
    look = Windows(comes, language)
    ana = look.live.person("ana")
    prepared.does_everything(ana)
    code = Certificate.objects.get(user=ana).code
    for path in (
        "/accounts/login/",
        "/accounts/password/reset/",
        "/courses/certificates/",
        f"/courses/certificates/{code}/",
        "/health/",
    ):
        look.at(path)
    look.at("/courses/certificates/AAAA-BBBB-CCCC-DDDD/", status=404)
    look.at("/accounts/signup/")
    look.is_in("bruno")
    course = release_of("course", COURSE)
    for kind, key in (("course", COURSE), ("playbook", PLAYBOOK), ("drill", DRILL)):
        look.at(f"/why/{ana.person}/{kind}/{key}/")
    for path in ("/", "/team/", f"/courses/{course.slug}/", "/accounts/password/change/", "/accounts/logout/"):
        look.at(path)
    look.at("/nowhere/", status=404)
    assert not look.wrong, "\n".join(look.wrong)


@pytest.mark.parametrize("language", [PT, EN])
def test_ana_reads(comes: Comes, language: str) -> None:
    look = Windows(comes, language)
    ana = look.live.person("ana")
    slug = release_of("course", COURSE).slug
    prepared.reads_every_lesson(ana, but=1)
    prepared.opens_drill(ana)
    look.is_in("ana")
    for path in ("/", "/courses/", f"/courses/{slug}/", f"/courses/{slug}/exam/"):
        look.at(path)
    for lesson in lessons(language):
        look.at(f"/courses/{slug}/lessons/{lesson.part_id}/")
    _answers_wrongly(look.walker, slug)
    look.at(look.walker.page.url.removeprefix(look.live.url))
    look.at("/playbooks/")
    look.at(f"/playbooks/{release_of('playbook', PLAYBOOK).slug}/")
    assert not look.wrong, "\n".join(look.wrong)


@pytest.mark.parametrize("language", [PT, EN])
def test_ana_practises(comes: Comes, language: str) -> None:
    look = Windows(comes, language)
    ana = look.live.person("ana")
    attempt = prepared.opens_drill(ana)
    case = Case(ana)
    look.is_in("ana")
    for path in _desk(attempt, case):
        look.at(path)
    look.at("/practice/")
    look.at(f"/practice/drills/{release_of('drill', DRILL).slug}/")
    assert not look.wrong, "\n".join(look.wrong)


def _answers_wrongly(walker: Walker, slug: str) -> None:
    lesson = lessons(walker.language)[0]
    _, asked = practice_of(lesson)[0]
    walker.goes_to(f"/courses/{slug}/lessons/{lesson.part_id}/")
    question = walker.region(asked.prompt)
    question.get_by_label(asked.options(right=False)[0], exact=True).check()
    walker.presses(walker.say("Check the answer"), within=question)
    walker.sees(walker.say("Not quite."), within=question)


def _desk(attempt: DrillAttempt, case: Case) -> Iterator[str]:
    """The desk fresh, with a file, with each act open, after a charge too early, and after a check."""
    company, roles = f"/practice/{attempt.workspace_id}/", case.setup.roles
    desk, customer = f"{company}collections/", roles["customer"]
    yield desk
    yield f"{desk}?customer={customer}"
    for act in ("schedule", "collect", "link"):
        yield f"{desk}?customer={customer}&act={act}&about={roles['invoice']}"
    yield f"{desk}?customer={customer}&act=write&about={customer}"
    yield f"{desk}?customer={customer}&act=cancel&about={roles['subscription']}"
    viewer = viewer_of(case.person)
    issue(
        viewer, attempt.workspace_id, name="collect", fields={"invoice": case.setup.roles["invoice"]}, key=uuid4().hex
    )
    check_work(viewer, attempt.workspace_id)
    yield f"{desk}?customer={customer}&at=conditions"
    yield f"{company}journal/"


@pytest.mark.parametrize("language", [PT, EN])
def test_ana_at_the_exam_and_after(comes: Comes, language: str) -> None:
    look = Windows(comes, language)
    ana = look.live.person("ana")
    slug = release_of("course", COURSE).slug
    prepared.reads_every_lesson(ana)
    prepared.passes_drill(ana)
    look.is_in("ana")
    look.at(f"/courses/{slug}/exam/")
    prepared.opens_exam(ana)
    look.at(f"/courses/{slug}/")
    look.at(f"/courses/{slug}/exam/")
    look.at(f"/courses/{slug}/exam/?missing=1")
    failed = prepared.sits_exam(ana, right=False)
    look.at(f"/courses/{slug}/exam/{failed.pk}/result/")
    look.at(f"/courses/{slug}/exam/")
    prepared.waits_for_another_exam(ana)
    passed = prepared.sits_exam(ana)
    look.at(f"/courses/{slug}/exam/{passed.pk}/result/")
    look.at(f"/courses/{slug}/")
    look.at("/courses/")
    prepared.acknowledges(ana)
    look.at(f"/playbooks/{release_of('playbook', PLAYBOOK).slug}/")
    look.at(f"/practice/{Case(ana).attempt.workspace_id}/debrief/")
    look.at("/")
    look.at("/ideas/")
    for own in (True, False):
        look.at(f"/ideas/{_idea(ana, own=own)}/")
    look.at(f"/ideas/new/?from=playbook:{PLAYBOOK}:decline-tell")
    walker = look.turns_to_the_next()
    walker.goes_to("/ideas/new/")
    walker.fills(walker.say("Your idea in one line"), "Avisar antes de o cartão vencer / card expires")
    walker.expected.add(422)
    walker.presses(walker.say("Put it on the board"))
    walker.sees(walker.say("Something is missing. What you wrote is still here."))
    look.here()
    assert not look.wrong, "\n".join(look.wrong)


def _idea(user: User, *, own: bool) -> UUID:
    """One of hers, or one of another's in another language than the next page's."""
    if not own:
        return Idea.objects.exclude(author=user).filter(is_hidden=False).earliest("created_at").key
    departments = Department.objects.filter(key="billing")
    with translation.override(PT):
        made = submit(
            viewer_of(user),
            key=uuid4(),
            title="Ligar antes",
            problem="Ninguém liga.",
            proposal="Ligar.",
            departments=departments,
        )
    return made.key
