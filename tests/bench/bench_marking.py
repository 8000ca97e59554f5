"""What marking costs in a company of two hundred customers and two years: milliseconds of reading its journal once."""

from __future__ import annotations

import json
import time
from typing import Any

import msgspec
import pytest

from sandbox import drills
from sandbox.drills.brief import Person, commands_of, run

CUSTOMERS = 200
RUNS = 9


def _neighbours() -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in range(CUSTOMERS):
        methods = [{"id": f"mx-{one}", "brand": "visa", "last4": "1234"}]
        made.append({"do": {"add_customer": {"id": f"x-{one}", "methods": methods}}})
        made.append({"do": {"subscribe": {"id": f"ax-{one}", "customer": f"x-{one}", "price": "mensal"}}})
    return made


def test_marking_a_company_of_two_years(capsys: pytest.CaptureFixture[str]) -> None:
    brief = drills.load("payday")
    plans, rest = brief.prologue[:2], [one for one in brief.prologue[2:] if "schedule_retry" not in str(one)]
    grown = msgspec.structs.replace(
        brief,
        company={**brief.company, "start": "D-24M-5"},
        prologue=(*plans, *_neighbours(), *rest),
        people=(*brief.people, *(Person(f"x-{one}", f"Pessoa {one}") for one in range(CUSTOMERS))),
    )
    setup = drills.instantiate(grown, 1)
    world, before = run(setup.commands)
    steps = commands_of(brief.references[0].steps, {**setup.facts, **setup.roles}, zone=setup.zone, actor="trainee")
    world, after = run(steps, world)
    events, spent = (*before, *after), []
    for _ in range(RUNS):
        began = time.process_time()
        marked = drills.mark_in(grown, setup, world, events, languages=("pt-br", "en"))
        spent.append((time.process_time() - began) * 1000)
    assert marked["pt-br"].passed
    with capsys.disabled():
        print(json.dumps({"bench": "marking", "events": len(events), "cpu_ms": round(sorted(spent)[RUNS // 2], 1)}))
