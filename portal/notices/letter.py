"""The letter: what a mail of notices says, and the two ways out of such mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.notices.groups import GROUPS
from portal.notices.models import Notice
from portal.notices.wording import by_group
from portal.people.models import User
from portal.seams.telling import Told

SALT = "notices.mail"


@dataclass(frozen=True)
class Line:
    """One notice in a letter."""

    sentence: str
    detail: str
    href: str
    at: datetime


@dataclass(frozen=True)
class Chapter:
    """Lines of one group under its heading."""

    title: str | Promise
    lines: Sequence[Line]


@dataclass(frozen=True)
class Letter:
    """What the template draws, and what stands on the envelope."""

    context: dict[str, Any]
    headers: dict[str, str]


def letter_of(user: User, notices: Sequence[Notice], words: Mapping[int, Told], *, is_summary: bool) -> Letter:
    """In the language being spoken. One notice speaks for itself; several stand under their groups."""
    grouped = by_group(notices)
    chapters = [
        Chapter(group.label, [_line(notice, words[notice.pk]) for notice in grouped[name]])
        for name, group in GROUPS.items()
        if name in grouped
    ]
    only = chapters[0].lines[0] if len(notices) == 1 else None
    if only:
        subject = only.sentence
    elif is_summary:
        subject = ngettext("Your summary: %(n)s thing", "Your summary: %(n)s things", len(notices))
    else:
        subject = ngettext("%(n)s thing is new for you", "%(n)s things are new for you", len(notices))
    out = settings.BASE_URL + reverse("notices:mail", args=[token_of(user)])
    return Letter(
        {
            "letter_subject": subject if only else subject % {"n": len(notices)},
            "only": only,
            "chapters": chapters,
            "first": chapters[0].lines[0].sentence,
            "is_summary": is_summary,
            "rhythm": user.get_mail_display(),
            "out": out,
            "inbox": settings.BASE_URL + reverse("notices:index"),
        },
        {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _line(notice: Notice, told: Told) -> Line:
    href = settings.BASE_URL + reverse("notices:open", args=[notice.pk])
    return Line(told.sentence, told.detail, href, notice.told_at)


def token_of(user: User) -> str:
    """Names the person to the page that ends such mails, and can do nothing else."""
    return signing.dumps(str(user.person), salt=SALT)


def person_of(token: str) -> User | None:
    """Whose token it is; None where nobody's, or where they are no longer here."""
    try:
        person = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return User.objects.filter(person=person, is_active=True).first()


def covered(address: str) -> str:
    """An address as its owner knows it again and nobody else learns it: whoever was sent the mail on sees no more."""
    name, _at, place = address.rpartition("@")
    return f"{name[:1]}…@{place}"


def what_comes_still() -> str:
    """What comes whatever was chosen, in one sentence."""
    return _("The security of your account, invitations and answers to what you asked still come.")
