"""What the privacy officer reads: acts as sentences, with names beside them, page by page; constant queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.models import Entry
from portal.audit.telling import departments_in, named_in, tell
from portal.people.access import Viewer, visible
from portal.people.models import User

PAGE = 50
IMPORTED = "people.imported"
MOST_FOUND = 500
"""People whom a name may stand for."""

GROUPS: Mapping[str, tuple[str | Promise, Sequence[str]]] = {
    "people": (gettext_lazy("People in and out"), ("person.", "people.", "plan.")),
    "roles": (gettext_lazy("Roles"), ("role.",)),
    "delegation": (gettext_lazy("Delegation"), ("delegation.",)),
    "departments": (gettext_lazy("Departments"), ("department.",)),
    "signin": (gettext_lazy("Sign-in"), ("signin.",)),
    "rights": (gettext_lazy("Personal data"), ("rights.", "document.")),
    "keys": (gettext_lazy("Encryption"), ("keys.",)),
    "calendars": (gettext_lazy("Calendars"), ("calendar.",)),
    "webhooks": (gettext_lazy("Webhooks"), ("webhook.",)),
    "content": (gettext_lazy("Content"), ("release.", "questions.")),
    "duties": (gettext_lazy("Duties"), ("duty.",)),
    "audit": (gettext_lazy("The audit"), ("audit.",)),
    "jobs": (gettext_lazy("Background work"), ("job.",)),
    "evidence": (gettext_lazy("Evidence"), ("evidence.",)),
}
"""Kinds of acts, by how their names begin; a test finds an act that belongs to none."""
ICONS = {
    "people": "user-round", "roles": "id-card", "delegation": "handshake", "departments": "network", "signin": "key-round",
    "rights": "shield-check", "keys": "lock", "content": "book-open", "duties": "calendar-check", "audit": "scroll-text", "jobs": "list-checks",
    "evidence": "file-check", "calendars": "calendar-days", "webhooks": "webhook",
}  # fmt: skip


def group_of(act: str) -> str:
    """The kind an act belongs to; empty where there is none."""
    return next((name for name, (_label, starts) in GROUPS.items() if act.startswith(tuple(starts))), "")


@dataclass(frozen=True)
class Asked:
    """Which acts are asked for; everything may be empty."""

    who: str = ""
    about: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None
    before: tuple[datetime, UUID] | None = None
    """The last act of the page before."""
    of_import: UUID | None = None
    """Only what one import of people did."""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.who or self.about or self.group or self.since or self.until or self.of_import)

    @property
    def hidden(self) -> Sequence[tuple[str, str]]:
        """The same question as fields of a form, without the page."""
        told = {"who": self.who, "about": self.about, "group": self.group}
        days = {"since": self.since, "until": self.until}
        told |= {name: day.isoformat() for name, day in days.items() if day}
        told["import"] = str(self.of_import or "")
        return [(name, value) for name, value in told.items() if value]

    def query(self, **more: str) -> str:
        """The same question as part of an address."""
        return urlencode([*self.hidden, *more.items()])


@dataclass(frozen=True)
class Name:
    """Somebody in the audit: a name, or what stands for it."""

    text: str
    note: str = ""
    is_person: bool = True


@dataclass(frozen=True)
class Act:
    """An entry as it is read."""

    entry: Entry
    by: Name
    about: Name | None
    names: Mapping[UUID, Name] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return tell(self.entry, {person: name.text for person, name in self.names.items()}, self.departments)

    @property
    def group(self) -> str | Promise:
        name = group_of(self.entry.act)
        return GROUPS[name][0] if name else ""

    @property
    def icon(self) -> str:
        return ICONS.get(group_of(self.entry.act), "dot")

    @property
    def rows(self) -> int:
        """How many acts of an import stand behind this one."""
        return (
            int(self.entry.facts.get("rows", 0)) if self.entry.act == IMPORTED and "import" in self.entry.facts else 0
        )

    @property
    def unfolded(self) -> str:
        return urlencode({"import": self.entry.facts["import"]}) if self.rows else ""

    @property
    def is_own(self) -> bool:
        """Done to oneself: the same name twice says less than once."""
        return self.entry.actor == self.entry.subject


@dataclass
class Leaf:
    """A page of the audit, and where the next one begins."""

    asked: Asked
    entries: Sequence[Entry]
    has_more: bool = False
    names: Mapping[UUID, Name] = field(default_factory=dict)

    @cached_property
    def acts(self) -> Sequence[Act]:
        departments = departments_in(self.entries)
        return [act_of(entry, self.names, departments) for entry in self.entries]

    @property
    def older(self) -> str:
        if not self.has_more:
            return ""
        last = self.entries[-1]
        return self.asked.query(before=f"{last.at.isoformat()}_{last.pk}")

    @property
    def is_first(self) -> bool:
        return self.asked.before is None


def entries_asked(viewer: Viewer, asked: Asked) -> QuerySet[Entry]:
    """Newest first, narrowed; two queries more at most, for the names asked for."""
    rows = visible(Entry.objects.all(), viewer).order_by("-at", "-id")
    if asked.who:
        rows = rows.filter(actor__in=_persons(asked.who))
    if asked.about:
        rows = rows.filter(subject__in=_persons(asked.about))
    if asked.group in GROUPS:
        begins = Q()
        for start in GROUPS[asked.group][1]:
            begins |= Q(act__startswith=start)
        rows = rows.filter(begins)
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.of_import:
        rows = rows.filter(facts__import=str(asked.of_import)).exclude(act=IMPORTED)
    if asked.before:
        at, key = asked.before
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=key))
    return rows


def leaf(viewer: Viewer, asked: Asked) -> Leaf:
    """One page, and the names on it in one query."""
    rows = list(_folded(entries_asked(viewer, asked), asked)[: PAGE + 1])
    shown = rows[:PAGE]
    return Leaf(asked, shown, has_more=len(rows) > PAGE, names=names_of(shown))


def _folded(rows: QuerySet[Entry], asked: Asked) -> QuerySet[Entry]:
    """What an import did to each person stands behind its own row, unless it or a person is asked for."""
    if asked.of_import or asked.about:
        return rows
    whole = Entry.objects.filter(act=IMPORTED, facts__import=OuterRef("facts__import"))
    return rows.filter(Q(act=IMPORTED) | Q(facts__import__isnull=True) | ~Exists(whole))


def names_of(entries: Iterable[Entry]) -> Mapping[UUID, Name]:
    """By opaque id, in one query. Who was erased stands under the pseudonym that their row carries by now."""
    entries = list(entries)
    persons = {one for entry in entries for one in (entry.actor, entry.subject) if one} | named_in(entries)
    users = User.objects.filter(person__in=persons).values_list("person", "name", "merged_into")
    return {person: Name(name, _("(duplicate, merged)") if merged else "") for person, name, merged in users}


def act_of(entry: Entry, names: Mapping[UUID, Name], departments: Mapping[str, str]) -> Act:
    def name(person: UUID) -> Name:
        return names.get(person) or Name(_("Unknown account"), str(person)[:8], is_person=False)

    by = name(entry.actor) if entry.actor else Name(_("The portal itself"), is_person=False)
    about = name(entry.subject) if entry.subject else None
    return Act(entry, by, about, {one: name(one) for one in named_in([entry])}, departments)


def acts_of(rows: QuerySet[Entry], *, size: int = 2000) -> Iterator[Act]:
    """All of them, some at a time, so that a long audit does not lie in memory whole."""
    some: list[Entry] = []
    for entry in rows.iterator(chunk_size=size):
        some.append(entry)
        if len(some) == size:
            yield from _named(some)
            some = []
    yield from _named(some)


def _named(entries: Sequence[Entry]) -> Iterator[Act]:
    names, departments = names_of(entries), departments_in(entries)
    return (act_of(entry, names, departments) for entry in entries)


def _persons(text: str) -> Sequence[UUID]:
    """Whom a name, an address or an opaque id may mean."""
    try:
        return [UUID(text)]
    except ValueError:
        found = User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text)).order_by("pk")
        return list(found.values_list("person", flat=True)[:MOST_FOUND])


def _midnight(day: date) -> datetime:
    """A day is the organisation's."""
    return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone())


def parse_before(text: str) -> tuple[datetime, UUID] | None:
    """Where a page begins, as an address says it; None for nonsense."""
    moment, _sign, key = text.partition("_")
    try:
        at = parse_datetime(moment)
        return (at, UUID(key)) if at and at.tzinfo else None
    except ValueError:
        return None
