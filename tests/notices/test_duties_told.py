"""What the clock tells about duties: each thing once, by the strictest rule, and nothing about what is done."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from portal.duties.models import Duty, Exemption, Extension
from portal.duties.notices import DUTY_NOTICES, TEAM_NOTICES
from portal.duties.noticing import tell_leaders
from portal.jobs.models import Job
from portal.notices.models import Notice
from portal.notices.wording import worded
from portal.people.access import viewer_of
from portal.people.days import at_home, today
from portal.people.models import ReportingLine, User
from tests.notices.conftest import owe

DAY = timedelta(days=1)


def due_in(days: int) -> datetime:
    return at_home(timezone.now()).replace(hour=23, minute=59, second=59, microsecond=0) + days * DAY


def kinds(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def unread(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, read_at=None).order_by("pk").values_list("kind", flat=True))


def sentences(user: User, language: str = "pt-br") -> list[str]:
    rows = list(Notice.objects.filter(user=user).order_by("pk"))
    with translation.override(language):
        words = worded(rows, viewer_of(user))
    return [words[row.pk].sentence for row in rows if row.pk in words]


def walk(days: int, start: datetime) -> None:
    """Every hour of some days."""
    for hour in range(days * 24 + 1):
        DUTY_NOTICES.gather(start + timedelta(hours=hour))


def test_a_duty_tells_four_times_on_its_way_and_each_once(ana, playbook):
    start = timezone.now()
    owe(ana, playbook, due_at=due_in(9), opened_at=start - timedelta(hours=1))
    walk(13, start)
    assert kinds(ana) == ["duty.opened", "duty.due_7", "duty.due_1", "duty.overdue"]
    assert unread(ana) == ["duty.overdue"], "of one thing only the latest word waits"


def test_what_is_due_within_the_week_is_told_as_asked_alone_and_then_tomorrow(ana, playbook):
    start = timezone.now()
    owe(ana, playbook, due_at=due_in(4), opened_at=start)
    walk(4, start)
    assert kinds(ana) == ["duty.opened", "duty.due_1"]


def test_tolerance_waits_before_it_says_overdue(ana, playbook):
    start = timezone.now()
    owe(ana, playbook, due_at=due_in(0), opened_at=start - 3 * DAY, grace_until=due_in(3))
    walk(3, start)
    assert "duty.overdue" not in kinds(ana)
    DUTY_NOTICES.gather(due_in(3) + timedelta(seconds=2))
    assert kinds(ana)[-1] == "duty.overdue"


def test_two_rules_asking_the_same_are_told_once_by_the_strictest(ana, playbook):
    now = timezone.now()
    owe(ana, playbook, due_at=due_in(30), opened_at=now)
    owe(ana, playbook, due_at=due_in(20), opened_at=now)
    assert DUTY_NOTICES.gather(now) == 1
    assert DUTY_NOTICES.gather(now) == 0
    (notice,) = Notice.objects.filter(user=ana)
    assert Duty.objects.get(pk=notice.facts["duty"]).due_at == due_in(20)


@pytest.mark.parametrize(
    ("because", "kind"), [("renewal", "duty.renewal"), ("release", "duty.reopened"), ("return", "duty.opened")]
)
def test_why_it_was_opened_is_told(because, kind, ana, playbook):
    now = timezone.now()
    owe(ana, playbook, due_at=due_in(30), opened_at=now, because=because, cycle=2)
    DUTY_NOTICES.gather(now)
    assert kinds(ana) == [kind]


def test_more_time_and_no_duty_at_all_are_told_and_a_moved_day_counts_anew(ana, playbook, carla):
    now = timezone.now()
    duty = owe(ana, playbook, due_at=due_in(1), opened_at=now - 9 * DAY)
    DUTY_NOTICES.gather(now)
    assert "duty.due_1" in kinds(ana)
    Extension.objects.create(duty=duty, until=today() + 20 * DAY, reason="Férias", by=carla.person)
    Duty.objects.filter(pk=duty.pk).update(due_at=due_in(20), grace_until=due_in(20))
    walk(1, now)
    assert kinds(ana)[-1] == "duty.extended"
    walk(21, now)
    assert kinds(ana).count("duty.due_1") == 2, "the day moved, so its eve comes again"
    Exemption.objects.create(
        requirement=duty.requirement, user=ana, reason="Outra área", by=carla.person, starts_on=today(), ends_on=None
    )
    Duty.objects.filter(pk=duty.pk).update(closed_at=now, closed_because="exempted", is_newest=False)
    DUTY_NOTICES.gather(timezone.now())
    assert kinds(ana)[-1] == "duty.exempted"
    assert unread(ana) == ["duty.exempted"], "what is closed waits no longer"
    assert sentences(ana)[-1] == "Você não precisa mais fazer “Aviso de renovação”."


def test_an_exemption_that_was_ended_is_told_as_ended_or_not_at_all(ana, playbook):
    now = timezone.now()
    rule = owe(ana, playbook, due_at=due_in(30), opened_at=now - 9 * DAY).requirement
    over = Exemption.objects.create(requirement=rule, user=ana, reason="r", starts_on=today(), ends_on=today())
    DUTY_NOTICES.gather(timezone.now())
    assert "duty.exempted" not in kinds(ana), "ended on its first day, nothing of it is left to tell"
    Exemption.objects.filter(pk=over.pk).update(reason="")
    given = Exemption.objects.create(requirement=rule, user=ana, reason="r", starts_on=today())
    DUTY_NOTICES.gather(timezone.now())
    assert "duty.exempted" in unread(ana)
    Exemption.objects.filter(pk=given.pk).update(ends_on=today())
    DUTY_NOTICES.gather(timezone.now())
    assert "duty.exempted" not in unread(ana)
    assert sentences(ana)[-1] == "Sua dispensa de “Aviso de renovação” terminou."
    assert sentences(ana, "en")[-1] == "Your exemption from “Renewal notice” has ended."


def test_what_is_done_is_neither_told_nor_waits(ana, playbook):
    now = timezone.now()
    duty = owe(ana, playbook, due_at=due_in(5), opened_at=now)
    DUTY_NOTICES.gather(now)
    Duty.objects.filter(pk=duty.pk).update(met_at=now)
    walk(6, now)
    assert kinds(ana) == ["duty.opened"] and unread(ana) == []
    (told,) = worded(Notice.objects.filter(user=ana), viewer_of(ana)).values()
    assert told.is_over and told.detail.startswith("Você concluiu em")


def test_who_has_left_is_told_nothing(ana, playbook):
    owe(ana, playbook, due_at=due_in(5), opened_at=timezone.now())
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert DUTY_NOTICES.gather(timezone.now()) == 0


def test_who_leads_hears_of_their_week_once_and_only_while_they_lead(ana, bruno, zeca, playbook):
    now = timezone.now()
    owe(ana, playbook, due_at=now - DAY, opened_at=now - 9 * DAY)
    week = "{}-W{:02}".format(*today().isocalendar()[:2])
    for _ in range(2):
        tell_leaders(now=now, day=today(), week=week)
    assert kinds(bruno).count("team.week") == 1 and kinds(zeca) == []
    assert sentences(bruno) == ["Sua equipe nesta semana: 1 em atraso."]
    assert sentences(bruno, "en") == ["Your team this week: 1 overdue."]
    ReportingLine.objects.filter(manager=bruno).delete()
    assert sentences(bruno) == [], "a line that was handed on is told to nobody who had it"


def test_the_week_is_told_by_one_job_a_week(ana):
    for _ in range(3):
        TEAM_NOTICES.gather(timezone.now().replace(hour=15))
    assert Job.objects.filter(kind="duties.tell_leaders").count() == 1
