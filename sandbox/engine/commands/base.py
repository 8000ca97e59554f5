"""Commands base: what every one of them says."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from sandbox.engine.events import snake_case
from sandbox.engine.gateway import RefundEntry, ScriptEntry
from sandbox.engine.mandate import MandateEntry

# Bounds keep every sum inside 64 bits and every text inside a screen.
Minor = Annotated[int, Meta(ge=-(10**12), le=10**12)]


Quantity = Annotated[int, Meta(ge=-(10**6), le=10**6)]


Count = Annotated[int, Meta(ge=-1, le=100)]


Days = Annotated[int, Meta(ge=-3660, le=3660)]


Key = Annotated[str, Meta(max_length=80)]


Text = Annotated[str, Meta(max_length=2000)]


Script = Annotated[tuple[ScriptEntry, ...], Meta(max_length=200)]


# What becomes of refunds, in the style of `script`: one refund at a time, the last repeats.
RefundFails = Annotated[tuple[RefundEntry, ...], Meta(max_length=50)]


# What the payer says to mandates, in the style of `script`.
MandateAnswers = Annotated[tuple[MandateEntry, ...], Meta(max_length=50)]


Fields = Annotated[dict[Key, Minor | Text], Meta(max_length=20)]


Language = Literal["pt-br", "en"]


Channel = Literal["email", "sms", "whatsapp", "in_app", "phone"]


class Asked(
    Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag=snake_case,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Every command names who asks: `trainee`, `prologue`, or an opaque id of the caller's."""

    actor: str = "trainee"
