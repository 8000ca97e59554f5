"""Plain renewals: the short way says, word for word, what the long way would have said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sandbox.engine.codec import journal_hash
from sandbox.engine.decide import subscribing
from sandbox.engine.decide.renewing_plainly import renew_plainly
from sandbox.engine.decide.turn import Turn
from sandbox.engine.running import run_scenario
from sandbox.engine.scenario import read_scenario
from sandbox.engine.subscription import Subscription
from tests.engine.desk import Desk, subscribed
from tests.engine.test_engine_scenarios import FILES
from tests.engine.test_engine_storms import START, STEPS, ZONES, Storm


class Ways:
    """Which of the two ways renewals take, and how many took the short one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_short = True
        self.taken = 0
        monkeypatch.setattr(subscribing, "renew_plainly", self)

    def __call__(self, turn: Turn, subscription: Subscription) -> bool:
        done = self.is_short and renew_plainly(turn, subscription)
        self.taken += done
        return done


@pytest.fixture(scope="module")
def ways() -> Any:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Ways(monkeypatch)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_story_is_the_same_either_way(path: Path, ways: Ways) -> None:
    told = []
    for ways.is_short in (True, False):
        told.append(run_scenario(read_scenario(path.read_text(encoding="utf-8"), name=path.name)).world)
    assert told[0] == told[1]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(start=START, zone=ZONES, steps=STEPS)
def test_every_storm_is_the_same_either_way(ways: Ways, start: str, zone: str, steps: list[Any]) -> None:
    told = []
    for ways.is_short in (True, False):
        storm = Storm(start, zone)
        for (name, fields), days in steps:
            storm.does(name, **fields)
            storm.passes(days)
        told.append((storm.world, journal_hash(storm.events)))
    assert told[0] == told[1]


def _year(desk: Desk) -> Desk:
    desk.until("2027-10-01")
    return desk


def test_the_short_way_is_taken_where_nothing_is_new(ways: Ways) -> None:
    ways.is_short, ways.taken = True, 0
    _year(subscribed())
    assert ways.taken == 12


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("change_quantity", {"quantity": 2, "when": "period_end"}),
        ("cancel", {"when": "2026-11-20"}),
        ("add_charge", {"amount": 100}),
        ("pause", {"kind": "invoicing"}),
    ],
)
def test_what_somebody_asked_for_is_looked_at(ways: Ways, name: str, fields: dict[str, Any]) -> None:
    desk = subscribed()
    desk.do(name, subscription="s1", **fields)
    ways.is_short, ways.taken = True, 0
    desk.until("2026-11-02")
    assert ways.taken == 0
