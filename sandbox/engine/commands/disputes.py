"""Commands of disputes: opened by the issuer, contested or accepted, won or lost."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine.commands.base import Asked, Key, Minor, Text


class OpenDispute(Asked, frozen=True, kw_only=True):
    """Without an amount the whole of what may still be disputed; `respond_by` is the issuer's own deadline."""

    id: Key | None = None
    payment: Key
    amount: Minor | None = None
    reason: Text = "general"
    respond_by: datetime | None = None


class ContestDispute(Asked, frozen=True, kw_only=True):
    dispute: Key
    evidence: Text = ""


class AcceptDispute(Asked, frozen=True, kw_only=True):
    dispute: Key
    reason: Text = ""


class ResolveDispute(Asked, frozen=True, kw_only=True):
    """The issuer's last word."""

    dispute: Key
    outcome: Literal["won", "lost"]


DisputeCommand = OpenDispute | ContestDispute | AcceptDispute | ResolveDispute
