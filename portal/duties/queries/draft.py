"""A draft as it is judged before it is switched on: what it says, what it would change, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.duties.models import Requirement, Terms
from portal.duties.queries.rule import thing_of
from portal.duties.queries.rules import TermsInWords, in_words, percent
from portal.duties.queries.things import Thing


@dataclass(frozen=True)
class DepartmentBar:
    """How many people of a department it reaches, and how long its bar is beside the longest."""

    name: str
    people: int
    width: str


@dataclass(frozen=True)
class DraftPage:
    """Everything the page of a draft tells."""

    requirement: Requirement
    thing: Thing
    said: TermsInWords
    before: TermsInWords | None
    """What the rule says until then, where it says something already."""
    simulation: Any
    departments: Sequence[DepartmentBar]


def draft_page(row: Requirement, terms: Terms) -> DraftPage:
    """A draft and its simulation; nothing is written."""
    from portal.duties.simulate import simulate

    simulation = simulate(terms)
    longest = max((people for _, people in simulation.by_department), default=0)
    before = next((one for one in row.terms.all() if one.switched_on_at), None)
    return DraftPage(
        requirement=row,
        thing=thing_of(row),
        said=in_words(terms),
        before=in_words(before) if before else None,
        simulation=simulation,
        departments=[DepartmentBar(name, n, percent(n, longest)) for name, n in simulation.by_department],
    )
