"""People: the lookup through which a command may see a person; nothing it returns is ever written down."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Protocol

ADDRESS_OF: Mapping[str, str] = {"email": "email", "sms": "phone", "whatsapp": "phone", "phone": "phone"}


class People(Protocol):
    """Persons by subject; handed to `execute` by the store, or by a story."""

    def data(self, subject: str) -> Mapping[str, str]:
        """What is known of a person now; nothing where there is no key any more."""

    def mark(self, subject: str, content: bytes) -> str:
        """A digest under the subject's own key: it proves equality while the key lives, and nothing afterwards."""

    def reached_at(self, channel: str, address: str) -> frozenset[str]:
        """Every subject with that address on a channel: a household may share one."""


class KnownPeople:
    """Persons held in memory, as stories and tests have them."""

    def __init__(self, subjects: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.subjects = subjects if subjects is not None else {}

    def data(self, subject: str) -> Mapping[str, str]:
        return self.subjects.get(subject, {})

    def mark(self, subject: str, content: bytes) -> str:
        return hmac.new(subject.encode(), content, hashlib.sha256).hexdigest()[:32]

    def reached_at(self, channel: str, address: str) -> frozenset[str]:
        field = ADDRESS_OF.get(channel, "")
        return frozenset(key for key, one in self.subjects.items() if one.get(field) == address)


NOBODY: People = KnownPeople()
