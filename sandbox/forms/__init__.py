"""The acts of every desk, by area: each becomes one command of the engine."""

from __future__ import annotations

from sandbox.forms import (
    casework,
    changes,
    collecting,
    customers,
    datawork,
    incidents,
    messages,
    offering,
    pricing,
    subscriptions,
)
from sandbox.forms.base import ActForm

FORMS: dict[str, type[ActForm]] = {
    form.act: form
    for area in (
        casework,
        changes,
        collecting,
        customers,
        datawork,
        incidents,
        messages,
        offering,
        pricing,
        subscriptions,
    )
    for form in area.FORMS
}
"""By the name that stands in the address."""
