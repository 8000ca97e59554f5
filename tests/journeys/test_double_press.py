"""A press counts once: the second half of a double click does nothing, whatever the page has become between the two."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from portal.people.access import viewer_of
from sandbox import engine, store
from tests.journeys.conftest import Comes
from tests.journeys.walker import PT, Face, Walker
from tests.sandbox.money.conftest import company, made

pytestmark = pytest.mark.browser
DESK = Face(PT, 1440, "light")
HALVES_MS = 150
"""Between the two halves of a double click: long enough for an answer to be drawn."""


def _twice(walker: Walker, button: Locator) -> None:
    """As a hand does it, at one place."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    mouse, x, y = walker.page.mouse, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down(click_count=1)
    mouse.up(click_count=1)
    walker.page.wait_for_timeout(HALVES_MS)
    mouse.down(click_count=2)
    mouse.up(click_count=2)
    walker.page.wait_for_load_state("networkidle")


def test_the_next_event_comes_once(comes: Comes) -> None:
    ana = comes("ana", DESK)
    workspace = made(ana.live.person("ana"), company()).workspace
    ana.goes_to(f"/practice/{workspace.pk}/refunds/")
    before = store.read(workspace.pk, viewer_of(workspace.owner)).world
    first = engine.next_due(before)
    _twice(ana, ana.button(ana.say("Next event")))
    after = store.read(workspace.pk, viewer_of(workspace.owner)).world
    assert first is not None and after.now == first


def test_a_role_taken_by_a_double_click_stays(comes: Comes) -> None:
    ana = comes("ana", DESK)
    workspace = made(ana.live.person("ana"), company()).workspace
    ana.goes_to(f"/practice/{workspace.pk}/refunds/")
    _twice(ana, ana.button(ana.say("Act as supervisor")))
    expect(ana.button(ana.say("Act as agent"))).to_be_visible()
    assert store.read(workspace.pk, viewer_of(workspace.owner)).world.role == "supervisor"
