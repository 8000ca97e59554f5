"""Rights and their clocks: every kind of request names its article, and what is left of a term is counted in business days."""

from __future__ import annotations

from datetime import date
from typing import get_args

from sandbox.engine.calendar import add_business_days, business_days_between
from sandbox.engine.jurisdictions import RequestKind
from sandbox.engine.rights import RIGHTS, right_of


def test_brazil_and_europe_have_an_article_for_every_kind_of_request() -> None:
    for law in ("br", "eu"):
        for kind in get_args(RequestKind):
            assert right_of(law, kind, date(2026, 11, 1)) is not None, (law, kind)


def test_no_right_is_named_before_its_law_is_in_force() -> None:
    assert right_of("br", "access", date(2020, 9, 17)) is None
    assert right_of("us", "correction", date(2022, 12, 31)) is None
    assert right_of("us", "review", date(2026, 11, 1)) is None, "California has none yet that anybody has checked"


def test_a_right_stands_once_a_law_and_day() -> None:
    places = [(one.jurisdiction, one.kind, one.valid_from) for one in RIGHTS]
    assert len(places) == len(set(places))


def test_business_days_left_are_those_that_lead_to_the_day() -> None:
    holidays = (date(2026, 11, 20),)
    friday = date(2026, 11, 13)
    assert business_days_between(friday, date(2026, 11, 16), holidays) == 1
    assert business_days_between(friday, date(2026, 11, 15), holidays) == 0, "a Sunday brings none"
    assert business_days_between(friday, date(2026, 11, 23), holidays) == 5, "Consciência Negra is no business day"
    assert business_days_between(date(2026, 11, 16), friday, holidays) == -1
    for count in range(30):
        assert business_days_between(friday, add_business_days(friday, count, holidays), holidays) == count
