"""Fill the demo: people, starter content, a plausible year, and what is owed. Twice changes nothing."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from portal.duties.seed import seed_duties
from portal.notices.seed import seed as seed_notices
from portal.people.days import day_of
from portal.people.seed import CAST, grant_editing, seed_people
from portal.seams.contracts import SeedCast
from portal.seams.registry import registry

SEED = 7


class Command(BaseCommand):
    help = "Fill the demo with people, starter content and a plausible year. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo's people and their known password do not belong into production.")
        started = time.monotonic()
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            self._fill()
        self.say(f"seeded in {time.monotonic() - started:.1f} s")

    def _fill(self) -> None:
        now = timezone.now()
        people = seed_people(today=day_of(now), seed=SEED)
        self.say(f"{len(people)} people")
        cast = SeedCast(
            now=now,
            people={member.key: people[member.key] for member in CAST},
            everyone=list(people.values()),
            seed=SEED,
            say=self.say,
        )
        grant_editing(cast.people)
        for seeder in registry.in_seeding_order():
            seeder(cast)
        grant_editing(cast.people)
        self.say(f"{seed_duties(now)} duties opened")
        seed_notices(cast)

    def say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
