"""Events of privacy: consents, requests, holds and what was done with somebody's data. They name the subject, never the data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sandbox.engine.events.base import Base
from sandbox.engine.privacy import Case, Correction, Export, Hold, Outcome


class ConsentSet(Base, frozen=True, kw_only=True, omit_defaults=True):
    customer: str
    purpose: str
    channels: tuple[str, ...]
    granted: bool
    proof: str = ""
    about: str | None = None


class RequestOpened(Base, frozen=True, kw_only=True):
    case: Case


class IdentityVerified(Base, frozen=True, kw_only=True, omit_defaults=True):
    """`over_collected` is what was demanded beyond need; no copy of anything is kept."""

    case: str
    method: str
    over_collected: tuple[str, ...] = ()
    doubt: str = ""


class RequestAnswered(Base, frozen=True, kw_only=True):
    """The full part closes the case; a simplified one comes before it."""

    case: str
    part: Literal["simplified", "full"]
    outcomes: tuple[Outcome, ...]


class DataExported(Base, frozen=True, kw_only=True):
    export: Export


class DataCorrected(Base, frozen=True, kw_only=True):
    correction: Correction


class DataErased(Base, frozen=True, kw_only=True, omit_defaults=True):
    """With `key_destroyed` the store destroys the subject's key in the same transaction."""

    customer: str
    categories: tuple[str, ...]
    key_destroyed: bool
    case: str | None = None
    kept: dict[str, date | None] = {}
    """What stays, and until when."""
    told: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    """The ways to pay whose tokens went with the key."""


class HoldPlaced(Base, frozen=True, kw_only=True):
    hold: Hold


class HoldReleased(Base, frozen=True, kw_only=True):
    hold: str
    reason: str


class DataRevealed(Base, frozen=True, kw_only=True):
    reveal: str
    customer: str
    fields: tuple[str, ...]
    reason: str


PrivacyEvent = (
    ConsentSet
    | RequestOpened
    | IdentityVerified
    | RequestAnswered
    | DataExported
    | DataCorrected
    | DataErased
    | HoldPlaced
    | HoldReleased
    | DataRevealed
)
