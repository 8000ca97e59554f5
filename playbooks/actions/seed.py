"""Seed: the starter playbooks, and a year of acknowledgements by the demo's people."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from playbooks.actions.import_content import files, import_playbook
from playbooks.models import Acknowledgement
from playbooks.queries import ACKNOWLEDGED, KIND, editions
from playbooks.rules.acknowledgement import steps_of
from portal.evidence.record import backdated, record
from portal.home.library import content_key
from portal.people.days import day_of
from portal.people.models import DepartmentMembership
from portal.people.organisation import holding
from portal.releases.freeze import released_on
from portal.releases.models import Release
from portal.seams.contracts import SeedCast

IN_FORCE_FOR_DAYS = 380
READERS = {
    "declined-charge": {"billing": 0.95, "customer-service": 0.75},
    "renewal-notice": {"billing": 0.9, "marketing": 0.6, "customer-service": 0.3},
}
"""How many of a department have read a playbook by now."""
NEVER = {"ana"}
"""She is two weeks in the job and has it all before her."""


def seed(cast: SeedCast) -> None:
    """Idempotent: what is there is left alone, and every choice comes from the cast's seed."""
    with released_on(cast.now - timedelta(days=IN_FORCE_FOR_DAYS)):
        made = [
            content["key"]
            for content in files()
            if import_playbook(content, accountable=cast.people["carla"], today=day_of(cast.now))
        ]
    departments = dict(holding(DepartmentMembership.objects.all()).values_list("user", "department__key"))
    count = sum(_acknowledgements(name, departments, cast) for name in sorted(READERS))
    cast.say(f"playbooks: {len(made)} imported, {count} acknowledgements")


@transaction.atomic
def _acknowledgements(name: str, departments: dict[int, str], cast: SeedCast) -> int:
    release = Release.objects.filter(kind=KIND, key=content_key(KIND, name), number=1).first()
    if release is None:
        return 0
    steps = sorted(steps_of(editions(release.key, first=1, last=1)[0]))
    readers = _readers(name, departments, cast)
    known = set(Acknowledgement.objects.filter(release=release).values_list("user", flat=True))
    rows = []
    with backdated():
        for user, at in readers:
            if user.pk in known:
                continue
            record(
                person=user.person,
                verb=ACKNOWLEDGED,
                kind=KIND,
                key=release.key,
                release=release.pk,
                result={"number": 1, "by": "reading", "parts": steps},
                locale=user.language,
                occurred_at=at,
                once=f"{ACKNOWLEDGED}:{user.person}:{release.pk}",
            )
            rows.append(Acknowledgement(user=user, key=release.key, release=release, number=1, acknowledged_at=at))
    Acknowledgement.objects.bulk_create(rows)
    return len(rows)


def _readers(name: str, departments: dict[int, str], cast: SeedCast) -> Sequence[tuple[Any, datetime]]:
    """Who read it and when: within a month of its release or of their first day, in working hours."""
    chance = READERS[name]
    never = {cast.people[short].pk for short in NEVER}
    dice = random.Random(f"{cast.seed}:playbooks:{name}")  # noqa: S311  (a demo, not a secret)
    began = day_of(cast.now) - timedelta(days=IN_FORCE_FOR_DAYS)
    found = []
    for user in sorted(cast.everyone, key=lambda user: user.email):
        wants, wait, minute = dice.random(), dice.randint(2, 30), dice.randint(0, 8 * 60)
        day = max(began, user.hired_on) + timedelta(days=wait)
        clock = time(9 + minute // 60, minute % 60)
        at = datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
        if user.pk not in never and wants < chance.get(departments.get(user.pk, ""), 0) and at < cast.now:
            found.append((user, at))
    return found
