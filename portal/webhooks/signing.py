"""Signatures by the Standard Webhooks scheme: HMAC-SHA256 over id, time and body, one for each secret that holds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets as random
from collections.abc import Iterable, Mapping
from uuid import UUID

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(random.token_bytes(BYTES)).decode()


def message_id(delivery: UUID) -> str:
    """Stable over every attempt, so that a receiver drops what it has already."""
    return f"msg_{delivery.hex}"


def signature(secret: str, *, message: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(delivery: UUID, body: bytes, *, timestamp: int, secrets: Iterable[str]) -> Mapping[str, str]:
    """The three headers; while a secret is being changed the old one signs beside the new."""
    message = message_id(delivery)
    signed = [signature(secret, message=message, timestamp=timestamp, body=body) for secret in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }
