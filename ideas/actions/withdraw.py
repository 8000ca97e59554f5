"""Withdraw: an author takes their idea off the board while it waits for an answer."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea
from ideas.rules.status import WAITING, Stage
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.search.index import changed


@transaction.atomic
def withdraw(viewer: Viewer, *, key: UUID) -> Idea:
    """Only its author sees a withdrawn idea; doing it twice changes nothing."""
    among = Idea.objects.select_for_update(of=("self",), no_key=True).filter(author=viewer.id)
    idea = require(viewer, Capability.LEARN, among, key=key)
    assert idea is not None
    if idea.status == Stage.WITHDRAWN:
        return idea
    if idea.status not in WAITING:
        raise Refusal("being_tried", _("This idea already has an answer, so it stays on the board."))
    idea.status = Stage.WITHDRAWN
    idea.save(update_fields=["status"])
    changed("idea", key, hide=True)
    return idea
