"""One worker of the population: companies held together and moved month by month, without a database."""

from __future__ import annotations

import resource
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox import engine
from sandbox.engine import Advance, Outcome, World
from sandbox.engine.calendar import start_of_day
from tests.bench.engine_company import company, month

SAMPLE = 10
"""One advance in so many is checked."""


def resident() -> float:
    """Memory in use now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def live(companies: int, subscriptions: int, months: int, first: int) -> dict[str, Any]:
    """Move the companies through the months; what settled 60 days ago goes into counters."""
    begun, _ = company(subscriptions)
    worlds: list[World] = [begun] * companies
    zone = begun.require_company().timezone
    told: list[dict[str, float]] = []
    totals = {"renewals": 0, "payments": 0, "lines": 0, "postings": 0, "archived": 0, "checked": 0, "seconds": 0.0}
    for number in range(1, months + 1):
        cpu, renewals = time.process_time(), 0
        to = start_of_day(month(number + 1), zone)
        for place, world in enumerate(worlds):
            checked = (first + place + number) % SAMPLE == 0
            outcome = engine.execute(world, Advance(actor="clock", to=to), checked=checked)
            assert isinstance(outcome, Outcome)
            for event in outcome.events:
                kind = type(event).__name__
                if kind == "InvoiceIssued":
                    renewals += 1
                    totals["lines"] += len(event.document.lines)  # type: ignore[union-attr]
                elif kind == "PaymentAttempted":
                    totals["payments"] += 1
                totals["postings"] += len(getattr(event, "postings", ()))
            totals["checked"] += checked
            worlds[place], gone = engine.archive(outcome.world, month(number + 1) - timedelta(days=60))
            totals["archived"] += len(gone)
        spent = time.process_time() - cpu
        totals["renewals"] += renewals
        totals["seconds"] += spent
        told.append({"month": number, "renewals": renewals, "cpu_s": round(spent, 3), "rss_mb": round(resident(), 1)})
    assert engine.verify(worlds[0]) == []
    return {**totals, "months": told}
