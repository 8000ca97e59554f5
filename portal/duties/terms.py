"""What rules say: their terms by number, as the pure rules of days read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.duties.chain import Said
from portal.duties.models import Requirement, Terms
from portal.duties.rules import start_of
from portal.people.days import home


@dataclass(frozen=True)
class Rule:
    """A requirement and everything it ever said once it was switched on."""

    requirement: Requirement
    terms: list[Said]

    @property
    def pk(self) -> int:
        return int(self.requirement.pk)

    @property
    def thing(self) -> tuple[str, UUID]:
        return self.requirement.kind, self.requirement.key


def said(terms: Terms) -> Said:
    return Said(
        pk=terms.pk,
        applies_from=terms.applies_from,
        since=max(start_of(terms.applies_from, home()), terms.switched_on_at or start_of(terms.applies_from, home())),
        due_from=terms.due_from,
        due_days=terms.due_days,
        due_on=terms.due_on,
        again_days=terms.again_days,
        renew_days=terms.renew_days,
        grace_days=terms.grace_days,
    )


def rules(requirements: Collection[int]) -> Mapping[int, Rule]:
    """Rules by id, those that were ever switched on; one query."""
    rows = Terms.objects.filter(requirement__in=list(requirements)).exclude(switched_on_at=None)
    found: dict[int, list[Terms]] = defaultdict(list)
    for row in rows.select_related("requirement").order_by("requirement", "number"):
        found[row.requirement_id].append(row)
    return {pk: Rule(of[0].requirement, [said(one) for one in of]) for pk, of in found.items()}
