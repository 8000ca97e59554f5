"""Clock times follow the person; days, duties, releases and statuses never do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone, translation

from portal.digest import APPS
from portal.duties.queries import my_duties, team_tally
from portal.people import zones
from portal.people.access import viewer_of
from portal.people.days import at_home, day_of, in_zone, on_their_clock, their_zone, today
from portal.people.models import User
from portal.releases.models import Release
from portal.ui import moments

HOME = ZoneInfo("America/Sao_Paulo")
FAR = ("", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati")
BASE = Path(__file__).resolve().parents[2]


# -- What is told ---------------------------------------------------------------------------------------------------------


def test_a_clock_time_is_told_in_the_persons_zone_with_its_name():
    moment = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # no day's end at home, where an hour would go without saying
    local = moment.astimezone(ZoneInfo("Asia/Tokyo"))
    with time_machine.travel(moment, tick=False), translation.override("pt-br"), in_zone("Asia/Tokyo"):
        drawn = Template("{% stamp m %}|{% clock m %}").render(Context({"m": moment}))
        said = moments.say(moment)
    assert f"{local:%H:%M}" in drawn
    assert drawn.count("horário de Tóquio") == 4, "on hover and read aloud, for each"
    assert said.text == f"hoje às {local:%H:%M}"


def test_a_day_alone_is_the_organisations_and_a_day_with_a_clock_time_goes_with_the_clock():
    noon = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # midnight in Tokyo
    with time_machine.travel(noon, tick=False), translation.override("pt-br"), in_zone("Asia/Tokyo"):
        assert moments.say(noon - timedelta(hours=2)).text == "ontem às 22:00"
        assert moments.say(noon + timedelta(hours=2)).text == "hoje às 02:00"
        due = datetime(2026, 11, 22, 23, 59, 59, tzinfo=HOME)
        assert moments.say(due, prefix="due").text == "vence hoje"
        assert moments.say(due).exact == "22 de novembro de 2026", "a day has no clock time and no zone"
        assert Template("{{ due|day }}").render(Context({"due": due})) == "22 de novembro de 2026"


def test_a_zone_that_this_machine_does_not_know_shuts_nobody_out(ana, client_of):
    User.objects.filter(pk=ana.pk).update(zone="Mars/Olympus")
    assert client_of(ana).get(reverse("home")).status_code == 200
    with in_zone("Mars/Olympus"):
        assert their_zone() == timezone.get_default_timezone()


def test_a_request_leaves_no_zone_behind(ana, bruno, client_of):
    User.objects.filter(pk=ana.pk).update(zone="Asia/Tokyo")
    client_of(ana).get(reverse("me"))
    assert their_zone() == timezone.get_default_timezone()


def test_a_mail_tells_clock_times_in_its_receivers_zone():
    from portal.signin import letters

    assert "zone" in letters.render.__annotations__, "letters are drawn in a zone"


def test_the_admin_tells_the_same_clock(starter, client_of):
    eva = starter["eva"]
    client = client_of(eva)
    client.post(reverse("set_zone"), {"zone": "Asia/Tokyo"})
    eva.refresh_from_db()
    assert eva.wagtail_userprofile.get_current_time_zone() == "Asia/Tokyo"
    assert "current_time_zone" not in client.get(reverse("wagtailadmin_account")).content.decode()


# -- What does not move ----------------------------------------------------------------------------------------------------

MIDNIGHTS = [
    datetime.combine(date(2026, 12, 10), datetime.min.time(), tzinfo=HOME) + timedelta(minutes=minutes)
    for minutes in (-61, -1, 1, 61)
] + [datetime(2026, 12, 10, hour, 30, tzinfo=UTC) for hour in (5, 9, 14, 15, 16)]
"""Around midnight in São Paulo, and around noon there, when Tokyo's day turns; and when Los Angeles' does."""


@pytest.mark.parametrize("moment", MIDNIGHTS, ids=lambda moment: f"{moment:%d %H:%M %Z}")
def test_duties_due_days_and_statuses_are_the_same_in_every_zone(moment, starter, client_of):
    ana, bruno = starter["ana"], starter["bruno"]
    with connection.cursor() as cursor:
        cursor.execute("set local timezone = 'UTC'")
    seen = []
    for zone in FAR:
        User.objects.filter(pk__in=[ana.pk, bruno.pk]).update(zone=zone)
        with time_machine.travel(moment, tick=False), translation.override("pt-br"), in_zone(zone):
            rows = [
                (row.key, row.status.name, moments.say(row.due_at, prefix="due"), row.matters_at)
                for row in my_duties(viewer_of(ana))
            ]
            tally = [(row.face.name, row.count) for row in team_tally(viewer_of(bruno))]
            releases = sorted(Release.objects.filter(effective_on__lte=today()).values_list("pk", flat=True))
            days = (today(), day_of(moment), at_home(moment).date())
            line = sorted(viewer_of(bruno).line)
        with time_machine.travel(moment, tick=False):
            page = client_of(ana).get(reverse("why", args=[ana.person, rows[0][0] and "course", _course(starter)]))
            asked = re.findall(r"<dd>([^<]*)</dd>", page.content.decode())
        seen.append((rows, tally, releases, days, line, asked[0]))
    assert all(found == seen[0] for found in seen[1:])


def _course(starter: Mapping[str, User]):
    from portal.home.library import content_key

    return content_key("course", "renewals")


@pytest.mark.parametrize("zone", FAR)
def test_a_day_written_in_a_far_zone_is_the_organisations(zone, cast):
    """Hired today, a role given today, a duty opened today: at 23:30 in São Paulo it is another day in Tokyo."""
    late = datetime(2026, 12, 9, 23, 30, tzinfo=HOME)
    with time_machine.travel(late, tick=False), in_zone(zone):
        assert User(email="n@vigente.example", name="N").hired_on == date(2026, 12, 9)
        assert today() == date(2026, 12, 9)


def test_only_the_exam_page_tells_when_in_the_sitters_zone():
    moment = datetime(2026, 12, 9, 23, 30, tzinfo=HOME)
    with in_zone("America/Los_Angeles"):
        assert on_their_clock(moment).strftime("%H:%M") == "18:30"


# -- Setting it ------------------------------------------------------------------------------------------------------------


def test_a_zone_is_kept_and_told(ana, client_of):
    client = client_of(ana)
    answer = client.post(reverse("set_zone"), {"zone": "Asia/Tokyo"}, follow=True)
    assert "As horas agora seguem o relógio de Tóquio." in answer.content.decode()
    ana.refresh_from_db()
    assert ana.zone == "Asia/Tokyo"
    client.post(reverse("set_zone"), {"zone": ""})
    ana.refresh_from_db()
    assert ana.zone == ""


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 4000, "UTC; drop"])
def test_a_bad_zone_is_refused_kindly(zone, ana, client_of):
    for headers in ({}, {"HX-Request": "true"}):
        answer = client_of(ana).post(reverse("set_zone"), {"zone": zone}, headers=headers)
        assert answer.status_code == 422
        assert "Escolha uma cidade da lista" in answer.content.decode()
    ana.refresh_from_db()
    assert ana.zone == ""


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [("pt-br", "toquio", "Asia/Tokyo"), ("pt-br", "JAPÃO", "Asia/Tokyo"), ("en", "tokyo", "Asia/Tokyo"),
     ("pt-br", "los angeles", "America/Los_Angeles"), ("pt-br", "lisboa", "Europe/Lisbon"),
     ("en", "germany", "Europe/Berlin"), ("pt-br", "manaus", "America/Manaus")],
)  # fmt: skip
def test_a_city_is_found_by_its_name_or_its_country(language, words, found):
    with translation.override(language):
        names = [zone.name for region in zones.regions(words) for zone in region.zones]
    assert found in names
    assert len(names) < 12


def test_a_city_in_brazil_keeps_its_accents_in_english():
    with translation.override("en"):
        assert zones.city("America/Sao_Paulo") == "São Paulo"
        assert zones.city("America/Belem") == "Belém"
        assert zones.city("Europe/Lisbon") == "Lisbon"
        assert "São Paulo" in [zone.city for zone in zones.regions("sao paulo")[0].zones]


def test_every_zone_offered_exists_and_is_offered_once():
    names = [zone.name for region in zones.regions() for zone in region.zones]
    assert len(names) == len(set(names)) > 300
    assert all(ZoneInfo(name) and zones.is_zone(name) for name in names)
    assert zones.is_zone("America/Sao_Paulo")


# -- The house -------------------------------------------------------------------------------------------------------------

CLOCKS = re.compile(
    r"\btimezone\.(localdate|localtime|make_aware|make_naive|get_current_timezone|activate|deactivate)\b"
    r"|\bdate\.today\b|\bdatetime\.(now|today|utcnow)\b|\btime\.localtime\b"
)
MAY = {
    "portal/people/days.py": "the one room where days and clocks are told apart",
}
NOW = re.compile(r"\{%-?\s*(now|localtime|timezone)\b")


def _sources(suffix: str, roots: tuple[str, ...]) -> list[Path]:
    return [
        path
        for root in roots
        for path in sorted((BASE / root).rglob(f"*{suffix}"))
        if not {"migrations", "engine"} & set(path.parts)
    ]


def test_nobody_asks_the_clock_for_a_day_but_the_room_of_days():
    found = []
    for path in _sources(".py", APPS):
        name = path.relative_to(BASE).as_posix()
        if name in MAY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{name}:{number}: {match[0]}" for match in CLOCKS.finditer(line)]
    assert not found, "ask portal.people.days instead:\n" + "\n".join(found)


def test_templates_ask_no_clock_themselves():
    found = [
        f"{path.relative_to(BASE)}: {match[0]}"
        for path in _sources(".html", ("templates",))
        for match in NOW.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_even_djangos_own_date_filter_tells_the_organisations_day():
    late = datetime(2026, 12, 9, 23, 30, tzinfo=HOME)
    drawn = '{{ m|date }}|{{ m|date:"DATE_FORMAT" }}|{{ m|date:"Y-m-d" }}|{{ m|date:"Y-m-d H:i" }}|{{ m|date:"SHORT_DATETIME_FORMAT" }}'
    with translation.override("pt-br"), in_zone("Asia/Tokyo"):
        said = Template(drawn).render(Context({"m": late})).split("|")
    assert said[:3] == ["9 de dezembro de 2026", "9 de dezembro de 2026", "2026-12-09"]
    assert said[3:] == ["2026-12-10 11:30", "10/12/2026 11:30"]
    assert Template("{{ d|date }}{{ none|date }}").render(Context({"d": date(2026, 12, 9), "none": None}))
