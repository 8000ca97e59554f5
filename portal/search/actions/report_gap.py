"""Report a gap: someone looked for something and it was not there; somebody is to see to it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require
from portal.people.models import DepartmentMembership, Role, RoleMembership
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.search.models import Gap
from portal.search.notices import given, reported
from portal.search.queries import LONGEST
from portal.search.text import plain

SHORTEST = 3


@transaction.atomic
def report_gap(viewer: Viewer, *, said: str, language: str) -> Gap:
    """Note what was looked for, once a wording and language. Who asked is told when it is answered, and kept no longer.

    It belongs to a process owner, the asker's own department's first; told again after an answer, it is open again.
    """
    require(viewer, Capability.LEARN)
    words = " ".join(said.split())[:LONGEST]
    key = plain(words)[:LONGEST]
    if len(key) < SHORTEST:
        raise Refusal("nothing_said", _("Say in a word or two what you were looking for."))
    now = timezone.now()
    gap, is_new = Gap.objects.select_for_update(of=("self",)).get_or_create(
        plain=key, language=language, defaults={"words": words, "owner_id": owner_for(viewer)}
    )
    opens = is_new or gap.answered_at is not None or gap.owner_id is None
    if not is_new:
        Gap.objects.filter(pk=gap.pk).update(
            times=F("times") + 1,
            last_asked_at=now,
            answered_at=None,
            answer="",
            owner_id=gap.owner_id or owner_for(viewer),
        )
        gap.refresh_from_db()
    reported(viewer, gap)
    if opens:
        given(gap, viewer)
    return gap


def owner_for(viewer: Viewer) -> int | None:
    """Who sees to it: a process owner of the asker's department, else the longest-serving one, else who writes."""
    near = holding(DepartmentMembership.objects.filter(department=viewer.department)).values("user")
    rank = Case(When(role=Role.PROCESS_OWNER, then=Value(0)), default=Value(1), output_field=IntegerField())
    nearest = Case(When(user__in=near, then=Value(0)), default=Value(1), output_field=IntegerField())
    able = holding(RoleMembership.objects.filter(role__in=[Role.PROCESS_OWNER, Role.AUTHOR], user__is_active=True))
    return able.order_by(rank, nearest, "starts_on", "pk").values_list("user", flat=True).first()
