"""Sealing personal data under a key of its own: destroy the key and the data is gone, wherever copies of it lie."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet


def new_key(wrapping_keys: Sequence[bytes]) -> bytes:
    """A fresh key, wrapped under the newest wrapping key; the only form in which it is ever stored."""
    return _wrapping(tuple(wrapping_keys)).encrypt(Fernet.generate_key())


def seal(data: Mapping[str, str], *, wrapped: bytes, wrapping_keys: Sequence[bytes]) -> bytes:
    """The data, readable only with this subject's key."""
    text = json.dumps(dict(data), ensure_ascii=False, sort_keys=True)
    return _own(wrapped, wrapping_keys).encrypt(text.encode())


def unseal(sealed: bytes, *, wrapped: bytes, wrapping_keys: Sequence[bytes]) -> dict[str, str]:
    """The data again; raises cryptography.fernet.InvalidToken for another key."""
    return {str(name): str(value) for name, value in json.loads(_own(wrapped, wrapping_keys).decrypt(sealed)).items()}


def mark(content: bytes, *, wrapped: bytes, wrapping_keys: Sequence[bytes]) -> str:
    """A digest under this subject's key: it proves that two contents are one while the key lives, and nothing afterwards."""
    key = _wrapping(tuple(wrapping_keys)).decrypt(wrapped)
    return hmac.new(key, content, hashlib.sha256).hexdigest()[:32]


def _own(wrapped: bytes, wrapping_keys: Sequence[bytes]) -> Fernet:
    return Fernet(_wrapping(tuple(wrapping_keys)).decrypt(wrapped))


@lru_cache(maxsize=4)
def _wrapping(keys: tuple[bytes, ...]) -> MultiFernet:
    """Rotation: an older wrapping key still opens what it wrapped. A page unseals two hundred persons under them."""
    return MultiFernet([Fernet(key) for key in keys])
