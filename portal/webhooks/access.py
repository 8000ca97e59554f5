"""Who may know of webhooks: administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from portal.people.access import Capability, Viewer
from portal.seams.contracts import VisibleRule
from portal.webhooks.models import Delivery, Endpoint


def _administers(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.can(Capability.ADMINISTER) else rows.none()


RULES: dict[type[Model], VisibleRule] = {Endpoint: _administers, Delivery: _administers}
