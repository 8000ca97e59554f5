"""Take a hint: it costs nothing, and it is remembered that it was taken."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.releases.models import Release
from sandbox import store
from sandbox.actions.start_drill import must_be_open
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import hints_of


@transaction.atomic
def take_hint(viewer: Viewer, workspace: UUID, *, after: int | None = None) -> DrillAttempt:
    """The next hint of the drill. Raises Refusal when there is none left.

    `after` is how many the page showed that asked: from a page that has fallen behind, nothing more is taken.
    """
    require(viewer, Capability.LEARN)
    opened = store.open(workspace, viewer)
    must_be_open(opened.workspace)
    rows = DrillAttempt.objects.select_for_update()
    attempt = require(viewer, Capability.LEARN, rows, workspace=opened.workspace)
    if after is not None and after != attempt.hints_used:
        return attempt
    release = Release.objects.get(pk=attempt.release)
    if attempt.hints_used >= len(hints_of(release, release.source_locale)):
        raise Refusal("no_more_hints", _("There are no more hints. Check your work to see what is missing."))
    attempt.hints_used += 1
    attempt.save(update_fields=["hints_used"])
    return attempt
