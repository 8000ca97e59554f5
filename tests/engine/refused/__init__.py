"""Refused: how each expected no is brought about, by area."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection

OF_AREAS: dict[str, Callable[[], Rejection]] = {}
