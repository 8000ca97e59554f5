"""What a file says of a title or a day of hiring reaches what people owe within the import itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.duties.models import Duty
from portal.people.days import day_of, today
from portal.seams.registry import registry
from tests.duties.conftest import Note, differences, rule
from tests.roster.conftest import csv_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def line(key: str, *, title: str = "", hired_on: str = "") -> list[str]:
    return [f"{key}@vigente.example", "", title, "", "", hired_on, "", "", ""]


def test_a_title_in_a_file_reaches_duties_at_once(ran, ana, zeca):
    asked = rule(uuid4(), {"title": "Coordenadora"})
    ran(csv_of(line("ana", title="coordenadora")))
    assert list(Duty.objects.filter(requirement=asked, is_newest=True).values_list("user", flat=True)) == [ana.pk]
    ran(csv_of(line("ana", title="Analista")))
    assert not Duty.objects.filter(requirement=asked, is_newest=True).exists()


def test_a_day_of_hiring_in_a_file_moves_what_counts_from_it(ran, ana, monkeypatch):
    monkeypatch.setitem(registry.targets, "note", Note())
    asked = rule(uuid4(), {"user": ana}, due_from="hire", due_days=30)
    hired = today() - 4 * DAY
    ran(csv_of(line("ana", hired_on=hired.isoformat())))
    duty = Duty.objects.get(requirement=asked, user=ana)
    assert day_of(duty.due_at) == hired + 30 * DAY
    ran(csv_of(line("ana", hired_on=(hired + DAY).isoformat())))
    duty.refresh_from_db()
    assert day_of(duty.due_at) == hired + 31 * DAY
    assert differences() == []


def test_who_begins_earlier_or_later_than_was_written_may_sign_in_from_that_day(ran, ana):
    late = today() + 5 * DAY
    ran(csv_of(["nova@vigente.example", "Nova", "", "billing", "", late.isoformat(), "", "", ""]))
    nova = type(ana).objects.get(email="nova@vigente.example")
    assert not nova.is_active
    ran(csv_of(["nova@vigente.example", "", "", "", "", today().isoformat(), "", "", ""]))
    nova.refresh_from_db()
    assert nova.is_active
