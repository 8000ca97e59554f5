"""Who may know of an invitation: who lets people in."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.people.access import Capability, Viewer
from portal.seams.contracts import VisibleRule
from portal.signin.models import Invitation


def _invitations(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.MANAGE_PEOPLE) else rows.none()


RULES: dict[type[Model], VisibleRule] = {Invitation: _invitations}
