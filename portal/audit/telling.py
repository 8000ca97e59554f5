"""An entry of the audit as a sentence in the reader's language: days as days, roles, fields and kinds by their names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.acts import ACTS
from portal.audit.models import Entry
from portal.jobs.run import LABELS
from portal.people.models import Role
from portal.seams.registry import registry

_ROLES: dict[str, str | Promise] = {role.value: role.label for role in Role}
_WORDS: dict[str, str | Promise] = {
    "name": _("name"), "email": _("e-mail"), "title": _("job title"), "language": _("language"),
    "document": _("personal document"), "hired_on": _("day of hiring"), "manager": _("manager"),
    "department": _("Department"), "leaves_on": _("last day"),
    "course": _("course"), "playbook": _("playbook"), "drill": _("drill"),
    "board": _("idea board"),
    "totp": _("code of an app"), "webauthn": _("passkey"), "recovery_codes": _("recovery codes"),
}  # fmt: skip
"""Fields, kinds of content and second factors, as acts name them."""


def tell(entry: Entry) -> str:
    """What was done; who did it, to whom and why stand beside it."""
    return str(ACTS[entry.act]) % {name: _said(name, value) for name, value in entry.facts.items()}


def _said(name: str, value: Any) -> Any:
    if name == "role":
        return _ROLES.get(value, value)
    if name in {"fields", "kind"}:
        return ", ".join(str(_WORDS.get(one) or LABELS.get(one) or one) for one in str(value).split(", "))
    if name == "parts":
        held = registry.account_data
        return ", ".join(str(held[one].title) if one in held else one for one in str(value).split(", "))
    if isinstance(value, str):
        try:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:
            return value
    return value
