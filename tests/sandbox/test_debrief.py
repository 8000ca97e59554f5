"""The debrief of a passed drill: two runs of one company, day beside day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import store
from sandbox.actions.issue import issue, language
from sandbox.queries.debriefing import Debrief, debrief
from sandbox.queries.drills import drill_of
from sandbox.queries.scene import scene_of
from tests.sandbox.conftest import Desk, text_of


@pytest.fixture
def passed(desk: Desk) -> Desk:
    """Told and scheduled on the first day, paid on payday, checked the day after."""
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    assert desk.check().is_passed
    return desk


def debrief_at(desk: Desk, user: User) -> Debrief:
    opened = store.read(desk.workspace, viewer_of(user))
    attempt = desk.attempt
    assert attempt.last_check is not None
    events = store.journal(opened.workspace, until=attempt.last_check["seq"])
    return debrief(drill_of(attempt, language()), attempt, scene_of(opened, language()), events)


def test_both_runs_stand_on_the_same_days_of_the_company(passed: Desk, ana: User) -> None:
    shown = debrief_at(passed, ana)
    days = {day.iso: day for day in shown.days}
    assert list(days) == sorted(days)
    pay_day = days[passed.pay_day.isoformat()]
    assert any("Nova tentativa" in deed.moment.text or "Tentativa" in deed.moment.text for deed in pay_day.own)
    assert pay_day.reference
    assert not any(deed.is_own_act for deed in pay_day.own), "the booked attempt was made by the company itself"
    first = shown.days[0]
    assert [deed.is_own_act for deed in first.own[:2]] == [True, True]


def test_the_other_good_ways_are_there_on_their_own(passed: Desk, ana: User) -> None:
    shown = debrief_at(passed, ana)
    brief = drill_of(passed.attempt, language()).brief
    assert [way.number for way in shown.others] == list(range(2, len(brief.references) + 1))
    assert all(not day.own and day.reference for way in shown.others for day in way.days)


def test_whose_a_fact_is_stands_beside_it_where_there_are_several_people(passed: Desk, ana: User) -> None:
    assert {deed.name for day in debrief_at(passed, ana).days for deed in (*day.own, *day.reference)} == {""}
    other = next(key for key in passed.setup.subjects if key != passed.customer)
    passed.client.post(f"{passed.company}reset/")
    again = Desk(passed.client, ana.drill_attempts.get(number=2).workspace_id)
    given = {"customer": other, "amount": 100, "reason": "por engano"}
    issue(viewer_of(ana), again.workspace, name="grant_balance", fields=given, key=uuid4().hex)
    again.tell()
    again.schedule()
    again.advance("date", again.pay_day + timedelta(days=1))
    assert again.check().is_passed
    names = {deed.name for day in debrief_at(again, ana).days for deed in day.own}
    assert names >= {again.setup.subjects[one]["name"] for one in (again.customer, other)}


def test_what_befalls_the_neighbours_is_left_out(passed: Desk, ana: User) -> None:
    opened = store.read(passed.workspace, viewer_of(ana))
    told = [deed for day in debrief_at(passed, ana).days for deed in day.own]
    renewed = [one for one in store.journal(opened.workspace) if type(one).__name__ == "SubscriptionRenewed"]
    after = [one for one in renewed if one.actor == "clock"]
    assert len(told) < len(store.journal(opened.workspace)) - len(after)


def test_what_is_done_after_passing_is_no_part_of_the_run(passed: Desk, ana: User) -> None:
    before = debrief_at(passed, ana)
    passed.advance("month")
    assert debrief_at(passed, ana).days == before.days


def test_the_page_says_points_by_kind_what_was_seen_and_what_comes_next(
    passed: Desk, client_of: Callable[[User], Client]
) -> None:
    page = passed.client.get(f"{passed.company}debrief/").content.decode()
    told = text_of(page)
    for words in ("Como tudo deve ficar", "O que não pode ter acontecido", "O que se diz às pessoas", "Dia a dia"):
        assert words in told
    points = [tuple(map(int, one)) for one in re.findall(r"(\d+) de (\d+) pontos", told)]
    assert sum(earned for earned, of in points) == 100 == sum(of for earned, of in points)
    assert "/playbooks/cobranca-recusada/#decline-schedule" in page
    for one in (passed.attempt.last_check or {})["conditions"]:
        assert one["saw"]["pt-br"] in told


def test_who_does_not_pass_has_no_debrief(desk: Desk, client_of: Callable[[User], Client], bruno: User) -> None:
    desk.check()
    assert desk.client.get(f"{desk.company}debrief/").status_code == 404
    assert client_of(bruno).get(f"{desk.company}debrief/").status_code == 404


def test_in_english_too(passed: Desk, ana: User) -> None:
    ana.language = "en"
    ana.save(update_fields=["language"])
    with translation.override("en"):
        told = text_of(passed.client.get(f"{passed.company}debrief/").content.decode())
    for words in ("You have passed", "Day by day", "How things should stand", "Another good way (2)"):
        assert words in told
