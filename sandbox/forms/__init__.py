"""The acts of every desk, by area: each becomes one command of the engine."""

from __future__ import annotations

from sandbox.forms import (
    approvals,
    casework,
    changes,
    collecting,
    customers,
    datawork,
    documents,
    incidents,
    messages,
    offering,
    pricing,
    refunds,
    subscriptions,
)
from sandbox.forms.base import ActForm

FORMS: dict[str, type[ActForm]] = {
    form.act: form
    for area in (
        approvals,
        casework,
        changes,
        collecting,
        customers,
        datawork,
        documents,
        incidents,
        messages,
        offering,
        pricing,
        refunds,
        subscriptions,
    )
    for form in area.FORMS
}
"""By the name that stands in the address."""
