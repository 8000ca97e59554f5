"""The stages of an idea, and which of them still take support; pure."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """From said to settled."""

    NEW = "new"
    UNDER_REVIEW = "under_review"
    PILOT = "pilot"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


WAITING = frozenset({Stage.NEW, Stage.UNDER_REVIEW})
"""Waiting for an answer, and so for the support that speaks for it."""
OPEN = WAITING | {Stage.PILOT}
"""May be supported."""
