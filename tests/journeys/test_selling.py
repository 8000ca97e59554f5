"""Selling at the practice desk: a price is changed, an offer is made, a notice is written, by people in front of the screen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from sandbox import store
from sandbox.engine import World
from tests.journeys.conftest import Comes
from tests.journeys.test_keyboard import Keys
from tests.journeys.walker import EN, PT, Face, Walker
from tests.sandbox.selling.conftest import company, stored

pytestmark = pytest.mark.browser
PHONE, DESK, ENGLISH = Face(PT, 390, "light"), Face(PT, 1440, "light"), Face(EN, 1440, "dark")


def _opens(ana: Walker, desk: str, query: str = "") -> str:
    """Ana's company, at one of its desks."""
    workspace = stored(ana.live.person("ana"), company())
    ana.goes_to(f"/practice/{workspace}/{desk}/{query}")
    return str(workspace)


def _world(ana: Walker, workspace: str) -> World:
    from portal.people.access import viewer_of

    return store.read(workspace, viewer_of(ana.live.person("ana"))).world  # type: ignore[arg-type]


def test_a_price_is_changed_with_its_effect_seen_first(comes: Comes) -> None:
    """In Portuguese, on a phone; the notices that are missing are sent after it."""
    ana = comes("ana", PHONE)
    workspace = _opens(ana, "prices")
    ana.is_at(ana.say("Prices"))
    row = ana.main.get_by_role("row").filter(has_text="basic-m")
    ana.follows(ana.say("Change the price"), within=row)
    act = ana.region(ana.say("Change the price"))
    act.get_by_label(ana.say("New amount")).fill("54,90")
    act.get_by_label(ana.say("In force from")).fill("2027-01-05")
    ana.sees(ana.say("Subscribers reached"), ana.say("Keep the old price"), within=act)
    ana.sees(re.compile(r"R\$\s15,00"), within=act)
    ana.looks("price-effect")
    ana.presses(ana.say("Announce", context="a price change"), within=act)
    expect(act).to_be_hidden()
    ana.follows(re.compile("49,90"), within=ana.region(ana.say("Price changes")))
    ana.follows(ana.say("Send the missing notices"))
    ana.looks("price-notices")
    ana.presses(ana.say("Send the notices"))
    ana.sees(ana.say("everybody told"))
    ana.looks("price-told")
    told = [one for one in _world(ana, workspace).messages.values() if one.template == "price_change"]
    assert len(told) == 3


def test_an_offer_to_a_segment_leaves_out_who_wants_none(comes: Comes) -> None:
    """In English; pressed twice, it is made once."""
    ana = comes("ana", ENGLISH)
    workspace = _opens(ana, "offers")
    ana.is_at(ana.say("Offers and segments"))
    ana.follows(ana.say("Every subscriber"))
    segment = ana.region(ana.say("Every subscriber"))
    ana.sees(ana.say("%(no)s said no, %(never)s never agreed", no=1, never=1), within=segment)
    ana.looks("segment")
    ana.follows(ana.say("Offer to this segment"), within=segment)
    act = ana.region(ana.say("Offer to this segment"))
    act.get_by_label(re.compile(ana.say("Why"))).fill("Welcome back")
    ana.sees(ana.say("Left out"), within=act)
    ana.looks("segment-offer")
    send = ana.button(ana.say("Offer", context="an offer"), within=act)
    send.dblclick()
    expect(act).to_be_hidden()
    ana.looks("segment-offered")
    offers = _world(ana, workspace).offers.values()
    assert sorted(one.customer for one in offers) == ["lia", "rui"]


def test_a_renewal_notice_is_written_from_the_calendar_by_keyboard(comes: Comes) -> None:
    """By keys alone: the day, the subscriber, the notice."""
    ana = comes("ana", DESK)
    workspace = _opens(ana, "renewals")
    ana.is_at(ana.say("Renewals"))
    ana.looks("renewals")
    keys = Keys(ana)
    keys.uses(ana.link(ana.say("Month after")))
    day = ana.main.get_by_role("table").first.get_by_role("link").filter(has_text=re.compile("629"))
    keys.uses(day)
    expect(ana.heading(ana.say("Renewals of %(day)s", day="10 dez 2026"), level=2)).to_be_visible()
    keys.uses(ana.link("Lia Prado"))
    one = ana.region("Lia Prado")
    keys.uses(ana.link(ana.say("Write the notice"), within=one))
    act = one.get_by_role("region", name=ana.say("Write the notice"), exact=True)
    expect(act.get_by_label(ana.say("Amount"), exact=True)).to_have_value("480,00")
    ana.looks("renewal-notice")
    keys.uses(ana.button(ana.say("Send", context="a message"), within=act))
    expect(act).to_be_hidden()
    ana.sees(re.compile("enviado em 22 nov"))
    sent = list(_world(ana, workspace).messages.values())[-1]
    assert (sent.template, sent.fields["amount"], sent.fields["renews_on"]) == (
        "renewal_notice",
        48000,
        date(2026, 12, 10).isoformat(),
    )


@pytest.mark.parametrize("face", [PHONE, DESK, Face(PT, 1440, "dark"), Face(EN, 390, "dark")], ids=str)
def test_the_desks_of_selling_fit_the_screen(comes: Comes, face: Face) -> None:
    """Nothing is wider than the screen, whatever its width."""
    ana = comes("ana", face)
    workspace = _opens(ana, "renewals", "?month=2026-12")
    for desk in ("renewals/?month=2026-12", "prices/", "offers/?segment=all", "messages/", "satisfaction/"):
        ana.goes_to(f"/practice/{workspace}/{desk}")
        wide = ana.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, desk
        ana.looks(desk.partition("/")[0])
