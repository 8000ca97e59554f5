"""Bring every sealed value under the newest of FIELD_KEYS, so that the older ones may be dropped."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from portal.audit.record import audited
from portal.rotation import Walked, columns, walk

PASSES = 20
"""As often a column is gone through again while somebody holds rows of it."""


class Command(BaseCommand):
    help = (
        "Bring every sealed value under the newest of FIELD_KEYS. Stopped or killed, it goes on where it is started again;"
        " two at a time do no harm. Ends with 1 while anything still needs an older key, or is opened by none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say how much still needs an older key; changes nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = [self._column(column, write=not options["check"]) for column in columns()]
        left = sum(walked.old for walked in found) if options["check"] else self._left()
        lost = [f"{walked.name}, row {pk}" for walked in found for pk in walked.lost]
        for one in lost:
            self.stderr.write(f"no key opens {one}")
        if not options["check"]:
            self._audit(sum(walked.old for walked in found))
        seen = sum(walked.seen for walked in found)
        self.stdout.write(f"All: {seen} sealed values, {left} under older keys, {len(lost)} that no key opens.")
        if left == 0 and not lost:
            self.stdout.write("Only the newest key is needed: the older ones may be dropped from FIELD_KEYS.")
        else:
            sys.exit(1)

    def _column(self, column: Any, *, write: bool) -> Walked:
        """All passes over one column as one line: what was old in any of them, what was lost in the last."""
        done = 0
        for _ in range(PASSES if write else 1):
            walked = Walked("")
            for walked in walk(column, write=write):
                if sys.stdout.isatty():
                    self.stdout.write(f"\r{walked.name}: {walked.seen} seen, {walked.old} brought up", ending="")
            done += walked.old
            if not walked.old:
                break
        if sys.stdout.isatty():
            self.stdout.write("\r", ending="")
        said = "brought under the newest key" if write else "under older keys"
        self.stdout.write(f"{walked.name}: {walked.seen} sealed values, {done} {said}")
        walked.old = done
        return walked

    def _left(self) -> int:
        """What still needs an older key after all: rows that somebody held to the end."""
        left = 0
        for column in columns():
            *_, walked = walk(column, write=False)
            left += walked.old
        return left

    def _audit(self, count: int) -> None:
        if count:
            with transaction.atomic():
                audited(None, "keys.rotated", count=count)
