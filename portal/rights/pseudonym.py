"""Pseudonyms: what stands where a name stood."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _


def pseudonym(person: UUID) -> str:
    """The same for the same person, in the organisation's language; it leads back to nobody without our secret."""
    code = salted_hmac("vigente.pseudonym", str(person), algorithm="sha256").hexdigest()[:4].upper()
    with translation.override(settings.LANGUAGE_CODE):
        return _("Removed person %(code)s") % {"code": code}


def address(person: UUID) -> str:
    """An address that nobody has: RFC 2606 keeps `.invalid` for ever free."""
    return f"{hashlib.sha256(f'vigente.removed:{person}'.encode()).hexdigest()[:32]}@removed.invalid"
