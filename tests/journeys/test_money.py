"""Money going back, walked as somebody who never saw the desk: a refund on a phone, a second pair of eyes, a credit note."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.people.access import viewer_of
from sandbox import store
from sandbox.engine import World
from sandbox.models import Workspace
from tests.journeys.conftest import Comes
from tests.journeys.walker import EN, PT, Face, Walker
from tests.sandbox.money.conftest import company, made

pytestmark = pytest.mark.browser
PHONE = Face(PT, 390, "light")
DESK = Face(EN, 1440, "dark")


def _opens(walker: Walker) -> Workspace:
    """The company, from its overview."""
    workspace = made(walker.live.person("ana"), company()).workspace
    walker.goes_to(f"/practice/{workspace.pk}/")
    return workspace


def _world(workspace: Workspace) -> World:
    return store.read(workspace.pk, viewer_of(workspace.owner)).world


def _desk(walker: Walker, name: str) -> None:
    """By the row of desks."""
    tabs = walker.page.get_by_role("navigation", name=walker.say("Desks"))
    tabs.get_by_role("link", name=re.compile(f"^{walker.say(name, context='desk')}")).click()
    walker.is_at(walker.say(name, context="desk"))


def test_one_of_two_items_goes_back_on_a_phone(comes: Comes) -> None:
    """From the overview to done: desk, customer, invoice, item, reason, issue."""
    ana = comes("ana", PHONE)
    workspace = _opens(ana)
    _desk(ana, "Refunds")
    ana.page.get_by_label(ana.say("Customer or invoice number")).fill("Rita")
    ana.button(ana.say("Find")).click()
    ana.link("Rita Campos").click()
    ana.is_at(ana.say("Payment of %(name)s", name="Rita Campos"))
    ana.link(ana.say("Credit note…")).click()
    item = ana.page.get_by_label(re.compile("^extra"))
    item.fill("19,90")
    ana.page.get_by_label(ana.say("Reason, in plain words")).fill("Não usou o item extra")
    ana.sees(re.compile(r"R\$\s*19,90"), within=ana.page.locator("#preview"))
    ana.looks("preview")
    ana.button(ana.say("Issue the credit note")).click()
    expect(ana.page.get_by_role("heading", name=ana.say("Just now"))).to_be_visible()
    ana.looks("done")
    (note,) = _world(workspace).credit_notes.values()
    assert (note.amount, note.to_refund) == (1990, 1990)


def test_above_the_limit_another_role_answers_by_keyboard(comes: Comes) -> None:
    ana = comes("ana", DESK)
    workspace = _opens(ana)
    _desk(ana, "Refunds")
    _enters(ana, ana.link("Leo Prado"))
    ana.is_at(ana.say("Payment of %(name)s", name="Leo Prado"))
    _enters(ana, ana.link(ana.say("Refund…")))
    ana.page.get_by_label(ana.say("Reason, in plain words")).fill("Charged twice")
    _enters(ana, ana.button(ana.say("Refund")))
    ana.sees(ana.say("waits for a supervisor"))
    assert not [one for one in _world(workspace).refunds.values() if one.amount == 47880]
    _enters(ana, ana.button(ana.say("Act as supervisor")))
    _enters(ana, ana.link(ana.say("Approve…")))
    ana.looks("approve")
    _enters(ana, ana.button(ana.say("Approve and do it")))
    expect(ana.page.get_by_role("heading", name=ana.say("Just now"))).to_be_visible()
    made_now = [one for one in _world(workspace).refunds.values() if one.amount == 47880]
    assert [one.approver for one in made_now] == ["supervisor"]


def test_a_credit_note_shows_its_lines_before_it_is_issued(comes: Comes) -> None:
    ana = comes("ana", Face(PT, 1440, "light"))
    workspace = _opens(ana)
    _desk(ana, "Invoices")
    ana.link("Nº 1").click()
    ana.looks("invoice")
    region = ana.region(ana.say("Give back one line"))
    ana.link(ana.say("Credit note…"), within=region).last.click()
    ana.page.get_by_label(ana.say("Reason, in plain words")).fill("Item não usado")
    preview = ana.page.locator("#preview")
    ana.sees(re.compile("Nota de crédito"), "extra", within=preview)
    assert not _world(workspace).credit_notes
    ana.button(ana.say("Issue the credit note")).click()
    ana.link(re.compile(r"R\$\s*19,90"), within=ana.region(ana.say("Credit notes"))).click()
    ana.sees("Item não usado")
    ana.looks("note")
    document = ana.page.request.get(f"{ana.page.url.partition('?')[0]}pdf/")
    assert document.body().startswith(b"%PDF")


def _enters(walker: Walker, what: object) -> None:
    """As somebody without a mouse: focus, then Enter."""
    what.first.focus()  # type: ignore[attr-defined]
    walker.page.keyboard.press("Enter")
