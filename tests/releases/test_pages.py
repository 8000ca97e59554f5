"""Versions, comparisons and old readings through the reader's door: whole, constant in queries, and without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import CoursePage, LessonPage, QuestionVersion
from playbooks.models import PlaybookPage
from portal.home.library import content_key
from portal.jobs.models import Job
from portal.people.days import today
from portal.people.models import User
from portal.releases.models import Release
from portal.releases.notices import TELL
from portal.releases.read import current
from sandbox.models import DrillPage

PLAYBOOK = content_key("playbook", "declined-charge")
COURSE = content_key("course", "renewals")
DRILL = content_key("drill", "payday")


def released(page, change_class: str = "major", *, in_days: int | None = None) -> Release:
    page.change_class, page.change_reason, page.change_number = change_class, "Porque mudou.", page.next_number()
    page.effective_on = today() + timedelta(days=in_days) if in_days else None
    page.save_revision().publish()
    return Release.objects.filter(key=page.translation_key).order_by("-number").first()


def playbook() -> PlaybookPage:
    return PlaybookPage.objects.get(translation_key=PLAYBOOK, locale__language_code="pt-br")


def rewritten(change_class: str = "major", *, in_days: int | None = None) -> Release:
    """The first step says one word more, the second and the third change places, the last is gone."""
    page = playbook()
    steps = list(page.steps.raw_data)
    steps[0]["value"]["body"] = f"Primeiríssimo. {steps[0]['value']['body']}"
    steps[1], steps[2] = steps[2], steps[1]
    page.steps = steps[:-1]
    return released(page, change_class, in_days=in_days)


@pytest.fixture
def ana(starter: Mapping[str, User], client_of) -> Client:
    return client_of(starter["ana"])


@pytest.fixture
def eva(starter: Mapping[str, User], client_of) -> Client:
    return client_of(starter["eva"])


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def address(name: str, *args: object, key=PLAYBOOK, kind: str = "playbook") -> str:
    return reverse(f"releases:{name}", args=[kind, key, *args])


def test_a_comparison_names_what_changed_moved_and_went_and_says_what_is_due_again(ana):
    rewritten()
    shown = ana.get(address("compare"))
    told = text(shown)
    states = [part.state for part in shown.context["comparison"].parts if part.number]
    assert states.count("changed") == 1
    assert states.count("moved") == 1
    assert states.count("removed") == 1
    assert "Primeiríssimo.</span>" not in told
    assert "Primeiríssimo." in told
    assert "<ins>" in told
    assert "Só a parte alterada volta a ser exigida: 1 de 6." in told


def test_the_comparison_asks_what_acknowledging_asks(ana, starter):
    """What a reader is told is due again is what the playbook then asks of them."""
    from playbooks.queries import editions
    from playbooks.rules.acknowledgement import changed_steps

    rewritten()
    due = ana.get(address("compare")).context["comparison"].due_again
    asked = changed_steps(editions(PLAYBOOK, first=1, last=2), acknowledged=1)
    assert {part.anchor.removeprefix("part-") for part in due} == set(asked)


def test_a_minor_one_asks_nothing_again(ana):
    rewritten("minor")
    assert "Ninguém precisa refazer nada" in text(ana.get(address("compare")))


def test_versions_say_number_class_reason_days_and_by_whom(ana):
    rewritten()
    told = text(ana.get(address("versions")))
    for said in ("Versão 2", "Versão 1", "Porque mudou.", "Maior", "em vigor", "Carla"):
        assert said in told


def test_any_past_day_has_its_version(ana):
    first = current("playbook", key=PLAYBOOK)
    rewritten()
    before = first.effective_on - timedelta(days=1)
    assert "liam a versão 1" in text(ana.get(address("versions"), {"on": today() - timedelta(days=1)}))
    assert "ainda não havia" in text(ana.get(address("versions"), {"on": before}))
    assert "Escreva um dia" in text(ana.get(address("versions"), {"on": "2026-13-77"}))
    assert ana.get(address("on", today().isoformat())).url == address("read", 2)
    assert ana.get(address("on", first.effective_on.isoformat())).url == address("read", 1)
    assert ana.get(address("on", "ontem")).status_code == 404


def test_a_major_release_of_a_course_leaves_what_was_earned_says_so_and_is_told(ana, eva):
    page = CoursePage.objects.get(translation_key=COURSE, locale__language_code="pt-br")
    page.summary = "Um resumo bem diferente."
    made = released(page)
    for shown in (address("versions", key=COURSE, kind="course"), address("compare", key=COURSE, kind="course")):
        said = text(ana.get(shown))
        assert "o que já conquistaram vale até o fim" in said
        assert "voltam a ser exigidas" not in said
    assert "As pessoas são avisadas do que mudou" in text(ana.get(address("compare", key=COURSE, kind="course")))
    assert Job.objects.filter(kind=TELL, args={"release": str(made.pk)}).exists()
    form = eva.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "o que já conquistaram vale até o fim" in form
    assert "voltam a ser exigidas" not in form


def test_a_major_release_of_a_playbook_still_asks_again(ana):
    rewritten()
    assert "voltam a ser exigidas" in text(ana.get(address("versions")))


def test_one_version_alone_is_compared_with_nothing_and_asks_nothing(ana):
    page = text(ana.get(address("compare")))
    assert "Por enquanto só há uma versão" in page
    assert "para a 1" not in page
    assert "Comparar duas versões" not in page
    assert "O que pede das pessoas" not in page


def test_of_a_day_to_come_it_says_what_holds_as_things_stand(ana):
    day = today() + timedelta(days=9)
    page = text(ana.get(address("versions"), {"on": day.isoformat()}))
    assert "Pelo que já foi lançado" in page
    assert "as pessoas liam" not in page


def test_an_old_version_is_read_as_it_was_and_says_that_it_is_not_in_force(ana):
    rewritten()
    old, new = text(ana.get(address("read", 1))), text(ana.get(address("read", 2)))
    assert "Esta versão não está em vigor" in old
    assert "Primeiríssimo" not in old
    assert "Esta é a versão em vigor" in new
    assert "Primeiríssimo" in new


def test_what_is_planned_is_known_to_who_writes_alone(ana, eva):
    rewritten(in_days=9)
    day = address("read", 2)
    assert ana.get(day).status_code == 404
    assert ana.get(address("compare"), {"from": 1, "to": 2}).status_code == 404
    assert "Versão 2" not in text(ana.get(address("versions")))
    assert "Primeiríssimo" not in text(ana.get(reverse("playbooks:read", args=["cobranca-recusada"])))
    assert "vale a versão 2" not in text(ana.get(reverse("playbooks:read", args=["cobranca-recusada"])))
    assert "vale a versão 2" in text(eva.get(reverse("playbooks:read", args=["cobranca-recusada"])))
    assert "Ainda não está em vigor" in text(eva.get(day))
    assert "planejada" in text(eva.get(address("versions")))


@pytest.mark.parametrize("kind", ["playbook", "course", "drill"])
def test_a_stranger_is_led_to_the_door_and_what_is_not_there_is_not_there(kind, ana):
    key = {"playbook": PLAYBOOK, "course": COURSE, "drill": DRILL}[kind]
    for name in ("versions", "compare"):
        assert Client().get(address(name, key=key, kind=kind)).status_code == 302
        assert ana.get(address(name, key=key, kind=kind)).status_code == 200
    assert ana.get(address("read", 99, key=key, kind=kind)).status_code == 404
    assert ana.get(address("versions", key=content_key("drill", "nothing"), kind=kind)).status_code == 404


def test_no_page_of_releases_tells_an_answer_a_hint_a_debrief_or_what_marks_a_drill(ana):
    course = CoursePage.objects.get(translation_key=COURSE, locale__language_code="pt-br")
    lesson = LessonPage.objects.child_of(course).first()
    lesson.title = f"{lesson.title}, melhor"
    lesson.save_revision()
    course.pass_mark = 85
    released(course, "minor")
    drill = DrillPage.objects.get(translation_key=DRILL, locale__language_code="pt-br")
    drill.story = f"{drill.story} E mais."
    drill.hints, drill.debrief = "dica-que-ninguem-le", "depois-de-passar"
    released(drill, "minor")
    secrets = {drill.key, "dica-que-ninguem-le", "depois-de-passar"}
    for version in QuestionVersion.objects.all():
        secrets |= {str(version.key), *(text for text in version.content["prompt"].values())}
        secrets |= {words for option in version.content["options"] for words in option["explanation"].values()}
    for kind, key in (("course", COURSE), ("drill", DRILL)):
        pages = [address("read", number, key=key, kind=kind) for number in (1, 2)]
        for page in [*pages, address("compare", key=key, kind=kind), address("versions", key=key, kind=kind)]:
            told = text(ana.get(page))
            assert not [secret for secret in secrets if secret and secret in told], page
    told = text(ana.get(address("compare", key=COURSE, kind="course")))
    assert "Nota mínima" in told, "the rules of an exam are no secret"


def test_the_number_of_versions_and_parts_costs_no_queries(ana):
    def costs(*addresses: str) -> list[int]:
        found = []
        for page in addresses:
            ana.get(page)
            with CaptureQueriesContext(connection) as queries:
                text(ana.get(page))
            found.append(len(queries))
        return found

    rewritten("minor")
    before = costs(address("versions"), address("compare"), address("read", 1))
    page = playbook()
    for n in range(4):
        steps = list(page.steps.raw_data)
        page.steps = [*steps, {"type": "step", "id": f"novo-{n}", "value": {"title": f"Passo {n}", "body": "Faça."}}]
        released(page, "minor")
        page = playbook()
    assert costs(address("versions"), address("compare"), address("read", 1)) == before
    assert max(before) <= 12, before
