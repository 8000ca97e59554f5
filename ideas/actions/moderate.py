"""Moderate: a reviewer answers an idea, moves it on, or hides what does not belong on the board."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.notices import tell_of
from ideas.rules.status import Stage
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.search.index import changed

NEEDS_A_REASON = frozenset({Stage.ACCEPTED, Stage.DECLINED})


@transaction.atomic
def moderate(viewer: Viewer, *, key: UUID, status: str, answer: str, is_hidden: bool) -> Idea:
    """Raises Refusal where a decision comes without its reason: an author is owed one."""
    among = Idea.objects.select_for_update(of=("self",), no_key=True)
    idea = require(viewer, Capability.REVIEW_IDEAS, among, key=key)
    assert idea is not None
    if status in NEEDS_A_REASON and not answer.strip():
        raise Refusal("answer_missing", _("Say why in the official answer before you decide."))
    before = idea.status, idea.answer
    idea.status, idea.answer, idea.is_hidden = status, answer.strip(), is_hidden
    idea.save(update_fields=["status", "answer", "is_hidden"])
    changed("idea", key, hide=is_hidden or status == Stage.WITHDRAWN)
    if not is_hidden and (idea.status, idea.answer) != before:
        tell_of(idea, by=viewer)
    return idea
