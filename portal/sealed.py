"""Sealed fields: secrets and personal documents are stored encrypted under FIELD_KEYS, the newest key first."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def wrapping_keys() -> list[bytes]:
    """FIELD_KEYS, newest first; outside production one derived from the secret of the installation."""
    if settings.FIELD_KEYS:
        return [key.encode() for key in settings.FIELD_KEYS]
    derived = hashlib.sha256(b"vigente.fields:" + settings.SECRET_KEY.encode()).digest()
    return [base64.urlsafe_b64encode(derived)]


def seal_bytes(data: bytes) -> bytes:
    """As `seal`, for what is no text."""
    return _keys().encrypt(data)


def unseal_bytes(sealed: bytes) -> bytes:
    """As `unseal`, for what is no text."""
    return _keys().decrypt(sealed)


def seal(text: str) -> str:
    """Encrypted with the newest key, as text."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again, by whichever key sealed it; raises cryptography.fernet.InvalidToken where none did."""
    return _keys().decrypt(sealed.encode()).decode()


def reseal(sealed: str) -> str:
    """The same text under the newest key. Fernet keeps the instant at which it was first sealed."""
    return _keys().rotate(sealed.encode()).decode()


def is_newest(sealed: str | bytes) -> bool:
    """Whether the newest key alone opens it, so that the older ones are not needed for it."""
    try:
        Fernet(wrapping_keys()[0]).decrypt(sealed)
    except InvalidToken:
        return False
    return True


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in wrapping_keys()])


if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
    _Bytes = models.BinaryField[Any, Any]
else:
    _Text = models.TextField
    _Bytes = models.BinaryField


class SealedTextField(_Text):
    """A text that lies encrypted in the database; an empty one stays empty. It cannot be searched, by design."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value


class SealedBytesField(_Bytes):
    """Bytes that lie encrypted in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return seal_bytes(bytes(value)) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return unseal_bytes(bytes(value)) if value else None
