"""The billing engine's pace, beside baselines of the same run: a classroom with its database, a population without.

Sizes by environment: BENCH_COMPANIES, BENCH_SUBSCRIPTIONS, BENCH_MONTHS, BENCH_POPULATION, BENCH_WORKERS, and
BENCH_ORM (subscriptions of the one-by-one baseline, whose rate does not depend on their number).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction

from portal import embedded
from portal.celery import app
from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, snapshots, store
from sandbox.models import CommandKey, JournalEvent, Workspace
from tests.bench import engine_baselines as baselines
from tests.bench.engine_company import company
from tests.bench.engine_population import live
from tests.databases import BASE, HOST

COMPANIES = int(os.environ.get("BENCH_COMPANIES", 50))
SUBSCRIPTIONS = int(os.environ.get("BENCH_SUBSCRIPTIONS", 200))
MONTHS = int(os.environ.get("BENCH_MONTHS", 12))
POPULATION = int(os.environ.get("BENCH_POPULATION", 100_000))
WORKERS = int(os.environ.get("BENCH_WORKERS", 2))
ORM = int(os.environ.get("BENCH_ORM", 200))
FORK = multiprocessing.get_context("fork")
SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 1200.0


def say(capsys: pytest.CaptureFixture[str], name: str, **facts: Any) -> None:
    with capsys.disabled():
        print(json.dumps({"bench": name, "load": round(os.getloadavg()[0], 1), **facts}))


@contextmanager
def celery_workers(var: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """A broker and the worker processes, stopped at the end."""
    database = settings.DATABASES["default"]
    valkey, url = embedded.start_valkey(var)
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={HOST}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "BROKER_URL": url,
    }
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tests.bench.engine_worker",
        "worker",
        "--pool=solo",
        "-Q",
        "bench",
    ]
    quiet = ["--loglevel=INFO", "--without-gossip", "--without-mingle"]
    log = (var / "celery.log").open("wb")
    workers = [
        subprocess.Popen(
            [*command, *quiet, "-n", f"bench{number}@%h"], cwd=BASE, env=environment, stdout=log, stderr=log
        )
        for number in range(WORKERS)
    ]
    try:
        app.conf.broker_url = url
        yield workers
    finally:
        for process in (*workers, valkey):
            process.terminate()
        for process in (*workers, valkey):
            process.wait(20)
        log.close()


def until(done: Callable[[], bool], workers: list[subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert all(worker.poll() is None for worker in workers), "a worker died: see celery.log"
        assert time.monotonic() < end, "the workers did not come to an end"
        time.sleep(0.05)


def issued() -> int:
    return JournalEvent.objects.filter(kind="invoice_issued").count()


def classroom(ana: User, var: Path) -> tuple[float, float, list[Any]]:
    """Seconds for all of it, from the first task sent to the last month stored; seconds to open one company at its
    end; the companies' keys.
    """
    world, events = company(SUBSCRIPTIONS)
    keys = []
    for _ in range(COMPANIES):
        with transaction.atomic():
            workspace = Workspace(owner=ana, kind="free", company="Nuvem", seed=7)
            opened = store.create(workspace, commands=[], subjects={})
            store.append(opened, events, world)
            keys.append(workspace.pk)
    before = issued()
    with celery_workers(var) as workers, app.connection_for_write() as broker:
        until(lambda: (var / "celery.log").read_text().count(" ready.") == WORKERS, workers)
        begun = time.perf_counter()
        for key in keys:
            app.send_task("bench.year", [str(key), str(ana.pk), MONTHS], queue="bench", connection=broker)
        until(lambda: CommandKey.objects.filter(key=f"month-{MONTHS + 1}").count() == COMPANIES, workers)
        spent = time.perf_counter() - begun
    assert issued() - before == COMPANIES * SUBSCRIPTIONS * MONTHS
    viewer = viewer_of(ana)
    opening = []
    for key in keys[:20] * 2:
        snapshots.shelf.clear()
        begun = time.perf_counter()
        store.read(key, viewer)
        opening.append(time.perf_counter() - begun)
    return spent, sorted(opening)[len(opening) // 2], keys


def orm() -> float:
    """Invoices a second of the one-by-one loop, in as many processes as the workers."""
    baselines.fill(ORM)
    connections["default"].close()
    with ProcessPoolExecutor(WORKERS, mp_context=FORK) as pool:
        parts = [pool.submit(baselines.by_orm, first, WORKERS, MONTHS) for first in range(WORKERS)]
        spent = max(part.result() for part in parts)
    return ORM * MONTHS / spent


@pytest.mark.django_db(transaction=True)
def test_classroom(ana: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    baselines.make_tables()
    slow = [orm()]
    spent, opening, keys = classroom(ana, tmp_path)
    slow.append(orm())
    invoices = COMPANIES * SUBSCRIPTIONS * MONTHS
    baselines.fill(COMPANIES * SUBSCRIPTIONS)
    floor = baselines.by_sql(MONTHS)
    whole = engine.replay(store.journal(Workspace.objects.get(pk=keys[0])))
    lean = store.read(keys[0], viewer_of(ana)).world
    assert lean.chain == whole.chain and engine.verify(lean) == engine.verify(whole) == []
    rate, loop = invoices / spent, sum(slow) / len(slow)
    say(
        capsys, "classroom", companies=COMPANIES, subscriptions=SUBSCRIPTIONS, months=MONTHS, workers=WORKERS,
        invoices=invoices, seconds=round(spent, 1), invoices_a_second=round(rate), opens_in_ms=round(opening * 1000, 1),
        month_of_a_company_ms=round(1000 * spent * WORKERS / COMPANIES / MONTHS, 1),
        orm_a_second=[round(one) for one in slow], sql_a_second=round(invoices / floor),
        times_orm=round(rate / loop, 1), times_sql=round(rate * floor / invoices, 2),
    )  # fmt: skip
    with capsys.disabled():
        print(f"\n{'':24}{'invoices/s':>12}{'against':>10}")
        for name, one in (("ORM, one by one", loop), ("classroom, stored", rate), ("set-based SQL", invoices / floor)):
            print(f"{name:24}{one:>12,.0f}{one / loop:>9.1f}x")


def test_population(capsys: pytest.CaptureFixture[str]) -> None:
    size = min(1000, POPULATION // WORKERS)
    share = POPULATION // WORKERS // size
    begun = time.perf_counter()
    with ProcessPoolExecutor(WORKERS, mp_context=SPAWN) as pool:
        parts = [pool.submit(live, share, size, MONTHS, number) for number in range(WORKERS)]
        told = [part.result() for part in parts]
    renewals = sum(one["renewals"] for one in told)
    assert renewals == WORKERS * share * size * MONTHS
    rates = [one["renewals"] / one["seconds"] for one in told]
    curve = [sum(one["months"][number]["rss_mb"] for one in told) for number in range(MONTHS)]
    pace = [
        round(told[0]["months"][number]["renewals"] / told[0]["months"][number]["cpu_s"]) for number in range(MONTHS)
    ]
    say(
        capsys, "population", subscriptions=WORKERS * share * size, months=MONTHS, workers=WORKERS, renewals=renewals,
        payments=sum(one["payments"] for one in told), postings=sum(one["postings"] for one in told),
        wall_s=round(time.perf_counter() - begun, 1), renewals_a_cpu_second=[round(one) for one in rates],
        by_month=pace, rss_mb=[round(one) for one in curve], checked=sum(one["checked"] for one in told),
        archived=sum(one["archived"] for one in told),
    )  # fmt: skip
    with capsys.disabled():
        print(f"\n{'renewals a second a core':28}{min(rates):>10,.0f} to {max(rates):,.0f}")
        print(f"{'memory, month by month (MB)':28}{' '.join(f'{one:.0f}' for one in curve)}")


@pytest.mark.parametrize("size", [100, 1000, 5000])
def test_size_does_not_matter(size: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The cost of a renewal, in companies of ten and fifty times the size, and in their second year."""
    told = live(max(1, 2000 // size), size, 24, 0)
    micro = [round(1e6 * one["cpu_s"] / one["renewals"]) for one in told["months"]]
    say(
        capsys,
        "growth",
        subscriptions=size,
        microseconds_first_year=sorted(micro[:12])[6],
        second=sorted(micro[12:])[6],
    )
