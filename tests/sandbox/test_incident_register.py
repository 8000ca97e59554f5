"""The register of incidents: written down once, told by each law's own clock, letters to one person each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.people.models import User
from sandbox.models import JournalEvent
from tests.sandbox.aurora import Aurora
from tests.sandbox.conftest import text_of

LEAK: dict[str, Any] = {
    "day": "2026-11-01", "hour": "22:00", "known_day": "2026-11-02", "known_hour": "08:00",
    "categories": ["identification", "financial"], "holders_br": "2", "significant": "yes",
    "reasoning": "Planilha enviada ao destinatário errado.", "measures": "Acesso retirado.",
}  # fmt: skip


@pytest.fixture
def aurora(ana: User, client_of: Callable[[User], Client]) -> Aurora:
    return Aurora(ana, client_of(ana))


def _reported(aurora: Aurora, **more: Any) -> HttpResponse:
    return aurora.do("report-incident", "", "incidents/", **(LEAK | more))


def _told(aurora: Aurora, chosen: str, **more: str) -> HttpResponse:
    sent = {"chosen": chosen, "letters": "all", "channel": "email", "reason": "", **more}
    return aurora.do("notify", "incident-1", "incidents/incident-1/", **sent)


def test_the_preview_says_who_must_be_told_by_when(aurora: Aurora) -> None:
    told = text_of(aurora.preview("report-incident", "", "incidents/", **LEAK))
    assert "BR, autoridade: até 5 nov 2026 (Res. CD/ANPD 15/2024" in told
    assert not aurora.world.incidents
    harmless = text_of(aurora.preview("report-incident", "", "incidents/", **(LEAK | {"significant": "no"})))
    assert "Só registro" in harmless


def test_an_incident_stands_in_the_register_with_its_clocks(aurora: Aurora) -> None:
    assert _reported(aurora, holders_eu="5").status_code == 302
    page = text_of(aurora.see("incidents/incident-1/"))
    assert "Comunicar à ANPD" in page and "até 5 nov 2026" in page and "faltam 3 dias úteis" in page
    assert "Comunicar à autoridade supervisora" in page and "faltam 71 horas" in page
    assert "2 nov 2031" in page, "the register keeps it for five years"
    assert "incident-1" in aurora.see("incidents/")


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"holders_br": ""}, 422, "quantos titulares"),
        ({"holders_br": "-3"}, 422, "holders_br"),
        ({"holders_br": "9" * 30}, 422, "holders_br"),
        ({"categories": []}, 422, "categories"),
        ({"known_day": "2026-11-05"}, 409, "ainda não chegou"),
        ({"day": "2026-11-02", "hour": "08:30"}, 409, "não dá para saber dele antes"),
        ({"reasoning": "4111 1111 1111 1111"}, 409, "parecem de cartão"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(
    aurora: Aurora, change: dict[str, Any], status: int, said: str
) -> None:
    answer = _reported(aurora, **change)
    page = answer.content.decode()
    assert answer.status_code == status and said in page
    assert "Acesso retirado." in page
    assert not aurora.world.incidents


def test_the_authority_and_the_holders_are_told_once_and_the_rest_follows(aurora: Aurora) -> None:
    _reported(aurora)
    letter = text_of(aurora.preview("notify", "incident-1", chosen="holders:br", letters="all", channel="email"))
    assert "Um incidente atingiu dados seus" in letter and "Em 2 nov 2026 soubemos" in letter
    assert _told(aurora, "supplement:br").status_code == 409, "what was missing comes after the first notice"
    assert _told(aurora, "authority:br").status_code == 302
    assert _told(aurora, "holders:br").status_code == 302
    letters = [one for one in aurora.world.messages.values() if one.template == "incident_notice"]
    assert {one.customer for one in letters} == {"rita", "leo"}, "Ines lives under another law"
    page = text_of(aurora.see("incidents/incident-1/"))
    assert "2 cartas" in page and "Complementar a comunicação à ANPD" in page and "faltam 20 dias úteis" in page
    assert _told(aurora, "authority:br").status_code == 409, "each telling is done once"
    assert _told(aurora, "supplement:br", reason="o relatório do perito").status_code == 302
    assert "o relatório do perito" in aurora.see("incidents/incident-1/")


def test_a_double_click_tells_once(aurora: Aurora) -> None:
    _reported(aurora)
    sent = {"chosen": "authority:br", "letters": "none", "channel": "email", "reason": "", "key": uuid4().hex}
    aurora.do("notify", "incident-1", **sent)
    before = JournalEvent.objects.count()
    again = aurora.do("notify", "incident-1", **sent)
    assert again.status_code == 302 and "again=1" in again["Location"]
    assert JournalEvent.objects.count() == before


def test_a_late_notice_says_why_it_is_late(aurora: Aurora) -> None:
    _reported(aurora)
    aurora.behind("advance", to="2026-11-10T09:00")
    assert "5 dias de atraso" in text_of(aurora.see("incidents/"))
    assert "O prazo acabou" in aurora.preview("notify", "incident-1", chosen="authority:br", channel="email")
    assert _told(aurora, "authority:br").status_code == 409
    assert _told(aurora, "authority:br", reason="férias do encarregado").status_code == 302


def test_whoever_is_erased_gets_no_letter(aurora: Aurora) -> None:
    _reported(aurora)
    aurora.behind("erase_data", customer="rita", categories=["profile"])
    assert _told(aurora, "holders:br").status_code == 302
    letters = [one.customer for one in aurora.world.messages.values() if one.template == "incident_notice"]
    assert letters == ["leo"]


def test_letters_to_fewer_than_were_affected_are_counted_alike_in_the_register_and_on_the_page(aurora: Aurora) -> None:
    _reported(aurora)
    aurora.behind("erase_data", customer="rita", categories=["profile"])
    for chosen in ("authority:br", "holders:br", "supplement:br"):
        assert _told(aurora, chosen).status_code == 302
    said = "1 de 2 titulares avisados"
    assert said in text_of(aurora.see("incidents/"))
    page = text_of(aurora.see("incidents/incident-1/"))
    assert page.count(said) == 2, "beside what is known, and where the holders are told"


def test_an_incident_that_nobody_must_hear_of_stays_with_its_reason(aurora: Aurora) -> None:
    _reported(aurora, significant="no")
    page = text_of(aurora.see("incidents/incident-1/"))
    assert "Ninguém precisa ser comunicado" in page and "Planilha enviada" in page
    assert "só registro" in aurora.see("incidents/")


def test_more_letters_than_affected_are_said_before_they_go(aurora: Aurora) -> None:
    assert _reported(aurora, holders_br="1").status_code == 302
    form = text_of(aurora.see("incidents/incident-1/?act=notify&about=incident-1&chosen=holders:br"))
    assert "1 titular sob esta lei foi afetado" in form
    shown = text_of(aurora.preview("notify", "incident-1", chosen="holders:br", letters="all", channel="email"))
    assert "Afetados: 1; cartas: 2" in shown and "a quem não diz respeito" in shown
    none = text_of(aurora.preview("notify", "incident-1", chosen="holders:br", letters="none", channel="email"))
    assert "a quem não diz respeito" not in none


def test_as_many_letters_as_affected_need_no_warning(aurora: Aurora) -> None:
    assert _reported(aurora).status_code == 302
    shown = text_of(aurora.preview("notify", "incident-1", chosen="holders:br", letters="all", channel="email"))
    assert "a quem não diz respeito" not in shown


def test_the_tab_of_the_register_shows_how_many_notices_are_owed(aurora: Aurora) -> None:
    assert _reported(aurora).status_code == 302
    for page in ("", "incidents/"):
        assert "Incidentes 2" in text_of(aurora.see(page))
