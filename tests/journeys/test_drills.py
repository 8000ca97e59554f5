"""A drill of every area from its company to its debrief, and one that fails and is begun again; what is wrong with its pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.home.library import content_key
from tests.journeys import prepared
from tests.journeys.conftest import Comes
from tests.journeys.known import DRILL, release_of, titles
from tests.journeys.test_accessibility import Look
from tests.journeys.walker import EN, PT, Face

pytestmark = pytest.mark.browser
PHONE = Face(PT, 390, "light")
DESK = Face(EN, 1440, "dark")
OF_EACH_AREA = {
    "renewals": "silent-timeout",
    "refunds": "double-click",
    "privacy": "stop-the-ads",
    "reports": "two-dashboards",
    "encryption": "only-what-is-needed",
    "billing": "clear-message",
    "offers": "control-group",
}


@pytest.mark.parametrize("face", [PHONE, DESK], ids=str)
def test_a_drill_of_each_area_is_checked_to_a_hundred(comes: Comes, face: Face) -> None:
    ana = comes("", face)
    ana.is_in("ana")
    look = Look(ana)
    for name in OF_EACH_AREA.values():
        drill = content_key("drill", name)
        attempt = prepared.goes_a_way(ana.live.person("ana"), drill)
        look.at(f"/practice/drills/{release_of('drill', drill).slug}/")
        ana.presses(ana.say("Continue"))
        expect(ana.heading(titles("drill", drill)[ana.language], level=2)).to_be_visible()
        ana.presses(ana.say("Check my work"))
        ana.is_at(ana.say("You have passed"))
        ana.sees(re.compile(r"\b100\b"), ana.say("A reference run"), ana.say("What the check saw"))
        look.here()
        attempt.refresh_from_db()
        assert attempt.best_score == 100
    assert not look.wrong, "\n".join(look.wrong)


def test_a_drill_that_is_lost_says_so_and_is_begun_again(comes: Comes) -> None:
    ana = comes("", Face(EN, 390, "dark"))
    attempt = prepared.goes_a_way(ana.live.person("ana"), DRILL, wrong="retry_at_once_three_times")
    ana.is_in("ana")
    ana.goes_to(f"/practice/{attempt.workspace_id}/collections/")
    ana.presses(ana.say("Check my work"))
    ana.sees(ana.say("failed in this attempt"))
    ana.sees(ana.say("What was done stays done: this attempt can no longer pass. You may still work on it, to learn."))
    expect(ana.link(ana.say("Read the debrief"))).to_have_count(0)
    look = Look(ana)
    look.here()
    ana.presses(re.compile(f"^{re.escape(ana.say('Begin again'))}"))
    ana.sees(ana.say("Drill · attempt %(n)s") % {"n": 2})
    ana.goes_to(f"/practice/{attempt.workspace_id}/debrief/", status=404)
    assert not look.wrong, "\n".join(look.wrong)
