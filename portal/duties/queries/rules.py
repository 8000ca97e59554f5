"""Rules as who sets them reads them: all of them by what they ask, one in words, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.duties.models import Clause, Duty, Requirement, Terms
from portal.duties.queries import words
from portal.duties.queries.counting import counts
from portal.duties.queries.faces import FACES, Face
from portal.duties.queries.things import Pair, Thing, covers_by_key, folded, thing
from portal.duties.rules import DutyStatus
from portal.people.access import Capability, Viewer, visible
from portal.people.days import today

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Segment:
    """A part of a bar: a status, how many people, and where it lies, in percent of the whole."""

    face: Face
    count: int
    start: str
    width: str


@dataclass(frozen=True)
class Bar:
    """People of a rule by status, as a bar and as figures."""

    segments: Sequence[Segment]
    total: int

    @property
    def said(self) -> str:
        """The whole bar in words, for who does not see it."""
        return "; ".join(f"{one.face.label}: {one.count}" for one in self.segments)


def bar_of(row: Mapping[str, int]) -> Bar:
    """A bar from counts by status; what is well comes first."""
    total = sum(row.get(state.value, 0) for state in DutyStatus)
    segments, before = [], 0
    for state in reversed(DutyStatus):
        if count := row.get(state.value, 0):
            segments.append(Segment(FACES[state], count, percent(before, total), percent(count, total)))
            before += count
    return Bar(segments, total)


def percent(part: int, whole: int) -> str:
    """A share as SVG writes it, with a point in every language."""
    return f"{100 * part / whole:.3f}%" if whole else "0%"


@dataclass(frozen=True)
class RuleState:
    """Whether a rule asks today, will, did or is being written: word, tone and picture."""

    name: str
    tone: str
    icon: str
    label: str | Promise


STATES = {
    "draft": RuleState("draft", "plain", "pencil-line", _("draft")),
    "ahead": RuleState("ahead", "calm", "calendar-clock", _("planned")),
    "running": RuleState("running", "ok", "circle-check", _("switched on")),
    "ending": RuleState("ending", "warn", "calendar-x", _("ending")),
    "ended": RuleState("ended", "plain", "archive", _("ended")),
}


@dataclass(frozen=True)
class TermsInWords:
    """What a rule says, ready to be read."""

    terms: Terms
    included: str
    excluded: str
    due: str
    grace: str
    renewal: str
    again: str
    by: str = ""
    """Who said it."""


def in_words(terms: Terms, by: Mapping[Any, str] | None = None) -> TermsInWords:
    """Terms whose clauses came along, in words."""
    included, excluded = words.audience(terms.clauses.all())
    return TermsInWords(
        terms,
        included,
        excluded,
        words.due(terms),
        words.grace(terms),
        words.renewal(terms),
        words.again(terms),
        (by or {}).get(terms.said_by, ""),
    )


@dataclass(frozen=True)
class Rule:
    """A rule with what it says today; a draft beside what is in force is a change that waits."""

    requirement: Requirement
    state: RuleState
    shown: TermsInWords
    draft: Terms | None
    bar: Bar

    @property
    def pk(self) -> int:
        return self.requirement.pk

    @property
    def is_only_draft(self) -> bool:
        return self.state.name == "draft"

    @property
    def is_ended(self) -> bool:
        return self.state.name == "ended"

    @property
    def has_change_waiting(self) -> bool:
        return self.draft is not None and not self.is_only_draft

    @property
    def last_day(self) -> date | None:
        return self.requirement.ends_on - DAY if self.requirement.ends_on else None

    @property
    def url(self) -> str:
        return reverse("duties:draft" if self.is_only_draft else "duties:rule", args=[self.pk])


@dataclass(frozen=True)
class RuleGroup:
    """The rules that ask for one thing."""

    thing: Thing
    rules: Sequence[Rule]


@dataclass(frozen=True)
class RuleList:
    """Every rule, by what it asks for; ended ones apart."""

    groups: Sequence[RuleGroup]
    ended: Sequence[RuleGroup]

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.ended


def with_terms(rows: QuerySet[Requirement]) -> QuerySet[Requirement]:
    """Rules with all they ever said and of whom; three more queries however many there are."""
    clauses = Clause.objects.select_related("department", "user").order_by("excludes", "pk")
    terms = Terms.objects.order_by("-number").prefetch_related(Prefetch("clauses", clauses))
    return rows.prefetch_related(Prefetch("terms", terms))


def rule_list(viewer: Viewer) -> RuleList:
    """Every rule this viewer may know of, in five queries."""
    rows = list(with_terms(visible(Requirement.objects.order_by("pk"), viewer)))
    covers = covers_by_key({(row.kind, row.key) for row in rows})
    counted = _counted(Duty.objects.filter(requirement__in=[row.pk for row in rows]))
    rules = [rule_of(row, counted.get(row.pk, {}), viewer) for row in rows]
    live: dict[Pair, list[Rule]] = {}
    ended: dict[Pair, list[Rule]] = {}
    for rule in rules:
        if rule is not None:
            shelf = ended if rule.is_ended else live
            shelf.setdefault((rule.requirement.kind, rule.requirement.key), []).append(rule)

    def grouped(shelf: Mapping[Pair, Sequence[Rule]]) -> list[RuleGroup]:
        groups = [RuleGroup(thing(*pair, covers), found) for pair, found in shelf.items()]
        return sorted(groups, key=lambda group: folded(group.thing.title))

    return RuleList(grouped(live), grouped(ended))


def _counted(duties: QuerySet[Duty]) -> Mapping[int, Mapping[str, int]]:
    rows: Any = duties.filter(is_newest=True, user__is_active=True).order_by().values("requirement")
    return {row["requirement"]: row for row in rows.annotate(**counts(timezone.now()))}


def rule_of(row: Requirement, counted: Mapping[str, int], viewer: Viewer) -> Rule | None:
    """A rule whose terms came along; None where all there is of it is a draft that is not for this viewer."""
    said = list(visible_terms(row, viewer))
    on = [terms for terms in said if terms.switched_on_at]
    draft = next((terms for terms in said if not terms.switched_on_at), None)
    now = next((terms for terms in on if terms.applies_from <= today()), None)
    shown = now or (on[-1] if on else draft)
    if shown is None:
        return None
    return Rule(row, STATES[_state(row, now, on)], in_words(shown), draft, bar_of(counted))


def visible_terms(row: Requirement, viewer: Viewer) -> Iterable[Terms]:
    """What a rule said, newest first; a draft is for who sets rules."""
    sets = viewer.can(Capability.SET_DUTIES)
    return [terms for terms in row.terms.all() if sets or terms.switched_on_at]


def _state(row: Requirement, now: Terms | None, on: Sequence[Terms]) -> str:
    if not on:
        return "draft"
    if row.ends_on and row.ends_on <= today():
        return "ended"
    if now is None:
        return "ahead"
    return "ending" if row.ends_on else "running"
