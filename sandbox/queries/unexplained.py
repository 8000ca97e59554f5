"""Unexplained: refunds that no document speaks of yet, so that revenue and taxes still stand as if nothing had gone back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.engine import returns
from sandbox.queries.scene import Scene

SHOWN = 8


@dataclass(frozen=True)
class Unexplained:
    """An invoice of which money went back without a credit note."""

    invoice: str
    number: int
    name: str
    amount: int


def unexplained(scene: Scene) -> Sequence[Unexplained]:
    """The newest of them first."""
    found = (
        Unexplained(key, one.document.number, scene.name(one.document.customer), amount)
        for key, one in reversed(scene.world.invoices.items())
        if any(share.returned for share in one.shares) and (amount := returns.wants_a_note(scene.world, one))
    )
    return [one for one, _place in zip(found, range(SHOWN), strict=False)]
