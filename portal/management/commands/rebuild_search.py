"""Index everything anew; nothing is missing from search meanwhile, and whoever stops it may start it again."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from portal.search.index import rebuild


class Command(BaseCommand):
    help = "Make every search entry what it should be. May be stopped and started again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        for kind, seen, made in rebuild():
            self.stdout.write(f"  {kind}: {seen} looked at, {made} indexed anew")
        self.stdout.write(f"rebuilt in {time.monotonic() - started:.1f} s")
