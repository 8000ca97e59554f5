"""At the privacy desk: a holder gets her data, another is erased as far as the law lets, and an incident is told in time."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.journeys.conftest import Comes
from tests.journeys.test_keyboard import Keys
from tests.journeys.walker import EN, PT, Face, Walker, named
from tests.sandbox.aurora import RITA, Aurora

pytestmark = pytest.mark.browser
PHONE = Face(PT, 390, "light")
DESK = Face(EN, 1440, "dark")


def _at_the_desk(comes: Comes, face: Face) -> tuple[Walker, Aurora]:
    ana = comes("", face)
    ana.is_in("ana")
    aurora = Aurora(ana.live.person("ana"), Client())
    ana.goes_to(aurora.url)
    ana.is_at(ana.say("Privacy", context="desk"))
    return ana, aurora


def test_an_access_request_is_taken_in_confirmed_copied_and_answered(comes: Comes) -> None:
    ana, aurora = _at_the_desk(comes, PHONE)
    ana.sees(ana.say("No request is open"))
    ana.follows(ana.say("Register a request"))
    ana.fills(ana.say("Who it is about"), RITA["email"])
    ana.presses(ana.say("Register the request"))
    ana.sees(ana.say("%(n)s business day left", "%(n)s business days left", 11))
    ana.follows("abrir Acesso aos dados, Rita Prado")
    ana.is_at("Acesso aos dados: Rita Prado")

    ana.follows(ana.say("Confirm who asks"))
    act = ana.region(ana.say("Confirm who asks"))
    act.get_by_label("Código no canal conhecido").check()
    act.get_by_label("Selfie").last.check()
    ana.sees("Pediu-se mais do que o preciso", within=act)
    act.get_by_label("Selfie").last.uncheck()
    ana.presses(ana.say("Identity confirmed"), within=act)
    expect(act).to_be_hidden()

    ana.follows(ana.say("Make the copy"))
    ana.presses(ana.say("Make the copy", context="a copy of data"))
    with ana.page.expect_download() as fetched:
        ana.follows(ana.say("Download the copy (%(formats)s)", formats="CSV + JSON"))
    with zipfile.ZipFile(io.BytesIO(fetched.value.path().read_bytes())) as packed:
        assert RITA["name"] in packed.read("data.json").decode()
        assert RITA["notes"] not in "".join(packed.read(name).decode() for name in packed.namelist())

    ana.follows(ana.say("Answer the request"))
    act = ana.region(ana.say("Answer the request"))
    for kind in ("Marketing", "Atendimento", "Registros de acesso"):
        act.get_by_label(f"{ana.say('Outcome')}, {kind}").select_option("refused")
        act.get_by_label(f"{ana.say('Reason')}, {kind}").fill("Descrito na resposta, sem cópia.")
    ana.presses(ana.say("Send the answer"), within=act)
    ana.sees(ana.say("in time"))
    assert aurora.world.cases["case-1"].answered_at is not None


def test_somebody_is_erased_by_keyboard_and_what_the_tax_office_wants_stays(comes: Comes) -> None:
    ana, aurora = _at_the_desk(comes, DESK)
    keys, case = Keys(ana), aurora.request("deletion")
    ana.goes_to(aurora.url)
    keys.uses(ana.link("open Deletion, Rita Prado"))
    ana.is_at("Deletion: Rita Prado")
    keys.uses(ana.link(ana.say("Erase")))
    act = ana.region(ana.say("Erase"))
    for kind in ("Profile: name, e-mail, telephone, CPF", "Marketing: score"):
        keys.uses(act.get_by_label(kind), "Space")
    invoices = act.get_by_label("Invoices: stays until 31 Dec 2031: fiscal retention")
    keys.uses(invoices, "Space")
    keys.uses(act.get_by_label(ana.say("I know that nobody can bring it back")), "Space")
    expect(act.get_by_text("Erase the rest and explain this to the holder.")).to_be_visible()
    keys.uses(invoices, "Space", backwards=True)
    ana.sees("The key was destroyed.", within=act)
    keys.uses(act.get_by_role("button", name=ana.say("Erase for good", context="personal data")))
    expect(ana.heading("Deletion: Erased person", level=1)).to_be_visible()
    assert RITA["name"] not in ana.page.content()

    keys.uses(ana.link(ana.say("Answer the request")))
    act = ana.region(ana.say("Answer the request"))
    expect(act.get_by_label("Outcome, Invoices")).to_have_value("kept")
    for kind in ("Support", "Usage"):
        keys.goes_to(act.get_by_label(f"Outcome, {kind}"))
        ana.page.keyboard.type("Refused")
        keys.types(act.get_by_label(f"Reason, {kind}"), "Went with the person.")
    keys.uses(act.get_by_role("button", name=ana.say("Send the answer")))
    ana.sees("in time")
    holds = [one for one in aurora.world.holds.values() if one.kind == "fiscal"]
    assert [str(one.until) for one in holds] == ["2031-12-31"]
    assert aurora.world.cases[case].answered_at is not None


def test_an_incident_is_written_down_and_told(comes: Comes) -> None:
    ana, aurora = _at_the_desk(comes, PHONE)
    ana.follows(ana.say("Incidents"))
    ana.sees(ana.say("No incident is registered"))
    ana.follows(ana.say("Report an incident"))
    act = ana.region(ana.say("Report an incident"))
    act.get_by_label("financeiros").check()
    act.get_by_label("Titulares: Brasil").fill("2")
    act.get_by_label(ana.say("What happened, and how it may hurt")).fill("Planilha enviada à pessoa errada.")
    ana.sees("BR, autoridade: até 5 nov 2026", within=act)
    ana.presses(ana.say("Write it into the register"), within=act)
    ana.follows("abrir incidente 1")
    ana.sees(ana.say("%(n)s business day left", "%(n)s business days left", 3))

    ana.follows(named(ana.say("tell", context="link"), ana.say("Tell the ANPD")))
    ana.presses(ana.say("Record and send the notice"))
    ana.sees(ana.say("in time"))
    ana.follows(named(ana.say("tell", context="link"), ana.say("Tell the holders (Brazil)")))
    ana.sees("Um incidente atingiu dados seus")
    ana.presses(ana.say("Record and send the notice"))
    ana.sees(ana.say("%(n)s letter", "%(n)s letters", 2))
    assert [one.to for one in aurora.world.incidents["incident-1"].notices] == ["authority", "holders"]
