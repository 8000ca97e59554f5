"""Refused: how each expected no is brought about, by area."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.refused import disputes, time

OF_AREAS: dict[str, Callable[[], Rejection]] = {
    **disputes.CASES,
    **time.CASES,
}
