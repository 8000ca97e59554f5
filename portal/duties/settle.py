"""Settling: evidence arrives, and the duties it speaks of follow in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from portal.duties.models import Duty
from portal.duties.reconcile import project
from portal.evidence.models import Evidence
from portal.people.models import User
from portal.seams.registry import registry


def on_evidence(fact: Evidence) -> None:
    """Subscriber: settle the person's duties of the fact's target, and of what stands on it, if its verb can change
    them."""
    target = registry.targets.get(fact.kind)
    if target is None or fact.verb not in target.verbs:
        return
    project(User.objects.filter(person=fact.person), registry.settled_with(fact.kind, fact.key))


def settle(kind: str, key: UUID, *, people: Collection[UUID] | None = None) -> int:
    """Project every duty of one target, or those of `people`, anew from evidence; returns how many had to change."""
    owing = User.objects.filter(pk__in=Duty.objects.filter(kind=kind, key=key).values("user"))
    if people is not None:
        owing = owing.filter(person__in=list(people))
    return project(owing, [(kind, key)])
