"""Months that are over are counted once: what is kept is what the journal says, and a look costs what is new."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, projection, store
from sandbox.actions.advance import advance
from sandbox.engine import metrics
from sandbox.models import JournalEvent, MonthFigures, ReportState, Workspace
from sandbox.queries.replay import companies
from tests.sandbox.reports.conftest import looked, small

pytestmark = pytest.mark.django_db


def told(opened: store.Opened) -> list[metrics.Closed]:
    """The same by one pass over the whole journal."""
    fold = metrics.Fold.begin(metrics.EVERY_DEFINITION, with_books=True)
    for event in store.journal(opened.workspace):
        fold.take(event)
    return fold.finish()


def queries(opened: store.Opened) -> int:
    with CaptureQueriesContext(connection) as asked:
        projection.months(opened)
    return len([one for one in asked if "SAVEPOINT" not in one["sql"]])


def test_what_is_kept_is_what_the_journal_says(company, ana):
    assert projection.months(company) == told(company)
    assert MonthFigures.objects.count() == 3 * 5
    later = advance(viewer_of(ana), company.workspace.pk, key="on", days=62).opened
    assert projection.months(later) == told(later)
    assert MonthFigures.objects.count() == 5 * 5


def test_a_second_look_reads_two_rooms_and_never_the_journal(company):
    projection.months(company)
    with CaptureQueriesContext(connection) as asked:
        projection.months(company)
    assert len(asked) == 2
    assert not any(JournalEvent._meta.db_table in one["sql"] for one in asked)


def test_only_what_came_after_is_read(company, ana):
    projection.months(company)
    counted = ReportState.objects.get().seq
    later = advance(viewer_of(ana), company.workspace.pk, key="on", days=1).opened
    with CaptureQueriesContext(connection) as asked:
        months = projection.months(later)
    (read,) = [one["sql"] for one in asked if JournalEvent._meta.db_table in one["sql"]]
    assert f'"seq" > {counted}' in read
    assert months == told(later)


def test_another_engine_counts_anew(company):
    first = projection.months(company)
    MonthFigures.objects.update(data={"spoilt": True})
    ReportState.objects.update(engine_version=engine.ENGINE_VERSION - 1)
    assert projection.months(company) == first


def test_it_costs_no_more_for_more_customers(build: Callable[..., store.Opened]):
    def crowd(size: int) -> store.Opened:
        asked = small()[:2]
        for number in range(size):
            asked.append(("add_customer", {"id": f"c{number}", "methods": [{"brand": "visa", "last4": "4242"}]}))
            asked.append(("subscribe", {"customer": f"c{number}", "price": "basic"}))
        return build([*asked, ("advance", {"to": "2026-04-01"})])

    few, many = crowd(20), crowd(120)
    assert queries(few) == queries(many)
    assert queries(few) == queries(many) == 2


def test_verify_finds_a_figure_that_was_touched(company):
    projection.months(company)
    assert [list(one) for one in companies()] == [[]]
    row = MonthFigures.objects.get(month="2026-02", definitions="subtracted.counts")
    row.data["movement"]["new"] += 1
    row.save()
    state = ReportState.objects.get()
    state.running["month"] = "2026-05"
    state.save()
    found = [one.what for one in next(iter(companies()))]
    assert [what.partition(": ")[2] for what in found] == [
        "report, 2026-02 (subtracted.counts)",
        "report, running month",
    ]


def test_a_company_that_is_purged_takes_its_figures_along(company):
    projection.months(company)
    store.purge(Workspace.objects.filter(pk=company.workspace.pk))
    assert not MonthFigures.objects.exists() and not ReportState.objects.exists()


def test_what_breaks_is_not_hidden(company, ana: User):
    projection.months(company)
    MonthFigures.objects.filter(month="2026-02", definitions="books").delete()
    with pytest.raises(KeyError):
        projection.months(looked(company, ana))
