"""The board, writing an idea, one idea, and what moderation does."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse

from ideas.actions.moderate import moderate
from ideas.actions.support import support
from ideas.actions.withdraw import withdraw
from ideas.models import Idea, Vote
from ideas.rules.origin import Origin, parse
from ideas.seam import home_card
from portal.evidence.models import Evidence
from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.refusal import Refusal
from portal.releases.models import Release

pytestmark = pytest.mark.django_db

DECLINED = content_key("playbook", "declined-charge")
STEP = f"playbook:{DECLINED}:decline-read"


def given(**changes):
    return {
        "key": str(uuid4()),
        "title": "Dizer a hora em que a espera termina",
        "problem": "A fila mostra só o dia.",
        "proposal": "Mostrar dia e hora.",
        "departments": ["billing", "customer-service"],
        **changes,
    }


# -- Writing --


def test_an_idea_from_a_step_keeps_where_it_comes_from(starter, client_of):
    ana = starter["ana"]
    page = client_of(ana).get(reverse("ideas:new"), {"from": STEP}).content.decode()
    assert "Leia o código da recusa" in page
    assert f'value="{STEP}"' in page
    form = given(origin=STEP)
    answer = client_of(ana).post(reverse("ideas:new"), form)
    idea = Idea.objects.get(key=form["key"])
    assert answer.url == idea.get_absolute_url()
    assert idea.origin == Origin("playbook", DECLINED, "decline-read")
    assert idea.author == ana
    assert idea.department.key == "customer-service"
    assert {department.key for department in idea.departments.all()} == {"billing", "customer-service"}
    assert Evidence.objects.get(verb="idea.submitted", key=idea.key).person == ana.person
    assert "#decline-read" in client_of(ana).get(answer.url).content.decode()


def test_sending_the_form_twice_gives_one_idea(ana, zeca, client_of):
    form = given()
    for _ in range(2):
        client_of(ana).post(reverse("ideas:new"), form)
    assert Idea.objects.count() == 1
    assert Evidence.objects.filter(verb="idea.submitted").count() == 1
    assert client_of(zeca).post(reverse("ideas:new"), form).status_code == 404


@pytest.mark.parametrize("wrong", [{"title": ""}, {"departments": []}, {"title": "x" * 141}, {"problem": "  "}])
def test_bad_input_keeps_everything_typed(ana, client_of, wrong):
    form = given(proposal="Minha proposta “única” & <b>boa</b>", origin=STEP, **wrong)
    answer = client_of(ana).post(reverse("ideas:new"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Minha proposta “única” &amp; &lt;b&gt;boa&lt;/b&gt;" in page
    assert f'value="{form["key"]}"' in page
    assert f'value="{STEP}"' in page
    assert 'aria-invalid="true"' in page
    if form["departments"]:
        assert len(re.findall(r"<input[^>]*checked", page)) == 2
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    "origin", ["", "x", "playbook:nope:a", "user:1:x", f"playbook:{UUID(int=7)}:gone", f"playbook:{DECLINED}:<script>"]
)
def test_a_made_up_origin_is_dropped(starter, client_of, origin):
    page = client_of(starter["ana"]).get(reverse("ideas:new"), {"from": origin})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().partition("<form")[2]
    form = given(origin=origin)
    assert client_of(starter["ana"]).post(reverse("ideas:new"), form).status_code == 302
    assert Idea.objects.get(key=form["key"]).origin is None


def test_origins_are_read_and_written_alike():
    origin = Origin("playbook", DECLINED, "decline-read")
    assert parse(str(origin)) == origin
    assert origin.embed == ("step", f"{DECLINED}/decline-read")
    assert Origin("course", DECLINED, "part").embed == ("lesson", "part")
    assert Origin("drill", DECLINED).embed == ("drill", str(DECLINED))


# -- Reading --


def test_strangers_are_led_to_the_door(write, ana, client):
    idea = write(ana)
    for address in (reverse("ideas:board"), reverse("ideas:new"), idea.get_absolute_url()):
        assert client.get(address).url.startswith(reverse("account_login"))
    assert client.post(reverse("ideas:new"), given()).status_code == 302
    assert Idea.objects.count() == 1


def test_the_board_ranks_by_departments_before_votes(write, ana, bruno, carla, davi, zeca, client_of):
    narrow, wide = write(davi, "Muito votada numa área"), write(davi, "Votada em duas áreas")
    for user in (ana, bruno):
        support(viewer_of(user), key=narrow.key)
    Vote.objects.filter(idea=narrow).update(department=viewer_of(ana).department)
    for user in (carla, zeca):
        support(viewer_of(user), key=wide.key)
    page = client_of(davi).get(reverse("ideas:board")).content.decode()
    assert page.index(wide.title) < page.index(narrow.title)


def test_the_board_is_narrowed_by_status_and_department(write, ana, carla, client_of):
    write(ana, "Ideia da cobrança", departments=("billing",))
    write(ana, "Ideia do marketing", departments=("marketing", "billing"))
    board = reverse("ideas:board")
    page = client_of(carla).get(board, {"department": "marketing"}).content.decode()
    assert "Ideia do marketing" in page
    assert "Ideia da cobrança" not in page
    page = client_of(carla).get(board, {"status": "accepted"}).content.decode()
    assert "Nenhuma ideia aqui" in page
    assert client_of(carla).get(board, {"status": "?", "department": "' or 1", "page": "x"}).status_code == 200


def test_an_empty_board_teaches(ana, client_of):
    assert "O mural está vazio" in client_of(ana).get(reverse("ideas:board")).content.decode()


def test_the_seeded_board_speaks_both_languages(starter, client_of):
    ana = starter["ana"]
    page = client_of(ana).get(reverse("ideas:board")).content.decode()
    assert "Mural de ideias" in page
    assert Release.objects.filter(kind="board").count() == 1
    ana.language = "en"
    ana.save()
    page = client_of(ana).get(reverse("ideas:board")).content.decode()
    assert "Idea board" in page
    assert "No customer data" in page


def test_seeded_votes_agree_with_the_evidence(starter):
    votes = set(Vote.objects.values_list("user__person", "idea__key"))
    assert votes == set(Evidence.objects.filter(verb="idea.supported").values_list("person", "key"))
    assert len(votes) > 100


def test_what_people_write_is_text_and_never_markup(write, ana, zeca, client_of):
    idea = write(ana, "<script>a</script>", "<img src=x onerror=b>", "**c** <b>d</b>")
    for address in (idea.get_absolute_url(), reverse("ideas:board")):
        page = client_of(zeca).get(address).content.decode()
        assert "<script>a" not in page
        assert "<img" not in page
        assert "<b>d" not in page


@pytest.mark.parametrize("count", [5, 50])
def test_the_board_costs_the_same_at_any_number(write, ana, zeca, client_of, django_assert_num_queries, count):
    for n in range(count):
        idea = write(ana, f"Ideia {n}", departments=("billing", "marketing"))
        support(viewer_of(zeca), key=idea.key)
    client = client_of(zeca)
    with django_assert_num_queries(7):
        client.get(reverse("ideas:board"))
    with django_assert_num_queries(4):
        client.get(idea.get_absolute_url())


def test_the_board_is_paged(write, ana, zeca, client_of):
    for n in range(23):
        write(ana, f"Ideia {n}")
    first = client_of(zeca).get(reverse("ideas:board")).content.decode()
    second = client_of(zeca).get(reverse("ideas:board"), {"page": "2"}).content.decode()
    assert first.count('<li class="row">') == 20
    assert second.count('<li class="row">') == 3


# -- My day --


def test_my_day_shows_what_waits_near_me(write, ana, bruno, zeca, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.viewer = viewer_of(ana)
    assert home_card(request) == ""
    near = write(bruno, "De um colega", departments=("billing",))
    touching = write(zeca, "Toca a minha área", departments=("customer-service",))
    write(zeca, "Longe de mim", departments=("marketing",))
    write(ana, "Minha", departments=("customer-service",))
    with django_assert_num_queries(2):
        card = home_card(request)
    assert "De um colega" in card
    assert "Toca a minha área" in card
    assert "Longe" not in card
    assert "Minha" not in card
    for idea in (near, touching):
        support(viewer_of(ana), key=idea.key)
    assert home_card(request) == ""


# -- Moderation --


def test_an_author_takes_an_idea_off_the_board(write, ana, zeca, client_of):
    idea = write(ana)
    client_of(ana).post(reverse("ideas:withdraw", args=[idea.key]))
    assert client_of(zeca).get(idea.get_absolute_url()).status_code == 404
    assert client_of(ana).get(idea.get_absolute_url()).status_code == 200
    withdraw(viewer_of(ana), key=idea.key)


def test_hidden_ideas_are_seen_by_their_author_alone(write, ana, carla, zeca, client_of):
    idea = write(ana)
    moderate(viewer_of(carla), key=idea.key, status="new", answer="", is_hidden=True)
    assert client_of(zeca).get(idea.get_absolute_url()).status_code == 404
    assert idea.title not in client_of(zeca).get(reverse("ideas:board")).content.decode()
    assert "oculta pela moderação" in client_of(ana).get(idea.get_absolute_url()).content.decode()


def test_a_decision_is_owed_its_reason(write, ana, carla):
    idea = write(ana)
    with pytest.raises(Refusal) as refusal:
        moderate(viewer_of(carla), key=idea.key, status="declined", answer=" ", is_hidden=False)
    assert refusal.value.code == "answer_missing"


def test_reviewers_moderate_in_the_admin_and_others_find_nothing(starter, client_of):
    idea = Idea.objects.filter(status="new").first()
    carla, eva = client_of(starter["carla"]), client_of(starter["eva"])
    listing, edit = reverse("idea_moderation:index"), reverse("idea_moderation:edit", args=[idea.pk])
    assert idea.title in carla.get(listing).content.decode()
    assert eva.get(listing).status_code == 302
    written = {"status": "declined", "answer": "", "is_hidden": "", "title": "Outro título"}
    assert "Diga o motivo" in carla.post(edit, written).content.decode()
    carla.post(edit, written | {"answer": "Já existe uma lista."})
    idea.refresh_from_db()
    assert (idea.status, idea.answer) == ("declined", "Já existe uma lista.")
    assert idea.title != "Outro título"
    assert eva.post(edit, written).status_code == 302
