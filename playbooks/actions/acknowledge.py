"""Acknowledge: a person read the release in front of them and will follow it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from playbooks.models import Acknowledgement
from playbooks.queries import ACKNOWLEDGED, KIND, editions, standing, visible
from playbooks.rules.acknowledgement import steps_of
from portal.evidence.record import record
from portal.people.access import Capability, Viewer, require
from portal.people.models import User
from portal.refusal import Refusal
from portal.releases.models import ChangeClass, Release


@transaction.atomic
def acknowledge(viewer: Viewer, *, release: UUID) -> Acknowledgement:
    """Record that the viewer read `release`; doing it twice changes nothing.

    Raises Refusal where a newer release that matters came into force while they read.
    """
    read = require(viewer, Capability.LEARN, visible(Release.objects.all(), viewer), pk=release)
    assert read is not None
    User.objects.select_for_update(of=("self",)).only("pk").get(pk=viewer.id)
    before = Acknowledgement.objects.filter(user=viewer.id, release=read).first()
    if before is not None:
        return before
    newer = visible(Release.objects.all(), viewer).filter(key=read.key, number__gt=read.number)
    if newer.exclude(change_class=ChangeClass.EDITORIAL).exists():
        raise Refusal(
            "superseded", _("This playbook changed while you were reading. Open it again to see the version in force.")
        )
    here = standing(viewer, read)
    asked = here.changed or steps_of(editions(read.key, first=read.number, last=read.number)[0])
    fact = record(
        person=viewer.person,
        verb=ACKNOWLEDGED,
        kind=KIND,
        key=read.key,
        release=read.pk,
        result={"number": read.number, "by": "reading", "parts": sorted(asked)},
        once=f"{ACKNOWLEDGED}:{viewer.person}:{read.pk}",
    )
    assert fact is not None
    return Acknowledgement.objects.create(
        user_id=viewer.id, key=read.key, release=read, number=read.number, acknowledged_at=fact.occurred_at
    )
