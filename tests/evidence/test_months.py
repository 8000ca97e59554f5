"""Months of evidence stand before they begin; a month that was missing takes its facts back from the default."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from time_machine import travel

from portal.evidence.models import Evidence
from portal.jobs.tasks import AHEAD, housekeeping

pytestmark = pytest.mark.django_db


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def months() -> set[str]:
    rows = ask("select inhrelid::regclass::text from pg_inherits where inhparent = 'evidence_evidence'::regclass")
    return {name.removeprefix("evidence_evidence_") for (name,) in rows}


def lies(at: datetime) -> str:
    fact = Evidence(
        recorded_at=at, person=uuid4(), verb="lesson.finished", kind="course", key=uuid4(), locale="pt-br", occurred_at=at
    )  # fmt: skip
    fact.save(force_insert=True)
    return where(fact)


def where(fact: Evidence) -> str:
    return ask("select tableoid::regclass::text from evidence_evidence where id = %s", fact.id)[0][0]


def test_the_months_of_a_years_end_join_without_a_gap():
    for day in ("2031-11-30", "2031-12-31", "2032-01-01", "2032-02-29"):
        ask("select evidence_ensure_month(%s)", day)
    for at, month in [
        (datetime(2031, 12, 1, tzinfo=UTC), "2031_12"),
        (datetime(2031, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), "2031_12"),
        (datetime(2032, 1, 1, tzinfo=UTC), "2032_01"),
        (datetime(2032, 1, 31, 23, 59, 59, tzinfo=UTC), "2032_01"),
        (datetime(2032, 2, 29, 23, 0, tzinfo=UTC), "2032_02"),
    ]:
        assert lies(at) == f"evidence_evidence_{month}"
    assert lies(datetime(2032, 3, 1, tzinfo=UTC)) == "evidence_evidence_default"


def test_a_month_is_the_same_in_every_zone():
    """An operator's own session must not make months that overlap or leave hours between them."""
    ask("set local time zone 'America/Sao_Paulo'")
    ask("select evidence_ensure_month('2031-12-15')")
    ask("set local time zone 'UTC'")
    ask("select evidence_ensure_month('2032-01-15')")
    assert lies(datetime(2032, 1, 1, 1, 30, tzinfo=UTC)) == "evidence_evidence_2032_01"
    assert lies(datetime(2031, 12, 1, 1, 30, tzinfo=UTC)) == "evidence_evidence_2031_12"


def test_facts_that_came_before_their_month_are_moved_into_it():
    at = datetime(2033, 5, 17, 12, 0, tzinfo=UTC)
    early = Evidence(
        recorded_at=at, person=uuid4(), verb="lesson.finished", kind="course", key=uuid4(), locale="pt-br", occurred_at=at
    )  # fmt: skip
    early.save(force_insert=True)
    assert lies(datetime(2033, 6, 1, tzinfo=UTC)) == "evidence_evidence_default"
    assert where(early) == "evidence_evidence_default"
    before = Evidence.objects.filter(id=early.id).values().get()
    ask("select evidence_ensure_months(0)")
    assert where(early) == "evidence_evidence_2033_05"
    assert Evidence.objects.filter(id=early.id).values().get() == before
    assert {"2033_05", "2033_06", "default"} <= months()
    assert ask("select count(*) from evidence_evidence_default") == [(0,)]
    assert lies(datetime(2034, 1, 1, tzinfo=UTC)) == "evidence_evidence_default", "it is still there for the next one"
    for table in ("evidence_evidence", "evidence_evidence_default", "evidence_evidence_2033_05"):
        for act in (f"delete from {table}", f"update {table} set verb = 'x'", f"truncate {table}"):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                ask(act)


def test_housekeeping_makes_the_months_ahead_and_mends_what_is_missing():
    this = datetime.now(UTC).replace(day=1)
    ahead = [(this + timedelta(days=31 * n)).strftime("%Y_%m") for n in range(1, AHEAD + 1)]
    ask(f"drop table evidence_evidence_{ahead[1]}")
    housekeeping()
    assert {this.strftime("%Y_%m"), *ahead} <= months()
    once = months()
    housekeeping()
    assert months() == once


@pytest.mark.parametrize("day", [31, 1])
def test_the_organisations_new_year_is_not_yet_the_databases(day):
    """São Paulo's last evening of the year is January in UTC: recorded instants decide."""
    ask("select evidence_ensure_month('2031-12-01'), evidence_ensure_month('2032-01-01')")
    evening = datetime(2031, 12, 31, 22, 30, tzinfo=UTC) + timedelta(hours=3 if day == 1 else 0)
    with travel(evening, tick=False):
        expected = "evidence_evidence_2032_01" if day == 1 else "evidence_evidence_2031_12"
        assert lies(evening) == expected
