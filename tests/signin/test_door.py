"""Coming in and being asked again: what waits goes on by itself, and nobody goes on in another's name."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from portal import urls as house
from portal.people.seed import PASSWORD
from portal.signin import again
from portal.signin.factors import step_up
from tests.signin.door import code, found_open, has_app, signed_in, signs_in

DONE: list[tuple[dict[str, list[str]], dict[str, bytes]]] = []


@require_POST
@step_up
def act(request: HttpRequest) -> HttpResponse:
    assert not getattr(request, "htmx", False)
    DONE.append((
        {key: request.POST.getlist(key) for key in request.POST if key != "csrfmiddlewaretoken"},
        {name: file.read() for name, file in request.FILES.items()},
    ))  # fmt: skip
    return redirect("home")


@step_up
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret page" if request.method == "GET" else f"kept {request.POST['note']}")


handler429 = house.handler429
urlpatterns = [path("act/", act), path("page/", page), *house.urlpatterns]


@pytest.fixture(autouse=True)
def acts(settings):
    settings.ROOT_URLCONF = __name__
    DONE.clear()


def _asked(answer) -> str:
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/?next="), answer["Location"]
    return answer["Location"]


def _proves(client: Client, address: str, password: str = PASSWORD):
    next_page = client.get(address).context["redirect_field_value"]
    return client.post("/accounts/reauthenticate/", {"password": password, "next": next_page})


@pytest.mark.django_db
def test_who_has_just_signed_in_is_not_asked_again(ana):
    assert signed_in(ana).post("/act/", {"a": "1"}).status_code == 302
    assert DONE == [({"a": ["1"]}, {})]


@pytest.mark.django_db
def test_an_act_waits_for_the_proof_and_goes_on_with_all_that_was_typed_and_chosen(ana):
    client = found_open(ana)
    sent = {"name": "São João & Cia", "many": ["1", "2"], "file": SimpleUploadedFile("p.csv", "é;1".encode())}
    address = _asked(client.post("/act/?from=here", sent))
    assert DONE == []
    assert "São João" not in str(dict(client.session.items())), "what waits is sealed"
    answer = _proves(client, address)
    assert (answer.status_code, answer["Location"]) == (302, "/act/?from=here")
    assert client.get(answer["Location"])["Location"] == "/"
    assert [({"name": ["São João & Cia"], "many": ["1", "2"]}, {"file": "é;1".encode()})] == DONE
    assert client.get("/act/?from=here").status_code == 405, "once is once"
    assert len(DONE) == 1


@pytest.mark.django_db
def test_a_wrong_password_lets_nothing_go_on(ana):
    client = found_open(ana)
    address = _asked(client.post("/act/", {"a": "1"}))
    assert _proves(client, address, "not hers").status_code == 200
    assert client.get("/act/").status_code == 405
    assert DONE == []


@pytest.mark.django_db
def test_what_was_left_by_the_way_does_not_go_on_when_something_else_is_proven(ana):
    client = found_open(ana)
    _asked(client.post("/act/", {"a": "1"}))
    address = _asked(client.get("/page/"))
    assert _proves(client, address)["Location"] == "/page/"
    assert client.get("/page/").content == b"secret page"
    assert client.get("/act/").status_code == 405
    assert DONE == []


@pytest.mark.django_db
def test_what_waited_too_long_is_forgotten(ana, monkeypatch):
    client = found_open(ana)
    address = _asked(client.post("/act/", {"a": "1"}))
    now = time.time()
    monkeypatch.setattr(again.time, "time", lambda: now + again.WAITS + 1)
    _proves(client, address)
    client.get("/act/")
    assert DONE == []


@pytest.mark.django_db
def test_the_proof_holds_five_minutes(ana, monkeypatch):
    client = signed_in(ana)
    assert client.get("/page/").status_code == 200
    now = time.time()
    monkeypatch.setattr(again.time, "time", lambda: now + again.HOLDS + 1)
    _asked(client.get("/page/"))


@pytest.mark.django_db
def test_a_form_that_answers_with_a_page_does_so_at_its_own_address(ana):
    client = found_open(ana)
    answer = _proves(client, _asked(client.post("/page/", {"note": "this"})))
    assert client.get(answer["Location"]).content == b"kept this"


@pytest.mark.django_db
def test_a_part_of_a_page_is_led_to_the_proof_as_a_whole_page(ana):
    client = found_open(ana)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/team/?q=1"}
    answer = client.post("/act/", {"a": "1"}, headers=htmx)
    assert answer.status_code == 204
    address = answer["HX-Redirect"]
    client.get(_proves(client, address)["Location"])
    assert DONE == [({"a": ["1"]}, {})]

    other = found_open(ana)
    led = other.get("/page/", headers=htmx)["HX-Redirect"]
    assert led == "/accounts/reauthenticate/?next=%2Fteam%2F%3Fq%3D1"
    foreign = other.get("/page/", headers={**htmx, "HX-Current-URL": "https://evil.example/x"})["HX-Redirect"]
    assert "evil" not in foreign


@pytest.mark.django_db
def test_a_code_of_an_app_proves_it_too(ana):
    secret = has_app(ana)
    client = found_open(ana)
    _asked(client.post("/act/", {"a": "1"}))
    answer = client.post("/accounts/2fa/reauthenticate/", {"code": code(secret), "next": "/act/"})
    client.get(answer["Location"])
    assert DONE == [({"a": ["1"]}, {})]


@pytest.mark.django_db
def test_who_has_nothing_here_to_prove_it_with_comes_through_the_door_again(ana):
    ana.set_unusable_password()
    ana.save()
    client = found_open(ana)
    answer = client.get("/page/")
    assert answer["Location"] == "/accounts/login/?next=/page/"
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_what_they_had_typed_waits_at_the_door_and_goes_on_behind_it(ana):
    client = found_open(ana)
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana, backend="portal.people.backends.PeopleBackend")
    assert client.post("/act/", {"note": "typed"})["Location"] == "/accounts/login/?next=/act/"
    assert "_auth_user_id" not in client.session
    assert "typed" not in str(dict(client.session))
    ana.set_password(PASSWORD)  # whichever way they come back, this stands for it
    ana.save()
    answer = signs_in(client, ana, to="/act/")
    assert answer["Location"] == "/act/"
    client.get("/act/")
    assert [posted for posted, _files in DONE] == [{"note": ["typed"]}]


@pytest.mark.django_db
def test_nobody_else_goes_on_with_what_waits_at_the_door(ana, zeca):
    client = found_open(ana)
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana, backend="portal.people.backends.PeopleBackend")
    client.post("/act/", {"note": "typed"})
    signs_in(client, zeca, to="/act/")
    assert client.get("/act/").status_code == 405
    assert not DONE
    assert again.WAITING not in client.session


@pytest.mark.django_db
def test_what_waits_at_the_door_stays_there_when_they_came_for_something_else(ana):
    client = found_open(ana)
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana, backend="portal.people.backends.PeopleBackend")
    client.post("/act/", {"note": "typed"})
    ana.set_password(PASSWORD)
    ana.save()
    signs_in(client, ana, to="/courses/")
    client.get("/act/")
    assert not DONE


@pytest.mark.django_db
def test_a_stranger_is_led_to_the_door(client):
    assert client.get("/page/")["Location"] == "/accounts/login/?next=/page/"


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves(client):
    page = client.get("/accounts/signup/")
    assert page.status_code == 200
    assert b'<form method="post" action="/accounts/signup' not in page.content
    before = client.post("/accounts/signup/", {"email": "x@example.com", "password1": "em-dia-com-a-vigente"})
    assert before.status_code == 200
    from portal.people.models import User

    assert not User.objects.filter(email="x@example.com").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "email/",
        "inactive/",
        "confirm-email/",
        "3rdparty/",
        "login/code/confirm/",
        "2fa/trust/",
        "2fa/passkeys/signup/",
        "signup/passkey/",
    ],
)
def test_a_door_that_a_closed_house_does_not_have_is_not_there(client, address):
    assert client.get(f"/accounts/{address}").status_code == 404


@pytest.mark.django_db
def test_the_language_chosen_at_the_door_comes_in(client, ana):
    client.post("/me/language/", {"language": "en", "next": "/accounts/login/"})
    signs_in(client, ana)
    ana.refresh_from_db()
    assert ana.language == "en"
