"""What the pages people open most, and finishing a lesson, cost: queries and milliseconds of processor time.

`make bench` prints a table and writes the same as JSON lines to `var/bench.jsonl`, so that two runs can be compared.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.settings import BASE_DIR
from tests.architecture.test_pages import PAGES, _client, things  # noqa: F401  (a fixture)

RUNS = 5
OUT = BASE_DIR / "var" / "bench.jsonl"


def _measure(name: str, ask: Callable[[], object]) -> dict[str, object]:
    """Median of a few runs; the first, which fills what a process remembers, does not count."""
    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    count = len(queries)  # the next request empties the log
    spent = []
    for _ in range(RUNS):
        started = time.process_time()
        ask()
        spent.append((time.process_time() - started) * 1000)
    return {"name": name, "queries": count, "cpu_ms": round(statistics.median(spent), 1)}


def test_pages_and_acts_are_measured(starter, things, capsys):  # noqa: F811
    rows = []
    for page in PAGES:
        client, address = (
            _client(page.who, starter, "pt-br"),
            reverse(page.name, args=[things[arg] for arg in page.args]),
        )
        rows.append(_measure(f"{page.name} ({page.who or 'anyone'})", lambda c=client, a=address: c.get(a)))
    finish = reverse("courses:finish", args=[things["course_slug"], things["lesson"]])
    zeca = _client("zeca", starter, "pt-br")
    zeca.post(reverse("courses:begin", args=[things["course_slug"]]))
    with CaptureQueriesContext(connection) as queries:
        started = time.process_time()
        zeca.post(finish)
        spent = (time.process_time() - started) * 1000
    rows.append({"name": "finishing a lesson (zeca)", "queries": len(queries), "cpu_ms": round(spent, 1)})
    _tell(rows, OUT, capsys)


def _tell(rows: list[dict[str, object]], out: Path, capsys) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(json.dumps(row) + "\n" for row in rows))
    width = max(len(str(row["name"])) for row in rows)
    with capsys.disabled():
        print(f"\n{'':<{width}}  queries  CPU ms")
        for row in rows:
            print(f"{row['name']:<{width}}  {row['queries']:>7}  {row['cpu_ms']:>6}")
