"""Offers: a segment is counted, the suppressed are never reached, and a double click offers once."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from sandbox.queries.segments import Segment, segment_of
from tests.sandbox.conftest import text_of
from tests.sandbox.selling.conftest import Shop

OFFER = {"kind": "coupon", "coupon": "stay", "channel": "email", "reason": "volta"}


def test_a_segment_counts_apart_who_may_not_be_reached(shop: Shop) -> None:
    seen = text_of(shop.see("offers", "?segment=all"))
    assert "No segmento 4" in seen
    assert "Veem a oferta 2" in seen
    assert "1 disseram não, 1 nunca aceitaram" in seen


@pytest.mark.parametrize(
    ("rule", "count"), [("plan=pro", 1), ("state=card", 1), ("months=12", 0), ("state=well&plan=basic&months=11", 3)]
)
def test_a_rule_holds_whom_it_says(rule: str, count: int, shop: Shop) -> None:
    assert f"No segmento {count}" in text_of(shop.see("offers", f"?rule=1&{rule}"))


def test_an_address_that_is_no_rule_is_none() -> None:
    assert segment_of("state=well&months=3") == Segment("well", "", 3)
    for text in ("", "state=other", "x=1", "months=-1", "months=x", "state=well&" + "x" * 300):
        assert segment_of(text) is None


def test_an_offer_to_a_segment_reaches_who_agreed_and_only_once(shop: Shop) -> None:
    key = uuid4().hex
    first = shop.do("offers", "offer-segment", "all", key=key, **OFFER)
    again = shop.do("offers", "offer-segment", "all", key=key, **OFFER)
    assert (first.status_code, again.status_code) == (302, 302)
    assert sorted(one.customer for one in shop.world.offers.values()) == ["lia", "rui"]
    assert shop.events.count("offer_made") == 2
    refused = shop.do("offers", "offer-segment", "all", **OFFER)
    assert refused.status_code == 409
    assert "nenhuma pode ser alcançada" in refused.content.decode()


def test_the_preview_says_who_is_left_out_and_stores_nothing(shop: Shop) -> None:
    before = len(shop.events)
    seen = text_of(shop.do("offers", "offer-segment", "all", preview="1", **OFFER).content.decode())
    assert "1 disseram não, 1 nunca aceitaram" in seen
    assert len(shop.events) == before


def test_marketing_to_a_segment_is_read_by_those_who_agreed(shop: Shop) -> None:
    said = {"channel": "email", "subject": "Estreias", "text": "Três filmes novos."}
    assert shop.do("offers", "write-segment", "all", **said).status_code == 302
    assert sorted(one.customer for one in shop.world.messages.values() if one.template == "campaign") == ["lia", "rui"]


def test_what_is_offered_has_to_be_said(shop: Shop) -> None:
    answer = shop.do("offers", "offer", "rui", kind="pause", pause_days="", channel="email", reason="férias")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "férias" in html
    assert "Diga qual." in html


def test_an_answer_is_noted_and_done(shop: Shop) -> None:
    shop.do("offers", "offer", "rui", **OFFER)
    assert shop.do("offers", "answer-offer", "offer-1", answer="yes").status_code == 302
    assert shop.world.offers["offer-1"].status == "accepted"
    assert "Poucos para dizer" in text_of(shop.see("offers"))


def test_the_segments_table_adds_up(shop: Shop) -> None:
    table = shop.see("offers").partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [[int(cell) for cell in re.findall(r"<td[^>]*>([0-9.]+)</td>", row)] for row in table.split("</tr>")[:-1]]
    assert rows and all(people == reached + no_consent + not_now for people, reached, no_consent, not_now in rows)
