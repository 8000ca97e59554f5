"""Letters: what the company knows of a message before anybody types it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sandbox.queries.letters import facts
from sandbox.queries.scene import Scene
from tests.drills.played import played, setup_of

NOW = {"do": {"cancel": {"subscription": "$subscription", "when": "now", "reason": "pediu"}}}
AT_THE_END = {"do": {"cancel": {"subscription": "$subscription", "reason": "pediu"}}}


@pytest.mark.parametrize(
    ("key", "steps", "last"),
    [
        ("leave-me-alone", (), "last"),
        ("leave-me-alone", (AT_THE_END,), "last"),
        ("leave-me-alone", (NOW,), "today"),
        ("ten-to-midnight", (AT_THE_END,), "ends"),
        ("ten-to-midnight", (NOW,), "day"),
    ],
)
def test_a_cancellation_is_confirmed_with_the_last_day_of_access(key: str, steps: Any, last: str) -> None:
    setup = setup_of(key, 2)
    world, _ = played(key, 2, steps)
    scene = Scene(world, {}, "pt-br")
    known = facts(scene, setup.roles["customer"], "cancellation_confirmed")
    assert known == {"access_until": date.fromisoformat(str(setup.facts[last]))}
