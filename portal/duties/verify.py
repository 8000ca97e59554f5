"""Replays duties from evidence and says where what is stored differs; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from portal.duties.models import Duty
from portal.seams.contracts import Met
from portal.seams.registry import registry


def differences() -> Iterator[tuple[int, Sequence[str]]]:
    """For each target that duties name: how many were replayed, and a line for each that differs."""
    pairs = Duty.objects.order_by("kind", "key").values_list("kind", "key").distinct()
    for kind, key in pairs:
        duties = list(Duty.objects.filter(kind=kind, key=key).select_related("user").order_by("pk"))
        target = registry.targets.get(kind)
        if target is None:
            yield len(duties), [f"duties of {kind} {key}: nothing here knows this kind"]
            continue
        met = target.met([duty.user.person for duty in duties], key)
        lines = [line for duty in duties for line in _compared(duty, met.get(duty.user.person))]
        yield len(duties), lines


def _compared(duty: Duty, met: Met | None) -> Iterator[str]:
    replayed = {
        "met_at": met.at if met else None,
        "in_force_until": met.in_force_until if met else None,
    }
    for name, value in replayed.items():
        stored = getattr(duty, name)
        if stored != value:
            yield (
                f"duty {duty.pk} ({duty.kind} {duty.key}, person {duty.user.person}): "
                f"{name} is stored as {_said(stored)}, evidence says {_said(value)}"
            )


def _said(moment: datetime | None) -> str:
    return moment.isoformat() if moment else "nothing"
