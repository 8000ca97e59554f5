"""Finding people by what they are known by; an address of a merged account leads to the account that was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models.functions import Lower

from portal.people.models import User


def by_email(emails: Iterable[str]) -> Mapping[str, User]:
    """The person behind each address, by the address in small letters; one query."""
    asked = {email.strip().lower() for email in emails}
    rows = User.objects.annotate(_email=Lower("email")).filter(_email__in=asked).select_related("merged_into")
    return {user._email: user.merged_into or user for user in rows}
