"""Write evidence as xAPI statements, one JSON object a line, from a cursor on; the next cursor is told beside them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.evidence.export import lines, take
from portal.evidence.xapi import VERSIONS
from portal.refusal import Refusal


class Command(BaseCommand):
    help = "Export evidence as xAPI statements (JSON lines) after a cursor; the next cursor is written to stderr."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="CURSOR", help="the last cursor told; 0 for all")
        parser.add_argument("--limit", type=int, metavar="N", help="at most so many statements")
        parser.add_argument("--xapi-version", choices=VERSIONS, default=VERSIONS[0])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit is at least 1.")
        try:
            taken = take(None, after=options["after"], limit=options["limit"])
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from None
        for line in lines(taken, version=options["xapi_version"]):
            self.stdout.write(line, ending="")
        self.stderr.write(f"{taken.count} statements; next cursor: {taken.until}")
