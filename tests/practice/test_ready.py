"""Ready companies hold: whole by every rule of the engine, the same for the same seed, with work on every desk."""

from __future__ import annotations

import time
from datetime import date, timedelta
from functools import cache

import msgspec
import pytest
from stdnum.br import cnpj, cpf

from sandbox import engine, practice
from sandbox.engine import events as ev
from sandbox.engine.calendar import day_of, local
from sandbox.engine.invariants import verify_journal
from sandbox.engine.reminders import over_on
from sandbox.engine.subscription import ENDED
from sandbox.practice.calendars import easter, holidays, nth

TODAY = date(2026, 11, 23)
PAIRS = [(kind, law) for kind in practice.KINDS for law in practice.JURISDICTIONS]
OWING = range(8, 16)


@cache
def made(kind: practice.Kind, law: str, seed: int = 1) -> practice.Made:
    return practice.make(kind, seed, law, TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "law"), PAIRS)
def test_its_books_and_its_journal_are_whole(kind: practice.Kind, law: str) -> None:
    company = made(kind, law)
    assert verify_journal(company.world, company.events) == []
    assert engine.verify(made(kind, law, 2).world) == []


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("kind", "law"), PAIRS)
def test_every_desk_has_something_to_do(kind: practice.Kind, law: str, seed: int) -> None:
    world = made(kind, law, seed).world
    today = day_of(world.now, world.require_company().timezone)
    assert 60 <= len(world.customers) <= 200
    assert len(engine.collections_queue(world)) in OWING
    assert 2 <= sum(task.kind == "refund" and task.closed_at is None for task in world.tasks.values()) <= 4
    assert 2 <= sum(case.answered_at is None for case in world.cases.values()) <= 4
    assert any(case.answered_at is not None for case in world.cases.values())
    assert any(dispute.status == "needs_response" for dispute in world.disputes.values())
    assert any(refund.failed_at is not None for refund in world.refunds.values())
    assert len(world.incidents) == 1
    going_on = [one for one in world.subscriptions.values() if one.status not in ENDED]
    soon = [one for one in going_on if today <= one.period.end <= today + timedelta(days=30)]
    assert len(soon) >= 5
    cards = {one.customer: world.expiries.get(world.customers[one.customer].default_method or "") for one in going_on}
    assert any(
        cards[one.customer] and over_on(str(cards[one.customer])) <= one.period.end + timedelta(days=31) for one in soon
    )
    gone = [one for one in world.subscriptions.values() if one.status == "cancelled"]
    assert {"voluntary"} <= {one.end_kind for one in gone}


def test_the_rails_are_those_of_the_country() -> None:
    for law in practice.JURISDICTIONS:
        rails = {one.rail for one in made("gym", law).world.payments.values()}
        assert rails == ({"card", "pix", "boleto", "pix_automatico"} if law == "br" else {"card", "transfer"})
    currencies = [made("software", law).world.require_company().currency for law in practice.JURISDICTIONS]
    assert currencies == ["BRL", "EUR", "USD"]
    brands = {one.brand for one in made("streaming", "br").world.methods.values()}
    assert {"visa", "mastercard", "elo", "amex", "hipercard"} <= brands


def test_the_same_seed_is_the_same_company_and_another_is_not() -> None:
    again = practice.make("software", 1, "br", TODAY)
    assert again.world == made("software", "br").world
    assert again.subjects == made("software", "br").subjects
    assert made("software", "br", 2).world.chain != again.world.chain


def test_it_is_handed_over_at_nine_on_a_working_day() -> None:
    for today, working in ((date(2026, 11, 22), date(2026, 11, 19)), (TODAY, TODAY)):  # the 20th is a holiday
        world = practice.make("software", 4, "br", today).world
        now = local(world.now, "America/Sao_Paulo")
        assert (now.date(), now.hour, now.minute) == (working, 9, 0)


@pytest.mark.parametrize("today", [date(2027, 1, 31), date(2028, 2, 29), date(2027, 3, 1), date(2027, 1, 4)])
def test_any_day_may_be_the_last(today: date) -> None:
    world = practice.make("streaming", 6, "eu", today).world
    assert engine.verify(world) == []
    assert len(engine.collections_queue(world)) in OWING


def test_months_are_told_as_they_pass() -> None:
    told: list[int] = []
    practice.make("software", 5, "us", TODAY, told=told.append)
    assert told == list(range(1, practice.months_of("software") + 1))


@pytest.mark.parametrize(("kind", "law"), PAIRS)
def test_people_are_nobody_and_stand_in_no_event(kind: practice.Kind, law: str) -> None:
    company = made(kind, law)
    erased = {key for key, one in company.world.tombstones.items() if one.key_destroyed}
    assert set(company.subjects) == set(company.world.customers) - erased
    names = [person["name"] for person in company.subjects.values()]
    assert len(names) == len(set(names))
    journal = b"\n".join(engine.event_json(event) for event in company.events).decode()
    for person in company.subjects.values():
        assert person["email"].endswith("example.org")
        assert person["name"] not in journal
        assert cpf.is_valid(person.get("cpf", "111.444.777-35"))
        assert cnpj.is_valid(person.get("cnpj", "16.727.230/0001-97"))
    phones = {"br": "+55 20 9", "eu": "+353 20 91", "us": "+1 "}
    assert all(person["phone"].startswith(phones[law]) for person in company.subjects.values())


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_every_event_is_told_even_where_its_documents_left_for_the_archive(language: str) -> None:
    company = made("streaming", "br")
    lean, gone = engine.archive(company.world, TODAY - engine.KEPT)
    assert gone
    for event in company.events:
        assert engine.narrate(event, lean, language, subjects=company.subjects)


def test_an_event_is_read_by_its_name_alone() -> None:
    events = made("software", "us").events
    assert [engine.decode_event(engine.encode_event(event)) for event in events] == list(events)
    for wrong in ({"type": "no_such_thing"}, {}, {"type": "clock_moved"}, {"type": ["clock_moved"]}):
        with pytest.raises(msgspec.ValidationError):
            engine.decode_event(wrong)


def test_the_clock_stands_in_the_journal_once() -> None:
    moved = [event for event in made("gym", "br").events if isinstance(event, ev.ClockMoved)]
    assert [event.to for event in moved] == [made("gym", "br").world.now]


def test_making_one_is_quick() -> None:
    began = time.process_time()
    practice.make("streaming", 9, "br", TODAY)
    assert time.process_time() - began < 3


def test_days_without_banks_are_those_of_the_almanac() -> None:
    assert [easter(year) for year in (2024, 2025, 2026, 2027)] == [
        date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28)
    ]  # fmt: skip
    assert nth(2026, 11, 3, 4) == date(2026, 11, 26)
    assert nth(2026, 5, 0, -1) == date(2026, 5, 25)
    assert {date(2026, 2, 16), date(2026, 2, 17), date(2026, 4, 3), date(2026, 6, 4)} <= set(holidays("br", 2026, 2026))
    assert {date(2026, 2, 2), date(2026, 4, 6), date(2026, 10, 26)} <= set(holidays("eu", 2026, 2026))
    assert {date(2026, 1, 19), date(2026, 9, 7), date(2026, 11, 26)} <= set(holidays("us", 2026, 2026))
