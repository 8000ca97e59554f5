"""An entry of the audit as a sentence in the reader's language: days as days, roles, fields and kinds by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.acts import ACTS
from portal.audit.models import Entry
from portal.jobs.run import LABELS
from portal.people.models import Department, Role
from portal.seams.registry import registry

_ROLES: dict[str, str | Promise] = {role.value: role.label for role in Role}
_WORDS: dict[str, str | Promise] = {
    "name": _("name"), "email": _("e-mail"), "title": _("job title"), "language": _("language"),
    "document": _("personal document"), "hired_on": _("day of hiring"), "manager": _("manager"),
    "department": _("Department"), "leaves_on": _("last day"),
    "course": _("course"), "playbook": _("playbook"), "drill": _("drill"),
    "board": _("idea board"), "path": _("learning path"),
    "totp": _("code of an app"), "webauthn": _("passkey"), "recovery_codes": _("recovery codes"),
}  # fmt: skip
"""Fields, kinds of content and second factors, as acts name them."""


_DETAILS: dict[str, str | Promise] = {
    "delegate": _("stands in: %(name)s"),
    "department": _("department: %(name)s"),
    "manager": _("manager: %(name)s"),
    "gone": _("duplicate: %(name)s"),
}
"""What facts name by an id, as it is added to the sentence; an act of before that has none is told without."""


def named_in(entries: Iterable[Entry]) -> set[UUID]:
    """The people whom facts name by their opaque ids, besides who acted and to whom."""
    values = (entry.facts.get(name) for entry in entries for name in _DETAILS if name != "department")
    return {UUID(value) for value in values if value}


def departments_in(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The names of departments that facts give by their keys; no query where there are none."""
    keys = {entry.facts["department"] for entry in entries if "department" in entry.facts}
    return {one.key: one.name for one in Department.objects.filter(key__in=keys)} if keys else {}


def tell(entry: Entry, names: Mapping[UUID, str] | None = None, departments: Mapping[str, str] | None = None) -> str:
    """What was done; who did it, to whom and why stand beside it. Whom else it names is told to who may read `names`."""
    said = str(ACTS[entry.act]) % {name: _said(name, value) for name, value in entry.facts.items()}
    details = [
        str(words) % {"name": _resolved(name, entry.facts[name], names, departments or {})}
        for name, words in _DETAILS.items()
        if name in entry.facts and (name == "department" or names is not None)
    ]
    return f"{said} ({'; '.join(details)})" if details else said


def _resolved(name: str, value: str, names: Mapping[UUID, str] | None, departments: Mapping[str, str]) -> str:
    if name == "department":
        return departments.get(value, value)
    return (names or {}).get(UUID(value), value[:8]) if value else str(_("nobody"))


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
