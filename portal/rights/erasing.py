"""Erasing: what may go, proof laid aside before the name does, and every app's part done in one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction

from portal.people.days import today
from portal.people.models import User
from portal.rights.account import left_on
from portal.rights.models import RetainedProof
from portal.rights.pseudonym import pseudonym
from portal.seams.contracts import Account, Fate, Outcome
from portal.seams.registry import registry

REGISTRATION = "registration"
"""The kind of data that holds the name; it goes last, since the others may still need to know whom they speak of."""


def fates(account: Account) -> Mapping[str, Sequence[Fate]]:
    """By app, what an erasure would do now; apps that hold nothing are left out."""
    found = {name: [fate for fate in data.fates(account) if fate.count] for name, data in registry.account_data.items()}
    return {name: told for name, told in found.items() if told}


def can_go(account: Account) -> Sequence[str]:
    """Names of the kinds of data of which something would go now."""
    return [name for name, told in fates(account).items() if any(fate.outcome != Outcome.KEPT for fate in told)]


def erase(account: Account, parts: Collection[str]) -> None:
    """Erase these kinds of data; of who has left, proof is laid aside first where their name goes. Twice changes nothing."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an erasure is whole or not at all")
    if REGISTRATION in parts and account.has_left:
        _lay_proof_aside(account)
    for name in sorted(parts, key=lambda name: name == REGISTRATION):
        registry.account_data[name].erase(account)


def _lay_proof_aside(account: Account) -> None:
    user = User.objects.select_for_update(of=("self",)).get(pk=account.user)
    has_proof = any(fate.is_proof for told in fates(account).values() for fate in told)
    if user.erased_at is not None or not has_proof or account.kept_until is None or account.kept_until < today():
        return
    RetainedProof.objects.get_or_create(
        person=account.person,
        defaults={
            "pseudonym": pseudonym(account.person),
            "identity": json.dumps({"name": user.name, "email": user.email, "document": user.document}),
            "left_on": _left_on(account),
            "kept_until": account.kept_until,
        },
    )


def _left_on(account: Account) -> date:
    return left_on(list(account.users), is_active=False) or today()
