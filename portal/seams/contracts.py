"""The contracts between the four apps: frozen types, the only way across."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.db.models.expressions import Combinable
    from django.http import HttpRequest
    from django.utils.functional import Promise
    from wagtail.models import Page

    from portal.duties.models import Duty
    from portal.evidence.models import Evidence
    from portal.people.access import Viewer
    from portal.releases.models import Release


# -- Releases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PartDraft:
    """One part of a draft in one language: a lesson, a playbook step, a drill; part id "" is the cover."""

    part_id: str
    locale: str
    position: int
    title: str
    blocks: Sequence[Mapping[str, Any]]
    """Neutral blocks, `{"id", "type", "value"}`; what changes in them is a change."""
    html: Mapping[str, str] = field(default_factory=dict)
    """Sanitised HTML by block id."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What a card or a page head needs in this language: summary, minutes …"""


@dataclass(frozen=True)
class Draft:
    """Everything a release would freeze now; `revisions` name what it was read from and make freezing idempotent."""

    kind: str
    key: UUID
    slug: str
    source_locale: str
    parts: Sequence[PartDraft]
    revisions: Sequence[int]
    change_class: str
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Language-neutral facts: validity, exam rules, accountable …"""
    held: Mapping[str, Any] = field(default_factory=dict)
    """What no reader is ever given: how a drill is marked and solved."""


class ReleaseSource(Protocol):
    """An app's way to turn a Wagtail page into a draft that can be frozen."""

    page_model: type[Page]

    def collect(self, page: Page) -> Draft | None:
        """The draft that this page belongs to, in all its languages; None where it has none yet."""

    def released(self, page: Page) -> None:
        """Called after the freeze, in its transaction: clear the change class, so the next release asks again."""


# -- Duties -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far one person is with a target they have begun: `detail` is one short line, "4 of 5 lessons"."""

    done: int
    of: int
    detail: str
    minutes_left: int | None = None
    """What remains to do; None where it is not known, and the whole length stands."""
    is_met: bool = False
    """They meet it today; `in_force_until` says for how long, None without an end."""
    in_force_until: datetime | None = None


@dataclass(frozen=True)
class Met:
    """A target met once: since when, for how long, and by which facts."""

    at: datetime
    in_force_until: datetime | None
    evidence: Sequence[UUID]
    superseded: bool = False
    """It ends because a newer release asks again, not because its time is over."""


class Target(Protocol):
    """A kind of thing a duty can name. Its title and length stand on the cover of its release in force."""

    kind: str
    label: str | Promise
    """Name of the kind: "Course"."""
    icon: str
    verbs: frozenset[str]
    """The verbs of evidence that can change whether it is met."""

    def url(self, slug: str) -> str:
        """Where it is read or done."""

    def progress(self, keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Progress]:
        """The viewer's own progress by key, in one query; what they have not begun may be left out."""

    def met(self, people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Met]]:
        """Every time that each of `people` met the target, oldest first, those that lapsed included; from evidence and
        releases alone, in constant queries. Who never met it may be left out."""

    def lacking(self, person: UUID, key: UUID) -> Sequence[str]:
        """What one person still has to do to meet it, a short sentence each; empty where nothing is missing."""


class Whole(Protocol):
    """A kind of target that stands on others: a path on its steps. Who meets those meets it, with no fact of its own."""

    kind: str

    def naming(self, kind: str, key: UUID) -> Sequence[UUID]:
        """Keys of the wholes that ever named this thing, in one query."""

    def parts(self, key: UUID) -> Sequence[tuple[str, UUID]]:
        """Kind and key of each thing that it names today, in order."""


# -- Proof ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Where what is stored is not what follows from the facts; `what` names the thing and its field."""

    what: str
    stored: str
    replayed: str


Verifier = Callable[[], Iterable[Sequence[Difference]]]
"""Replays one kind of projection: for each thing replayed, where it differs; empty where it agrees. Writes nothing."""


# -- People's own data -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """Whose data is asked for: their row, those of duplicates merged into it, and every opaque id that evidence knows.

    `persons` begins with the id they go by today. While they work here (`has_left` is false) what work needs stays;
    `kept_until` is the last day on which proof of mandatory training is kept, known once they have left.
    """

    user: int
    users: Sequence[int]
    persons: Sequence[UUID]
    has_left: bool = False
    kept_until: date | None = None

    @property
    def person(self) -> UUID:
        return self.persons[0]


@dataclass(frozen=True)
class Section:
    """A part of a person's copy: a heading in the language being spoken, and rows of plain values by column name.

    `columns` names each column in that language. `is_proof`: stays readable to the privacy officer, for a reason, after
    an erasure.
    """

    name: str
    title: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]
    is_proof: bool = False


class Outcome(StrEnum):
    """What an erasure does with one kind of data."""

    ERASED = "erased"
    PSEUDONYMISED = "pseudonymised"
    KEPT = "kept"


@dataclass(frozen=True)
class Fate:
    """What would become of one kind of data, how much there is, and why; `until` is the last day of keeping it."""

    what: str
    count: int
    outcome: Outcome
    reason: str
    until: date | None = None
    is_proof: bool = False
    """Proof of mandatory training: the name behind it is kept sealed for its term."""


class AccountData(Protocol):
    """What an app holds about a person, and how it is copied, erased and moved to another account."""

    name: str
    title: str | Promise
    """What the privacy officer and the person read: "Ideas"."""
    order: int

    def copy(self, account: Account) -> Iterable[Section]:
        """Everything held about the person, in the language being spoken, in constant queries."""

    def fates(self, account: Account) -> Sequence[Fate]:
        """What `erase` would do, told before it is decided. Writes nothing."""

    def erase(self, account: Account) -> None:
        """Do it, in the transaction of the decision. Doing it twice changes nothing."""

    def merge(self, kept: Account, gone: Account) -> None:
        """Move working state of a duplicate to the account that stays; evidence moves by alias, before this is called."""


# -- Access and sealing -----------------------------------------------------------------------------------------------

VisibleRule = Callable[["QuerySet[Any]", "Viewer"], "QuerySet[Any]"]
"""Narrows a queryset of one kind to what a viewer may know of."""


@dataclass(frozen=True)
class SealedColumn:
    """A column whose values lie sealed: a sealed text, sealed bytes, or JSON with sealed texts at any depth.

    `manage.py rotate_field_keys` walks it. Columns of `portal.sealed`'s own field types are found by themselves.
    """

    model: type[Model]
    column: str


# -- Search -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Findable:
    """One thing as search keeps it, in one language: a lesson, a step, an idea."""

    kind: str
    """What a reader sees it as, a name among the source's kinds: "lesson"."""
    part: str
    """Its part id within what it belongs to; "" where it is that itself."""
    locale: str
    title: str
    body: str
    """Plain text."""
    url: str
    place: str = ""
    """The name of what it belongs to, in the same language: the course of a lesson."""
    department: str = ""
    """Key of the department whose it is, where one is known."""
    topics: Sequence[str] = ()
    scopes: Sequence[str] = ("everyone",)
    """Who may find it: everyone who works here, or "person:<id>" of each."""


@dataclass(frozen=True)
class FindableKind:
    """How a kind of hit is called and drawn: "Lessons"."""

    name: str
    label: str | Promise
    """In the plural, above a list."""
    one: str | Promise
    """Beside one hit."""
    icon: str
    order: int
    is_one_in_all_languages: bool = False
    """Whichever language a word was found in, its reader is shown it in theirs, where it has that."""


class SearchSource(Protocol):
    """What an app lets people find. Whenever something of it changes it says so: `portal.search.index.changed`."""

    kind: str
    """The kind of what is indexed at once: a course with all its lessons."""
    kinds: Sequence[FindableKind]

    def keys(self) -> Iterable[UUID]:
        """Everything there is, in the order of the keys."""

    def findable(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[Findable]]:
        """What can be found of these today, in every language, in constant queries; gone ones may be left out."""


@dataclass(frozen=True)
class Meaning:
    """What a question means, where it is a word of the house, for one reader."""

    name: str
    definition: str
    url: str
    language: str
    """The language it is explained in where that is not the reader's, else empty."""
    abbreviations: str
    other: str
    """Its name in the other language."""
    other_language: str
    ways: Sequence[str]
    """Every way to say it, in every language."""


class Thesaurus(Protocol):
    """Who knows the words of the house."""

    def meaning(self, viewer: Viewer, said: str, *, language: str) -> Meaning | None:
        """What the question as a whole means; None where it is no word of the house."""


ReleaseListener = Callable[["Release"], None]
"""Called in a transaction, once for each release: when it is made, or when it takes effect."""


# -- Embeds, cards, evidence ------------------------------------------------------------------------------------------


class Embed(Protocol):
    """Renders cards of one kind into another app's page."""

    kind: str

    def cards(self, request: HttpRequest, keys: Sequence[str]) -> Mapping[str, str]:
        """Safe HTML by key for this viewer, in constant queries; a key they may not see is left out."""


@dataclass(frozen=True)
class HomeCard:
    """A card on *my day*: `render` returns safe HTML, or an empty string where there is nothing to show."""

    name: str
    order: int
    column: str
    """"main", "side", or "first": what waits for the viewer's answer, where no duty does, instead of an empty day."""
    render: Callable[[HttpRequest], str]


@dataclass(frozen=True)
class NavItem:
    """A place in the rail and the bottom bar."""

    name: str
    url_name: str
    label: str | Promise
    icon: str
    order: int
    count: Callable[[Viewer], int] | None = None
    shown: Callable[[Viewer], bool] = lambda viewer: True


PeopleListener = Callable[[Collection[int]], None]
"""Called with the user ids of who joined, came back or moved today, in the transaction of the act."""

DutyListener = Callable[[Sequence["Duty"], Sequence["Duty"]], None]
"""Called with the duties that an act opened, whose rows have no number yet, and with those it found met, in its transaction."""

ViewerCount = Callable[[], "Combinable"]
"""An expression over a user row that counts something for them; read with the person, at no query of its own."""

EvidenceSubscriber = Callable[["Evidence"], None]
"""Called by `record()` in its transaction. Lock order: workspace, then person."""

Seeder = Callable[["SeedCast"], None]
"""Adds an app's part of the demo, idempotently; called after people exist."""


@dataclass(frozen=True)
class SeedCast:
    """Who stands in the demo, by short name (ana, bruno …), and the moment the demo is seeded."""

    now: datetime
    people: Mapping[str, Any]
    everyone: Sequence[Any]
    seed: int
    say: Callable[[str], None]
