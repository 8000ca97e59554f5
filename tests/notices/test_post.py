"""Mails about news: at once or as a summary, outside quiet hours, each notice in one, and only what may still be said."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.actions.moderate import moderate
from ideas.actions.submit import submit
from portal.duties.models import Duty
from portal.duties.notices import DUTY_NOTICES
from portal.jobs.models import OPEN, Job
from portal.jobs.run import perform
from portal.notices import post
from portal.notices.letter import token_of
from portal.notices.models import Mailing, Notice
from portal.notices.post import dispatch, due_people
from portal.notices.tell import tell
from portal.people.access import viewer_of
from portal.people.models import Mail, User
from portal.signin.mail import send
from tests.notices.conftest import owe

HOME = ZoneInfo("America/Sao_Paulo")
NOON = datetime(2026, 12, 2, 12, 0, tzinfo=HOME)
"""A Wednesday."""


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def wishes(user: User, **chosen: object) -> None:
    User.objects.filter(pk=user.pk).update(**chosen)


def asked(user: User, key: object, days: int = 20) -> Duty:
    """A duty that was opened just now, and told."""
    now = timezone.now()
    duty = owe(user, key, due_at=now + timedelta(days=days), opened_at=now)
    DUTY_NOTICES.gather(now)
    return duty


def turn() -> None:
    """What beat and a worker do."""
    dispatch(timezone.now())
    while job := Job.objects.filter(OPEN, kind=post.POST, run_after__lte=timezone.now()).first():
        assert perform(job.pk)


def test_a_mail_comes_at_once_in_their_language_as_text_and_html_and_never_again(ana, playbook, letters):
    asked(ana, playbook)
    for _ in range(3):
        turn()
    (letter,) = letters()
    assert letter["to"] == ana.email
    assert letter["subject"] == "Pedido a você: “Aviso de renovação”, até 22 de dezembro."
    (notice,) = Notice.objects.filter(user=ana)
    address = reverse("notices:open", args=[notice.pk])
    assert address in letter["text"] and address in letter["html"] and 'lang="pt-br"' in letter["html"]
    assert Mailing.objects.get().name == f"now:{notice.pk}" and notice.mailing and notice.settled_at
    assert letter["headers"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    wishes(ana, language="en")
    asked(ana, playbook, days=10)
    turn()
    (again,) = [letter for letter in letters() if letter["language"] == "en"]
    assert again["subject"] == "“Renewal notice” is asked of you, by 12 December."


def test_what_came_together_goes_in_one_mail(ana, playbook, letters):
    tell([ana.pk], "duty.opened", once="nobody words this")
    asked(ana, playbook)
    tell([ana.pk], "duty.exempted", once="nor this")
    duty = Duty.objects.get(user=ana)
    tell([ana.pk], "duty.extended", once="more", key=playbook, facts={"kind": "playbook", "duty": duty.pk})
    turn()
    (letter,) = letters()
    assert letter["subject"] == "2 novidades para você"
    assert "Você tem mais prazo" in letter["text"] and "Pedido a você" in letter["text"]
    assert Notice.objects.filter(settled_at=None).count() == 0, "what has no words is settled without a mail"


def test_in_quiet_hours_mails_wait_and_come_in_the_morning(ana, playbook, letters, clock):
    clock.move_to(NOON.replace(hour=20))
    asked(ana, playbook)
    for hour in (20, 23):
        clock.move_to(NOON.replace(hour=hour, minute=30))
        turn()
    clock.move_to(NOON.replace(day=3, hour=6, minute=59))
    turn()
    assert letters() == []
    clock.move_to(NOON.replace(day=3, hour=7))
    turn()
    assert len(letters()) == 1


def test_a_mail_about_security_waits_for_nothing(ana, clock):
    clock.move_to(NOON.replace(hour=3))
    send(ana, "people/email/second_factors_reset", {})
    assert Job.objects.filter(kind="mail.send", run_after__lte=timezone.now()).count() == 1


@pytest.mark.parametrize(("zone", "hour_at_home"), [("Asia/Tokyo", 20), ("America/Sao_Paulo", 8)])
def test_a_daily_summary_comes_once_at_their_eight_o_clock(zone, hour_at_home, ana, playbook, letters, clock):
    wishes(ana, mail=Mail.DAILY, zone=zone, mail_hour=8, quiet_from=None, quiet_until=None)
    clock.move_to(NOON.replace(hour=9))
    asked(ana, playbook)
    duty = Duty.objects.get(user=ana)
    tell([ana.pk], "duty.extended", once="more", key=playbook, facts={"kind": "playbook", "duty": duty.pk})
    came = []
    for hour in range(9, 9 + 48):
        clock.move_to(NOON.replace(hour=0) + timedelta(hours=hour))
        before = len(letters())
        turn()
        came += [hour % 24] * (len(letters()) - before)
    assert came == [hour_at_home]
    assert letters()[0]["subject"] == "Seu resumo: 2 novidades"


def test_a_weekly_summary_comes_on_its_day(ana, playbook, letters, clock):
    wishes(ana, mail=Mail.WEEKLY, mail_day=4, mail_hour=10)
    asked(ana, playbook)
    days = []
    for hours in range(0, 24 * 12, 6):
        clock.move_to(NOON + timedelta(hours=hours))
        before = len(letters())
        turn()
        days += [timezone.now().astimezone(HOME).date().day] * (len(letters()) - before)
    assert days == [4], "Friday, and once"


def test_who_wants_only_what_is_needed_gets_answers_alone(ana, playbook, letters, carla):
    wishes(ana, mail=Mail.NEEDED)
    asked(ana, playbook)
    idea = submit(viewer_of(ana), key=uuid4(), title="Dizer a data", problem="P", proposal="Q", departments=[])
    moderate(viewer_of(carla), key=idea.key, status="accepted", answer="Sim.", is_hidden=False)
    turn()
    (letter,) = letters()
    assert letter["subject"] == "Sua ideia “Dizer a data” foi aceita."
    assert Notice.objects.filter(user=ana, read_at=None).count() == 2, "everything stands in the inbox"


def test_before_it_leaves_the_wording_is_asked_again(ana, playbook, letters, clock):
    wishes(ana, mail=Mail.DAILY)
    duty = asked(ana, playbook)
    Duty.objects.filter(pk=duty.pk).update(met_at=timezone.now())
    clock.move_to(NOON.replace(day=3, hour=9))
    turn()
    assert letters() == [] and not Mailing.objects.exists(), "nobody is nagged about what is done"
    assert not Notice.objects.filter(settled_at=None).exists()


def test_what_was_read_meanwhile_is_not_mailed(ana, playbook, letters, clock):
    wishes(ana, mail=Mail.DAILY)
    asked(ana, playbook)
    Notice.objects.update(read_at=timezone.now())
    clock.move_to(NOON.replace(day=3, hour=9))
    turn()
    assert letters() == []


def test_who_has_left_gets_no_mail_and_what_is_stale_neither(ana, bruno, playbook, letters, clock):
    asked(ana, playbook)
    asked(bruno, playbook)
    wishes(ana, is_active=False)
    Notice.objects.filter(user=bruno).update(written_at=timezone.now() - post.STALE - timedelta(hours=1))
    turn()
    assert letters() == [] and due_people(timezone.now()) == []


def test_trouble_with_one_person_holds_up_nobody_else(ana, bruno, playbook, letters, monkeypatch):
    asked(ana, playbook)
    asked(bruno, playbook)
    real = post.write

    def breaks(user, *, now):
        if user.pk == ana.pk:
            raise RuntimeError("no words")
        return real(user, now=now)

    monkeypatch.setattr(post, "write", breaks)
    turn()
    assert [letter["to"] for letter in letters()] == [bruno.email]
    monkeypatch.undo()
    turn()
    assert {letter["to"] for letter in letters()} == {bruno.email, ana.email} and len(letters()) == 2


def test_the_mail_that_leaves_carries_the_way_out(ana, playbook):
    asked(ana, playbook)
    turn()
    assert perform(Job.objects.get(kind="mail.send").pk)
    (sent,) = outbox.outbox
    assert sent.extra_headers["List-Unsubscribe"].startswith("<http")
    assert sent.alternatives[0].mimetype == "text/html" and "Receber menos e-mails" in sent.body


def test_the_way_out_works_without_signing_in_by_page_and_by_one_press(ana, client):
    address = reverse("notices:mail", args=[token_of(ana)])
    page = client.get(address)
    assert page.status_code == 200 and "Receber só o necessário" in page.content.decode()
    assert "a…@vigente.example" in page.content.decode() and ana.email not in page.content.decode()
    assert User.objects.get(pk=ana.pk).mail == Mail.AT_ONCE, "looking changes nothing"
    answer = Client(enforce_csrf_checks=True).post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert User.objects.get(pk=ana.pk).mail == Mail.NEEDED


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00"])
def test_a_token_of_nobody_changes_nothing(token, ana, client):
    for answer in (client.get(f"/notices/mail/{token}/"), client.post(f"/notices/mail/{token}/")):
        assert answer.status_code in {400, 404}
    assert User.objects.get(pk=ana.pk).mail == Mail.AT_ONCE


def test_in_the_text_a_sentence_that_is_a_link_keeps_its_own_end(ana, playbook, letters):
    asked(ana, playbook)
    duty = Duty.objects.get(user=ana)
    tell([ana.pk], "duty.extended", once="more", key=playbook, facts={"kind": "playbook", "duty": duty.pk})
    turn()
    (letter,) = letters()
    assert ".:" not in letter["text"] and "até 22 de dezembro.\nhttp" in letter["text"]
