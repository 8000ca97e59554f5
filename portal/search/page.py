"""The page of results: hits with their words marked, people above them, and the ways to narrow; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import OPEN, Job
from portal.people.access import Capability, Viewer
from portal.seams.contracts import FindableKind, Meaning
from portal.seams.registry import registry
from portal.search.asked import LANGUAGES, note
from portal.search.index import INDEX
from portal.search.people import AMONG_OTHERS, PERSON, People, people
from portal.search.queries import A_PAGE, RANKED, Facet, Filters, Found, Row, entries, suggestions
from portal.search.text import Piece, marked, plain, snippet

PEOPLE = FindableKind(PERSON, _("People"), _("Person"), "user-round", 5)
LATEST = timedelta(minutes=5)
OTHER_WAYS = 4
"""Of those to say the same, so many are told."""


def kinds() -> dict[str, FindableKind]:
    """Every kind of hit, as the apps name them."""
    found = [kind for source in registry.searched.values() for kind in source.kinds]
    return {kind.name: kind for kind in sorted([PEOPLE, *found], key=lambda kind: kind.order)}


@dataclass(frozen=True)
class Hit:
    """One hit, ready to be drawn."""

    kind: FindableKind
    title: Sequence[Piece]
    place: Sequence[Piece]
    snippet: Sequence[Piece]
    url: str
    language: str
    """Its language where that is not the reader's, else empty."""

    @property
    def said_in(self) -> str | Promise:
        return LANGUAGES.get(self.language, self.language)


@dataclass(frozen=True)
class Choice:
    """A way to narrow, or to widen again."""

    label: str | Promise
    count: int
    url: str
    is_on: bool
    icon: str = ""
    is_counted: bool = True
    """Exactly; where very much matches no figure is told."""


@dataclass(frozen=True)
class Results:
    """What the page of results shows."""

    said: str
    found: Found
    people: People
    filters: Filters
    page: int
    language: str
    meaning: Meaning | None = None

    @cached_property
    def hits(self) -> Sequence[Hit]:
        """Without the term itself where its card stands above them."""
        known = kinds()
        above = self.meaning.url if self.meaning and self.shows_meaning else ""
        return [self._hit(row, known[row.kind]) for row in self.found.rows if row.kind in known and row.url != above]

    @property
    def shows_meaning(self) -> bool:
        return self.meaning is not None and self.page == 1 and not self.filters.department and not self.filters.topic

    @property
    def also(self) -> Sequence[str]:
        """Other ways to say the same, which were looked for too; a few, and none that is written almost alike."""
        if not self.meaning:
            return []
        return different([self.said, self.meaning.name, self.meaning.other], self.meaning.ways)

    @property
    def meaning_in(self) -> str | Promise:
        """Of the name in the other language."""
        return LANGUAGES.get(self.meaning.other_language, "") if self.meaning else ""

    def _hit(self, row: Row, kind: FindableKind) -> Hit:
        marks = self.found.marks
        language = "" if row.locale == self.language else row.locale
        return Hit(
            kind, marked(row.title, marks), marked(row.place, marks), snippet(row.body, marks), row.url, language
        )

    @property
    def is_only_people(self) -> bool:
        return self.filters.kind == PERSON

    @property
    def shows_people(self) -> bool:
        return bool(self.people.rows)

    @property
    def total(self) -> int:
        """Of what the filters leave."""
        if self.is_only_people:
            return self.people.total
        return self.found.total + (0 if self.filters.kind else self.people.total)

    @property
    def is_many(self) -> bool:
        """More than are counted."""
        return self.found.is_many and not self.is_only_people

    @property
    def at_least(self) -> int:
        """Of very many, a round number that there are for certain."""
        return self.total // 100 * 100

    @property
    def everything(self) -> int:
        return self.found.everything + self.people.total

    @property
    def is_empty(self) -> bool:
        return not self.total

    @property
    def is_common(self) -> bool:
        return self.found.is_common and not self.people.total

    @property
    def is_narrowed(self) -> bool:
        return self.filters != Filters()

    @property
    def more_people_url(self) -> str:
        """Where all of them are, if these are not all."""
        more = self.people.total > len(self.people.rows) and not self.is_only_people
        return self._url(kind=PERSON) if more else ""

    @cached_property
    def kinds(self) -> Sequence[Choice]:
        counted = not self.found.has_many
        counts = {facet.value: facet.count for facet in self.found.kinds}
        if self.people.total:
            counts[PERSON] = self.people.total
        choices = [
            Choice(kind.label, counts[name], self._url(kind=name), self.filters.kind == name, kind.icon, counted)
            for name, kind in kinds().items()
            if name in counts
        ]
        everything = Choice(
            _("Everything"), sum(counts.values()), self._url(kind=""), not self.filters.kind, "", counted
        )
        return [everything, *choices] if choices else []

    @cached_property
    def departments(self) -> Sequence[Choice]:
        return self._choices("department", self.found.departments, self.filters.department)

    @cached_property
    def topics(self) -> Sequence[Choice]:
        return self._choices("topic", self.found.topics, self.filters.topic)

    def _choices(self, name: str, facets: Sequence[Facet], on: str) -> Sequence[Choice]:
        return [
            Choice(
                facet.label,
                facet.count,
                self._url(**{name: "" if on == facet.value else facet.value}),
                on == facet.value,
                is_counted=not self.found.has_many,
            )
            for facet in facets
        ]

    @property
    def whole_url(self) -> str:
        return self._url(kind="", department="", topic="")

    # -- Paging

    @property
    def pages(self) -> int:
        """Pages there are; of very many hits those that fit best are shown."""
        return max(1, -(-min(self.total if self.is_only_people else self.found.total, RANKED) // A_PAGE))

    @property
    def has_pages(self) -> bool:
        return self.pages > 1

    @property
    def previous_url(self) -> str:
        return self._url(page=str(self.page - 1)) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self._url(page=str(self.page + 1)) if self.page < self.pages else ""

    def _url(self, **changed: str) -> str:
        now = {"q": self.said, "kind": self.filters.kind, "department": self.filters.department}
        now |= {"topic": self.filters.topic, "page": "", **changed}
        kept = {name: value for name, value in now.items() if value and (name, value) != ("page", "1")}
        return f"{reverse('search:search')}?{urlencode(kept)}"


def results(viewer: Viewer, said: str, *, language: str, filters: Filters, page: int) -> Results:
    """Ask the index and the people, and note what was asked; four queries at most, a fifth for who leads and mistypes."""
    meaning = registry.thesaurus.meaning(viewer, said, language=language) if registry.thesaurus else None
    also = meaning.ways if meaning else ()
    found = entries(viewer, said, language=language, filters=filters, page=page, also=also)
    is_only_people = filters.kind == PERSON
    who = People()
    if not filters.topic:
        many = {"most": A_PAGE, "page": page} if is_only_people else {"most": AMONG_OTHERS}
        who = people(viewer, said, department=filters.department, **many)
    if (filters.kind and not is_only_people) or (page > 1 and not is_only_people):
        who = People(total=who.total)
    shown = Results(said, found, who, filters, page, language, meaning)
    if page == 1 and not shown.is_narrowed and not shown.is_common and not _names(said, who):
        note(viewer, said, language=language, results=shown.everything)
    return shown


def different(said: Sequence[str], ways: Sequence[str]) -> Sequence[str]:
    """Of other ways to say something, those that begin unlike what is said and unlike each other: no inflections."""
    begun, found = {_beginning(one) for one in said}, []
    for way in ways:
        if _beginning(way) not in begun:
            begun.add(_beginning(way))
            found.append(way)
    return found[:OTHER_WAYS]


def _beginning(said: str) -> tuple[str, ...]:
    return tuple(word[:5] for word in plain(said).split())


def _names(said: str, found: People) -> bool:
    """Somebody's name was asked for: that is nobody else's business, so it is not noted."""
    asked = set(plain(said).split())
    return any(asked & set(plain(one.name).split()) for one in found.rows)


@dataclass(frozen=True)
class Lag:
    """How far the index is behind: what waits, since when."""

    waiting: int
    since: datetime | None

    @property
    def is_late(self) -> bool:
        return self.since is not None and timezone.now() - self.since > LATEST


def lag() -> Lag:
    """Of the jobs that keep the index; one query."""
    waiting = Job.objects.filter(OPEN, kind=INDEX, run_after__lte=timezone.now())
    told = waiting.aggregate(n=Count("pk"), since=Min("run_after"))
    return Lag(told["n"], told["since"])


def may_see_lag(viewer: Viewer) -> bool:
    return viewer.can(Capability.ADMINISTER)


@dataclass(frozen=True)
class Offer:
    """One suggestion, ready to be drawn."""

    title: Sequence[Piece]
    note: str | Promise
    url: str
    icon: str
    language: str


def offers(viewer: Viewer, said: str, *, language: str) -> list[Offer]:
    """Titles, then people, that begin like what is being typed."""
    if len(plain(said)) < 2:
        return []
    known = kinds()
    marks = frozenset(plain(said).split())
    found = [
        Offer(
            marked(one.title, marks),
            one.place or known[one.kind].one,
            one.url,
            known[one.kind].icon,
            "" if one.locale == language else one.locale,
        )
        for one in suggestions(viewer, said, language=language)
        if one.kind in known
    ]
    who = [one for one in people(viewer, said, most=3).rows if one.url]
    return [*[Offer(marked(one.name, marks), one.title, one.url, PEOPLE.icon, "") for one in who], *found]
