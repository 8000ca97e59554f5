"""What is done at the privacy desk: taken in, confirmed, copied, corrected, erased, held and answered, each through its form."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from portal.people.models import User
from sandbox import subjects
from sandbox.models import JournalEvent, Subject
from tests.sandbox.aurora import LEO, RITA, Aurora
from tests.sandbox.conftest import text_of

ALL = ("profile", "marketing", "support", "usage", "access_logs", "subscriptions", "invoices", "payments", "consents")


@pytest.fixture
def aurora(ana: User, client_of: Callable[[User], Client]) -> Aurora:
    return Aurora(ana, client_of(ana))


def _sent(aurora: Aurora, kind: str, **more: str) -> object:
    fields = {"kind": kind, "asker": "holder", "channel": "email", "day": "2026-11-02", **more}
    return aurora.do("open-request", "", **fields)


@pytest.mark.parametrize(
    "said", ["Rita Prado", "rita prado ", "RITA@example.org", "55 11 95555-0001", "11144477735", "rita"]
)
def test_a_request_finds_whom_it_is_about_by_what_they_said(aurora: Aurora, said: str) -> None:
    assert _sent(aurora, "access", who=said).status_code == 302
    assert aurora.world.cases["case-1"].customer == "rita"


@pytest.mark.parametrize("said", ["Rita", "Prado", "example.org", "5555", "rita@", "%"])
def test_a_part_of_a_name_finds_nobody_and_what_was_typed_stays(aurora: Aurora, said: str) -> None:
    answer = _sent(aurora, "access", who=said)
    assert answer.status_code == 422
    assert "Ninguém aqui tem esse nome" in answer.content.decode() and f'value="{said}"' in answer.content.decode()
    assert not aurora.world.cases


def test_who_is_no_customer_may_ask_too(aurora: Aurora) -> None:
    assert _sent(aurora, "confirmation", who="", day="2026-11-01").status_code == 302
    case = aurora.world.cases["case-1"]
    assert case.customer is None and str(case.due) == "2026-11-01"
    assert "Alguém que não é cliente" in aurora.see("case-1/")
    assert aurora.do("verify", "case-1", method="known_data").status_code == 302
    none = {f"outcome-{one}": "none_held" for one in ALL} | {f"reason-{one}": "Nada temos." for one in ALL}
    assert aurora.do("answer", "case-1", **none).status_code == 302


def test_a_request_of_tomorrow_is_refused_and_kept(aurora: Aurora) -> None:
    answer = _sent(aurora, "access", who="rita", day="2026-11-03")
    assert answer.status_code == 409
    assert "ainda não chegou" in answer.content.decode() and 'value="2026-11-03"' in answer.content.decode()


def test_asking_for_more_than_is_needed_is_said_before_and_written_down(aurora: Aurora) -> None:
    case = aurora.request("access", verified=False)
    told = text_of(aurora.preview("verify", case, method="otp", asked=["selfie"]))
    assert "Pediu-se mais do que o preciso: selfie" in told
    assert "Nunca se pede isto" in text_of(aurora.preview("verify", case, method="otp", asked=["password"]))
    assert aurora.do("verify", case, method="otp", asked=["password"]).status_code == 409
    assert aurora.do("verify", case, method="otp", asked=["selfie"]).status_code == 302
    assert aurora.world.cases[case].over_collected == ("selfie",)
    assert "Pediu-se mais do que o preciso" in aurora.see(f"{case}/")


def _files(aurora: Aurora, case: str, export: str = "export-1") -> dict[str, str]:
    answer = aurora.client.get(f"{aurora.url}{case}/copies/{export}/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def _copied(aurora: Aurora, *categories: str) -> str:
    case = aurora.request("portability")
    sent = {"categories": categories or ("profile", "invoices"), "formats": ("csv", "json")}
    assert aurora.do("export", case, f"{case}/", **sent).status_code == 302
    return case


def test_a_copy_is_made_on_demand_and_says_so_in_its_headers(aurora: Aurora) -> None:
    case = _copied(aurora)
    page = aurora.see(f"{case}/")
    assert f"{case}/copies/export-1/" in page and "Baixar a cópia (CSV + JSON)" in page
    answer = aurora.client.get(f"{aurora.url}{case}/copies/export-1/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="case-1-export-1.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.streaming
    files = _files(aurora, case)
    assert set(files) == {"data.json", "dictionary.csv", "profile.csv", "invoices.csv"}
    assert json.loads(files["data.json"])["data"]["profile"][0]["name"] == RITA["name"]
    told = "".join(files.values())
    assert RITA["notes"] not in told and "17" not in files["profile.csv"].splitlines()[0] and LEO["name"] not in told


def test_a_cell_that_a_spreadsheet_would_compute_is_only_shown(aurora: Aurora) -> None:
    fix = aurora.request("correction")
    tricks = {
        "name": '=HYPERLINK("http://x")',
        "address": "@SUM(1)",
        "phone": "+55 11 90000-0000",
        "email": "rita@example.org",
    }
    for field, value in tricks.items():
        sent = {field: value, "effective": "2026-11-02"}
        assert aurora.do("correct", fix, f"{fix}/", **sent).status_code == 302, field
    case = _copied(aurora, "profile")
    cells = _files(aurora, case)["profile.csv"]
    assert "\"'=HYPERLINK" in cells and "'@SUM(1)" in cells and "'+55 11 90000-0000" in cells
    assert json.loads(_files(aurora, case)["data.json"])["data"]["profile"][0]["address"] == "@SUM(1)"


def test_a_copy_for_access_says_which_records_of_access_are_held(aurora: Aurora) -> None:
    case = aurora.request("access")
    form = aurora.see(f"{case}/?act=export&about={case}")
    assert 'value="access_logs"' in form
    sent = {"categories": ["access_logs"], "formats": ["csv", "json"]}
    assert aurora.do("export", case, f"{case}/", **sent).status_code == 302
    files = _files(aurora, case)
    assert json.loads(files["data.json"])["data"]["access_logs"] == [
        {"id": "s1", "logged_from": "2026-11-02", "logged_to": "2026-11-02"}
    ]
    assert "registros de acesso" in files["dictionary.csv"]
    along = aurora.request("portability")
    assert 'value="access_logs"' not in aurora.see(f"{along}/?act=export&about={along}")


def test_a_link_ends_by_itself(aurora: Aurora) -> None:
    case = _copied(aurora)
    aurora.behind("advance", to="2026-11-09T09:01")
    assert aurora.client.get(f"{aurora.url}{case}/copies/export-1/").status_code == 404
    page = aurora.see(f"{case}/")
    assert "link encerrado" in page and "copies/export-1/" not in page


def test_a_copy_opens_under_its_own_case_alone(
    aurora: Aurora, bruno: User, client_of: Callable[[User], Client]
) -> None:
    case = _copied(aurora)
    other = aurora.request("portability")
    boreal = Aurora(bruno, client_of(bruno), "Boreal")
    _copied(boreal)
    for root, path in (
        (aurora.url, f"{other}/copies/export-1/"), (aurora.url, f"{case}/copies/export-2/"),
        (aurora.url, f"{case}/copies/..%2f..%2fexport-1/"), (boreal.url, f"{case}/copies/export-1/"),
    ):  # fmt: skip
        assert aurora.client.get(root + path).status_code == 404, path
    assert aurora.client.post(f"{aurora.url}{case}/copies/export-1/").status_code == 405
    assert Client().get(f"{aurora.url}{case}/copies/export-1/")["Location"].startswith("/accounts/login/")


def test_no_copy_outlives_its_person(aurora: Aurora) -> None:
    case = _copied(aurora)
    aurora.behind("erase_data", customer="rita", categories=["profile"])
    assert aurora.client.get(f"{aurora.url}{case}/copies/export-1/").status_code == 404
    assert "link encerrado" in aurora.see(f"{case}/")


@pytest.mark.parametrize("category", ["support", "marketing", "../../etc/passwd", "score"])
def test_what_never_leaves_is_not_in_the_form(aurora: Aurora, category: str) -> None:
    case = aurora.request("portability")
    sent = {"categories": ["profile", category], "formats": ["csv"]}
    assert aurora.do("export", case, f"{case}/", **sent).status_code == 422
    assert not aurora.world.exports


def test_nothing_leaves_before_it_is_known_who_asks(aurora: Aurora) -> None:
    case = aurora.request("portability", verified=False)
    sent = {"categories": ["profile"], "formats": ["csv"]}
    assert "confirme quem pede" in text_of(aurora.preview("export", case, **sent))
    assert aurora.do("export", case, **sent).status_code == 409


def test_a_correction_goes_to_the_store_and_its_version_is_listed(aurora: Aurora) -> None:
    case = aurora.request("correction")
    sent = {"name": "Rita Lima", "cpf": "52998224725", "effective": "2026-11-02", "tell": ["mailer"]}
    assert "Rita Lima" not in aurora.preview("correct", case, **sent)
    assert aurora.do("correct", case, f"{case}/", **sent).status_code == 302
    person = subjects.people(aurora.workspace)["rita"]
    assert (person["name"], person["cpf"]) == ("Rita Lima", "529.982.247-25")
    journal = "".join(json.dumps(one) for one in JournalEvent.objects.values_list("payload", flat=True))
    assert "Lima" not in journal and "529" not in journal
    page = text_of(aurora.see(f"{case}/"))
    assert "Versão 2, desde 2 nov 2026" in page and "avisados: mailer" in page and "529.982" not in page


def test_wrong_values_are_told_beside_them_and_change_nothing(aurora: Aurora) -> None:
    case = aurora.request("correction")
    sent = {"email": "nobody", "cpf": "11111111111", "birth_date": "1990-02-01", "effective": "2026-11-02"}
    answer = aurora.do("correct", case, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Este CPF não é válido" in page and 'value="nobody"' in page
    assert aurora.do("correct", case, effective="2026-11-02").status_code == 422
    assert not aurora.world.corrections


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", "0001-01-01"),
        ("birth_date", "2099-01-01"),
        ("birth_date", "ontem"),
        ("phone", "abc"),
        ("phone", "12"),
        ("name", "Rita\u202eamiL"),
    ],
)
def test_what_nobody_can_be_is_refused_and_kept(aurora: Aurora, field: str, value: str) -> None:
    case = aurora.request("correction")
    answer = aurora.do("correct", case, effective="2026-11-02", **{field: value})
    assert answer.status_code == 422 and not aurora.world.corrections
    assert value in answer.content.decode()


def test_erasing_shows_what_goes_and_what_stays_and_refuses_what_must(aurora: Aurora) -> None:
    case = aurora.request("deletion")
    page = text_of(aurora.see(f"{case}/?act=erase&about={case}"))
    assert "Faturas: fica até 31 dez 2031: guarda fiscal" in page and "Marketing: pontuação" in page
    sure = {"categories": ["profile", "marketing", "support", "usage"], "sure": "on"}
    told = text_of(aurora.preview("erase", case, **sure))
    assert "Eliminado de Rita Prado: cadastro" in told and "Fica guardado: " in told and "A chave foi destruída" in told
    assert "fica guardado até 31 dez 2031" in text_of(aurora.preview("erase", case, categories=["invoices"], sure="on"))
    assert aurora.do("erase", case, categories=["profile"]).status_code == 422, "only who is sure erases"
    assert aurora.do("erase", case, categories=["invoices"], sure="on").status_code == 409
    assert "rita" in subjects.people(aurora.workspace)
    key = uuid4().hex
    assert aurora.do("erase", case, f"{case}/", key=key, **sure).status_code == 302
    assert Subject.objects.get(workspace=aurora.workspace, subject="rita").key is None
    events = JournalEvent.objects.count()
    again = aurora.do("erase", case, f"{case}/", key=key, **sure)
    assert again.status_code == 302 and "again=1" in again["Location"], "a double click erases once"
    assert JournalEvent.objects.count() == events


def test_an_erasure_is_answered_by_what_is_a_fact(aurora: Aurora) -> None:
    case = aurora.request("deletion")
    categories = ["profile", "marketing", "support", "usage"]
    aurora.do("erase", case, f"{case}/", categories=categories, sure="on")
    page = aurora.see(f"{case}/?act=answer&about={case}")
    form = aurora.client.get(f"{aurora.url}{case}/?act=answer&about={case}").context["form"]
    facts = {name: form.initial[name] for name in form.fields if name.startswith(("outcome", "reason"))}
    assert facts["outcome-profile"] == "done" and facts["outcome-invoices"] == "kept"
    assert facts["reason-invoices"] == "", "the ground is the engine's to say, to everybody in their own language"
    assert "31 dez 2031" in page
    assert aurora.do("answer", case, f"{case}/", **facts).status_code == 302
    outcomes = {one.category: one for one in aurora.world.cases[case].answers[0].outcomes}
    assert set(outcomes) == set(ALL)
    assert outcomes["invoices"].until is not None and outcomes["profile"].outcome == "done"
    assert outcomes["invoices"].ground == "fiscal" and "guarda fiscal" in aurora.see(f"{case}/")
    written = list(aurora.world.messages.values())[-1]
    assert written.template == "erasure_done", "told while there was somebody to write to"
    assert "Eliminação" in aurora.see("?show=answered")


def test_an_answer_says_what_became_of_every_kind_and_why(aurora: Aurora) -> None:
    case = aurora.request("deletion")
    answer = aurora.do("answer", case, **{"outcome-profile": "refused", "reason-profile": "porque sim"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Escolha o que foi feito" in page and 'value="porque sim"' in page
    lie = {f"outcome-{one}": "done" for one in ALL}
    refused = aurora.do("answer", case, **lie)
    assert refused.status_code == 409 and "Faça primeiro, responda depois" in refused.content.decode()
    why = {f"outcome-{one}": "refused" for one in ALL}
    assert "Falta o motivo" in text_of(aurora.preview("answer", case, **why))


def test_a_simplified_answer_comes_first_and_leaves_the_case_open(aurora: Aurora) -> None:
    case = aurora.request("access")
    short = {"outcome-profile": "done", "part": "simplified"}
    assert aurora.do("answer", case, f"{case}/", **short).status_code == 302
    assert aurora.world.cases[case].answered_at is None
    page = text_of(aurora.see(f"{case}/"))
    assert "Resposta simplificada" in page and "no prazo" in page


def test_a_simplified_answer_is_offered_only_where_the_law_has_one(aurora: Aurora) -> None:
    aurora.behind("open_request", customer="ines", kind="access")
    case = list(aurora.world.cases)[-1]
    page = aurora.see(f"{case}/?act=answer&about={case}")
    assert 'name="outcome-profile"' in page and 'name="part"' not in page
    own = aurora.request("access")
    assert 'name="part"' in aurora.see(f"{own}/?act=answer&about={own}")


def test_an_objection_stops_every_channel(aurora: Aurora) -> None:
    case = aurora.request("objection")
    assert "Pare a propaganda em todos os canais" in aurora.see(f"{case}/")
    assert aurora.do("stop-marketing", case, f"{case}/").status_code == 302
    page = text_of(aurora.see("?show=consents"))
    assert "Rita Prado" in page and "SMS" in page
    assert aurora.do("answer", case, **{"outcome-marketing": "done", "outcome-consents": "done"}).status_code == 302


def test_a_hold_is_placed_obeyed_and_released(aurora: Aurora) -> None:
    case = aurora.request("deletion")
    sent = {"who": "Rita Prado", "kind": "lawsuit", "categories": ["support"], "reason": "processo 7"}
    assert aurora.do("hold", "", "?show=holds", **(sent | {"reason": ""})).status_code == 409
    assert aurora.do("hold", "", "?show=holds", **sent).status_code == 302
    assert "processo 7" in aurora.see("?show=holds")
    assert aurora.do("erase", case, categories=["support"], sure="on").status_code == 409
    assert aurora.do("release-hold", "hold-1", reason="acordo").status_code == 302
    assert aurora.do("erase", case, categories=["support"], sure="on").status_code == 302


def test_a_fiscal_hold_works_its_day_out(aurora: Aurora) -> None:
    sent = {"kind": "fiscal", "invoice": "inv-1"}
    assert aurora.do("hold", "rita", **sent).status_code == 302
    assert str(aurora.world.holds["hold-1"].until) == "2031-12-31"
    assert aurora.do("release-hold", "hold-1", reason="x").status_code == 409


def test_a_preview_that_comes_after_its_act_shows_nothing_and_complains_of_nothing(aurora: Aurora) -> None:
    case = aurora.request("access", verified=False)
    aurora.do("refuse", case, reason="Só ao titular.")
    sent = {"act": "refuse", "about": case, "key": uuid4().hex, "preview": "1", "reason": "Só ao titular."}
    late = aurora.client.post(aurora.url, sent, headers={"HX-Request": "true"})
    assert (late.status_code, late.content) == (204, b"")
    assert aurora.client.post(aurora.url, sent).status_code == 404


def test_card_numbers_stay_out_of_every_text(aurora: Aurora) -> None:
    case = aurora.request("access")
    card = "4111 1111 1111 1111"
    assert aurora.do("refuse", aurora.request("access", verified=False), reason=card).status_code == 409
    assert (
        aurora.do(
            "answer", case, part="simplified", **{"outcome-profile": "refused", "reason-profile": card}
        ).status_code
        == 409
    )
    assert aurora.do("verify", case, method="otp", doubt=card).status_code == 409
    assert card not in "".join(json.dumps(one) for one in JournalEvent.objects.values_list("payload", flat=True))


def test_a_matter_that_is_nobodys_in_particular_is_handed_up_from_the_desk(aurora: Aurora) -> None:
    assert "Encaminhar…" in aurora.see()
    form = aurora.see("?act=escalate&about=")
    assert "Privacidade (encarregado)" in form
    assert aurora.do("escalate", "", to="privacy", reason="18 mil e-mails para fora do país").status_code == 302
    (task,) = aurora.world.tasks.values()
    assert (task.kind, task.about, task.to) == ("escalation", "matter", "privacy")
    journal = aurora.client.get(f"{aurora.root}journal/").content.decode()
    assert "Encaminhado para o encarregado de dados: um assunto." in journal
