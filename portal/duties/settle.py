"""Settling: evidence arrives, and the duties it speaks of follow in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from portal.duties.models import Duty
from portal.evidence.models import Evidence
from portal.seams.contracts import Met
from portal.seams.registry import registry


def on_evidence(fact: Evidence) -> None:
    """Subscriber: settle the person's open duties of the fact's target, if its verb can change them."""
    target = registry.targets.get(fact.kind)
    if target is None or fact.verb not in target.verbs:
        return
    duties = list(
        Duty.objects.select_for_update(of=("self",)).filter(
            user__person=fact.person, kind=fact.kind, key=fact.key, closed_at=None
        )
    )
    if duties:
        met = target.met([fact.person], fact.key).get(fact.person)
        _write([duty for duty in duties if _project(duty, met)])


def settle(kind: str, key: UUID, *, people: Collection[UUID] | None = None) -> int:
    """Project every duty of one target, or those of `people`, anew from evidence; returns how many had to change."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related("user").filter(kind=kind, key=key)
    duties = list(rows if people is None else rows.filter(user__person__in=people))
    met = registry.targets[kind].met([duty.user.person for duty in duties], key)
    changed = [duty for duty in duties if _project(duty, met.get(duty.user.person))]
    _write(changed)
    return len(changed)


def _project(duty: Duty, met: Met | None) -> bool:
    """Write the target's answer onto the duty in memory; True where something differs."""
    before = (duty.met_at, duty.in_force_until)
    duty.met_at, duty.in_force_until = (met.at, met.in_force_until) if met else (None, None)
    return before != (duty.met_at, duty.in_force_until)


def _write(duties: Sequence[Duty]) -> None:
    if duties:
        Duty.objects.bulk_update(duties, ["met_at", "in_force_until"], batch_size=1000)
