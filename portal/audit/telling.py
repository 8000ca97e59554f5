"""An entry of the audit as a sentence in the reader's language: days as days, roles by their names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise

from portal.audit.acts import ACTS
from portal.audit.models import Entry
from portal.people.models import Role

_ROLES: dict[str, str | Promise] = {role.value: role.label for role in Role}


def tell(entry: Entry) -> str:
    """What was done; who did it, to whom and why stand beside it."""
    return str(ACTS[entry.act]) % {name: _said(name, value) for name, value in entry.facts.items()}


def _said(name: str, value: Any) -> Any:
    if name == "role":
        return _ROLES.get(value, value)
    if isinstance(value, str):
        try:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:
            return value
    return value
