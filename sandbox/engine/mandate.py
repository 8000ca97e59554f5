"""Mandate: a payer's standing authorisation of Pix Automático, and each charge announced under it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

KIND: Final = "pix_automatico"
MandateStatus = Literal["pending", "active", "refused", "cancelled", "replaced"]
InstructionStatus = Literal["scheduled", "presented", "cancelled"]


class RailRules(Struct, frozen=True):
    """When a charge is announced and how often a failed one may be presented again."""

    earliest_days: int
    """An instruction goes out so many days before the debit at the earliest ..."""
    latest_days: int
    """... and so many at the latest."""
    retries: int
    retry_within_days: int
    """Counted from the day of the debit; each retry on a day of its own."""
    valid_from: date
    source: str


RULES: Final[tuple[RailRules, ...]] = (
    RailRules(10, 2, 3, 7, date(2025, 6, 16), "Banco Central, Pix Automático (DOMAIN.md 2.1, pixauto)"),
)


def rules_on(day: date) -> RailRules | None:
    """The rules in force on a day; none before the rail was live."""
    return max(
        (one for one in RULES if one.valid_from <= day),
        key=lambda one: one.valid_from,
        default=None,
    )


class MandateEntry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the payer says to one request, and how much later."""

    code: Literal["accepted", "refused", "never"] = "accepted"
    after_hours: Annotated[int, Meta(ge=0, le=720)] = 0


class MandateScript(Struct, frozen=True):
    """What the payer says to requests, one after another; the last entry repeats."""

    entries: tuple[MandateEntry, ...] = (MandateEntry(),)
    cursor: int = 0

    @property
    def current(self) -> MandateEntry:
        return self.entries[min(self.cursor, len(self.entries) - 1)]


class Mandate(Struct, frozen=True):
    """`ceiling` is the most one charge may come to, or where it is `fixed` what each comes to; none where the payer set none."""

    id: str
    customer: str
    method: str
    ceiling: int | None
    requested_at: datetime
    status: MandateStatus = "pending"
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    fixed: bool | UnsetType = UNSET
    """Left out of the bytes of those that are not."""

    @property
    def is_fixed(self) -> bool:
        return self.fixed is True

    def forbids(self, amount: int) -> Literal["", "above_mandate", "not_the_mandates_amount"]:
        """Why a charge of this amount cannot be made under it."""
        if self.ceiling is None or amount == self.ceiling:
            return ""
        if self.is_fixed:
            return "not_the_mandates_amount"
        return "above_mandate" if amount > self.ceiling else ""


class Instruction(Struct, frozen=True):
    """One charge, announced to the payer: this amount, on this day."""

    id: str
    invoice: str
    mandate: str
    method: str
    amount: int
    issued_on: date
    debit_on: date
    status: InstructionStatus = "scheduled"
    reason: str = ""
