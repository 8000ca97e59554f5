"""The contract of notices: what a room tells people of, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import Promise

    from portal.notices.models import Notice
    from portal.people.access import Viewer


@dataclass(frozen=True)
class NoticeKind:
    """One thing people are told of: "duty.opened"."""

    name: str
    label: str | Promise
    """How the kind is called in a list: "Asked of you"."""
    icon: str
    group: str
    """The name of one of `portal.notices.groups`: what the inbox filters and the digest orders by."""
    is_needed: bool = False
    """An answer to what somebody asked: it comes by mail whatever they chose, but not in their quiet hours."""


@dataclass(frozen=True)
class Told:
    """A notice in words, in the language being spoken, for one reader, as things stand now."""

    sentence: str
    url: str
    """Where it leads, a path of this site."""
    detail: str = ""
    """One short line more."""
    is_over: bool = False
    """There is nothing left to do about it: it is history in the inbox, and no mail speaks of it."""


class NoticeSource(Protocol):
    """What a room tells people of: its kinds, how each is worded, and what the clock alone makes it tell."""

    kinds: Sequence[NoticeKind]

    def gather(self, now: datetime) -> int:
        """Write what rows and clock say and nobody was told yet, set-based and idempotent; returns how many."""

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """The words by notice id, in constant queries; what the viewer may not know (any more) is left out."""
