"""Commands of drafts."""

from __future__ import annotations

from sandbox.engine.commands.base import Asked, Key


class Finalise(Asked, frozen=True, kw_only=True):
    """Number and issue a draft now, ahead of its hour."""

    invoice: Key


DraftCommand = Finalise
