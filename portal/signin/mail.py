"""The one way in which mail leaves: written as a sealed job beside what it tells of, sent by a worker, then forgotten."""

from __future__ import annotations

import json
import smtplib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.jobs.failing import Outside
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.people.models import Mail, User
from portal.sealed import seal, unseal
from portal.signin.letters import render

KIND = "mail.send"
DEAD_KEPT = timedelta(days=7)
"""For which what died with a secret in it can still be tried again."""


class Forgotten(ObjectDoesNotExist):
    """What a job carried was emptied meanwhile."""


class NotSent(Outside):
    """The mail server said no; without the receiver's address, since a job's error is read by operators."""


def send(
    to: User | str,
    template: str,
    context: dict[str, Any],
    *,
    language: str | None = None,
    needed: bool = True,
    once: str | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    """Render a mail in the receiver's language now, and have it sent once the current transaction is committed.

    `template` without its ending ("signin/email/invitation"): one HTML file that extends mail/base.html; subject and text
    part are read off it. It gets `context`, `person` (None for a bare address), `first_name`, `base_url`, `language`.
    Mails about security and whatever else must arrive are `needed`; others respect what the person chose. A mail with a
    name (`once`) is written one time; `headers` travel with it.
    """
    person = to if isinstance(to, User) else None
    if person and not needed and person.mail == Mail.NEEDED:
        return
    spoken = language or (person.language if person else settings.LANGUAGE_CODE)
    letter = render(
        template,
        {"person": person, "first_name": person.get_short_name() if person else "", **context},
        language=spoken,
        zone=person.zone if person else "",
    )
    sealed = {
        "to": person.email if person else to,
        "language": spoken,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "headers": headers or {},
    }
    enqueue(KIND, args={"sealed": seal(json.dumps(sealed))}, once=once)


@handler(KIND, label=_("Send mail"))
def deliver(job: Job) -> None:
    """Hand one mail to the server. Its Message-ID is the job's, so a second try after a crash falls together with the
    first in the receiver's mailbox; what was sealed is gone once it is sent."""
    letter = json.loads(unsealed(job))
    message = EmailMultiAlternatives(
        letter["subject"],
        letter["text"],
        settings.DEFAULT_FROM_EMAIL,
        [letter["to"]],
        headers={
            "Message-ID": f"<{job.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter["language"],
            **letter.get("headers", {}),
        },
    )
    message.attach_alternative(letter["html"], "text/html")
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        code = getattr(error, "smtp_code", "")
        raise NotSent(f"{type(error).__name__} {code}".strip()) from None
    Job.objects.filter(pk=job.pk).update(args={})


def unsealed(job: Job) -> str:
    """What a job carries sealed."""
    if "sealed" not in job.args:
        raise Forgotten
    return unseal(job.args["sealed"])


def forget_dead(*kinds: str) -> int:
    """Empty what died longer than `DEAD_KEPT` ago and nobody answered; the job stays, and says so."""
    dead = Job.objects.filter(kind__in=kinds, dead_at__lt=timezone.now() - DEAD_KEPT).exclude(args={})
    return dead.update(args={}, failure="gone", error="")
