"""The line under a released thing: which version it is, where its history stands, and what is to come for who may know."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from portal.people.access import Capability, Viewer
from portal.people.days import today
from portal.releases.models import Release

register = template.Library()


@register.inclusion_tag("releases/_line.html", takes_context=True)
def versions_of(context: Context, release: Release) -> dict[str, Any]:
    """No query for readers; one for who writes, who may know of a version before its day."""
    request = context.get("request")
    viewer: Viewer | None = getattr(request, "viewer", None)
    planned = None
    if viewer is not None and viewer.can(Capability.WRITE):
        later = Release.objects.filter(kind=release.kind, key=release.key, effective_on__gt=today())
        planned = later.defer("facts").order_by("effective_on", "-number").first()
    return {"release": release, "planned": planned}
