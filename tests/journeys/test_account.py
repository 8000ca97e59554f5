"""Ana opens her account and sets how Vigente speaks to her: by keyboard, on a phone and on a desk."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from portal.people.models import Mail
from tests.journeys.conftest import Comes
from tests.journeys.test_accessibility import Look
from tests.journeys.walker import EN, PT, Face, Walker

pytestmark = pytest.mark.browser
FACES = (Face(PT, 390, "light"), Face(EN, 1440, "dark"))
TOKYO = "Asia/Tokyo"


@pytest.mark.parametrize("face", FACES, ids=str)
def test_ana_sets_how_vigente_speaks_to_her(face, comes: Comes):
    walker = comes("ana", face)
    look = Look(walker)
    walker.opens_sheet()
    walker.page.get_by_role("link", name=re.compile(walker.say("My account"))).filter(visible=True).click()
    walker.is_at("Ana Lima")
    look.here()
    _chooses_a_zone(walker)
    _asks_for_less_mail(walker)
    _turns_the_page(walker)
    assert not look.wrong, "\n".join(look.wrong)


def _chooses_a_zone(walker: Walker) -> None:
    """Typed, found, saved, all by keyboard; the clock on the page is another at once."""
    keys = walker.page.keyboard
    walker.main.get_by_role("searchbox", name=walker.say("Look for a city")).focus()
    keys.type("tokyo" if walker.language == EN else "tóquio")
    field = walker.main.get_by_label(walker.say("City whose clock you live by"))
    expect(field).to_have_value(TOKYO)
    for _step in range(3):  # the button of the search, the list, the button that keeps it
        keys.press("Tab")
    expect(walker.button(walker.say("Use this time zone"))).to_be_focused()
    keys.press("Enter")
    city = "Tokyo" if walker.language == EN else "Tóquio"
    expect(walker.page.locator("#toasts")).to_contain_text(city)
    expect(walker.button(walker.say("Use this time zone"))).to_be_focused()
    hour = f"{datetime.now(ZoneInfo(TOKYO)):%H:}"
    expect(walker.page.locator(".setting-now time")).to_contain_text(hour)
    assert walker.live.person("ana").zone == TOKYO


def _asks_for_less_mail(walker: Walker) -> None:
    walker.main.get_by_role("radio", name=re.compile(walker.say("Only what is needed"))).check()
    walker.presses(walker.say("Keep this choice"))
    expect(walker.page.locator("#toasts")).to_contain_text(walker.say("Only what is needed").lower())
    walker.page.reload()
    expect(walker.main.get_by_role("radio", name=re.compile(walker.say("Only what is needed")))).to_be_checked()
    assert walker.live.person("ana").mail == Mail.NEEDED


def _turns_the_page(walker: Walker) -> None:
    """The language of the page is the person's, and she stays where she was."""
    other, name = (PT, "Português") if walker.language == EN else (EN, "English")
    walker.button(name, walker.page.locator("#language")).click()
    walker.language = other
    walker.is_at("Ana Lima")
    assert walker.page.url.endswith("/me/#language")
    assert walker.live.person("ana").language == other
    expect(walker.page.locator(".setting-now time")).to_have_attribute(
        "title", re.compile("Tóquio" if other == PT else "Tokyo")
    )
