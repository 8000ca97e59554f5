"""Gateway: the simulated acquirer, driven by a method's script; the same script gives the same answers for
ever.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

ScriptWord = Literal[
    "approve",
    "insufficient_funds",
    "generic_decline",
    "stolen_card",
    "closed_account",
    "expired_card",
    "authentication_required",
    "timeout_settled",
    "timeout_lost",
]
Severity = Literal["soft", "hard", "expired", "authentication"]


class Network(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What the card network adds to an answer: Mastercard's merchant advice code."""

    mac: int | None = None


WebhookKind = Literal["authorised", "settled", "declined", "captured_again"]


class ScriptedWebhook(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A message the gateway sends so long after an attempt; `captured_again` is its own mistake."""

    event: WebhookKind
    after_minutes: Annotated[int, Meta(ge=0, le=43200)] = 0


class ScriptEntry(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One answer. With `until` it stands for every attempt before that instant, and is then left behind.

    With `webhooks` it comes by messages, in that order and as late as they say.
    """

    code: ScriptWord
    network: Network = Network()
    until: datetime | None = None
    # Unset, not empty: journals written before it was known keep their bytes.
    webhooks: Annotated[tuple[ScriptedWebhook, ...], Meta(max_length=10)] | UnsetType = UNSET

    @property
    def messages(self) -> tuple[ScriptedWebhook, ...]:
        return () if isinstance(self.webhooks, UnsetType) else self.webhooks

    @property
    def asks_confirmation(self) -> bool:
        return self.code == "authentication_required"

    @property
    def makes_sense(self) -> bool:
        """Whether the messages say what the code says."""
        kinds = {one.event for one in self.messages}
        if self.code in ("approve", "timeout_settled"):
            return "declined" not in kinds
        return kinds <= ({"declined"} if self.code in DECLINES else set())


RefundWord = Literal[
    "succeeds",
    "lost_or_stolen_card",
    "expired_or_canceled_card",
    "account_closed",
    "declined",
    "unknown",
]


class RefundEntry(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """What becomes of one refund: it arrives, or it fails so many days later."""

    code: RefundWord = "declined"
    after_days: Annotated[int, Meta(ge=0, le=60)] = 5


class RefundScript(Struct, frozen=True, gc=False):
    """What becomes of a method's refunds, one after another; the last entry repeats."""

    entries: tuple[RefundEntry, ...]
    cursor: int = 0

    @property
    def current(self) -> RefundEntry:
        return self.entries[min(self.cursor, len(self.entries) - 1)]


class Decline(Struct, frozen=True, gc=False):
    """How the acquirer words a refusal: response code (ABECS) and what it means for a retry."""

    response: str
    severity: Severity


DECLINES: Final[dict[str, Decline]] = {
    "insufficient_funds": Decline("51", "soft"),
    "generic_decline": Decline("05", "soft"),
    "stolen_card": Decline("43", "hard"),
    "closed_account": Decline("46", "hard"),
    "expired_card": Decline("54", "expired"),
    "authentication_required": Decline("1A", "authentication"),
}

# Merchant advice codes after which the network forbids any further attempt, whatever the response code.
FORBIDDING_MACS: Final[frozenset[int]] = frozenset({3, 21})


class LateDecline(Struct, frozen=True):
    """A refusal that is known later than it was given."""

    code: str
    response: str
    severity: Severity
    mac: int | None = None


class Answer(Struct, frozen=True, gc=False):
    """What the merchant hears, and (for a time-out only) what truly happened at the other end."""

    result: Literal["settled", "declined", "unknown"]
    code: str
    response: str
    severity: Severity | None
    mac: int | None
    settled_at_gateway: bool
    cursor: int
    messages: tuple[ScriptedWebhook, ...] = ()
    late: LateDecline | None = None


def approves_from_now_on(script: tuple[ScriptEntry, ...], cursor: int) -> bool:
    """Whether every attempt to come settles at once: the last entry, which repeats, is a plain approval."""
    last = script[-1]
    return cursor >= len(script) - 1 and last.code == "approve" and last.until is None and not last.messages


def ask(script: tuple[ScriptEntry, ...], cursor: int, at: datetime, *, confirmed: bool = False) -> Answer:
    """The answer to one attempt, and where the script stands afterwards; the last entry repeats.

    A payment its payer has confirmed is not asked about again: it settles at once, and no message tells of a decline.
    """
    last = len(script) - 1
    index = min(cursor, last)
    held = script[index].until
    while held is not None and at >= held and index < last:
        index += 1
        held = script[index].until
    entry = script[index]
    stays = entry.until is not None and at < entry.until
    following = index if stays else min(index + 1, last)
    if confirmed and entry.asks_confirmation:
        return Answer("settled", "approve", "00", None, entry.network.mac, True, following)
    messages = entry.messages
    is_silent = bool(messages) and any(one.event != "captured_again" for one in messages)
    if entry.code == "approve":
        if is_silent:
            return Answer("unknown", "processing", "", None, None, True, following, messages)
        return Answer("settled", "approve", "00", None, entry.network.mac, True, following, messages)
    if entry.code in ("timeout_settled", "timeout_lost"):
        return Answer("unknown", "timeout", "", None, None, entry.code == "timeout_settled", following, messages)
    decline = DECLINES[entry.code]
    severity: Severity = "hard" if entry.network.mac in FORBIDDING_MACS else decline.severity
    if is_silent:
        late = LateDecline(entry.code, decline.response, severity, entry.network.mac)
        return Answer("unknown", "processing", "", None, None, False, following, messages, late)
    return Answer("declined", entry.code, decline.response, severity, entry.network.mac, False, following)


def of_expired_card(answer: Answer) -> Answer:
    """What becomes of an approval once the card's month is over; everything else a script says stands."""
    if answer.code != "approve":
        return answer
    decline = DECLINES["expired_card"]
    return Answer("declined", "expired_card", decline.response, decline.severity, None, False, answer.cursor)


def asks_again(cursor: int) -> Answer:
    """A bank that wants its customer to confirm goes on wanting that, however often it is asked."""
    code = "authentication_required"
    decline = DECLINES[code]
    return Answer("declined", code, decline.response, decline.severity, None, False, cursor)
