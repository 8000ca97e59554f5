"""Telling the other apps that somebody joined, came back or moved, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Collection

from portal.seams.registry import registry


def moved(users: Collection[int]) -> None:
    """Call it once the act's rows are written and accounts are in line: what people owe follows from where they are."""
    if users:
        for listener in registry.people_listeners:
            listener(users)
