"""What it costs to bring in ten thousand people by one file: seconds, by `make bench`."""

from __future__ import annotations

import time

import pytest

from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import ReportingLine, User
from portal.roster.actions.confirm import confirm
from portal.roster.actions.upload import upload
from portal.roster.models import State
from tests.roster.company import company
from tests.roster.conftest import work

PEOPLE = 10_000
MOST_SECONDS = 60


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_people_come_in_within_a_minute(fabio, capsys):
    admin = viewer_of(fabio)
    began = time.perf_counter()
    of = upload(admin, content=company(PEOPLE), file_name="big.csv", starts_on=today())
    work()
    of.refresh_from_db()
    checked = time.perf_counter()
    confirm(admin, of.pk, turn=of.turn)
    work()
    of.refresh_from_db()
    done = time.perf_counter()
    assert (of.state, of.counts["done"]["new"]) == (State.DONE, PEOPLE)
    assert ReportingLine.objects.filter(user__email__endswith="@big.example").count() == PEOPLE
    again = upload(admin, content=company(PEOPLE), file_name="big.csv", starts_on=today())
    work()
    again.refresh_from_db()
    told = time.perf_counter()
    assert again.counts["unchanged"] == PEOPLE
    with capsys.disabled():
        print(
            f"\nimport of {PEOPLE}: checked in {checked - began:.1f} s, written in {done - checked:.1f} s, "
            f"the same file checked again in {told - done:.1f} s; {User.objects.count()} people"
        )
    assert done - began < MOST_SECONDS
