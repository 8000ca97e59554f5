"""Letters: what the company knows of a message before anybody types it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sandbox import engine
from sandbox.engine.messages import TEMPLATES
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


def test_who_has_no_name_any_more_is_greeted_without_one() -> None:
    assert all("{name}" not in body or ", {name}" in body for one in TEMPLATES.values() for body in one.body)
    fields = {"amount": 3990, "way": "Visa final 4242", "when": "logo"}
    for language, hello in (("pt-br", "Olá. Devolvemos"), ("en", "Hello. We gave")):
        told = engine.render_message("refund_made", fields, name="", language=language, currency="BRL")
        assert told[1].startswith(hello)
    nobody = Scene(engine.World.empty(), {}, "pt-br")
    assert (nobody.greeted("rita"), nobody.first_name("rita")) == ("", nobody.name("rita"))
