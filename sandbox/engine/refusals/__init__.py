"""Refusals: the sentence of every expected no and of every bad input, in both languages, by code."""

from __future__ import annotations

from typing import Final

from sandbox.engine.refusals import (
    activation,
    amends,
    approvals,
    company,
    disputes,
    documents,
    door,
    drafts,
    leaving,
    mandates,
    messages,
    money,
    privacy,
    repricing,
    sending,
    subscriptions,
)
from sandbox.engine.refusals.inputs import INPUTS

__all__ = ["INPUTS", "REJECTIONS"]

# code: (pt-br, en)
REJECTIONS: Final[dict[str, tuple[str, str]]] = {
    **door.REJECTIONS,
    **company.REJECTIONS,
    **subscriptions.REJECTIONS,
    **documents.REJECTIONS,
    **drafts.REJECTIONS,
    **sending.REJECTIONS,
    **money.REJECTIONS,
    **messages.REJECTIONS,
    **disputes.REJECTIONS,
    **activation.REJECTIONS,
    **amends.REJECTIONS,
    **repricing.REJECTIONS,
    **privacy.REJECTIONS,
    **leaving.REJECTIONS,
    **mandates.REJECTIONS,
    **approvals.REJECTIONS,
}
