"""Who missed something in search hears when somebody sees to it, and when it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notices.groups import SEARCH
from portal.notices.models import Notice
from portal.notices.tell import tell, wait_for, waiting_for
from portal.people.access import Viewer
from portal.seams.telling import NoticeKind, NoticeSource, Told
from portal.search.models import Gap


class GapNotices:
    """Told to who pressed the button; the gap itself still does not know who that was."""

    kinds: Sequence[NoticeKind] = (
        NoticeKind("gap.taken", gettext_lazy("Somebody sees to it"), "hand", SEARCH),
        NoticeKind("gap.answered", gettext_lazy("An answer to your search"), "search-check", SEARCH, is_needed=True),
    )

    def gather(self, now: datetime) -> int:
        """Nothing by the clock."""
        return 0

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """One query. Whoever was told asked for these very words, so they may read them."""
        wanted = {notice.facts["gap"] for notice in notices if "gap" in notice.facts}
        gaps = {gap.pk: gap for gap in Gap.objects.filter(pk__in=wanted)}
        words = {}
        for notice in notices:
            gap = gaps.get(notice.facts.get("gap", 0))
            if gap is None:
                continue
            if notice.kind == "gap.answered" and gap.answered_at:
                sentence = _("What you looked for is answered: “%(words)s”.") % {"words": gap.words}
                words[notice.pk] = Told(sentence, gap.answer)
            elif notice.kind == "gap.taken":
                sentence = _("Somebody sees to what you looked for: “%(words)s”.") % {"words": gap.words}
                again = f"{reverse('search:search')}?{urlencode({'q': gap.words})}"
                words[notice.pk] = Told(sentence, again, is_over=gap.answered_at is not None)
        return words


def reported(viewer: Viewer, gap: Gap) -> None:
    """They wait to hear of it. That is all that is kept of who asked, and it goes when they have heard."""
    wait_for(viewer.id, _subject(gap))


def taken(viewer: Viewer, gap: Gap) -> None:
    users = [user for user in waiting_for(_subject(gap), is_over=False) if user != viewer.id]
    tell(users, "gap.taken", once=f"gap.taken:{gap.pk}:{viewer.id}", facts={"gap": gap.pk})


def answered(viewer: Viewer, gap: Gap) -> None:
    assert gap.answered_at is not None
    users = [user for user in waiting_for(_subject(gap), is_over=True) if user != viewer.id]
    once = f"gap.answered:{gap.pk}:{gap.answered_at.isoformat()}"
    tell(users, "gap.answered", once=once, facts={"gap": gap.pk})


def _subject(gap: Gap) -> str:
    return f"gap:{gap.pk}"


GAP_NOTICES: NoticeSource = GapNotices()
