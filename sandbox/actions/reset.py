"""Reset: close the company and begin the drill again with another seed; what was recorded stays recorded."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from portal.people.access import Capability, Viewer, require
from portal.releases.models import Release
from portal.releases.read import current
from sandbox import store
from sandbox.actions.open_ready import close_company
from sandbox.actions.start_drill import going_on, lock, must_be_open, new_attempt
from sandbox.models import DrillAttempt, Workspace


@transaction.atomic
def reset(viewer: Viewer, workspace: UUID) -> DrillAttempt:
    """The next attempt at the same drill, on the release now in force; pressed twice, or in two tabs, it is one."""
    require(viewer, Capability.LEARN)
    opened = store.open(workspace, viewer)
    attempt = require(viewer, Capability.LEARN, DrillAttempt.objects.all(), workspace=opened.workspace)
    lock(viewer, attempt.drill_key)
    begun = going_on(viewer, attempt.drill_key)
    if opened.workspace.state != Workspace.State.OPEN and begun is not None:
        return begun
    must_be_open(opened.workspace)
    release = current("drill", key=attempt.drill_key) or Release.objects.get(pk=attempt.release)
    close_company(opened.workspace)
    return new_attempt(viewer, release, came_from=attempt.came_from)
