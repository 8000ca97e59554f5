"""Prove the projections: compute what is stored anew from the facts and name what differs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.evidence.replay import one_moment
from portal.seams.registry import registry


class Command(BaseCommand):
    help = "Replay every projection from evidence; ends with 1 where one differs. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        with one_moment():
            for name, verifier in registry.verifiers.items():
                replayed = differ = 0
                for differences in verifier():
                    replayed += 1
                    differ += bool(differences)
                    for found in differences:
                        self.stdout.write(f"{found.what} is stored as {found.stored}, replayed as {found.replayed}")
                self.stdout.write(f"{name}: {replayed} replayed, {differ} differ")
                checked, wrong = checked + replayed, wrong + differ
        self.stdout.write(f"All: {checked} replayed, {wrong} differ.")
        if wrong:
            sys.exit(1)
