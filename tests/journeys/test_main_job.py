"""The main job, walked whole: learn, practise, be examined, improve the playbook, be seen by one's manager, be released."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Certificate, CoursePage
from ideas.models import Idea
from portal.people.models import User
from portal.people.organisation import reporting_line
from portal.releases.models import Release
from tests.journeys import acts, prepared
from tests.journeys.conftest import Comes
from tests.journeys.known import COURSE, DRILL, PLAYBOOK, steps, titles
from tests.journeys.walker import EN, PT, Face, Walker, named

pytestmark = pytest.mark.browser
DESK = Face(PT, 1440, "light")
PHONE = Face(EN, 390, "dark")


@pytest.mark.parametrize("face", [DESK, PHONE], ids=str)
def test_ana_learns_practises_and_is_certified(comes: Comes, face: Face) -> None:
    ana = comes("ana", face)
    acts.opens_the_course(ana)
    ana.presses(ana.say("Begin the course"))
    acts.reads_all(ana, at_the_drill=lambda: _practises_at_the_desk(ana))
    acts.starts_the_exam(ana)
    acts.answers_exam(ana)
    acts.hands_in(ana)
    ana.is_at(ana.say("You passed"))
    _holds_a_certificate(ana)
    _is_checked_by_a_stranger(ana, comes("", face))


def _practises_at_the_desk(ana: Walker) -> None:
    case = acts.begins_the_drill(ana)
    acts.works_the_drill(ana, case)
    ana.follows(ana.say("Go on where you left off"))


def _holds_a_certificate(ana: Walker) -> None:
    link = ana.link(ana.say("Open the certificate"))
    address = link.get_attribute("href")
    assert address
    document = ana.page.request.get(address)
    assert document.headers["content-type"] == "application/pdf"
    assert document.body().startswith(b"%PDF")
    assert 10_000 < len(document.body()) < 2_000_000
    ana.goes_to("/")
    assert titles("course", COURSE)[ana.language] not in ana.main.get_by_role("heading").all_inner_texts()


def _is_checked_by_a_stranger(ana: Walker, stranger: Walker) -> None:
    code = Certificate.objects.get(user=ana.live.person("ana")).code
    stranger.goes_to(f"/courses/certificates/{code}/")
    stranger.is_at(stranger.say("This certificate is in force"))
    stranger.sees("Ana Lima", titles("course", COURSE)[stranger.language], code)
    expect(stranger.page.get_by_role("navigation")).to_have_count(0)


IDEAS = {
    PT: (
        "Avisar no aplicativo antes de o cartão vencer",
        "O cliente só descobre que o cartão venceu quando a cobrança falha.",
        "Mostrar uma faixa no aplicativo nos três dias de aviso.",
    ),
    EN: (
        "Tell customers earlier that their card will expire",
        "Customers learn that the card on file expired when the renewal fails.",
        "Show a quiet line in the app on the three days of notice.",
    ),
}


@pytest.mark.parametrize("face", [DESK, PHONE], ids=str)
def test_ana_acknowledges_the_playbook_and_has_an_idea_that_zeca_supports(comes: Comes, face: Face) -> None:
    ana = comes("ana", face)
    prepared.opens_drill(ana.live.person("ana"))
    ana.place("Practice")
    ana.is_at(ana.say("Practice"))
    ana.presses(named(ana.say("Continue"), titles("drill", DRILL)[ana.language]))
    ana.is_at(ana.say("Charges in recovery"))
    step = steps(ana.language)["decline-tell"]
    ana.follows(step.title)
    ana.is_at(titles("playbook", PLAYBOOK)[ana.language])
    ana.presses(ana.say("I have read it and will follow it"))
    ana.sees(
        re.compile(ana.say("Acknowledged. Your record shows version %(number)s.", number=1)),
        within=ana.page.locator("body"),
    )
    expect(ana.region(ana.say("Your acknowledgement"))).to_be_visible()
    expect(ana.button(ana.say("I have read it and will follow it"))).to_have_count(0)

    ana.follows(re.compile(f"{re.escape(ana.say('Suggest an improvement'))}.*{re.escape(step.title)}"))
    ana.is_at(ana.say("Submit an idea"))
    ana.sees(step.title)
    title = _writes_an_idea(ana)
    ana.is_at(title)
    ana.sees(IDEAS[ana.language][1], step.title)

    zeca = comes("zeca", face)
    zeca.place("Ideas")
    zeca.follows(title)
    zeca.is_at(title)
    expect(zeca.main.get_by_text(re.compile(r"^\d+ (votos?|votes?)"))).to_have_count(0)
    zeca.presses(named(zeca.say("Support"), title))
    zeca.sees(
        re.compile(zeca.say("%(n)s vote", "%(n)s votes", 1)),
        re.compile(zeca.say("%(n)s department", "%(n)s departments", 1)),
    )
    zeca.looks("idea-supported")
    idea = Idea.objects.get(title=title)
    assert (idea.author, idea.votes.get().user) == (ana.live.person("ana"), zeca.live.person("zeca"))


def _writes_an_idea(ana: Walker) -> str:
    """Ideas alike show while one types; supporting one of them there does not lose what was typed."""
    title, problem, proposal = IDEAS[ana.language]
    ana.main.get_by_label(ana.say("Your idea in one line")).press_sequentially(title)
    alike = ana.main.get_by_role("region", name=re.compile(r"parece|like yours"))
    expect(alike).to_be_visible()
    ana.looks("idea-typing")
    alike.get_by_role("button").first.click()
    ana.sees(ana.say("You support it"), within=alike)
    ana.fills(ana.say("What happens today"), problem)
    ana.fills(ana.say("What you would do"), proposal)
    ana.main.get_by_role("group", name=ana.say("Departments it touches")).get_by_role("checkbox").first.check()
    ana.presses(ana.say("Put it on the board"))
    return title


@pytest.mark.parametrize("face", [DESK, PHONE], ids=str)
def test_bruno_sees_where_ana_stands_and_why(comes: Comes, face: Face) -> None:
    bruno = comes("", face)
    prepared.does_everything(bruno.live.person("ana"))
    bruno.signs_in("bruno")
    bruno.place("My team")
    bruno.is_at(bruno.say("My team"))
    row = bruno.main.get_by_role("row").filter(has_text="Ana Lima")
    expect(row).to_have_count(1)
    course, playbook, drill = (
        titles(kind, key)[bruno.language]
        for kind, key in (("course", COURSE), ("playbook", PLAYBOOK), ("drill", DRILL))
    )
    columns = bruno.main.get_by_role("columnheader") if not face.is_phone else row.get_by_role("link")
    for title in (course, playbook, drill):
        expect(columns.filter(has_text=title)).to_have_count(1)
    assert row.get_by_text(bruno.say("in force"), exact=True).count() == 3
    certificate = Certificate.objects.get(user=bruno.live.person("ana"))
    assert certificate.in_force_until is not None
    until = timezone.localtime(certificate.in_force_until)
    bruno.sees(re.compile(str(until.year)), within=row)
    _sees_only_his_line(bruno)

    bruno.follows(re.compile(f"Ana Lima, {course}"), within=row)
    bruno.is_at(course)
    bruno.sees(re.compile("Ana Lima"))
    assert bruno.main.get_by_role("listitem").filter(has_text=re.compile("100%|100 %")).count() >= 1
    bruno.page.go_back()
    bruno.follows(re.compile(f"Ana Lima, {drill}"), within=row)
    bruno.is_at(drill)
    bruno.page.go_back()
    bruno.follows(re.compile(f"Ana Lima, {playbook}"), within=row)
    bruno.is_at(playbook)


def _sees_only_his_line(bruno: Walker) -> None:
    """Everyone on the page answers to him, and all who do are there, on one page or the next."""
    line = reporting_line(bruno.live.person("bruno").pk, on=timezone.localdate())
    inside = set(User.objects.filter(pk__in=line).values_list("name", flat=True))
    outside = set(User.objects.filter(is_demo=True).exclude(pk__in=line).values_list("name", flat=True)) - {
        "Bruno Alves"
    }
    seen: set[str] = set()
    while True:
        text = bruno.main.inner_text()
        assert not [name for name in outside if name in text]
        seen |= {name for name in inside if name in text}
        further = bruno.link(bruno.say("Next"))
        if not further.count():
            break
        further.click()
        expect(bruno.page).to_have_url(re.compile("page="))
    assert seen == inside
    bruno.place("My team")


def test_eva_releases_the_course_anew_and_ana_keeps_what_she_has(comes: Comes) -> None:
    ana, eva = comes("", DESK), comes("eva", DESK)
    prepared.does_everything(ana.live.person("ana"))
    before = Certificate.objects.get(user=ana.live.person("ana"))
    course = CoursePage.objects.get(translation_key=COURSE, locale__language_code=PT)

    eva.goes_to(f"/admin/pages/{course.pk}/edit/")
    eva.looks("admin-edit")
    summary = "Avise no dia certo e cobre só o que foi combinado, em cinco lições curtas."
    eva.page.get_by_role("textbox", name="Resumo").fill(summary)
    asked = eva.page.get_by_role("combobox", name="O que pede das pessoas")
    expect(asked).to_have_value("")  # nobody releases without having said it
    asked.select_option("minor")
    eva.page.get_by_role("textbox", name="Por que muda, em uma frase").fill("Resumo mais curto.")
    eva.page.keyboard.press("Control+p")
    preview = eva.page.frame_locator("iframe[title='Pré-visualizar']").last
    expect(preview.get_by_role("heading", name=course.title, level=1)).to_be_visible(timeout=15_000)
    expect(preview.get_by_text(summary)).to_be_visible(timeout=15_000)
    eva.looks("admin-preview")
    eva.page.keyboard.press("Control+p")
    footer = eva.page.get_by_role("navigation").filter(has=eva.page.get_by_role("button", name="Salvar rascunho"))
    footer.get_by_role("button", expanded=False).click()
    footer.get_by_role("button", name="Publicar", exact=True).click()
    expect(eva.page.get_by_text(re.compile("publicad", re.IGNORECASE)).first).to_be_visible()
    assert Release.objects.filter(kind="course", key=COURSE).latest("number").number == 2

    ana.signs_in("ana")
    ana.goes_to(f"/courses/{course.slug}/")
    ana.is_at(course.title)
    ana.sees(re.compile("^em vigor até"))
    ana.follows(ana.say("Public check page"))
    ana.sees(before.code)
    after = Certificate.objects.get(user=ana.live.person("ana"))
    assert (after.pk, after.code, after.in_force_until) == (before.pk, before.code, before.in_force_until)
    ana.goes_to("/courses/")
    ana.sees(summary)
