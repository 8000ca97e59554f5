"""A draft as it is judged before it is switched on: what it says, what it would change, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as told
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.duties.models import Requirement, Terms
from portal.duties.queries.rule import thing_of
from portal.duties.queries.rules import TermsInWords, in_words, percent
from portal.duties.queries.things import Thing
from portal.duties.simulate import Simulation, simulate
from portal.ui.templatetags.ui import figure


@dataclass(frozen=True)
class DepartmentBar:
    """How many people of a department it reaches, and how long its bar is beside the longest."""

    name: str
    people: int
    width: str


@dataclass(frozen=True)
class Figure:
    """One number of the simulation with its word and picture."""

    count: int
    label: str | Promise
    icon: str


@dataclass(frozen=True)
class DraftPage:
    """Everything the page of a draft tells."""

    requirement: Requirement
    thing: Thing
    said: TermsInWords
    before: TermsInWords | None
    """What the rule says until then, where it says something already."""
    simulation: Simulation
    departments: Sequence[DepartmentBar]

    @property
    def headline(self) -> str:
        """ "43 people, 12 due within 7 days"."""
        people = ngettext("%(n)s person", "%(n)s people", self.simulation.people) % {
            "n": figure(self.simulation.people)
        }
        if not self.simulation.people:
            return told("It would ask nobody")
        if not self.simulation.due_within_7:
            return told("%(people)s, nobody due within 7 days") % {"people": people}
        return ngettext(
            "%(people)s, %(n)s due within 7 days", "%(people)s, %(n)s due within 7 days", self.simulation.due_within_7
        ) % {"people": people, "n": figure(self.simulation.due_within_7)}

    @property
    def sentence(self) -> str:
        """What to make of it."""
        if not self.simulation.people:
            return told("Nobody fits the groups on that day. Change the draft, or wait until somebody does.")
        if self.simulation.closing:
            return told("Switching it on also takes the duty from those who are no longer in the groups.")
        return told("Look at the figures and the names; nothing happens before you switch it on.")

    @property
    def figures(self) -> Sequence[Figure]:
        one = self.simulation
        return [
            Figure(one.opening, _("would come under the rule"), "user-plus"),
            Figure(one.met_already, _("meet it already"), "circle-check"),
            Figure(one.due_within_7, _("due within 7 days"), "clock"),
            Figure(one.closing, _("would leave the rule"), "user-minus"),
        ]

    @property
    def has_more_people(self) -> bool:
        return self.simulation.people > len(self.simulation.sample)


def draft_page(row: Requirement, terms: Terms) -> DraftPage:
    """A draft and its simulation; nothing is written."""
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
