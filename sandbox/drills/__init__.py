"""Drills: a story, a company prepared, tasks, and a marking that reads journal and ledger alone.

`load(key)` reads a drill, `instantiate(brief, seed)` prepares its company, and
`mark(brief, world, events, language=...)` says what is true and what is not.
"""

from __future__ import annotations

from sandbox.drills.brief import (
    Bilingual,
    Brief,
    Setup,
    Subject,
    instantiate,
    keys,
    load,
    read_brief,
    step_ref,
)
from sandbox.drills.faults import BriefError
from sandbox.drills.marking import Marking, Result, mark, mark_in

__all__ = [
    "Bilingual",
    "Brief",
    "BriefError",
    "Marking",
    "Result",
    "Setup",
    "Subject",
    "instantiate",
    "keys",
    "load",
    "mark",
    "mark_in",
    "read_brief",
    "step_ref",
]
