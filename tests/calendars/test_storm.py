"""Whatever happens to people, rules, releases and days: a calendar holds each open duty of its person, and no word more.

Every word that is somebody's or something's bears a mark, so that what a calendar says is compared as a whole with what
follows from the rows. The bytes are what calendars expect (RFC 5545): folded, escaped, stamped, one lasting UID a duty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from portal.calendars.actions.make import make, version_of
from portal.calendars.models import CalendarFeed
from portal.duties.models import Duty
from portal.people.access import viewer_of
from portal.people.days import day_of, home, today
from portal.people.models import Department, User
from portal.refusal import Refusal
from portal.releases.freeze import freeze
from portal.releases.models import Release, ReleasePart
from portal.seams.contracts import Draft, PartDraft
from tests.duties import test_storm as duties
from tests.duties.conftest import departments, note, rule, someone, work  # noqa: F401  (a fixture)

MARK = re.compile(r"Xyq\w+z")
NOTES, LINE = 3, 75
OPS = (*duties.OPS, "planned", "minor", "language", "renew", "revoke")
STORM = st.lists(
    st.tuples(st.sampled_from(OPS), st.integers(0, duties.PEOPLE - 1), st.integers(0, 60)), min_size=6, max_size=14
)


@dataclass(frozen=True)
class Seen:
    """An event as a calendar keeps it by its UID."""

    whose: int
    title: str
    sequence: int
    stamp: datetime


class House(duties.Storm):
    """Five people with a calendar each, three notes of which the last is not in force yet, and a rule for each note."""

    def __init__(self) -> None:
        self.notes, self.number = [uuid4() for _ in range(NOTES)], 0
        for at, key in enumerate(self.notes):
            self.release(key, at, day=today() + timedelta(days=6 * (at == NOTES - 1)))
        self.departments = departments()
        for place in Department.objects.all():
            Department.objects.filter(pk=place.pk).update(
                name_pt_br=f"Xyqplace{place.pk}z", name_en=f"Xyqplace{place.pk}z"
            )
        self.admin = someone(self.departments[2], days=900)
        self.admin.roles.create(role="administrator", starts_on=today() - timedelta(days=900))
        self.people = [
            someone(self.departments[n % 3], days=20 * n, title=duties.TITLE if n % 2 else "")
            for n in range(duties.PEOPLE)
        ]
        for user in (self.admin, *self.people):
            user.name, user.email = f"Xyqname{user.pk}z", f"xyqmail{user.pk}@vigente.example"
            user.save(update_fields=["name", "email"])
        self.rules = [
            rule(self.notes[0], {"department": self.departments[0]}),
            rule(self.notes[1], {"user": self.people[0]}, {"user": self.people[3]}),
            rule(self.notes[2]),
            rule(self.notes[0], {}, {"user": self.people[0], "excludes": True}, due_days=3),
        ]
        self.paths: dict[int, str] = {}
        self.events: dict[str, Seen] = {}
        for user in self.people:
            self.address(user)

    def release(self, key: UUID, at: int, *, change: str = "major", day: date | None = None) -> None:
        self.number += 1
        cover = [
            PartDraft(
                "", locale, 0, f"Xyqn{at}v{self.number}{locale[:2]}z; ação, «é» e \\ dobra " + "ã" * (self.number * 7 % 90),
                [], facts={"summary": f"Xyqs{at}v{self.number}{locale[:2]}z,\numa linha; e outra", "minutes": 4},
            )
            for locale in ("pt-br", "en")
        ]  # fmt: skip
        freeze(
            Draft("note", key, f"nota-{at}", "pt-br", cover, [self.number], change, "Xyqwhyz"),
            released_by=self.admin.person if hasattr(self, "admin") else None,
            effective_on=day,
        )

    def address(self, user: User) -> None:
        feed = CalendarFeed.objects.filter(user=user).first()
        made = make(viewer_of(User.objects.get(pk=user.pk)), instead_of=version_of(feed))
        self.paths[user.pk] = reverse("calendar_feed", args=[made.url.rpartition("/")[2].removesuffix(".ics")])

    def act(self, op: str, user: User, n: int) -> None:
        at = n % NOTES
        self.key = self.notes[at]
        if op in {"major", "minor", "planned"}:
            later = today() + timedelta(days=1 + n % 9) if op == "planned" else None
            self.release(self.key, at, change="minor" if op == "minor" else "major", day=later)
        elif op == "language":
            User.objects.filter(pk=user.pk).update(language=("pt-br", "en")[n % 2])
        elif op == "renew":
            self.address(user)
        elif op == "revoke":
            CalendarFeed.objects.filter(user=user).delete()
        else:
            super().act(op, user, n)

    # -- What a calendar must say, from the rows alone ---------------------------------------------------------------

    def owed(self, user: User) -> Mapping[UUID, date]:
        """The notes somebody owes today, and by which day: the soonest, where several rules ask for one."""
        found: dict[UUID, date] = {}
        for duty in Duty.objects.all():
            is_open = duty.user_id == user.pk and duty.is_newest and duty.closed_at is None and duty.met_at is None
            if is_open and duty.opened_at <= datetime.now(tz=UTC):
                day = day_of(duty.due_at)
                found[duty.key] = min(day, found.get(duty.key, day))
        return found

    def cover(self, key: UUID, language: str) -> ReleasePart | None:
        """The one of the newest release that has taken effect."""
        here = [release for release in Release.objects.filter(key=key) if release.effective_on <= today()]
        newest = max(here, key=lambda release: release.number, default=None)
        return newest and ReleasePart.objects.get(release=newest, part_id="", locale=language)

    def look(self, user: User) -> int:
        user = User.objects.get(pk=user.pk)
        answer = Client().get(self.paths[user.pk])
        if not CalendarFeed.objects.filter(user=user).exists() or not _is_here(user):
            assert answer.status_code == 404
            return 0
        assert answer.status_code == 200
        owed = self.owed(user)
        covers = {key: cover for key in owed if (cover := self.cover(key, user.language))}
        due = "Prazo: " if user.language == "pt-br" else "Due: "
        events = _valid(answer.content)
        assert Counter((str(one["SUMMARY"]), one["DTSTART"].dt) for one in events) == Counter(
            (due + cover.title, owed[key]) for key, cover in covers.items()
        )
        said = _unfolded(answer.content)
        told = {word for cover in covers.values() for word in MARK.findall(cover.title + cover.facts["summary"])}
        assert set(MARK.findall(said)) == told, "no name, place, reason or title but those of what is owed"
        others = User.objects.exclude(pk=user.pk).values_list("email", "person")
        assert not [word for row in others for word in map(str, row) if word in said]
        assert "because" not in said, "nor why a rule was set"
        self._last(user, events)
        return len(events)

    def _last(self, user: User, events: Sequence[Event]) -> None:
        """A UID is one person's one thing for ever; what is told of it goes forward only."""
        for one in events:
            title = str(one["SUMMARY"]).split("v")[0].rpartition(" ")[2]
            seen = Seen(user.pk, title, one["SEQUENCE"], one["DTSTAMP"].dt)
            before = self.events.get(str(one["UID"]), seen)
            assert (before.whose, before.title) == (seen.whose, seen.title)
            assert before.sequence <= seen.sequence and before.stamp <= seen.stamp
            self.events[str(one["UID"])] = seen


def _is_here(user: User) -> bool:
    return user.is_active and any(
        one.closed_at is None and one.starts_on <= today() and (one.ends_on is None or today() < one.ends_on)
        for one in user.employments.all()
    )


def _unfolded(content: bytes) -> str:
    return content.replace(b"\r\n ", b"").decode()


def _valid(content: bytes) -> Sequence[Event]:
    """The events of a calendar that any reader takes."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert not [line for line in lines if b"\n" in line or b"\r" in line or not line.strip()]
    assert max(map(len, lines)) <= LINE, "octets, not letters"
    for line in lines:
        line.decode()  # no letter is cut in two
    for line in _unfolded(content).split("\r\n"):
        name, _, text = line.partition(":")
        if name in {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}:
            assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", text), line
            assert not re.search(r"(?<!\\)(?:\\\\)*\\(?![nN,;\\])", text), line
    stamps = [line for line in lines if line.startswith((b"DTSTAMP", b"LAST-MODIFIED"))]
    assert all(re.fullmatch(rb"(DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z", line) for line in stamps)
    calendar = Calendar.from_ical(content)
    assert not calendar.errors and str(calendar["VERSION"]) == "2.0" and calendar["PRODID"]
    events = calendar.walk("VEVENT")
    assert all(not one.errors and one["UID"] and one["DTSTAMP"] and one["DTSTART"] for one in events)
    assert len({str(one["UID"]) for one in events}) == len(events)
    return events


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(storm=STORM)
@pytest.mark.django_db
def test_a_calendar_says_what_its_person_owes_and_no_word_more(note, storm):  # noqa: F811
    start = datetime.combine(today(), time(10), tzinfo=home())
    with pytest.raises(duties.Undo), transaction.atomic(), time_machine.travel(start, tick=False) as clock:
        house = House()
        work()
        assert sum(house.look(user) for user in house.people) >= duties.PEOPLE
        for op, who, n in storm:
            clock.shift(timedelta(minutes=7))
            if op == "days":
                clock.shift(timedelta(days=n, hours=n))
            else:
                try:
                    with transaction.atomic():
                        house.act(op, house.people[who], n)
                except Refusal:
                    continue
            work()
            for at in {who, n % duties.PEOPLE}:
                house.look(house.people[at])
        for user in house.people:
            house.look(user)
        raise duties.Undo
