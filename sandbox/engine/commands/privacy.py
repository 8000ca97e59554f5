"""Commands of privacy: consents, requests of holders, and what is done with their data."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from sandbox.engine.commands.base import Asked, Key, Text
from sandbox.engine.jurisdictions import RequestKind
from sandbox.engine.privacy import (
    Category,
    ConsentChannel,
    HoldKind,
    IdentityMethod,
    OutcomeKind,
    PersonField,
    Purpose,
)

Categories = Annotated[tuple[Category, ...], Meta(max_length=20)]
PersonFields = Annotated[tuple[PersonField, ...], Meta(max_length=20)]


class SetConsent(Asked, frozen=True, kw_only=True):
    """`proof` is where and how it was given; `channel: all` only takes back."""

    customer: Key
    purpose: Purpose = "marketing"
    channel: ConsentChannel | Literal["all"]
    granted: bool
    proof: Text = ""
    about: Key | None = None
    """The subscription a consent belongs to, where it belongs to one."""


class OpenRequest(Asked, frozen=True, kw_only=True):
    """`at` is when it was received, in whatever channel; now where it is not said."""

    id: Key | None = None
    customer: Key | None = None
    kind: RequestKind
    by: Literal["holder", "third_party"] = "holder"
    channel: Key = "email"
    at: datetime | None = None


class VerifyIdentity(Asked, frozen=True, kw_only=True):
    """`asked` is everything that was demanded; `doubt` says why more than usual was."""

    case: Key
    method: IdentityMethod
    asked: Annotated[tuple[Key, ...], Meta(max_length=20)] = ()
    doubt: Text = ""


class OutcomeSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    category: Category
    outcome: OutcomeKind
    reason: Text = ""


class AnswerRequest(Asked, frozen=True, kw_only=True):
    case: Key
    outcomes: Annotated[tuple[OutcomeSpec, ...], Meta(max_length=20)]
    part: Literal["simplified", "full"] = "full"


class ExportData(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    customer: Key
    case: Key | None = None
    categories: Annotated[tuple[Key, ...], Meta(max_length=20)]
    formats: Annotated[tuple[Literal["csv", "json"], ...], Meta(max_length=2)] = ("csv", "json")


class CorrectData(Asked, frozen=True, kw_only=True):
    """Which fields; their new values go to the store and never come here. `tell: []` tells nobody."""

    id: Key | None = None
    customer: Key
    fields: PersonFields
    case: Key | None = None
    effective: datetime | None = None
    tell: Annotated[tuple[Key, ...], Meta(max_length=50)] | None = None


class EraseData(Asked, frozen=True, kw_only=True):
    customer: Key
    categories: Categories
    case: Key | None = None


class PlaceHold(Asked, frozen=True, kw_only=True):
    """`about` is the invoice of a fiscal hold, whose end follows from it."""

    id: Key | None = None
    customer: Key
    kind: HoldKind
    categories: Categories = ()
    until: datetime | None = None
    about: Key | None = None
    reason: Text = ""


class ReleaseHold(Asked, frozen=True, kw_only=True):
    hold: Key
    reason: Text = ""


class RevealData(Asked, frozen=True, kw_only=True):
    customer: Key
    fields: PersonFields
    reason: Text


PrivacyCommand = (
    SetConsent
    | OpenRequest
    | VerifyIdentity
    | AnswerRequest
    | ExportData
    | CorrectData
    | EraseData
    | PlaceHold
    | ReleaseHold
    | RevealData
)
