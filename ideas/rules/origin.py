"""Where an idea comes from: a playbook's step, a lesson, a drill; named by key, never by a foreign key; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

_PART = re.compile(r"[A-Za-z0-9-]{0,80}")


@dataclass(frozen=True)
class Origin:
    """`kind`, `key` and `part` as evidence knows them; written `playbook:<key>:<step>`."""

    kind: str
    key: UUID
    part: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}:{self.part}"

    @property
    def embed(self) -> tuple[str, str]:
        """Kind of the card that shows it, and its key there."""
        match self.kind, bool(self.part):
            case "playbook", True:
                return "step", f"{self.key}/{self.part}"
            case "course", True:
                return "lesson", self.part
            case _:
                return self.kind, str(self.key)


KINDS = ("playbook", "course", "drill")


def parse(text: str) -> Origin | None:
    """What an address says; None where it says nothing that could be an origin."""
    kind, _, rest = text.partition(":")
    key, _, part = rest.partition(":")
    if kind not in KINDS or not _PART.fullmatch(part):
        return None
    try:
        return Origin(kind, UUID(key), part)
    except ValueError:
        return None
