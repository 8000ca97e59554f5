"""Post: what people were told leaves by mail, at once or as a summary, outside their quiet hours, each notice in one mail.

A mail's row, its job and the marks on its notices are one transaction. A worker killed in the middle of a batch leaves
none of them, or all.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.jobs.heart import tell as tell_progress
from portal.jobs.models import OPEN, Job
from portal.jobs.queue import enqueue
from portal.jobs.run import Next, handler
from portal.notices.letter import letter_of
from portal.notices.models import Mailing, Notice
from portal.notices.rhythm import Rhythm, is_quiet, last_slot
from portal.notices.wording import needed_kinds, worded
from portal.people.access import Viewer, viewer_of
from portal.people.days import in_zone
from portal.people.facts import facts_of, with_facts
from portal.people.models import Mail, User
from portal.seams.telling import Told
from portal.signin.mail import send

log = logging.getLogger(__name__)

POST = "notices.post"
BATCH = 40
"""People whose mails are written in one transaction."""
STALE = timedelta(days=15)
"""What nobody could be mailed for so long is no news any more; a week's summary waits for seven days at most."""
SUMMARIES = (Mail.DAILY, Mail.WEEKLY)
CHOICES = ("zone", "mail", "mail_hour", "mail_day", "quiet_from", "quiet_until")


def rhythm_of(zone: str, mail: str, hour: int, day: int, quiet_from: int | None, quiet_until: int | None) -> Rhythm:
    """A zone that this machine's tables do not know is the organisation's."""
    try:
        place = ZoneInfo(zone or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place = ZoneInfo(settings.TIME_ZONE)
    return Rhythm(place, mail, hour, day, quiet_from, quiet_until)


def put_aside(now: datetime) -> int:
    """Settle without a mail what is to reach nobody by mail: chosen so, read already, gone away, or stale."""
    chosen = Q(user__mail=Mail.NEEDED) & ~Q(kind__in=needed_kinds())
    over = chosen | Q(user__is_active=False) | Q(written_at__lt=now - STALE) | Q(read_at__isnull=False)
    return Notice.objects.filter(over, settled_at=None).update(settled_at=now)


def due(now: datetime) -> QuerySet[Notice]:
    """Notices that may leave by mail now. As many conditions as there are ways in which people with mail waiting chose."""
    waiting = Notice.objects.filter(settled_at=None, read_at=None, user__is_active=True)
    ways = waiting.order_by().values_list(*(f"user__{name}" for name in CHOICES)).distinct()
    may = Q(pk__in=[])
    for way in ways:
        rhythm = rhythm_of(*way)
        if is_quiet(rhythm, now):
            continue
        them: Q = Q(**{f"user__{name}": value for name, value in zip(CHOICES, way, strict=True)})
        if rhythm.mail in SUMMARIES:
            slot = last_slot(rhythm, now)
            had = Mailing.objects.filter(user=OuterRef("user"), name=slot.name)
            them &= Q(~Exists(had), written_at__lte=slot.at)
        elif rhythm.mail == Mail.NEEDED:
            them &= Q(kind__in=needed_kinds())
        may |= them
    return waiting.filter(may)


def due_people(now: datetime, *, after: int = 0, most: int = BATCH) -> list[int]:
    """Who has a mail coming now, by user id."""
    users = due(now).filter(user__gt=after).order_by("user").values_list("user", flat=True).distinct()
    return list(users[:most])


def dispatch(now: datetime) -> bool:
    """Have the mails that are due written by a job; False where none is due, or one is at it."""
    put_aside(now)
    if not due_people(now, most=1) or Job.objects.filter(OPEN, kind=POST).exists():
        return False
    enqueue(POST, args={"after": 0})
    return True


@handler(POST, label=_("Write mails about news"))
def post(job: Job) -> Next | None:
    """One batch of people; whoever cannot be written to is left for the next round, and said in the log."""
    now = timezone.now()
    users = due_people(now, after=job.args["after"], most=BATCH)
    people = {user.pk: user for user in with_facts().filter(pk__in=users)}
    for number, pk in enumerate(users, 1):
        try:
            with transaction.atomic():
                write(people[pk], now=now)
        except Exception:  # one person's trouble holds up nobody else's mail
            log.exception("no mail about news could be written to person %s", people[pk].person)
        tell_progress(job, job.progress + 1, said=gettext_noop("Writing mails") if number == 1 else None)
    return Next({"after": users[-1]}) if len(users) == BATCH else None


def write(user: Any, *, now: datetime) -> Mailing | None:
    """Write one mail with everything that is due to one person (a user `with_facts`), in the caller's transaction.

    The wording is asked again now: what they may not see any more, what is over and what they read meanwhile stays away.
    Of two workers on one person the second does nothing.
    """
    rhythm = rhythm_of(*(getattr(user, name) for name in CHOICES))
    if is_quiet(rhythm, now) or not user.is_active or not _alone_with(user):
        return None
    rows = Notice.objects.select_for_update(of=("self",), no_key=True).filter(user=user, settled_at=None)
    name = ""
    if rhythm.mail in SUMMARIES:
        slot = last_slot(rhythm, now)
        name, rows = slot.name, rows.filter(written_at__lte=slot.at)
        if Mailing.objects.filter(user=user, name=name).exists():
            return None
    pending = list(rows.order_by("told_at", "pk"))
    if not pending:
        return None
    with translation.override(user.language), in_zone(user.zone):
        words = worded(pending, _viewer(user))
        needed = set(needed_kinds())
        spoken = [
            notice
            for notice in pending
            if notice.pk in words
            and not words[notice.pk].is_over
            and notice.read_at is None
            and (rhythm.mail != Mail.NEEDED or notice.kind in needed)
        ]
        mailing = _mail(user, name or f"now:{spoken[0].pk}", spoken, words) if spoken else None
    told = {notice.pk for notice in spoken} if mailing else set()
    silent = [notice.pk for notice in pending if notice.pk not in told]
    gone = [notice.pk for notice in pending if notice.pk not in words]
    Notice.objects.filter(pk__in=told).update(settled_at=now, mailing=mailing)
    Notice.objects.filter(pk__in=silent).update(settled_at=now)
    Notice.objects.filter(pk__in=gone, read_at=None).update(read_at=now)
    return mailing


def _alone_with(user: User) -> bool:
    """Until the transaction ends no other worker writes to this person; False where one is at it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{POST}:{user.pk}"])
        return bool(cursor.fetchone()[0])


def _mail(user: User, name: str, spoken: Sequence[Notice], words: Mapping[int, Told]) -> Mailing:
    """The row and its job."""
    mailing = Mailing.objects.create(user=user, name=name)
    letter = letter_of(user, spoken, words, is_summary=name.startswith("digest:"))
    send(user, "notices/email/news", letter.context, once=f"notices.mail:{mailing.pk}", headers=letter.headers)
    return mailing


def _viewer(user: Any) -> Viewer:
    user.facts_today = facts_of(user)
    return viewer_of(user)
