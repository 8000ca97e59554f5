"""Refused: how each expected no is brought about, by area."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.engine import Rejection
from tests.engine.refused import (
    activation,
    amends,
    approvals,
    disputes,
    drafts,
    leaving,
    mandates,
    privacy,
    reaching,
    sending,
    time,
)

OF_AREAS: dict[str, Callable[[], Rejection]] = {
    **activation.CASES,
    **disputes.CASES,
    **time.CASES,
    **drafts.CASES,
    **sending.CASES,
    **amends.CASES,
    **approvals.CASES,
    **privacy.CASES,
    **leaving.CASES,
    **mandates.CASES,
    **reaching.CASES,
}
