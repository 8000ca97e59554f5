"""Who is to see to something that was missed in search hears of it; who missed it, of who sees to it and the answer."""

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
    """Told to who is to see to it, and to who pressed the button; the gap itself still does not know who that was."""

    kinds: Sequence[NoticeKind] = (
        NoticeKind("gap.taken", gettext_lazy("Somebody sees to it"), "hand", SEARCH),
        NoticeKind("gap.yours", gettext_lazy("Yours to see to"), "search-x", SEARCH),
        NoticeKind("gap.answered", gettext_lazy("An answer to your search"), "search-check", SEARCH, is_needed=True),
    )

    def gather(self, now: datetime) -> int:
        """Nothing by the clock."""
        return 0

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """One query. Whoever was told asked for these very words or has to see to them, so they may read them."""
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
            elif notice.kind == "gap.yours" and gap.owner_id == viewer.id:
                sentence = _("“%(words)s” was looked for and is missing here. It is yours to see to.")
                is_over = gap.answered_at is not None
                words[notice.pk] = Told(sentence % {"words": gap.words}, reverse("search:gaps"), is_over=is_over)
            elif notice.kind == "gap.taken":
                sentence = _("Somebody sees to what you looked for: “%(words)s”.") % {"words": gap.words}
                again = f"{reverse('search:search')}?{urlencode({'q': gap.words})}"
                words[notice.pk] = Told(sentence, again, is_over=gap.answered_at is not None)
        return words


def reported(viewer: Viewer, gap: Gap) -> None:
    """They wait to hear of it. That is all that is kept of who asked, and it goes when they have heard."""
    wait_for(viewer.id, _subject(gap))


def given(gap: Gap, viewer: Viewer) -> None:
    """A gap that opens, or opens again, has an owner who does not know of it yet."""
    if gap.owner_id and gap.owner_id != viewer.id:
        once = f"gap.yours:{gap.pk}:{gap.last_asked_at.isoformat()}"
        tell([gap.owner_id], "gap.yours", once=once, facts={"gap": gap.pk})


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
