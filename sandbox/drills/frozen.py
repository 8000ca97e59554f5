"""Frozen: a brief as the one text that a release keeps, and back; the order of variables is a part of it."""

from __future__ import annotations

import msgspec

from sandbox.drills.brief import Brief
from sandbox.drills.faults import at


def frozen(brief: Brief) -> str:
    """The whole brief; equal briefs give equal texts."""
    return msgspec.json.encode(brief).decode()


def thawed(text: str) -> Brief:
    """The brief that was frozen. Raises BriefError where the text is none."""
    with at():
        return msgspec.json.decode(text, type=Brief)
