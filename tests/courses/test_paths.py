"""A learning path: released, read with one's own standing, met by its steps alone, and owed like anything else."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.import_path import import_path
from courses.actions.seed_year import CONTENT
from courses.blocks.path import NAMEABLE, name_of, thing_choices
from courses.models import CourseIndexPage, LearningPathPage
from courses.queries import paths
from courses.search import PathSearch
from portal.evidence.record import record
from portal.home.library import SOURCE, content_key, library, locale
from portal.people.access import viewer_of
from portal.people.models import Department, User
from portal.refusal import Refusal
from portal.releases.freeze import freeze
from portal.releases.models import Release
from portal.releases.publishing import release_page
from portal.seams.contracts import Draft, PartDraft
from portal.seams.registry import registry

pytestmark = pytest.mark.django_db
PATH = content_key("path", "first-steps")


def thing(kind: str, *, minutes: int = 10, change: str = "major", key: UUID | None = None, on=None) -> tuple[str, UUID]:
    """A playbook or a drill of which readers have the cover."""
    key = key or uuid4()
    parts = [
        PartDraft(
            "", language, 0, f"{kind} {language}", [], facts={"summary": "s", "minutes": minutes, "department": ""}
        )
        for language in ("pt-br", "en")
    ]
    draft = Draft(kind, key, f"{kind}-{key.hex[:6]}", SOURCE, parts, [uuid4().int % 10**9], change, "Teste.")
    freeze(draft, released_by=None, effective_on=on)
    return kind, key


def path_of(*things, key: UUID | None = None, optional=(), change: str = "major", slug: str = "trilha") -> Release:
    steps = [{"kind": kind, "key": str(of), "required": True} for kind, of in things]
    steps += [{"kind": kind, "key": str(of), "required": False} for kind, of in optional]
    parts = [
        PartDraft("", language, 0, f"Trilha {language}", [], facts={"summary": "s", "minutes": 20, "department": ""})
        for language in ("pt-br", "en")
    ]
    parts += [
        PartDraft(f"s{place}", language, place, "antes", [], facts=step)
        for place, step in enumerate(steps, start=1)
        for language in ("pt-br", "en")
    ]
    facts = {"steps": steps, "department": None, "topics": ["cobrança"]}
    draft = Draft("path", key or uuid4(), slug, SOURCE, parts, [uuid4().int % 10**9], change, "Teste.", facts)
    return freeze(draft, released_by=None)


def certified(user: User, key: UUID, *, at=None, days: int | None = 100) -> None:
    at = at or timezone.now()
    until = (at + timedelta(days=days)).isoformat() if days else None
    result = {"code": "AAAA-BBBB-CCCC-DDDD", "cycle": 1, "in_force_until": until}
    record(person=user.person, verb="certificate.awarded", kind="course", key=key, result=result, occurred_at=at)


def drilled(user: User, key: UUID, *, at=None) -> None:
    result = {"attempt": 1, "score": 100, "passed": True, "failed": [], "step_refs": [], "hints": 0}
    record(person=user.person, verb="drill.attempted", kind="drill", key=key, result=result, occurred_at=at)


def acknowledged(user: User, key: UUID, number: int = 1) -> None:
    result = {"number": number, "by": "reading", "parts": []}
    record(person=user.person, verb="playbook.acknowledged", kind="playbook", key=key, result=result)


# -- When it is met ------------------------------------------------------------------------------------------------


def test_it_is_met_with_the_last_required_step_until_the_first_of_them_ends(shelf, ana, zeca):
    course, drill, extra = ("course", shelf.course().key), thing("drill"), thing("playbook")
    release = path_of(course, drill, optional=[extra])
    now = timezone.now()
    certified(ana, course[1], at=now - timedelta(days=5), days=100)
    target = registry.targets["path"]
    assert target.met([ana.person], release.key) == {}
    assert [bool(said) for said in target.lacking(ana.person, release.key)] == [True]
    drilled(ana, drill[1], at=now - timedelta(days=2))
    (met,) = target.met([ana.person, zeca.person], release.key)[ana.person]
    assert met.at == now - timedelta(days=2)
    assert met.in_force_until == now + timedelta(days=95)
    assert len(met.evidence) == 2
    assert target.lacking(ana.person, release.key) == []
    assert len(target.lacking(zeca.person, release.key)) == 2


def test_it_is_met_by_everyone_in_as_many_queries(shelf, cast, counted):
    course, drill = ("course", shelf.course().key), thing("drill")
    release = path_of(course, drill)
    costs = []
    for people in ([cast["ana"]], list(cast.values())):
        for user in people:
            certified(user, course[1])
            drilled(user, drill[1])
        with counted() as cost:
            found = paths.met([user.person for user in people], release.key)
        assert set(found) == {user.person for user in people}
        costs.append(cost.queries)
    assert costs[0] == costs[1]


def test_a_lapsed_step_is_told_apart_from_one_never_done(shelf, ana):
    course, drill = ("course", shelf.course().key), thing("drill")
    release = path_of(course, drill)
    certified(ana, course[1], at=timezone.now() - timedelta(days=50), days=10)
    gone, never = registry.targets["path"].lacking(ana.person, release.key)
    assert "não está mais em vigor" in gone
    assert "falta fazer" in never


# -- The reader's page ---------------------------------------------------------------------------------------------


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_page_tells_what_it_is_for_its_steps_in_order_and_the_one_to_do_next(starter, client_of):
    client = client_of(starter["ana"])
    url = reverse("courses:path", args=["primeiros-passos-no-atendimento"])
    page = text_of(client.get(url))
    titles = ["Gestão de renovações", "Cobrança recusada", "Dia de pagamento", "Aviso de renovação"]
    steps = page[page.index('class="stepper') :]
    places = [steps.index(title) for title in titles]
    assert places == sorted(places)
    assert page.count("btn--primary") == 1
    assert page.index("Gestão de renovações") < page.index("Começar este passo")
    assert "até vencer o primeiro dos passos obrigatórios" in page
    User.objects.filter(pk=starter["ana"].pk).update(language="en")
    page = text_of(client.get(url))
    assert "First steps in customer service" in page
    assert "Renewal management" in page
    assert "Begin this step" in page


def test_strangers_sign_in_first_and_nothing_stands_at_an_unknown_address(starter, client, client_of):
    assert client.get(reverse("courses:path", args=["primeiros-passos-no-atendimento"])).status_code == 302
    assert client_of(starter["zeca"]).get(reverse("courses:path", args=["nada"])).status_code == 404


def test_each_sees_their_own_standing_and_nobody_elses(shelf, ana, zeca, client_of):
    course, drill = ("course", shelf.course().key), thing("drill", minutes=12)
    path_of(course, drill)
    drilled(ana, drill[1])
    mine = text_of(client_of(ana).get(reverse("courses:path", args=["trilha"])))
    theirs = text_of(client_of(zeca).get(reverse("courses:path", args=["trilha"])))
    assert "1 de 2 passos obrigatórios" in mine
    assert "0 de 2 passos obrigatórios" in theirs
    assert "21 minutos" in mine
    assert "(faltam 9)" in mine
    assert "(faltam" not in theirs


def test_the_page_and_the_catalogue_cost_the_same_at_any_number_of_steps(shelf, ana, client_of, counted):
    few = [("course", shelf.course().key), thing("drill"), thing("playbook")]
    path_of(*few, slug="curta")
    client = client_of(ana)
    costs = []
    for slug in ("curta", "longa"):
        client.get(reverse("courses:path", args=["curta"]))
        with counted() as page:
            client.get(reverse("courses:path", args=[slug])) if slug == "curta" else client.get(
                reverse("courses:path", args=["longa"])
            )
        with counted() as catalogue:
            client.get(reverse("courses:catalogue"))
        costs.append((page.queries, catalogue.queries))
        if slug == "curta":
            many = [("course", shelf.course(slug=f"c{n}").key) for n in range(4)]
            many += [thing(kind) for kind in ("drill", "playbook") for _ in range(4)]
            path_of(*few, *many, slug="longa")
    assert costs[0] == costs[1]
    assert costs[0][0] <= 12
    assert costs[0][1] <= 14


def test_it_stands_in_the_catalogue_with_what_one_has_done_of_it(starter, client_of):
    page = text_of(client_of(starter["ana"]).get(reverse("courses:catalogue")))
    assert "Trilhas de aprendizagem" in page
    assert "Primeiros passos no atendimento" in page
    assert page.index("Primeiros passos") < page.index("Cursos, um a um")


def test_it_can_be_found_in_both_languages_under_its_topics(starter):
    found = PathSearch().findable([PATH])[PATH]
    assert {(one.locale, one.kind) for one in found} == {("pt-br", "path"), ("en", "path")}
    assert all(one.url.endswith("/courses/paths/primeiros-passos-no-atendimento/") for one in found)
    assert found[0].topics == ["renewals", "dunning", "billing-messages"]


# -- Writing and releasing it --------------------------------------------------------------------------------------


def page_in(language: str = SOURCE, *, steps, key: UUID | None = None, **more) -> LearningPathPage:
    root = CourseIndexPage.objects.filter(locale=locale(language)).first() or library(language).add_child(
        instance=CourseIndexPage(title="Cursos", slug="courses", locale=locale(language))
    )
    return root.add_child(
        instance=LearningPathPage(
            title=f"Trilha {language}", slug="trilha", summary="Resumo", locale=locale(language), live=False,
            translation_key=key or uuid4(), steps=steps, **more,
        )
    )  # fmt: skip


def step(of: tuple[str, UUID], name: str = "um", *, required: bool = True, pt: str = "", en: str = ""):
    value = {"thing": name_of(*of), "required": required, "note_pt_br": pt, "note_en": en}
    return {"type": "step", "id": name, "value": value}


def publish(page: LearningPathPage, change: str = "major") -> None:
    page = page.get_latest_revision_as_object() if page.latest_revision_id else page
    page.change_class, page.change_reason, page.change_number = change, "Porque sim.", page.next_number()
    page.save_revision().publish()


def test_one_number_spans_the_languages_with_a_part_for_the_cover_and_for_each_step(cast):
    drill, playbook = thing("drill", minutes=12), thing("playbook")
    steps = [step(drill, "um", pt="Por isto.", en="Because of this."), step(playbook, "dois", required=False)]
    service = Department.objects.get(key="customer-service")
    page = page_in(steps=steps, introduction="Uma **introdução**.", department=service, topics="a, b")
    english = page_in("en", steps=[], key=page.translation_key)
    publish(english)
    assert not Release.objects.filter(kind="path").exists(), "the source language leads"
    publish(page)
    release = Release.objects.get(kind="path")
    parts = {(part.part_id, part.locale): part for part in release.parts.all()}
    assert set(parts) == {(name, language) for name in ("", "um", "dois") for language in ("pt-br", "en")}
    assert parts["um", "en"].title == "drill en"
    assert "Because of this." in "".join(parts["um", "en"].html.values())
    assert "Por isto." in "".join(parts["um", "pt-br"].html.values())
    assert "<strong>introdução</strong>" in "".join(parts["", "pt-br"].html.values())
    assert parts["", "en"].facts["department"] == service.name_en
    assert parts["", "en"].facts["minutes"] == 12, "what is optional takes no time of the path"
    assert [one["required"] for one in release.facts["steps"]] == [True, False]
    assert (release.facts["topics"], release.facts["department"]) == (["a", "b"], "customer-service")
    assert release_page(LearningPathPage.objects.get(pk=page.pk)) == release, "frozen once"


def test_no_release_without_its_class_and_none_that_nobody_could_meet(db):
    drill = thing("drill")
    page = page_in(steps=[step(drill)])
    with pytest.raises(Exception):  # noqa: B017  (said by the form, or by the freeze)
        page.save_revision().publish()
    other = path_of(drill, slug="outra")
    for steps in ([step(("path", other.key))], [step(drill, required=False)], []):
        LearningPathPage.objects.filter(pk=page.pk).update(steps=LearningPathPage(steps=steps).steps)
        broken = LearningPathPage.objects.get(pk=page.pk)
        with pytest.raises(Refusal):
            publish(broken)
    assert Release.objects.filter(kind="path").count() == 1


def form_data(page: LearningPathPage, steps) -> dict[str, str]:
    data = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "introduction": "", "topics": "",
        "department": "", "change_class": "major", "change_reason": "Porque sim.", "effective_on": "",
        "steps-count": str(len(steps)), "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "action-publish": "action-publish",
    }  # fmt: skip
    for place, one in enumerate(steps):
        value = one["value"]
        data |= {
            f"steps-{place}-deleted": "", f"steps-{place}-order": str(place), f"steps-{place}-type": "step",
            f"steps-{place}-id": one["id"], f"steps-{place}-value-thing": value["thing"],
            f"steps-{place}-value-note_pt_br": value["note_pt_br"], f"steps-{place}-value-note_en": value["note_en"],
        }  # fmt: skip
        if value["required"]:
            data[f"steps-{place}-value-required"] = "on"
    return data


def test_an_author_writes_and_releases_a_path_in_the_browser(starter, client_of):
    shelf = CourseIndexPage.objects.get(locale=locale(SOURCE))
    client = client_of(starter["eva"])
    course = ("course", content_key("course", "renewals"))
    new = reverse("wagtailadmin_pages:add", args=["courses", "learningpathpage", shelf.pk])
    assert name_of(*course) in client.get(new).content.decode()
    draft = LearningPathPage(title="Nova", slug="nova", summary="Para isto.")
    other = ("path", PATH)
    twice = [step(course, "a"), step(course, "b")]
    lonely = [step(course, pt="Só em português")]
    for steps in ([step(other)], [step(("drill", uuid4()))], twice, lonely, [step(course, required=False)], []):
        assert client.post(new, form_data(draft, steps)).status_code == 200
        assert not Release.objects.filter(slug="nova").exists()
    assert client.post(new, form_data(draft, [step(course, pt="Por isto.", en="For this.")])).status_code == 302
    release = Release.objects.get(slug="nova")
    assert release.kind == "path"
    assert client.get(reverse("courses:path", args=["nova"])).status_code == 200


def test_only_courses_playbooks_and_drills_that_the_editor_may_see_can_be_chosen(starter):
    groups = dict(thing_choices(viewer_of(starter["eva"])))
    names = [name for of in groups.values() for name, _title in of]
    assert names
    assert {name.partition(":")[0] for name in names} == set(NAMEABLE)


def test_importing_the_same_file_again_changes_nothing(starter):
    assert import_path(CONTENT / "paths" / "first-steps.yaml") is None
    assert Release.objects.filter(kind="path", key=PATH).count() == 1


def test_the_draft_can_be_previewed_before_anybody_reads_it(starter, rf):
    for page in LearningPathPage.objects.filter(translation_key=PATH):
        request = rf.get("/")
        request.user, request.viewer = starter["eva"], viewer_of(starter["eva"])
        response = page.make_preview_request(request, "")
        assert response.status_code == 200
        said = text_of(response)
        assert page.title in said
        assert ("Declined charge" if page.locale.language_code == "en" else "Cobrança recusada") in said
