"""Mail: written with what it tells of, sealed, sent once, forgotten."""

from __future__ import annotations

import json
import smtplib
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.jobs.models import Job
from portal.jobs.run import HANDLERS, MAX_ATTEMPTS, perform
from portal.people.models import Mail, User
from portal.sealed import unseal
from portal.signin.letters import render
from portal.signin.mail import send
from portal.signin.tasks import forget

pytestmark = pytest.mark.django_db
LINK = "https://training.example.com/accounts/password/reset/key/1-secret/"
TEMPLATES = Path(house.BASE_DIR) / "templates"
EVERY_MAIL = sorted(
    path.relative_to(TEMPLATES).with_suffix("").as_posix()
    for path in TEMPLATES.rglob("email/*.html")
    if not path.name.startswith("_")
)


def _link_mail(user: User) -> Job:
    send(user, "account/email/password_reset_key", {"link": LINK})
    return Job.objects.get(kind="mail.send")


def test_a_mail_is_one_sealed_job_until_it_is_sent(ana):
    job = _link_mail(ana)
    assert LINK not in json.dumps(job.args)
    assert ana.email not in json.dumps(job.args)
    assert json.loads(unseal(job.args["sealed"]))["to"] == ana.email
    assert perform(job.pk)
    job.refresh_from_db()
    assert job.done_at
    assert job.args == {}


def test_it_goes_out_as_text_and_html_in_the_language_of_who_reads_it(ana):
    User.objects.filter(pk=ana.pk).update(language="en")
    ana.refresh_from_db()
    perform(_link_mail(ana).pk)
    (message,) = outbox.outbox
    assert message.to == [ana.email]
    assert message.subject == "A new password for Vigente"
    assert LINK in message.body
    html = message.alternatives[0]
    assert html.mimetype == "text/html"
    assert '<html lang="en">' in html.content
    assert LINK in html.content
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_second_try_after_a_crash_carries_the_same_name(ana):
    job = _link_mail(ana)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        HANDLERS["mail.send"](job)
        raise ZeroDivisionError
    assert perform(job.pk)
    first, second = (message.message()["Message-ID"] for message in outbox.outbox)
    assert first == second
    assert str(job.pk) in first


def test_it_is_not_sent_where_what_it_tells_of_did_not_happen(ana):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send(ana, "account/email/password_reset_key", {"link": LINK})
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_a_mail_that_cannot_be_sent_is_tried_again_and_keeps_no_readable_secret_when_it_dies(ana, monkeypatch, caplog):
    def refuses(self, messages):
        raise smtplib.SMTPRecipientsRefused({ana.email: (550, b"no such mailbox")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    job = _link_mail(ana)
    for _ in range(MAX_ATTEMPTS):
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
        assert not perform(job.pk)
    job.refresh_from_db()
    assert job.dead_at
    kept = json.dumps(job.args) + job.error + caplog.text
    assert "NotSent: SMTPRecipientsRefused" in job.error
    assert LINK not in kept
    assert ana.email not in kept


def test_what_died_unsent_is_emptied_after_a_week_and_says_so(ana):
    now = timezone.now()
    job = _link_mail(ana)
    for days, kept in ((6, True), (8, False)):
        Job.objects.filter(pk=job.pk).update(dead_at=now - timedelta(days=days))
        forget()
        job.refresh_from_db()
        assert bool(job.args) is kept
    assert job.failure == "gone"
    Job.objects.filter(pk=job.pk).update(dead_at=None, attempts=0, run_after=now)
    assert not perform(job.pk)
    job.refresh_from_db()
    assert job.failure == "gone"


def test_what_still_waits_keeps_what_it_carries(ana):
    job = _link_mail(ana)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(days=30))
    forget()
    job.refresh_from_db()
    assert job.args


def test_who_wants_only_what_is_needed_gets_only_that(ana):
    ana.mail = Mail.NEEDED
    send(ana, "signin/email/invitation", {"link": LINK, "expires_at": timezone.now()}, needed=False)
    assert not Job.objects.exists()
    send(ana, "account/email/password_changed", {"at": timezone.now()})
    assert Job.objects.count() == 1


def test_a_name_cannot_smuggle_a_header_or_markup(ana):
    letter = render(
        "socialaccount/email/account_connected",
        {"provider": "<b>A\r\nBcc: zeca@example.com</b> & D'Ávila"},
        language="pt-br",
    )
    assert letter.subject == "<b>A Bcc: zeca@example.com</b> & D'Ávila agora abre a sua conta"
    assert "<b>" not in letter.html
    assert "D'Ávila" in letter.text


def test_links_come_from_the_address_of_the_house(ana, settings):
    settings.BASE_URL = "https://training.example.com"
    letter = render("account/email/password_changed", {"person": ana}, language="en")
    addresses = _addresses(letter.html)
    assert addresses
    assert all(address.startswith("https://training.example.com/") for address in addresses)


@pytest.mark.parametrize("template", EVERY_MAIL)
def test_every_mail_says_the_same_in_text_and_html_in_both_languages(template, ana):
    context = {
        "person": ana, "first_name": "Ana", "link": LINK, "inviter": "Bruno", "provider": "Aurora ID",
        "expires_at": timezone.now(), "at": timezone.now(), "device": "Firefox, Linux",
        "letter_subject": gettext_lazy("Notices"), "first": "Nota", "rhythm": "Todo dia", "out": LINK, "inbox": LINK,
        "chapters": [{"title": "Pedidos", "lines": [{"sentence": "Nota", "href": LINK, "detail": ""}]}],
    }  # fmt: skip
    said = {}
    for language in ("pt-br", "en"):
        letter = render(template, context, language=language)
        said[language] = letter
        assert letter.subject
        assert f'<html lang="{language}">' in letter.html
        assert "<img" not in letter.html
        assert not [address for address in _addresses(letter.html) if address not in letter.text]
    assert said["pt-br"].subject != said["en"].subject
    assert said["pt-br"].text != said["en"].text


def test_there_is_a_mail_for_every_security_act_of_the_door():
    assert set(EVERY_MAIL) >= {
        *(f"account/email/password_{name}" for name in ("changed", "set", "reset", "reset_key")),
        *(f"mfa/email/{name}" for name in ("totp_activated", "totp_deactivated", "recovery_codes_generated")),
        *(f"mfa/email/webauthn_{name}" for name in ("added", "removed")),
        "socialaccount/email/account_connected",
        "signin/email/invitation",
    }


def _addresses(html: str) -> list[str]:
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag == "a":
                found.append(dict(attrs)["href"])

    Reader().feed(html)
    return found
