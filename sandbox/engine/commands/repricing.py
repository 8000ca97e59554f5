"""Commands of price changes."""

from __future__ import annotations

from datetime import datetime

from sandbox.engine.commands.base import Asked, Days, Key, Minor


class AnnouncePriceChange(Asked, frozen=True, kw_only=True):
    """Another amount for a price from a day on, for those who are told so many days before their renewal."""

    id: Key | None = None
    price: Key
    amount: Minor
    effective: datetime
    notice_days: Days = 30


RepricingCommand = AnnouncePriceChange
