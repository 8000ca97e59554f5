"""Reading: a company's months, and by which definitions and for how long the address asks to see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from portal.ui.charts import Chart
from portal.ui.figures import Figures
from sandbox import projection, store
from sandbox.engine.catalogue import Policy
from sandbox.engine.metrics import Books, ChurnBase, Closed, Definitions, Month
from sandbox.queries.scene import Scene

SPANS = (6, 12, 24)
SPAN = 12

WORDS: Mapping[str, tuple[str | Promise, Mapping[str, str | Promise]]] = {
    "discounts": (
        gettext_lazy("Lasting discounts"),
        {"subtracted": gettext_lazy("subtracted"), "ignored": gettext_lazy("not subtracted")},
    ),
    "past_due": (
        gettext_lazy("Past due"),
        {
            "counts": gettext_lazy("counts until it is suspended or ends"),
            "excluded": gettext_lazy("does not count"),
        },
    ),
    "base": (
        gettext_lazy("Churn is a share of"),
        {
            "opening": gettext_lazy("the customers at the opening"),
            "average": gettext_lazy("the mean of opening and closing"),
            "opening_and_new": gettext_lazy("the opening and the new ones"),
        },
    ),
}
"""The switches by their word in the address: what each is called, and what it may be."""


@dataclass(frozen=True)
class Counting:
    """The definitions a page is counted by."""

    discounts: str
    past_due: str
    base: ChurnBase

    @property
    def key(self) -> str:
        return f"{self.discounts}.{self.past_due}"

    def but(self, name: str, value: str) -> Counting:
        return Counting(**{**self.words, name: value})  # type: ignore[arg-type]

    @property
    def words(self) -> dict[str, str]:
        return {"discounts": self.discounts, "past_due": self.past_due, "base": self.base}

    @classmethod
    def of(cls, policy: Policy) -> Counting:
        known = Definitions.of(policy)
        return cls(known.mrr_discounts, known.mrr_past_due, policy.churn_of)


@dataclass(frozen=True)
class Option:
    """One way to count: what it is called, what it would give, and where that is shown."""

    label: str
    told: str
    url: str
    is_chosen: bool
    is_policy: bool


@dataclass(frozen=True)
class Switch:
    """One definition that the field disagrees about."""

    label: str
    of: str
    """Which figure the options tell."""
    options: Sequence[Option]

    @property
    def chosen(self) -> Option:
        return next(one for one in self.options if one.is_chosen)


@dataclass(frozen=True)
class Choice:
    """A link that may be the one followed."""

    label: str
    url: str
    is_chosen: bool
    icon: str = ""


@dataclass(frozen=True)
class Report:
    """What one report has to show, in the order of its page."""

    sentence: str
    charts: Sequence[Chart] = ()
    tables: Sequence[Figures] = ()
    notes: Sequence[str] = ()
    switches: Sequence[Switch] = ()
    template: str = ""
    """Of what only this report has, drawn above its charts."""
    context: Mapping[str, Any] = field(default_factory=dict)
    has_span: bool = True
    now: Sequence[Chart] = ()
    """Of one day, however many months are asked for."""
    has_day: bool = False
    """Whether its tables are of one day too: the choice of months then stands below them."""

    @property
    def is_empty(self) -> bool:
        return not self.charts and not self.tables and not self.template

    @property
    def figures(self) -> list[Figures]:
        """Every table, of its charts too."""
        return [*(chart.figures for chart in (*self.now, *self.charts)), *self.tables]


@dataclass(frozen=True)
class Reading:
    """The months of a company as one page asks for them."""

    opened: store.Opened
    scene: Scene
    path: str
    asked: QueryDict
    months: Sequence[Closed]
    counting: Counting

    @property
    def currency(self) -> str:
        return self.scene.currency

    @property
    def policy(self) -> Counting:
        return Counting.of(self.scene.world.require_company().policy)

    @cached_property
    def span(self) -> int:
        """How many months are shown; 0 is all there are."""
        asked = self.asked.get("months", "")
        if asked == "all":
            return 0
        return int(asked) if asked in map(str, SPANS) else SPAN

    @property
    def shown(self) -> Sequence[Closed]:
        return self.months[-self.span :] if self.span else self.months

    @property
    def closed(self) -> Sequence[Closed]:
        """Those that are over."""
        return self.months[:-1]

    @property
    def running(self) -> Closed | None:
        return self.months[-1] if self.months else None

    @property
    def spans(self) -> list[Choice]:
        told = [(str(one), ngettext("%(n)d month", "%(n)d months", one) % {"n": one}) for one in SPANS]
        told.append(("all", _("Everything")))
        chosen = str(self.span) if self.span else "all"
        return [Choice(label, self.url(months=value), value == chosen) for value, label in told]

    def movement(self, month: Closed, counting: Counting | None = None) -> Month:
        return month.figures[(counting or self.counting).key].movement

    def url(self, **changed: str) -> str:
        """This page's address with something else asked for."""
        query = self.asked.copy()
        for name, value in changed.items():
            query[name] = value
        return f"{self.path}?{query.urlencode()}" if query else self.path


def reading_of(opened: store.Opened, scene: Scene, asked: QueryDict, path: str) -> Reading:
    """The months counted, and the definitions the address names; the company's own where it names none, or nonsense."""
    counting = Counting.of(scene.world.require_company().policy)
    for name, (_label, values) in WORDS.items():
        chosen = asked.get(name, "")
        if chosen in values:
            counting = counting.but(name, str(chosen))
    return Reading(opened, scene, path, asked, projection.months(opened), counting)


def day_of(month: str) -> date:
    """The first day of `2026-11`."""
    return date(int(month[:4]), int(month[5:]), 1)


def books_of(month: Closed) -> Books:
    """Every month that the store counted has its books."""
    if month.books is None:
        raise LookupError(f"no books of {month.month}")
    return month.books


def share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


UNFINISHED = pgettext_lazy("report", "%(month)s is not over: its figures are as of now and may still change.")
