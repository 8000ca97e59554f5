"""Prove the projections: compute every status anew from evidence and name what differs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.duties.verify import differences


class Command(BaseCommand):
    help = "Replay every projection from evidence; ends with 1 where one differs. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        for count, lines in differences():
            checked += count
            for line in lines:
                wrong += 1
                self.stdout.write(line)
        self.stdout.write(f"{checked} duties replayed from evidence, {wrong} differ.")
        if wrong:
            sys.exit(1)
