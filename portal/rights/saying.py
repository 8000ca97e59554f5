"""Values that machines and people read differently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """`plain` goes to machines as it is held; `words` are read by people, in the language that is active."""

    plain: str
    words: str
