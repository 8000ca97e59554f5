"""Events of arrears: what a subscription has used and no invoice bills yet."""

from __future__ import annotations

from sandbox.engine.arrears import Stretch
from sandbox.engine.events.base import Base


class ArrearsCounted(Base, frozen=True, kw_only=True):
    """Everything of a subscription that the coming invoice bills afterwards; none where nothing runs."""

    subscription: str
    stretches: tuple[Stretch, ...]


ArrearsEvent = ArrearsCounted
