"""A person's calendar: their own due days at an address that is a secret, shown once, renewed, revoked, and dead with them."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.audit.models import Entry
from portal.calendars import views
from portal.calendars.actions.make import make, version_of
from portal.calendars.models import CalendarFeed
from portal.calendars.queries import due_days
from portal.duties.models import Duty, Extension
from portal.logs import HideSecrets
from portal.people.access import viewer_of, visible
from portal.people.days import day_of, today
from portal.people.models import User
from portal.seams.contracts import Account
from portal.seams.registry import registry

pytestmark = pytest.mark.django_db


def address(user: User) -> str:
    feed = CalendarFeed.objects.filter(user=user).first()
    return make(viewer_of(user), instead_of=version_of(feed)).url.removeprefix("http://localhost:8000")


def read(path: str, **headers: str):
    return Client().get(path, headers=headers)


def events(path: str):
    answer = read(path)
    assert answer.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def open_of(user: User):
    return Duty.objects.filter(user=user, closed_at=None, met_at=None, is_newest=True)


@pytest.fixture
def owing(starter) -> User:
    """Somebody of the demo with open duties."""
    user = User.objects.filter(pk__in=Duty.objects.filter(closed_at=None, met_at=None).values("user")).order_by("pk")[0]
    User.objects.filter(pk=user.pk).update(language="pt-br")
    user.refresh_from_db()
    return user


def test_it_holds_my_own_open_duties_on_the_organisations_days(owing):
    found = events(address(owing))
    things = {(duty.kind, duty.key) for duty in open_of(owing)}
    assert found and len(found) == len(things)
    days = {day_of(duty.due_at) for duty in open_of(owing)}
    for summary, event in found.items():
        assert summary.startswith("Prazo: ")
        assert event["DTSTART"].dt in days and event["DTSTART"].params["VALUE"] == "DATE"
        assert event["DTEND"].dt == event["DTSTART"].dt + timedelta(days=1)
        assert str(event["URL"]).startswith("http://localhost:8000/")
        assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [
            timedelta(hours=9) - timedelta(days=7), timedelta(hours=9) - timedelta(days=1),
        ]  # fmt: skip


def test_it_speaks_the_persons_language_whatever_the_reader_asks_for(owing):
    path = address(owing)
    User.objects.filter(pk=owing.pk).update(language="en")
    answer = read(path, **{"accept-language": "pt-BR"})
    assert b"SUMMARY:Due: " in answer.content and "Prazo" not in answer.content.decode()


def test_a_day_that_moves_keeps_its_event_and_counts_on(owing):
    path = address(owing)
    before = {str(event["UID"]): event for event in events(path).values()}
    assert {str(event["UID"]) for event in events(path).values()} == set(before)
    duty = open_of(owing).order_by("due_at").first()
    later = today() + timedelta(days=3)
    Extension.objects.create(duty=duty, until=later, reason="férias")
    late = timezone.now() + timedelta(days=3)
    Duty.objects.filter(pk=duty.pk).update(due_at=late, grace_until=late)
    after = {str(event["UID"]): event for event in events(path).values()}
    assert set(after) == set(before)
    (moved,) = [uid for uid in after if after[uid]["SEQUENCE"] != before[uid]["SEQUENCE"]]
    assert after[moved]["SEQUENCE"] == before[moved]["SEQUENCE"] + 1
    assert after[moved]["LAST-MODIFIED"].dt > before[moved]["LAST-MODIFIED"].dt
    assert after[moved]["DTSTART"].dt == later


def test_what_is_done_or_closed_leaves(owing):
    path = address(owing)
    duty = open_of(owing).order_by("due_at").first()
    Duty.objects.filter(user=owing, kind=duty.kind, key=duty.key).update(met_at=timezone.now())
    assert len(events(path)) == len({(one.kind, one.key) for one in open_of(owing)})


def test_what_they_may_not_see_any_more_is_not_told(owing, monkeypatch):
    path = address(owing)
    assert events(path)
    monkeypatch.setitem(registry.visible, Duty, lambda rows, viewer: rows.none())
    assert events(path) == {}


def test_nobody_elses_duties_stand_in_it(owing, starter):
    zeca = starter["zeca"]
    mine = {day.uid for day in due_days(viewer_of(zeca))}
    theirs = {day.uid for day in due_days(viewer_of(owing))}
    assert not mine & theirs
    assert not visible(CalendarFeed.objects.filter(user=owing), viewer_of(zeca)).exists()


def test_it_is_read_without_a_session_and_makes_none(owing):
    client = Client()
    answer = client.get(address(owing))
    assert answer.status_code == 200 and not client.cookies
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"] and "max-age" not in answer["Cache-Control"].replace("max-age=0", "")
    assert CalendarFeed.objects.get(user=owing).last_used_at is not None


def test_who_has_it_already_is_answered_304_until_something_changes(owing):
    path = address(owing)
    first = read(path)
    assert read(path).content == first.content, "nothing in it depends on when it is asked for"
    same = read(path, **{"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert read(path, **{"if-modified-since": first["Last-Modified"]}).status_code == 304
    Duty.objects.filter(pk=open_of(owing).order_by("due_at")[0].pk).update(met_at=timezone.now())
    assert read(path, **{"if-none-match": first["ETag"]}).status_code == 200


def test_unknown_renewed_revoked_and_left_get_one_and_the_same_answer(owing, client_of):
    path = address(owing)
    newer = address(owing)
    assert read(newer).status_code == 200

    def asked(one: str) -> tuple[int, int]:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            status = read(one).status_code
        return status, len([sql for sql in queries if "calendars_calendarfeed" in sql["sql"]])

    assert asked(path) == asked("/calendar/nonsense.ics") == asked("/calendar/" + "x" * 4000 + ".ics") == (404, 1)
    User.objects.filter(pk=owing.pk).update(is_active=False)
    assert asked(newer) == (404, 1)
    User.objects.filter(pk=owing.pk).update(is_active=True)
    owing.employments.filter(ends_on=None).update(ends_on=today() - timedelta(days=1))
    assert asked(newer) == (404, 1), "by the dated fact, before any clock has gone round"
    owing.employments.update(ends_on=None)
    client_of(owing).post(reverse("calendar_revoke"))
    assert asked(newer) == (404, 1)


def test_the_address_is_shown_once_and_kept_as_a_digest(ana, client_of):
    client = client_of(ana)
    made = client.post(reverse("calendar_make"), {"instead_of": ""})
    url = made.context["address"].url
    token = url.rpartition("/")[2].removesuffix(".ics")
    assert url in made.content.decode() and "no-store" in made["Cache-Control"]
    again = client.get(reverse("calendar"))
    assert token not in again.content.decode()
    kept = CalendarFeed.objects.values().get()
    assert token not in str(kept)
    assert token not in str(list(client.session.items()))
    assert [entry.act for entry in Entry.objects.filter(subject=ana.person, act__startswith="calendar")] == [
        "calendar.made"
    ]


def test_a_page_sent_twice_does_not_take_the_address_away_again(ana, client_of):
    client = client_of(ana)
    path = client.post(reverse("calendar_make"), {"instead_of": ""}).context["address"].url
    again = client.post(reverse("calendar_make"), {"instead_of": ""}, follow=True)
    assert "Um endereço já foi criado" in again.content.decode()
    assert read(path.removeprefix("http://localhost:8000")).status_code == 200


def test_too_many_questions_are_put_off(ana, settings, monkeypatch):
    path = address(ana)
    settings.RATELIMIT_ENABLE = True
    monkeypatch.setattr(views, "ONE", {"calendar_feed": "4/h/key"})
    answers = [read(path) for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 4 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert read("/calendar/nonsense.ics").status_code == 404, "one busy calendar does not shut out the others"
    monkeypatch.setattr(views, "EVERYONE", {"calendar": "2/m/ip"})
    assert [read("/calendar/guess.ics").status_code for _ in range(8)][-1] == 429


def test_no_log_line_holds_the_token(ana, caplog):
    path = address(ana)
    token = path.rpartition("/")[2].removesuffix(".ics")
    for name in ("django.request", "django.server"):
        record = logging.LogRecord(name, logging.WARNING, "", 0, "Not Found: %s", (path,), None)
        assert HideSecrets().filter(record)
        assert token not in record.getMessage() and "/calendar/…" in record.getMessage()


def test_it_is_in_their_copy_and_goes_with_them(ana):
    address(ana)
    data = registry.account_data["calendars"]
    here = Account(ana.pk, [ana.pk], [ana.person])
    (section,) = data.copy(here)
    assert len(section.rows) == 1 and set(section.rows[0]) == set(section.columns)
    data.erase(here)
    assert CalendarFeed.objects.exists(), "while they work here, it is theirs to revoke"
    left = Account(ana.pk, [ana.pk], [ana.person], has_left=True)
    assert [fate.count for fate in data.fates(left)] == [1]
    data.erase(left)
    data.erase(left)
    assert not CalendarFeed.objects.exists()


def test_a_feed_costs_as_much_for_many_duties_as_for_one(owing, django_assert_max_num_queries):
    viewer = viewer_of(owing)
    with django_assert_max_num_queries(2):
        due_days(viewer)
