"""Events of Pix Automático: mandates and the charges announced under them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sandbox.engine.events.base import Base
from sandbox.engine.mandate import Instruction, Mandate, MandateEntry


class MandatesScripted(Base, frozen=True, kw_only=True):
    """What the payer will say when a mandate is asked for."""

    method: str
    entries: tuple[MandateEntry, ...]


class MandateRequested(Base, frozen=True, kw_only=True):
    """`answer_at` is when the payer will answer; none where they never do."""

    mandate: Mandate
    answer_at: datetime | None
    accepts: bool


class MandateAnswered(Base, frozen=True, kw_only=True):
    """An accepted mandate takes the place of the one that stood."""

    mandate: str
    accepted: bool
    replaces: str | None = None


class MandateCancelled(Base, frozen=True, kw_only=True):
    mandate: str


class InstructionPlanned(Base, frozen=True, kw_only=True):
    """It is too early to announce the charge: the clock does so on the first day the rail allows."""

    invoice: str
    due: datetime


class InstructionDropped(Base, frozen=True, kw_only=True):
    """The day set for an announcement has come; what follows says whether it is made."""

    invoice: str


class InstructionIssued(Base, frozen=True, kw_only=True):
    instruction: Instruction
    debits_at: datetime


class InstructionEnded(Base, frozen=True, kw_only=True):
    """Presented to the payer's bank, or not to be presented any more."""

    instruction: str
    invoice: str
    status: Literal["presented", "cancelled"]
    reason: str = ""


MandateEvent = (
    MandatesScripted
    | MandateRequested
    | MandateAnswered
    | MandateCancelled
    | InstructionPlanned
    | InstructionDropped
    | InstructionIssued
    | InstructionEnded
)
