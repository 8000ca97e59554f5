"""What each desk costs in a company of two hundred customers and two years: queries and milliseconds, and a month's advance."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people.models import User
from sandbox.engine.calendar import add_months, day_of
from sandbox.queries.reports import REPORTS
from tests.sandbox.free import Free, opened

RUNS = 9
MOST_QUERIES = 15


def _addresses(free: Free) -> list[str]:
    world = free.opened.world
    customer = next(iter(world.customers))
    month = add_months(day_of(world.now, "America/Sao_Paulo"), 7, 1)
    desks = ["", "customers/", "customers/?q=a", "invoices/", "renewals/", f"renewals/?month={month:%Y-%m}", "collections/",
             "refunds/", "privacy/", "privacy/incidents/", "offers/", "prices/", "messages/", "satisfaction/", "reports/",
             "journal/"]  # fmt: skip
    parts = ("holding", "payments", "messages", "consents", "notes", "history")
    things = [f"customers/{customer}/?part={part}" for part in parts]
    things += [f"subscriptions/{next(iter(world.subscriptions))}/", f"invoices/{next(reversed(world.invoices))}/"]
    things += [f"refunds/{next(reversed([key for key, one in world.payments.items() if one.captured]))}/"]
    return [*desks, *things, *(f"reports/{slug}/" for slug in REPORTS)]


def test_desks_of_a_two_year_old_company(
    client_of: Callable[[User], Client], ana: User, capsys: pytest.CaptureFixture[str]
) -> None:
    free = opened(client_of(ana), "streaming")
    rows = []
    for path in _addresses(free):
        assert free.client.get(free.url + path).status_code == 200, path
        with CaptureQueriesContext(connection) as queries:
            free.client.get(free.url + path)
        count, walls, cpus = len(queries), [], []
        for _ in range(RUNS):
            wall, cpu = time.perf_counter(), time.process_time()
            free.client.get(free.url + path)
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        middle = RUNS // 2
        rows.append(
            {
                "desk": path,
                "queries": count,
                "wall_ms": round(sorted(walls)[middle]),
                "cpu_ms": round(sorted(cpus)[middle]),
            }
        )
    months = []
    for _ in range(6):
        wall = time.perf_counter()
        assert free.move("month").status_code == 302
        months.append(round((time.perf_counter() - wall) * 1000))
    world = free.opened.world
    with capsys.disabled():
        print(json.dumps({"bench": "desks", "customers": len(world.customers), "events": free.events}))
        for row in rows:
            print(json.dumps(row))
        print(json.dumps({"bench": "a month's advance, stored, ms", "wall_ms": months}))
    assert max(int(row["queries"]) for row in rows) <= MOST_QUERIES
