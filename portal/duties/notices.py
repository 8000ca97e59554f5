"""What people are told about their duties, and who leads a team about theirs, in words as things stand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.duties.models import Duty, Exemption
from portal.duties.noticing import tell_leaders, tell_what_is_new
from portal.duties.queries.team import team_tally
from portal.duties.queries.things import covers_by_key
from portal.duties.rules import DutyStatus
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.notices.groups import DUTIES, TEAM
from portal.notices.models import Notice
from portal.people.access import Capability, Viewer
from portal.people.days import at_home, day_of, today
from portal.releases.models import ReleasePart
from portal.seams.registry import registry
from portal.seams.telling import NoticeKind, NoticeSource, Told

MONDAY_AT = 6
"""The organisation's hour from which the week's tally is told."""
TELL_LEADERS = "duties.tell_leaders"
NEAR = 300
"""Days within which a day and its month say enough."""


@dataclass(frozen=True)
class Thing:
    """What a duty asks for, as its reader knows it."""

    title: str
    url: str
    meta: str


class DutyNotices:
    """Told by the clock from the rows of duties; the words ask the rows again."""

    kinds: Sequence[NoticeKind] = (
        NoticeKind("duty.opened", gettext_lazy("Asked of you"), "circle-plus", DUTIES),
        NoticeKind("duty.due_7", gettext_lazy("Due in a week"), "calendar-days", DUTIES),
        NoticeKind("duty.due_1", gettext_lazy("Due tomorrow"), "clock", DUTIES),
        NoticeKind("duty.overdue", gettext_lazy("Overdue"), "circle-alert", DUTIES),
        NoticeKind("duty.renewal", gettext_lazy("Can be renewed"), "refresh-cw", DUTIES),
        NoticeKind("duty.reopened", gettext_lazy("Asked again after a change"), "rotate-ccw", DUTIES),
        NoticeKind("duty.extended", gettext_lazy("More time"), "calendar-plus", DUTIES),
        NoticeKind("duty.exempted", gettext_lazy("Not asked of you"), "circle-minus", DUTIES),
    )

    def gather(self, now: datetime) -> int:
        return tell_what_is_new(now)

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """Three queries at most: duties, exemptions, covers."""
        own = {duty.pk: duty for duty in _rows(Duty.objects.filter(user=viewer.id), notices, "duty")}
        free = {row.pk: row for row in _rows(Exemption.objects.filter(user=viewer.id), notices, "exemption")}
        covers = covers_by_key({(n.facts["kind"], n.key) for n in notices if n.key and "kind" in n.facts})
        words = {}
        for notice in notices:
            kind = notice.facts.get("kind", "")
            cover = covers.get((kind, notice.key)) if notice.key else None
            if cover is None or kind not in registry.targets:
                continue
            thing = _thing(kind, cover)
            duty = own.get(notice.facts.get("duty"))
            exemption = free.get(notice.facts.get("exemption"))
            if notice.kind == "duty.exempted" and exemption is not None:
                words[notice.pk] = _exempted(thing, exemption)
            elif notice.kind != "duty.exempted" and duty is not None:
                words[notice.pk] = _asked(thing, duty, notice)
        return words


class TeamNotices:
    """The week's tally for who leads: the figures are today's, whatever day it was told."""

    kinds: Sequence[NoticeKind] = (NoticeKind("team.week", gettext_lazy("The week of your team"), "users", TEAM),)

    def gather(self, now: datetime) -> int:
        """A job of the week's name, so that it is told once."""
        home = at_home(now)
        if home.weekday() == 0 and home.hour < MONDAY_AT:
            return 0
        enqueue(TELL_LEADERS, args={"week": _week(home.date())}, once=f"{TELL_LEADERS}:{_week(home.date())}")
        return 0

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """Of this week only: what a line was weeks ago concerns nobody who leads another now."""
        this_week = _week(today())
        current = [notice for notice in notices if notice.facts.get("week") == this_week]
        if not current or not viewer.can(Capability.LEAD):
            return {}
        counts = {tally.face.name: tally.count for tally in team_tally(viewer)}
        late = sum(counts.get(status.value, 0) for status in (DutyStatus.OVERDUE, DutyStatus.LAPSED, DutyStatus.GRACE))
        lapsing = counts.get(DutyStatus.LAPSING.value, 0)
        said = [
            ngettext("%(n)s overdue", "%(n)s overdue", late) % {"n": late} if late else "",
            ngettext("%(n)s lapsing", "%(n)s lapsing", lapsing) % {"n": lapsing} if lapsing else "",
        ]
        figures = _(" and ").join(one for one in said if one)
        if not figures:
            told = Told(_("Your team is well: nothing is overdue or lapsing."), reverse("team"), is_over=True)
        else:
            sentence = _("Your team this week: %(figures)s.") % {"figures": figures}
            told = Told(sentence, reverse("team"), _("Who, and with what, stands on the team’s page."))
        return {notice.pk: told for notice in current}


@handler(TELL_LEADERS, label=gettext_lazy("Tell who leads about their week"))
def run(job: Job) -> None:
    tell_leaders(now=timezone.now(), day=today(), week=job.args["week"])


def _rows(rows: Any, notices: Sequence[Notice], name: str) -> Sequence[Any]:
    wanted = {notice.facts[name] for notice in notices if name in notice.facts}
    return list(rows.filter(pk__in=wanted)) if wanted else []


def _thing(kind: str, cover: ReleasePart) -> Thing:
    target = registry.targets[kind]
    minutes = cover.facts.get("minutes") or 0
    length = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes} if minutes else ""
    meta = " · ".join(str(one) for one in (target.label, length) if one)
    return Thing(cover.title, target.url(cover.release.slug), meta)


def _asked(thing: Thing, duty: Duty, notice: Notice) -> Told:
    due = day_of(duty.due_at)
    facts = {"title": thing.title, "day": _said(due)}
    if notice.kind == "duty.renewal":
        facts["day"] = _said(day_of(duty.held_until or duty.due_at))
        sentence = _("“%(title)s” can be renewed now; yours holds until %(day)s.") % facts
    elif notice.kind == "duty.reopened":
        sentence = _("“%(title)s” has changed and is asked of you again, by %(day)s.") % facts
    elif notice.kind == "duty.overdue":
        sentence = _("“%(title)s” is overdue: it was asked by %(day)s.") % facts
    elif notice.kind == "duty.extended":
        sentence = _("You have more time for “%(title)s”: until %(day)s.") % facts
    elif notice.kind == "duty.opened":
        sentence = _("“%(title)s” is asked of you, by %(day)s.") % facts
    else:
        sentence = _due(due) % facts
    if duty.met_at is not None:
        done = _("You have done it, on %(day)s.") % {"day": _said(day_of(duty.met_at))}
        return Told(sentence, thing.url, done, is_over=True)
    if duty.closed_at is not None:
        return Told(sentence, thing.url, _("It is not asked of you any more."), is_over=True)
    return Told(sentence, thing.url, thing.meta, is_over=_is_outdated(notice, duty))


def _is_outdated(notice: Notice, duty: Duty) -> bool:
    """The day it speaks of was moved, or came and went: there is a later word on it."""
    now = timezone.now()
    if notice.kind == "duty.overdue":
        return now <= duty.grace_until
    if notice.kind in {"duty.due_7", "duty.due_1"}:
        return now > duty.grace_until or not notice.once.endswith(day_of(duty.due_at).isoformat())
    return False


def _exempted(thing: Thing, exemption: Exemption) -> Told:
    if exemption.ends_on is None:
        return Told(_("“%(title)s” is not asked of you any more.") % {"title": thing.title}, thing.url, thing.meta)
    if exemption.ends_on <= today():
        over = _("Your exemption from “%(title)s” has ended.") % {"title": thing.title}
        return Told(over, thing.url, thing.meta, is_over=True)
    last = exemption.ends_on - timedelta(days=1)
    sentence = _("“%(title)s” is not asked of you until %(day)s.") % {"title": thing.title, "day": _said(last)}
    return Told(sentence, thing.url, thing.meta)


def _due(day: date) -> str:
    ahead = (day - today()).days
    if ahead < 0:
        return _("“%(title)s” was due on %(day)s.")
    if ahead == 0:
        return _("“%(title)s” is due today, %(day)s.")
    if ahead == 1:
        return _("“%(title)s” is due tomorrow, %(day)s.")
    return _("“%(title)s” is due on %(day)s.")


def _said(day: date) -> str:
    """Portuguese writes its months small; the year is said where it is not plain which."""
    words = date_format(day, "DATE_FORMAT" if abs((day - today()).days) > NEAR else "MONTH_DAY_FORMAT")
    return words.lower() if (get_language() or "").startswith("pt") else words


def _week(day: date) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}"


DUTY_NOTICES: NoticeSource = DutyNotices()
TEAM_NOTICES: NoticeSource = TeamNotices()
