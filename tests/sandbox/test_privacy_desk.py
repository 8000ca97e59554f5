"""The privacy desk reads right: clocks in business days, shelves, one case whole, and nothing for strangers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people.models import User
from sandbox.models import JournalEvent
from tests.sandbox.aurora import LEO, RITA, Aurora
from tests.sandbox.conftest import text_of


@pytest.fixture
def aurora(ana: User, client_of: Callable[[User], Client]) -> Aurora:
    return Aurora(ana, client_of(ana))


def test_the_inbox_says_what_is_left_in_business_days(aurora: Aurora) -> None:
    aurora.request("deletion")
    page = text_of(aurora.see())
    assert "Rita Prado" in page and "Eliminação" in page
    assert "prazo em 17 nov 2026" in page
    assert "faltam 11 dias úteis" in page
    aurora.behind("advance", to="2026-11-16T09:00")
    assert "vence amanhã" in text_of(aurora.see())
    aurora.behind("advance", to="2026-11-19T09:00")
    assert "2 dias de atraso" in text_of(aurora.see("?show=late"))


def test_shelves_that_are_empty_teach(aurora: Aurora) -> None:
    assert "Nenhum pedido aberto" in aurora.see()
    assert "Nenhum pedido atrasado" in aurora.see("?show=late")
    assert "Nenhuma guarda registrada" in aurora.see("?show=holds")
    assert "Ninguém viu dados sem máscara" in aurora.see("?show=looks")
    assert "Nenhum incidente registrado" in aurora.see("incidents/")
    assert "propaganda" in aurora.see("?show=consents")
    for odd in ("?show=nowhere", "?page=9999999999", "?page=-1", "?page=0", "?show=holds&page=7"):
        aurora.see(odd)


def test_a_case_names_its_right_its_source_and_what_keeps_each_kind_of_data(aurora: Aurora) -> None:
    case = aurora.request("deletion")
    page = text_of(aurora.see(f"{case}/"))
    assert "LGPD art. 18 VI, art. 16" in page
    assert "fica até 31 dez 2031: guarda fiscal" in page
    assert "CTN arts. 173, 174 e 195" in page
    assert "notas internas" in page
    for value in (RITA["email"], RITA["phone"], RITA["cpf"], RITA["notes"]):
        assert value not in page, "a case shows what there is, never a value"


def test_a_request_may_come_by_a_way_that_no_message_goes_out_by(aurora: Aurora) -> None:
    case = aurora.request("access", channel="portal")
    for path in ("", f"{case}/"):
        assert "área do cliente" in text_of(aurora.see(path))


def test_an_access_request_has_two_clocks(aurora: Aurora) -> None:
    case = aurora.request("access")
    page = text_of(aurora.see(f"{case}/"))
    assert "Resposta simplificada 2 nov 2026" in page
    assert "Resposta completa 17 nov 2026" in page


def test_europe_answers_within_a_month_and_by_its_own_article(aurora: Aurora) -> None:
    aurora.behind("open_request", customer="ines", kind="portability")
    page = text_of(aurora.see("case-1/"))
    assert "RGPD art. 20" in page and "2 dez 2026" in page and "União Europeia" in page


def test_a_request_in_somebodys_name_is_told_as_such_and_may_be_refused_neutrally(aurora: Aurora) -> None:
    case = aurora.request("access", verified=False, by="third_party")
    page = text_of(aurora.see(f"{case}/"))
    assert "Sem procuração, recuse de forma neutra" in page
    letter = text_of(aurora.see(f"{case}/?act=refuse&about={case}"))
    assert "Respondemos a pedidos sobre dados só ao titular" in letter
    aurora.do("refuse", case, f"{case}/", reason="Só ao titular.")
    assert aurora.world.cases[case].answered_at is not None
    assert not any(one.template == "request_answered" for one in aurora.world.messages.values())


@pytest.mark.parametrize("who", ["bruno", "carla", "davi", "fabio", "zeca"])
def test_another_persons_privacy_desk_is_not_there(
    aurora: Aurora, who: str, cast: dict[str, User], client_of: Callable[[User], Client]
) -> None:
    case = aurora.request("portability")
    aurora.behind("export_data", customer="rita", case=case, categories=["profile"])
    aurora.behind("report_incident", categories=["contact"], holders={"br": 3})
    before = JournalEvent.objects.count()
    stranger = client_of(cast[who])
    for path in ("", f"{case}/", "incidents/", "incidents/incident-1/", f"{case}/copies/export-1/"):
        assert stranger.get(aurora.url + path).status_code == 404, path
    for path, act, about in (
        ("", "open-request", ""), (f"{case}/", "answer", case), (f"{case}/", "erase", case),
        ("incidents/incident-1/", "notify", "incident-1"),
    ):  # fmt: skip
        sent = {"act": act, "about": about, "key": uuid4().hex, "preview": "1"}
        assert stranger.post(aurora.url + path, sent).status_code == 404, act
    assert JournalEvent.objects.count() == before


def test_a_case_of_another_company_is_not_in_mine(
    aurora: Aurora, bruno: User, client_of: Callable[[User], Client]
) -> None:
    other = Aurora(bruno, client_of(bruno), "Boreal")
    other.request("access")
    for path in ("case-1/", "case-1/copies/export-1/", "incidents/incident-1/", "..%2fcase-1/"):
        assert aurora.client.get(aurora.url + path).status_code == 404, path
    for act, about in (("answer", "case-1"), ("verify", "case-1"), ("notify", "incident-1"), ("release-hold", "x")):
        assert aurora.do(act, about).status_code == 404, (act, about)


def test_after_an_erasure_every_page_says_so_and_the_journal_stays(aurora: Aurora) -> None:
    case = aurora.request("deletion")
    aurora.behind("place_hold", customer="rita", kind="lawsuit", categories=["access_logs"], reason="n. 7")
    before = JournalEvent.objects.count()
    aurora.behind("erase_data", customer="rita", case=case, categories=["profile", "marketing", "support"])
    assert JournalEvent.objects.count() > before
    for path in ("", f"{case}/", "?show=holds", "?show=consents", "?show=answered"):
        page = aurora.see(path)
        assert RITA["name"] not in page and "Rita" not in page, path
    for path in ("", f"{case}/", "?show=holds", "?show=consents"):
        assert "Pessoa apagada" in aurora.see(path), path
    journal = aurora.client.get(f"{aurora.root}journal/").content.decode()
    assert "Rita" not in journal and "Pessoa apagada" in journal
    assert LEO["name"] not in text_of(aurora.see(f"{case}/"))


@pytest.mark.parametrize(
    "path", ["", "case-1/", "?show=consents", "?show=holds", "incidents/", "incidents/incident-1/"]
)
def test_a_larger_company_asks_no_more_of_the_database(
    path: str, ana: User, client_of: Callable[[User], Client]
) -> None:
    def count(many: int) -> int:
        more = [("open_request", {"customer": "rita", "kind": "deletion"})] * many
        more += [("add_customer", {"id": f"c{n}"}) for n in range(many)]
        more += [("set_consent", {"customer": f"c{n}", "channel": "all", "granted": False}) for n in range(many)]
        hold = {"kind": "lawsuit", "categories": ["profile"], "reason": "x"}
        more += [("place_hold", {"customer": f"c{n}", **hold}) for n in range(many)]
        more += [("report_incident", {"categories": ["contact"], "holders": {"br": 3}})] * many
        aurora = Aurora(ana, client_of(ana), f"A{many}", tuple(more))
        aurora.see(path)
        with CaptureQueriesContext(connection) as queries:
            aurora.see(path)
        return len(queries)

    few, many = count(1), count(60)
    assert few == many
    assert many <= 12


def test_the_desk_speaks_english_to_who_reads_english(aurora: Aurora, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(language="en")
    case = aurora.request("deletion")
    aurora.behind("report_incident", categories=["financial"], holders={"br": 3})
    page = text_of(aurora.see(f"{case}/").split("<main")[1])
    assert "stays until 31 Dec 2031: fiscal retention" in page and "11 business days left" in page
    assert "3 business days left" in text_of(aurora.see("incidents/"))


def test_a_copy_of_a_document_needs_a_ground(aurora: Aurora) -> None:
    case = aurora.request("access", verified=False)
    for asked in ({"method": "id_copy"}, {"method": "otp", "asked": ["id_copy"]}):
        refused = aurora.do("verify", case, **asked)
        assert refused.status_code == 422 and "precisa de uma dúvida concreta" in refused.content.decode()
        assert "dúvida concreta" in text_of(aurora.preview("verify", case, **asked))
    assert aurora.do("verify", case, method="id_copy", doubt="conta invadida na semana passada").status_code == 302
    assert aurora.world.cases[case].over_collected == ()


def test_american_requests_have_a_clock_for_confirming_and_one_for_the_answer(
    ana: User, client_of: Callable[[User], Client]
) -> None:
    own = Aurora(ana, client_of(ana), more=(("add_customer", {"id": "ames", "jurisdiction": "us"}),))
    told = own.request("access", customer="ames", verified=False)
    untold = own.request("access", customer="ames", by="third_party", verified=False)
    stopped = own.request("objection", customer="ames", verified=False)
    page = text_of(own.see(f"{told}/"))
    assert "Confirmar o recebimento 16 nov 2026 no prazo" in page and "17 dez 2026" in page
    assert "11 CCR 7021(a)" in page
    assert "Confirmar o recebimento 16 nov 2026 faltam 10 dias úteis" in text_of(own.see(f"{untold}/"))
    assert "Confirmar o recebimento" not in own.see(f"{stopped}/"), "an opt-out is simply done"
    assert "Confirmar o recebimento" not in own.see(f"{own.request('access')}/"), "no such clock under the LGPD"
