"""*My day* greets by the organisation's clock and says in one sentence what is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone

from portal.home.day import day_of

NOON = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def duty(status: str, *, days: int = 0, minutes: int = 10, done: int = 0, until: int | None = None) -> Any:
    due = NOON + timedelta(days=days)
    ends = None if until is None else NOON + timedelta(days=until)
    met = NOON - timedelta(days=30) if status in {"in_force", "lapsing", "lapsed"} else None
    return SimpleNamespace(
        status=SimpleNamespace(name=status),
        is_open=status != "in_force",
        due_at=due,
        met_at=met,
        in_force_until=ends,
        holds_until=ends if met else None,
        matters_at=ends if met else due,
        minutes=minutes,
        done=done,
        title=status,
    )


@pytest.mark.parametrize(("hour", "greeting"), [(4, "Boa noite"), (6, "Bom dia"), (13, "Boa tarde"), (19, "Boa noite")])
def test_the_greeting_follows_the_organisation_s_clock(hour: int, greeting: str) -> None:
    at = datetime(2026, 11, 22, (hour + 3) % 24, tzinfo=UTC)
    assert day_of("Ana", [], at=at).greeting == f"{greeting}, Ana"


def test_what_asks_today_is_counted_with_its_minutes() -> None:
    duties = [duty("overdue", days=-1), duty("due"), duty("due", days=6), duty("in_force", until=90)]
    day = day_of("Ana", duties, at=NOON)
    assert day.summary == "Duas coisas pedem a sua atenção hoje, cerca de 20 minutos."
    assert day.now is duties[0]
    assert list(day.dated) == duties[1:3]
    assert list(day.holding) == duties[3:]


def test_a_quiet_day_speaks_of_the_week_and_then_of_what_may_begin() -> None:
    assert day_of("Ana", [duty("due", days=5)], at=NOON).summary == (
        "Uma coisa pede a sua atenção esta semana, cerca de 10 minutos."
    )
    assert day_of("Ana", [duty("due", days=20, minutes=0)], at=NOON).summary == (
        "Nada vence esta semana; você já pode começar uma coisa."
    )


def test_nothing_asked_and_nothing_left_to_do_are_two_things() -> None:
    new = day_of("Ana", [], at=NOON)
    assert new.is_new
    assert new.now is None
    well = day_of("Ana", [duty("in_force", until=90), duty("in_force", until=40), duty("in_force")], at=NOON)
    assert not well.is_new
    assert well.summary == "Tudo o que cabe a você está em vigor."
    assert well.next_to_lapse is not None
    assert well.next_to_lapse.in_force_until == NOON + timedelta(days=40)


def test_the_one_button_says_what_it_does() -> None:
    assert day_of("Ana", [duty("due")], at=NOON).verb == "Começar"
    assert day_of("Ana", [duty("due", done=2)], at=NOON).verb == "Continuar de onde parei"
    assert day_of("Ana", [duty("lapsing", until=9)], at=NOON).verb == "Renovar agora"


@pytest.mark.parametrize(("days", "tone"), [(3, "warn"), (40, "calm")])
def test_amber_is_kept_for_what_is_near(days: int, tone: str) -> None:
    row = duty("due")
    row.matters_at = timezone.now() + timedelta(days=days)
    row.status = SimpleNamespace(name="due", tone="warn", icon="clock", label="a fazer")
    assert f"badge--{tone}" in Template("{% duty_badge row %}").render(Context({"row": row}))
