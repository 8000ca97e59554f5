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
    ana.page.get_by_label(ana.say("Customer, invoice number or payment number")).fill("Rita")
    ana.button(ana.say("Find")).click()
    ana.link("Rita Campos").click()
    ana.is_at(ana.say("Payment of %(name)s", name="Rita Campos"))
    ana.link(ana.say("Credit note…")).click()
    item = ana.page.get_by_label(re.compile("^extra"))
    item.fill("19,90")
    ana.page.get_by_label(ana.say("More about it, in plain words")).fill("Não usou o item extra")
    ana.sees(re.compile(r"R\$\s*19,90"), within=ana.page.locator("#preview"))
    ana.looks("preview")
    ana.button(ana.say("Issue the credit note")).click()
    expect(ana.page.get_by_role("heading", name=ana.say("Just now"))).to_be_visible()
    ana.looks("done")
    (note,) = _world(workspace).credit_notes.values()
    assert (note.amount, note.to_refund) == (1990, 1990)


ASKED = ("open_task", {"id": "t-rita", "kind": "refund", "about": "pay-1", "reason": "cancelou antes da renovação"})


@pytest.mark.parametrize("face", [PHONE, Face(PT, 1440, "dark"), Face(EN, 1440, "light")], ids=str)
def test_what_was_asked_for_is_refunded_from_the_queue_told_and_closed(comes: Comes, face: Face) -> None:
    """A newcomer's first refund: no number known, no page left, and the task is closed at the end."""
    ana = comes("ana", face)
    workspace = made(ana.live.person("ana"), [*company(), ASKED]).workspace
    ana.goes_to(f"/practice/{workspace.pk}/")
    _desk(ana, "Refunds")
    ana.looks("queue")
    waits = ana.region(ana.say("What waits for somebody"))
    task = waits.locator("article").filter(has_text="Rita Campos")
    ana.link(ana.say("Refund…"), within=task).click()
    ana.is_at(ana.say("Payment of %(name)s", name="Rita Campos"))
    ana.sees(
        ana.say("Still missing: %(what)s.", what=ana.say("Reason", context="refund")),
        within=ana.page.locator("#preview"),
    )
    ana.looks("form")
    ana.page.get_by_label(ana.say("Reason", context="refund"), exact=True).select_option("after_cancellation")
    ana.sees(re.compile("69[.,]80"), within=ana.page.locator("#preview li"))
    ana.looks("foreseen")
    ana.button(ana.say("Refund", context="to do it")).click()
    expect(ana.page.get_by_role("heading", name=ana.say("Just now"))).to_be_visible()
    comes_next = ana.region(ana.say("What comes next"))
    ana.looks("next")
    ana.link(re.compile("Rita"), within=comes_next).first.click()
    ana.looks("letter")
    ana.button(ana.say("Send", context="a message")).click()
    ana.sees(ana.say("Told on %(day)s.", day="11 nov 2026" if face.language == PT else "11 Nov 2026"))
    ana.link(ana.say("Close the task…"), within=ana.region(ana.say("What comes next"))).click()
    ana.button(ana.say("Close the task")).click()
    expect(ana.page.get_by_role("heading", name=ana.say("Just now"))).to_be_visible()
    ana.looks("closed")
    world = _world(workspace)
    assert [one.amount for one in world.refunds.values() if one.payment == "pay-1"] == [6980]
    assert world.tasks["t-rita"].closed_at is not None


def test_a_search_and_a_refusal_stand_where_they_are_answered(comes: Comes) -> None:
    ana = comes("ana", PHONE)
    _opens(ana)
    _desk(ana, "Refunds")
    ana.page.get_by_label(ana.say("Customer, invoice number or payment number")).fill("Rita")
    ana.button(ana.say("Find")).click()
    expect(ana.page).to_have_url(re.compile("q=Rita"))
    expect(ana.page.locator("#payments-title")).to_be_in_viewport()
    ana.link("Rita Campos").click()
    ana.is_at(ana.say("Payment of %(name)s", name="Rita Campos"))
    ana.link(ana.say("Refund…")).click()
    ana.expected.add(409)
    ana.page.get_by_label(ana.say("Amount"), exact=True).fill("99,90")
    ana.page.get_by_label(ana.say("Reason", context="refund"), exact=True).select_option("wrong_amount")
    ana.button(ana.say("Refund", context="to do it")).click()
    expect(ana.page.get_by_role("alert").filter(has_text="restam")).to_be_in_viewport()
    ana.looks("refused")
    ana.page.get_by_label(ana.say("Amount"), exact=True).fill("9,90")
    expect(ana.page.get_by_role("alert").filter(has_text="restam")).to_have_count(0)
    ana.sees(re.compile("9[.,]90"), within=ana.page.locator("#preview li"))


def test_above_the_limit_another_role_answers_by_keyboard(comes: Comes) -> None:
    ana = comes("ana", DESK)
    workspace = _opens(ana)
    _desk(ana, "Refunds")
    _enters(ana, ana.link("Leo Prado"))
    ana.is_at(ana.say("Payment of %(name)s", name="Leo Prado"))
    _enters(ana, ana.link(ana.say("Refund…")))
    ana.page.get_by_label(ana.say("More about it, in plain words")).fill("Charged twice")
    _enters(ana, ana.button(ana.say("Refund", context="to do it")))
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
    ana.page.get_by_label(ana.say("More about it, in plain words")).fill("Item não usado")
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
