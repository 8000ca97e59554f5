"""Privacy: what is known of a subject's consents, requests, holds and data, without any of the data itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final, Literal, get_args

from msgspec import Struct

from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.jurisdictions import RequestKind

Purpose = Literal["marketing", "analytics", "sharing", "immediate_start", "digital_content_waiver"]
ConsentChannel = Literal["email", "sms", "whatsapp", "in_app", "phone", "ads", "checkout"]
MARKETING_CHANNELS: Final[tuple[ConsentChannel, ...]] = ("email", "sms", "whatsapp", "in_app", "phone", "ads")

Category = Literal[
    "profile", "marketing", "support", "usage", "access_logs", "subscriptions", "invoices", "payments", "consents"
]
FISCAL: Final[frozenset[str]] = frozenset({"subscriptions", "invoices", "payments"})
ERASABLE: Final[frozenset[str]] = frozenset(get_args(Category))
PORTABLE: Final[frozenset[str]] = frozenset({"profile", "usage", "subscriptions", "invoices", "payments", "consents"})
"""What a holder takes along to another service."""
# Staff notes, scores and what was inferred are never exported; a copy for access says which records of access are held.
EXPORTABLE: Final[frozenset[str]] = PORTABLE | {"access_logs"}

# What may be asked of somebody to know who they are: what is held already comes first.
IdentityMethod = Literal[
    "login", "otp", "known_data", "id_copy", "selfie", "proof_of_address", "power_of_attorney", "legal_representation"
]
# More than is needed, unless a doubt is written down (LGPD art. 6 III; GDPR art. 12(6)).
EXCESSIVE: Final[frozenset[str]] = frozenset({"id_copy", "selfie", "proof_of_address"})
REPRESENTS: Final[frozenset[str]] = frozenset({"power_of_attorney", "legal_representation"})

PersonField = Literal["name", "email", "phone", "cpf", "cnpj", "address", "birth_date"]
PERSON_FIELDS: Final[tuple[str, ...]] = get_args(PersonField)
# What of a subject's own data goes with a category that is erased while the profile stays.
FIELDS_OF: Final[Mapping[str, frozenset[str]]] = {
    "marketing": frozenset({"segments", "interests", "score"}),
    "support": frozenset({"notes", "staff_notes", "tickets"}),
    "usage": frozenset({"usage"}),
}


def fields_of(categories: Iterable[str]) -> frozenset[str]:
    """What of a subject's own data goes with these categories while the profile stays."""
    return frozenset(field for one in categories for field in FIELDS_OF.get(one, ()))


OutcomeKind = Literal["done", "partial", "kept", "refused", "none_held"]
HoldKind = Literal["fiscal", "dispute", "lawsuit", "investigation"]


class ConsentRecord(Struct, frozen=True):
    """One time a consent was given or taken back; `order` is its place in the journal."""

    granted: bool
    at: datetime
    proof: str
    order: int


class Consent(Struct, frozen=True):
    """All that was ever said about one purpose and channel; revoking adds to it and takes nothing off."""

    customer: str
    purpose: str
    channel: str
    about: str | None
    history: tuple[ConsentRecord, ...]

    @property
    def granted(self) -> bool:
        return self.history[-1].granted

    def granted_before(self, order: int) -> bool:
        """Whether it stood at a place of the journal."""
        said = [one.granted for one in self.history if one.order < order]
        return bool(said) and said[-1]


class Outcome(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What became of one category of data in answer to a request, and why."""

    category: Category
    outcome: OutcomeKind
    reason: str = ""
    until: date | None = None
    ground: str = ""
    """Why it stays, by its code, so that everybody reads it in their own language."""


class Answer(Struct, frozen=True):
    part: Literal["simplified", "full"]
    at: datetime
    outcomes: tuple[Outcome, ...]


class Case(Struct, frozen=True):
    """A request of a holder of data, or of somebody else in their name."""

    id: str
    customer: str | None
    kind: RequestKind
    by: Literal["holder", "third_party"]
    channel: str
    jurisdiction: Jurisdiction
    received_at: datetime
    due: date
    source: str
    """The law, or house practice, that sets its due day."""
    verified_at: datetime | None = None
    method: str | None = None
    over_collected: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    answered_at: datetime | None = None


class Hold(Struct, frozen=True):
    """Why some data must stay, and until when (none: until it is released)."""

    id: str
    customer: str
    kind: HoldKind
    categories: tuple[str, ...]
    placed_at: datetime
    until: date | None
    about: str | None
    reason: str
    released_at: datetime | None = None

    def is_in_force(self, today: date) -> bool:
        return self.released_at is None and (self.until is None or today <= self.until)


class Export(Struct, frozen=True):
    """That a copy was handed out: what kinds of data, how many rows, and a digest keyed to the subject."""

    id: str
    customer: str
    case: str
    categories: tuple[str, ...]
    formats: tuple[str, ...]
    counts: dict[str, int]
    digest: str
    at: datetime
    expires_at: datetime


class Correction(Struct, frozen=True):
    """A new version of somebody's data: which fields, from when on, and who was told."""

    id: str
    customer: str
    case: str | None
    version: int
    fields: tuple[str, ...]
    effective: date
    told: tuple[str, ...]
    at: datetime


class Tombstone(Struct, frozen=True):
    """What was erased of a subject; with `key_destroyed` there is no person any more, whatever is restored."""

    customer: str
    categories: tuple[str, ...]
    key_destroyed: bool
    at: datetime
    told: tuple[str, ...]
    methods: tuple[str, ...] = ()
    """The ways to pay whose tokens were destroyed."""


class Reveal(Struct, frozen=True):
    """Somebody looked behind a mask, and said why."""

    id: str
    customer: str
    fields: tuple[str, ...]
    reason: str
    actor: str
    at: datetime


def consent_key(customer: str, purpose: str, channel: str, about: str | None = None) -> str:
    """Where the table keeps a consent."""
    return "/".join([customer, purpose, channel, *([about] if about is not None else [])])
