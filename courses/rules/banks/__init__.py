"""Banks of questions that other systems wrote, by the name of their format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from courses.rules.banks import aiken, gift, moodle, table
from courses.rules.banks.bank import Bank


class Read(Protocol):
    """Reads a file in one language; raises Fault."""

    def __call__(self, file: str | bytes, language: str = "pt-br") -> Bank: ...


READERS: Mapping[str, Read] = {"gift": gift.read, "aiken": aiken.read, "moodle": moodle.read, "csv": table.read}
