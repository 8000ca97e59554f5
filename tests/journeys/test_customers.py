"""Customers at their desk: found, read, revealed with a reason, and moved to another plan after seeing each line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from portal.people.models import User
from sandbox import subjects
from sandbox.models import Workspace
from tests.journeys import prepared
from tests.journeys.conftest import Comes
from tests.journeys.test_keyboard import Keys
from tests.journeys.walker import EN, PT, Face, Walker

pytestmark = pytest.mark.browser
SOMEBODY = "c-105"
"""Whoever of the drill's company pays every month, and has nothing to do with the drill's story."""


def company_of(person: User) -> tuple[Workspace, dict[str, str]]:
    """A company of theirs, and what is known of one of its customers."""
    workspace = prepared.opens_drill(person).workspace
    return workspace, dict(subjects.people(workspace)[SOMEBODY])


def opens(ana: Walker, label: str) -> Locator:
    act = ana.region(label)
    expect(act).to_be_visible()
    return act


def test_somebody_is_found_read_and_revealed_on_a_phone(comes: Comes) -> None:
    ana = comes("", Face(PT, 390, "light"))
    workspace, known = company_of(ana.live.person("ana"))
    ana.is_in("ana")
    ana.goes_to(f"/practice/{workspace.pk}/collections/")
    ana.link(re.compile(rf"^{ana.say('Customers', context='desk')}")).first.click()
    ana.is_at(ana.say("Customers"))
    ana.main.get_by_label(ana.say("Search customers")).fill(known["name"].partition(" ")[0].upper())
    ana.presses(ana.say("Search"))
    ana.follows(known["name"])
    ana.is_at(known["name"])
    ana.sees(f"{known['email'][0]}•••@example.org")
    assert known["email"] not in ana.page.content()

    ana.follows(ana.say("Reveal…"))
    act = opens(ana, ana.say("Reveal…"))
    act.get_by_label("E-mail", exact=True).check()
    act.get_by_label(ana.say("What for")).fill("confirmar o endereço da fatura")
    ana.looks("reveal")
    ana.presses(ana.say("Reveal what is ticked"), within=act)
    ana.sees(known["email"])
    ana.looks("revealed")
    parts = ana.main.get_by_role("navigation", name=ana.say("Parts of the file"))
    for part in ("Invoices and payments", "Messages", "Notes and tasks", "History", "Privacy"):
        ana.follows(ana.say(part, context="of a customer"), within=parts)
        chosen = ana.link(ana.say(part, context="of a customer"), parts)
        expect(chosen).to_have_attribute("aria-current", "true")
        ana.looks(part)
    ana.sees(re.compile("confirmar o endereço da fatura"))


def test_another_plan_is_taken_with_the_keyboard_after_its_lines_were_seen(comes: Comes) -> None:
    ana = comes("", Face(EN, 1440, "light"))
    workspace, known = company_of(ana.live.person("ana"))
    ana.is_in("ana")
    keys = Keys(ana)
    ana.goes_to(f"/practice/{workspace.pk}/customers/")
    keys.types(ana.main.get_by_label(ana.say("Search customers")), known["name"])
    keys.press("Enter")
    keys.uses(ana.link(known["name"]))
    ana.is_at(known["name"])
    keys.uses(ana.link("Mensal"))
    ana.is_at("Mensal")
    ana.looks("subscription")

    label = ana.say("Change plan…")
    keys.uses(ana.link(label))
    act = opens(ana, label)
    expect(act.get_by_role("heading", name=label)).to_be_focused()
    plan = act.get_by_label(ana.say("New plan"))
    keys.goes_to(plan)
    ana.page.keyboard.type("Fam")
    expect(plan.locator("option:checked")).to_have_text(re.compile("^Família"))
    ana.sees(re.compile(r"× \d+/\d+ = "), within=act)
    ana.looks("preview")
    keys.uses(ana.button(ana.say("Change the plan"), act))
    ana.is_at("Família")
    ana.sees(ana.say("Just now"))
    ana.looks("changed")
