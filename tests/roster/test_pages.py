"""Through the administrator's door: upload, check, confirm, watch, invite; and everybody else's, where nothing is."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.jobs.models import Job
from portal.jobs.run import due, perform
from portal.people.days import today
from portal.people.models import User
from portal.roster.jobs import CHECK
from portal.roster.models import Import, State
from portal.signin.models import Invitation
from tests.roster.company import company
from tests.roster.conftest import csv_of, work

pytestmark = pytest.mark.django_db
NEW = "/people/imports/new/"


@pytest.fixture
def proven(client_of: Callable[[User], Client]) -> Callable[[User], Client]:
    """Signed in a moment ago, so that sensitive acts go through."""

    def signed_in(user: User) -> Client:
        client = client_of(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        return client

    return signed_in


def send(client: Client, content: bytes, **more: str):
    file = SimpleUploadedFile("pessoas.csv", content, "text/csv")
    return client.post(NEW, {"file": file, "starts_on": today().isoformat()} | more)


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_whole_way_without_script(proven, fabio, ana):
    door = proven(fabio)
    sent = send(door, csv_of(["nova@x.com", "Nova Pessoa", "", "billing", "carla@vigente.example", "", "", "", ""],
                             ["errada", "Errada", "", "", "", "", "", "", ""]))  # fmt: skip
    assert sent.status_code == 302
    page = sent["Location"]
    assert "Lendo o arquivo" in text(door.get(page))
    work()
    told = text(door.get(page))
    assert "Mudar 1 pessoa?" in told
    assert "A · E-mail" in told
    assert "“errada” não é um e-mail" in told
    of = Import.objects.get()
    assert door.post(f"{page}run/", {"turn": of.turn}).status_code == 302
    assert "0 de" in text(door.get(page))
    work()
    done = text(door.get(page))
    assert "Enviar os convites" in done
    assert door.post(f"{page}invite/").status_code == 302
    assert of.by_id == fabio.pk
    for job in due().filter(kind="invitations.many"):
        assert perform(job.pk)
    assert Invitation.objects.get().user.email == "nova@x.com"
    assert "1 convite enviado" in text(door.get(page))
    assert "1 nova" in text(door.get("/people/imports/"))
    assert "nova@x.com" not in text(door.get("/people/imports/"))


def test_progress_is_told_to_htmx_until_there_is_more_to_see(proven, fabio, ana):
    door = proven(fabio)
    page = send(door, company(30))["Location"]
    part = door.get(page, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert f'hx-get="{page}"' in part.content.decode()
    work()
    over = door.get(page, headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Refresh"]) == (204, "true")


def test_what_was_chosen_stays_when_the_file_is_missing(proven, fabio):
    answer = proven(fabio).post(NEW, {"starts_on": "2031-02-03", "creates_departments": "on"})
    assert answer.status_code == 422
    assert "Escolha primeiro o arquivo." in text(answer)
    assert 'value="2031-02-03"' in text(answer)
    assert re.search(r'name="creates_departments"[^>]*checked', text(answer))


def test_a_file_that_cannot_be_read_says_why(proven, fabio):
    door = proven(fabio)
    page = send(door, b"nome;cargo\nAna;x\n")["Location"]
    work()
    told = text(door.get(page))
    assert "Nenhuma coluna tem o título “E-mail”" in told
    assert Import.objects.get().file == ""


def test_too_large_a_file_is_refused_at_the_door(proven, fabio):
    answer = send(proven(fabio), b"email\n" + b"x" * (10 * 1024 * 1024))
    assert answer.status_code == 422
    assert "mais de 10 MB" in text(answer)
    assert not Import.objects.exists()


def test_to_others_imports_are_not_there(cast: Mapping[str, User], client_of, proven, fabio):
    page = send(proven(fabio), company(3))["Location"]
    for key, user in cast.items():
        if key == "fabio":
            continue
        client = client_of(user)
        for address in ("/people/imports/", NEW, page, f"{page}check.xlsx", "/people/imports/template/en.csv"):
            assert client.get(address).status_code == 404, (key, address)
        for act in ("run", "again", "discard", "resume", "invite"):
            assert client.post(f"{page}{act}/").status_code == 404, (key, act)


def test_another_administrator_sees_and_confirms_it(cast, proven, fabio, eva):
    eva.roles.create(role="administrator", starts_on=eva.hired_on)
    page = send(proven(fabio), company(3))["Location"]
    work()
    other = proven(eva)
    assert "Mudar 3 pessoas?" in text(other.get(page))
    other.post(f"{page}run/", {"turn": 1})
    work()
    of = Import.objects.get()
    assert (of.state, of.confirmed_by) == (State.DONE, eva)


def test_sensitive_acts_ask_again_who_one_is(proven, client_of, fabio):
    page = send(proven(fabio), company(3))["Location"]
    work()
    stale = client_of(fabio)
    assert "/accounts/" in stale.get(NEW)["Location"]
    assert "/accounts/" in stale.post(f"{page}run/", {"turn": 1})["Location"]
    assert Import.objects.get().state == State.CHECKED


def test_the_check_is_taken_home_with_errors_beside_the_lines(proven, fabio, ana):
    door = proven(fabio)
    page = send(door, csv_of(["n@x.com", "Nara", "=cmd|' /C calc'!A0", "", "", "", "", "", ""],
                             ["ana@vigente.example", "", "Chefe", "", "", "", "", "", ""],
                             ["o@x.com", "Otto", "", "Nenhum", "", "40/01/2026", "", "", ""]))["Location"]  # fmt: skip
    work()
    answer = door.get(f"{page}check.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("Linha", "O que acontece", "O que fazer, ou o que muda", "E-mail", "Nome")
    assert rows[1][:6] == (2, "Novas", None, "n@x.com", "Nara", "=cmd|' /C calc'!A0")
    assert sheet["F2"].data_type == "s"
    assert sheet["F2"].quotePrefix
    assert rows[2][1:3] == ("Alteradas", "Cargo: Analista de atendimento → Chefe")
    assert rows[3][1] == "De fora por erros"
    assert "D · Departamento: Não existe o departamento “Nenhum”" in rows[3][2]
    assert "F · Admissão: “40/01/2026” não é uma data" in rows[3][2]


def test_discarding_forgets(proven, fabio, ana):
    door = proven(fabio)
    page = send(door, company(3))["Location"]
    work()
    assert door.post(f"{page}discard/").status_code == 302
    of = Import.objects.get()
    assert (of.state, of.report, of.file_name) == (State.DISCARDED, "", "")
    assert not of.batches.exists()
    assert "Nada foi mudado" in text(door.get(page))
    assert not User.objects.filter(email__endswith="@big.example").exists()


def test_what_stands_still_is_told_and_goes_on(proven, fabio, ana):
    door = proven(fabio)
    page = send(door, company(3))["Location"]
    Job.objects.filter(kind=CHECK).update(dead_at=timezone.now())
    assert "A importação parou" in text(door.get(page))
    assert door.post(f"{page}resume/").status_code == 302
    work()
    assert Import.objects.get().state == State.CHECKED


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_pages_cost_the_same_whatever_the_file_says(language, proven, fabio, ana):
    User.objects.filter(pk=fabio.pk).update(language=language)
    door = proven(fabio)

    def cost(n: int) -> int:
        page = send(door, company(n))["Location"]
        work()
        door.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert door.get(page).status_code == 200
        return len(queries)

    assert cost(60) == cost(3) <= 8
    with CaptureQueriesContext(connection) as queries:
        assert door.get(reverse("roster:index")).status_code == 200
    assert len(queries) <= 8


def test_whom_it_touches_is_seen_before_anything_is_written(proven, fabio, ana, zeca, bruno):
    door = proven(fabio)
    bruno_was = ana.managers.get().manager.name
    page = send(door, csv_of(["n@x.com", "Nova Pessoa", "", "billing", "", "", "", "", ""],
                             ["ana@vigente.example", "", "Chefe", "", "zeca@vigente.example", "", "", "529.982.247-25", ""],
                             ["bruno@vigente.example", "", "", "", "", "", "", "", "31/12/2099"]))["Location"]  # fmt: skip
    work()
    told = re.sub(r"<[^>]+>", " ", text(door.get(page)))
    told = re.sub(r"\s+", " ", told)
    assert f"Gestão {bruno_was} passa a ser {zeca.name}" in told
    assert re.search(r"Cargo \S[^—]* passa a ser Chefe", told)
    assert "Último dia — passa a ser 31/12/2099" in told
    assert "529.982" not in told
    assert "Nova Pessoa" in told
    assert 'href="?group=transferred"' in text(door.get(page))


def test_a_large_group_goes_page_by_page_at_a_constant_cost(proven, fabio, ana):
    door = proven(fabio)

    def cost(n: int) -> int:
        page = send(door, company(n))["Location"]
        work()
        door.get(f"{page}?group=new&page=2")
        with CaptureQueriesContext(connection) as queries:
            told = text(door.get(f"{page}?group=new&page=2"))
        assert told.count("@big.example") == min(50, n - 50)
        return len(queries)

    assert cost(120) == cost(1_200) <= 8
    page = f"/people/imports/{Import.objects.latest('created_at').pk}/"
    assert "Ver todas as 1.200" in text(door.get(page))
    assert "Mudar 1.200 pessoas?" in text(door.get(page))


def test_who_is_missing_is_seen_to_the_last(proven, fabio, ana):
    door = proven(fabio)
    page = send(door, csv_of(["fabio@vigente.example", "", "", "", "", "", "", "", ""]), deactivates_missing="on")[
        "Location"
    ]
    work()
    assert ana.email in text(door.get(f"{page}?group=missing"))


def test_its_pages_stand_below_people(proven, fabio):
    told = text(proven(fabio).get("/people/imports/"))
    assert re.search(r'<a[^>]*href="/people/"[^>]*aria-current="page"', told)
