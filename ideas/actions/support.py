"""Support: a person speaks for another's idea, once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ideas.models import Idea, Vote
from ideas.queries import visible
from ideas.rules.status import OPEN
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal


@transaction.atomic
def support(viewer: Viewer, *, key: UUID) -> bool:
    """Add the viewer's vote; False where it was there already. Two clicks at once give one vote by constraint."""
    among = visible(Idea.objects.select_for_update(of=("self",), no_key=True), viewer)
    idea = require(viewer, Capability.LEARN, among, key=key)
    assert idea is not None
    if idea.author_id == viewer.id:
        raise Refusal("own_idea", _("This idea is yours. It needs the support of others."))
    if idea.status not in OPEN:
        raise Refusal("settled", _("This idea has been decided and takes no more support."))
    _vote, made = Vote.objects.get_or_create(
        idea=idea, user_id=viewer.id, defaults={"department_id": viewer.department}
    )
    if made:
        record(
            person=viewer.person,
            verb="idea.supported",
            kind="idea",
            key=key,
            once=f"idea.supported:{viewer.person}:{key}",
        )
    return made
