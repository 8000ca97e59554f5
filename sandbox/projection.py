"""Projection: what reports say of a company's months, counted once and kept; only what came after is counted anew."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from django.db import connection, transaction

from sandbox import engine, store
from sandbox.engine import metrics
from sandbox.models import MonthFigures, ReportState, Workspace

BOOKS = "books"
"""Where the part of a month stands that no definition touches."""
KEPT_FOR = 400
"""Events that are counted anew at every look before what was counted of them is put away."""
QUICK = 1


def months(opened: store.Opened) -> list[metrics.Closed]:
    """Every month of a company, oldest first, the running one last as if it ended now.

    A look costs two queries while nothing happened; else what happened since the last one is read and counted.
    """
    state = ReportState.objects.defer("fold").filter(workspace=opened.workspace).first()
    if state is not None and state.engine_version != engine.ENGINE_VERSION:
        forget(opened.workspace)
        state = None
    if state is None or state.looked_at < opened.seq:
        state = _counted(opened)
    running = _running(state.running)
    closed = _closed(opened.workspace)
    return [*(one for one in closed if running is None or one.month < running.month), *([running] if running else [])]


@transaction.atomic
def forget(workspace: Workspace) -> None:
    """Away with what was counted; the next look counts it again."""
    MonthFigures.objects.filter(workspace=workspace).delete()
    ReportState.objects.filter(workspace=workspace).delete()


def differing(workspace: Workspace, events: Iterable[Any]) -> list[tuple[str, object, object]]:
    """Where what is kept is not what the journal says: the thing, as it is kept, as it should be."""
    state = ReportState.objects.filter(workspace=workspace).first()
    if state is None or state.engine_version != engine.ENGINE_VERSION:
        return []  # counted when somebody next looks
    fold = _fresh()
    running: metrics.Closed | None = None
    for number, event in enumerate(events, start=1):
        fold.take(event)
        if number == state.looked_at:
            running = fold.running()
            break
    expected = {(one.month, key): data for one in fold.harvest() for key, data in _parts(one)}
    kept = {
        (row.month, row.definitions): row.data for row in MonthFigures.objects.filter(workspace=workspace).iterator()
    }
    found: list[tuple[str, object, object]] = [
        (f"{month} ({key})", kept.get((month, key)), expected.get((month, key)))
        for month, key in sorted(kept.keys() | expected.keys())
        if kept.get((month, key)) != expected.get((month, key))
    ]
    if state.running != _plain(running):
        found.append(("running month", state.running, _plain(running)))
    return found


@transaction.atomic
def _counted(opened: store.Opened) -> ReportState:
    """The state with everything counted that has happened; written down. Who looks meanwhile waits, and finds it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reports:{opened.workspace.pk}"])
    state = ReportState.objects.filter(workspace=opened.workspace, engine_version=engine.ENGINE_VERSION).first()
    if state is not None and state.looked_at >= opened.seq:
        return state
    fold = _fresh() if state is None else metrics.decode_fold(zlib.decompress(bytes(state.fold)))
    seq = 0 if state is None else state.seq
    for event in store.journal(opened.workspace, after=seq, until=opened.seq):
        fold.take(event)
    over = fold.harvest()
    is_far = state is None or bool(over) or opened.seq - seq >= KEPT_FOR
    MonthFigures.objects.bulk_create(
        (
            MonthFigures(workspace=opened.workspace, month=one.month, definitions=key, data=data)
            for one in over
            for key, data in _parts(one)
        ),
        ignore_conflicts=True,
    )
    told: dict[str, Any] = {
        "looked_at": opened.seq,
        "running": _plain(fold.running()),
        "engine_version": engine.ENGINE_VERSION,
    }
    if is_far:
        told |= {"seq": opened.seq, "fold": zlib.compress(metrics.encode_fold(fold), QUICK)}
        rows = [ReportState(workspace=opened.workspace, **told)]
        ReportState.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["workspace"], update_fields=list(told)
        )
        return rows[0]
    ReportState.objects.filter(workspace=opened.workspace).update(**told)
    return ReportState(workspace=opened.workspace, seq=seq, **told)


def _fresh() -> metrics.Fold:
    return metrics.Fold.begin(metrics.EVERY_DEFINITION, with_books=True)


def _parts(one: metrics.Closed) -> list[tuple[str, Any]]:
    """A month as rows: its figures by each of the definitions, and what none of them touches."""
    rest = {"debts": _plain(one.debts), "books": _plain(one.books)}
    return [*((key, _plain(figures)) for key, figures in one.figures.items()), (BOOKS, rest)]


def _closed(workspace: Workspace) -> list[metrics.Closed]:
    rows = MonthFigures.objects.filter(workspace=workspace).order_by("month")
    by_month: dict[str, dict[str, Any]] = {}
    for month, key, data in rows.values_list("month", "definitions", "data"):
        by_month.setdefault(month, {})[key] = data
    return [_month(month, parts) for month, parts in by_month.items()]


def _month(month: str, parts: Mapping[str, Any]) -> metrics.Closed:
    figures = {key: data for key, data in parts.items() if key != BOOKS}
    return _read({"month": month, "figures": figures, **parts[BOOKS]})


def _running(data: Any) -> metrics.Closed | None:
    return None if data is None else _read(data)


def _read(data: Any) -> metrics.Closed:
    return msgspec.convert(data, metrics.Closed, str_keys=True)


def _plain(value: metrics.Closed | metrics.Figures | metrics.Books | Sequence[metrics.Collected] | None) -> Any:
    """As it stands in a row: names and numbers only."""
    return msgspec.to_builtins(value, str_keys=True)
