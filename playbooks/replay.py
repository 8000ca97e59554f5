"""Replays acknowledgements from evidence: what is stored of them must say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playbooks.models import Acknowledgement
from playbooks.queries import ACKNOWLEDGED
from portal.evidence.replay import Told, by_person, compared, facts
from portal.seams.contracts import Difference


def acknowledgements() -> Iterator[Sequence[Difference]]:
    rows = by_person(Acknowledgement.objects.all(), "user__person")
    return compared(
        (
            Told(
                of.whose,
                f"playbook {of.key} acknowledged in release {of.release_id}",
                of.acknowledged_at,
                _no(of.number),
            )
            for of in rows.iterator()
        ),
        (
            Told(
                fact.whose,
                f"playbook {fact.key} acknowledged in release {fact.release}",
                fact.occurred_at,
                _no(fact.result["number"]),
            )
            for fact in facts(ACKNOWLEDGED).iterator()
        ),
    )


def _no(number: int) -> dict[str, object]:
    return {"number": number}
