"""Who may know of a draft: Wagtail's own answer, by the permissions that a person's groups have on the tree of pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.people.access import Viewer
from portal.people.models import User
from portal.seams.contracts import VisibleRule


def _pages(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    """What they may come upon in the explorer: the pages they may work on, and the way to them. Readers read releases."""
    user = User.objects.get(pk=viewer.id)
    if not user.has_perm("wagtailadmin.access_admin"):
        return rows.none()
    return rows.filter(pk__in=policy_registry.get_by_type(Page).explorable_instances(user).values("pk"))


RULES: dict[type[Model], VisibleRule] = {Page: _pages}
