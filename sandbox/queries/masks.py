"""Masks: what a page shows of how to reach a person, until somebody asks for more and says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandbox.engine import calendar
from sandbox.queries.scene import Scene

DOT: Final = "•"
HIDDEN: Final = DOT * 6
LABELS: Final[Mapping[str, str | Promise]] = {
    "email": _("E-mail"),
    "phone": pgettext_lazy("of a person", "Phone"),
    "cpf": _("CPF"),
    "cnpj": _("CNPJ"),
    "address": pgettext_lazy("of a person", "Address"),
    "birth_date": _("Date of birth"),
}
"""What is never shown at once; a name is."""


@dataclass(frozen=True)
class Contact:
    """One field of a person as a page may show it now."""

    field: str
    label: str
    shown: str
    is_masked: bool


def masked(field: str, value: str) -> str:
    """Enough to recognise what one knows already, too little to use: `r•••@example.org`, `•••• 0001`."""
    digits = re.sub(r"\D", "", value)
    match field:
        case "email":
            name, _sign, domain = value.partition("@")
            return f"{name[:1]}{DOT * 3}@{domain}"
        case "phone":
            return f"{DOT * 4} {digits[-4:]}"
        case "cpf":
            return f"{DOT * 3}.{digits[3:6]}.{digits[6:9]}-{DOT * 2}"
        case "cnpj":
            return f"{digits[:2]}.{DOT * 3}.{DOT * 3}/{DOT * 4}-{digits[-2:]}"
        case _:
            return HIDDEN


def revealed(scene: Scene, customer: str) -> frozenset[str]:
    """The fields somebody asked to see, with a reason, on the company's present day."""
    today = calendar.day_of(scene.world.now, scene.zone)
    return frozenset(
        field
        for one in scene.world.reveals.values()
        if one.customer == customer and calendar.day_of(one.at, scene.zone) == today
        for field in one.fields
    )


def contacts(scene: Scene, customer: str) -> list[Contact]:
    """How the person is reached and known, masked but for what is revealed; nothing where they were erased."""
    person, seen = scene.people.get(customer, {}), revealed(scene, customer)
    return [
        Contact(field, str(label), person[field] if field in seen else masked(field, person[field]), field not in seen)
        for field, label in LABELS.items()
        if person.get(field)
    ]
