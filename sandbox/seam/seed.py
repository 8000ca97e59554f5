"""Seed: the starter drill in both languages, and how the demo's people have fared at it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.evidence.record import backdated, record
from portal.home.library import content_key
from portal.people.days import day_of
from portal.people.models import DepartmentMembership
from portal.people.organisation import holding
from portal.releases.freeze import released_on
from portal.releases.models import ChangeClass, Release
from portal.seams.contracts import SeedCast
from sandbox.actions.write_drill import write_drill
from sandbox.drills import keys, load, step_ref
from sandbox.queries.briefs import brief_of
from sandbox.queries.drills import step_key

REASONS = {"pt-br": "Primeira edição do exercício.", "en": "First edition of the drill."}
IN_FORCE_FOR_DAYS = 372
TRIED = {"billing": 0.9, "customer-service": 0.9, "marketing": 0.1}
"""How many of a department have tried it by now."""
NEVER = {"ana"}
"""She is two weeks in the job and has it all before her."""
SLIPS: Sequence[tuple[int, tuple[str, ...]]] = (
    (85, ("told",)),
    (75, ("waited",)),
    (49, ("told", "paid")),
    (60, ("waited", "told")),
)
"""What people get wrong at first, and the score it leaves; telling the customer is what they forget most."""


def seed(cast: SeedCast) -> None:
    """Idempotent: what is there is left alone, and every choice comes from the cast's seed."""
    made = sum(publish(name, cast) for name in keys())
    count = _attempts("payday", cast)
    cast.say(f"drills: {made} released, {count} attempts")


def publish(name: str, cast: SeedCast) -> bool:
    """One drill of the library in both languages; False where it is there already."""
    key = content_key("drill", name)
    if Release.objects.filter(kind="drill", key=key).exists():
        return False
    says = {
        language: {"change_class": ChangeClass.MAJOR, "change_reason": reason, "change_number": 1}
        for language, reason in REASONS.items()
    }
    with released_on(cast.now - timedelta(days=IN_FORCE_FOR_DAYS)):
        for page in write_drill(load(name), key=key, by=cast.people["carla"], says=says).values():
            page.get_latest_revision().publish()
    return True


@transaction.atomic
def _attempts(name: str, cast: SeedCast) -> int:
    """Each who tried it: one slip or two for most, then passed; a few have not yet."""
    release = Release.objects.get(kind="drill", key=content_key("drill", name), number=1)
    brief = brief_of(release)
    steps = {one.id: step_key(step_ref(brief, one.step)) for one in brief.conditions}
    count = 0
    with backdated():
        for user, number, score, failed, hints, at in _fared(name, cast):
            done = record(
                person=user.person,
                verb="drill.attempted",
                kind="drill",
                key=release.key,
                release=release.pk,
                result={
                    "attempt": 1,
                    "score": score,
                    "passed": not failed,
                    "failed": list(failed),
                    "step_refs": list(dict.fromkeys(steps[one] for one in failed)),
                    "hints": hints,
                },
                locale=user.language,
                occurred_at=at,
                once=f"drill:seed:{user.person}:{name}:{number}",
            )
            count += done is not None
    return count


Fared = tuple[Any, int, int, tuple[str, ...], int, datetime]


def _fared(name: str, cast: SeedCast) -> list[Fared]:
    departments = dict(holding(DepartmentMembership.objects.all()).values_list("user", "department__key"))
    never = {cast.people[short].pk for short in NEVER}
    dice = random.Random(f"{cast.seed}:drills:{name}")  # noqa: S311  (the same demo every time)
    began = day_of(cast.now) - timedelta(days=IN_FORCE_FOR_DAYS)
    found: list[Fared] = []
    for user in sorted(cast.everyone, key=lambda user: str(user.email)):
        wants, slips, wait = dice.random(), dice.choice([0, 1, 1, 1, 2]), dice.randint(4, 60)
        passes, minute = dice.random() < 0.9, dice.randint(0, 7 * 60)
        mistakes = [dice.choice(SLIPS) for _ in range(2)][: slips or (0 if passes else 1)]
        day = max(began, user.hired_on) + timedelta(days=wait)
        at = datetime.combine(day, time(9 + minute // 60, minute % 60), tzinfo=timezone.get_default_timezone())
        if user.pk in never or wants >= TRIED.get(departments.get(user.pk, ""), 0) or at > cast.now:
            continue
        checks = [*mistakes, *([(100, ())] if passes else [])]
        for number, (score, failed) in enumerate(checks, start=1):
            moment = at + timedelta(minutes=6 * number)
            if moment < cast.now:
                found.append((user, number, score, failed, dice.randint(0, 1), moment))
    return found
