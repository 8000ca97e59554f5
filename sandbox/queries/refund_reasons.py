"""Refund reasons: the short list to choose from, which reports count by, and the words written beside the choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

OTHER: Final = "other"
REASONS: Final[Mapping[str, str | Promise]] = {
    "duplicate_charge": pgettext_lazy("reason of a refund", "Charged twice"),
    "after_cancellation": pgettext_lazy("reason of a refund", "Charged after cancelling"),
    "withdrawal": pgettext_lazy("reason of a refund", "Withdrew within the legal days"),
    "service_not_delivered": pgettext_lazy("reason of a refund", "Service not delivered, or in part"),
    "wrong_amount": pgettext_lazy("reason of a refund", "Wrong amount or plan"),
    OTHER: pgettext_lazy("reason of a refund", "Goodwill or another reason"),
}
"""By law and practice; the code stands first in what the journal keeps."""
MARK: Final = ": "


def coded(choice: str, words: str) -> str:
    """What the journal keeps: the code, and the words where there are any."""
    return f"{choice}{MARK}{words}" if choice and words else choice or words


def code_of(reason: str) -> str:
    """The choice that stands in a reason; what was only written counts as another reason."""
    code = reason.strip().partition(MARK)[0]
    return code if code in REASONS else OTHER


def reason_words(reason: str) -> str:
    """A reason as people read it: the choice in words, and what was written beside it."""
    code, _mark, words = reason.strip().partition(MARK)
    if code not in REASONS:
        return reason
    return f"{REASONS[code]}{MARK}{words}" if words else str(REASONS[code])
