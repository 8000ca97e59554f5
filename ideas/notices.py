"""What becomes of an idea is told to who wrote it and to who supports it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Idea, Vote
from ideas.queries import visible
from ideas.rules.status import Stage
from portal.notices.groups import IDEAS
from portal.notices.models import Notice
from portal.notices.tell import tell
from portal.people.access import Viewer
from portal.people.days import today
from portal.seams.contracts import SeedCast
from portal.seams.telling import NoticeKind, NoticeSource, Told

A_LINE = 160
DAY = timedelta(days=1)
SEEDED = 4
SAID: Mapping[str, str | Promise] = {
    Stage.NEW: gettext_lazy("Your idea “%(title)s” has an answer."),
    Stage.UNDER_REVIEW: gettext_lazy("Your idea “%(title)s” is under review."),
    Stage.PILOT: gettext_lazy("Your idea “%(title)s” is being tried out."),
    Stage.ACCEPTED: gettext_lazy("Your idea “%(title)s” is accepted."),
    Stage.DECLINED: gettext_lazy("Your idea “%(title)s” was declined, with a reason."),
}
SAID_TO_SUPPORTERS: Mapping[str, str | Promise] = {
    Stage.NEW: gettext_lazy("“%(title)s”, which you support, has an answer."),
    Stage.UNDER_REVIEW: gettext_lazy("“%(title)s”, which you support, is under review."),
    Stage.PILOT: gettext_lazy("“%(title)s”, which you support, is being tried out."),
    Stage.ACCEPTED: gettext_lazy("“%(title)s”, which you support, is accepted."),
    Stage.DECLINED: gettext_lazy("“%(title)s”, which you support, was declined, with a reason."),
}


class IdeaNotices:
    """An answer is owed to its author, and comes by mail whatever they chose."""

    kinds: Sequence[NoticeKind] = (
        NoticeKind("idea.answered", gettext_lazy("Your idea"), "lightbulb", IDEAS, is_needed=True),
        NoticeKind("idea.moved", gettext_lazy("An idea you support"), "thumbs-up", IDEAS),
    )

    def gather(self, now: datetime) -> int:
        """Nothing by the clock."""
        return 0

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """One query."""
        keys = {notice.key for notice in notices if notice.key}
        ideas = {idea.key: idea for idea in visible(Idea.objects.filter(key__in=keys), viewer).defer("plain")}
        words = {}
        for notice in notices:
            idea, stage = ideas.get(notice.key), notice.facts.get("status", "")  # type: ignore[arg-type]
            said = SAID if notice.kind == "idea.answered" else SAID_TO_SUPPORTERS
            if idea is None or stage not in said or (notice.kind == "idea.answered") != (idea.author_id == viewer.id):
                continue
            is_over = idea.status != stage
            detail = "" if is_over else Truncator(" ".join(idea.answer.split())).chars(A_LINE)
            if is_over:
                detail = _("It has moved on since.")
            words[notice.pk] = Told(str(said[stage]) % {"title": idea.title}, idea.get_absolute_url(), detail, is_over)
        return words


def tell_of(idea: Idea, *, by: Viewer | None = None, at: datetime | None = None, by_mail: bool = True) -> int:
    """In the transaction of the answer: its author and who supports it hear of the status and answer it has now."""
    if idea.status not in SAID or (idea.status == Stage.NEW and not idea.answer):
        return 0
    digest = hashlib.sha256(idea.answer.encode()).hexdigest()[:12]
    once = f"idea:{idea.key}:{idea.status}:{digest}:{today().isoformat() if at is None else at.date().isoformat()}"
    facts = {"status": str(idea.status)}
    author = [idea.author_id] if by is None or idea.author_id != by.id else []
    others = Vote.objects.filter(idea=idea).exclude(user=idea.author_id).values_list("user", flat=True)
    supporters = [user for user in others if by is None or user != by.id]
    told = tell(author, "idea.answered", once=once, key=idea.key, facts=facts, at=at, by_mail=by_mail)
    return told + tell(supporters, "idea.moved", once=once, key=idea.key, facts=facts, at=at, by_mail=by_mail)


def seed_notices(cast: SeedCast) -> None:
    """The demo's answers were told in the last weeks, a few days apart; idempotent, and no mail is written."""
    moved = Idea.objects.exclude(status__in=[Stage.NEW, Stage.WITHDRAWN]).filter(is_hidden=False)
    for number, idea in enumerate(moved.order_by("-created_at")[:SEEDED]):
        at = max(idea.created_at + DAY, cast.now - (2 + 4 * number) * DAY)
        tell_of(idea, at=at, by_mail=False)


IDEA_NOTICES: NoticeSource = IdeaNotices()
