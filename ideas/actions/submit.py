"""Submit: a person says what could be better."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import translation

from ideas.models import Idea
from ideas.rules.origin import Origin
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from portal.people.models import Department
from portal.search.index import changed


@transaction.atomic
def submit(
    viewer: Viewer,
    *,
    key: UUID,
    title: str,
    problem: str,
    proposal: str,
    departments: Iterable[Department],
    origin: Origin | None = None,
) -> Idea:
    """Put an idea on the board; `key` names the form it was written in, so sending that twice gives one idea."""
    require(viewer, Capability.LEARN)
    idea, made = Idea.objects.get_or_create(
        key=key,
        defaults={
            "author_id": viewer.id,
            "department_id": viewer.department,
            "title": title,
            "problem": problem,
            "proposal": proposal,
            "origin_kind": origin.kind if origin else "",
            "origin_key": origin.key if origin else None,
            "origin_part": origin.part if origin else "",
            "language": translation.get_language() or "pt-br",
        },
    )
    if idea.author_id != viewer.id:
        raise Http404
    if made:
        idea.departments.set(departments)
        changed("idea", key)
        record(person=viewer.person, verb="idea.submitted", kind="idea", key=key, once=f"idea.submitted:{key}")
    return idea
