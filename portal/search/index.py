"""Keeping the index: a thing that changed is indexed anew as a whole, by a job written in the change's own transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from portal.jobs.queue import enqueue
from portal.releases.models import Release
from portal.seams.contracts import Findable
from portal.seams.registry import registry
from portal.search.models import Entry

INDEX = "search.index"
FIELDS = ("part", "kind", "locale", "title", "place", "body", "url", "department", "topics", "scopes")
AT_ONCE = 50
"""Things read together while everything is indexed."""


def changed(kind: str, key: UUID, *, hide: bool = False, once: str | None = None, at: datetime | None = None) -> None:
    """Say, in the transaction of a change, that something is to be indexed anew.

    `hide` takes it out of the index at once: what somebody took back is found by nobody from that commit on, whatever
    the jobs are doing; the job then puts back what is left of it, for those who may still see it.
    """
    if hide:
        _lock(kind, key)
        Entry.objects.filter(source=kind, key=key).delete()
    enqueue(INDEX, args={"kind": kind, "key": str(key)}, once=once, run_after=at)


def in_force(release: Release) -> None:
    """A release is found from the moment it takes effect; told of it twice over, it is indexed once."""
    if release.kind in registry.searched:
        changed(release.kind, release.key, once=f"{INDEX}:{release.pk}")


@transaction.atomic
def index(kind: str, key: UUID) -> bool:
    """Make the entries of one thing what they should be; True where they were not. Doing it twice changes nothing.

    It waits for whoever is changing the same thing, and reads only then.
    """
    _lock(kind, key)
    source = registry.searched[kind]
    wanted = {(one.part, one.locale): one for one in source.findable([key]).get(key, ())}
    return _write(kind, key, wanted, stored([key], kind=kind).get(key, {}))


def rebuild() -> Iterator[tuple[str, int, int]]:
    """Index everything anew, thing by thing: kind, how many looked at, how many were not as they should be, so far.

    Each thing is replaced in a transaction of its own, so nothing is missing meanwhile, and whoever stops it may start
    again. At the end, what no longer exists is taken out.
    """
    for kind, source in registry.searched.items():
        seen = made = 0
        keys = iter(source.keys())
        while batch := list(islice(keys, AT_ONCE)):
            expected, there = source.findable(batch), stored(batch, kind=kind)
            for key in batch:
                if facts_of(expected.get(key, ())) != _facts(there.get(key, {})):
                    made += index(kind, key)
            seen += len(batch)
            yield kind, seen, made
    for kind, key in _gone():
        index(kind, key) if kind in registry.searched else Entry.objects.filter(source=kind, key=key).delete()
    forget_words()


def _gone() -> list[tuple[str, UUID]]:
    """Things that have entries and are not there any more."""
    found: list[tuple[str, UUID]] = []
    for kind in Entry.objects.order_by("source").values_list("source", flat=True).distinct():
        source = registry.searched.get(kind)
        there = set(source.keys()) if source else set()
        keys = Entry.objects.filter(source=kind).order_by().values_list("key", flat=True).distinct()
        found += [(kind, key) for key in keys if key not in there]
    return found


# -- Rows -----------------------------------------------------------------------------------------------------------


def stored(keys: Sequence[UUID], *, kind: str) -> dict[UUID, dict[tuple[str, str], Entry]]:
    """Entries by thing, then by part and language; one query."""
    found: dict[UUID, dict[tuple[str, str], Entry]] = {}
    for entry in Entry.objects.filter(source=kind, key__in=list(keys)).defer("words", "heading"):
        found.setdefault(entry.key, {})[entry.part, entry.locale] = entry
    return found


def facts_of(findable: Sequence[Findable]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What the entries of these should hold, by part and language."""
    return {(one.part, one.locale): _values(one) for one in findable}


def _facts(entries: dict[tuple[str, str], Entry]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {name: values(entry) for name, entry in entries.items()}


def values(entry: Entry) -> tuple[Any, ...]:
    """An entry's own columns, as `facts_of` gives those of a thing."""
    return tuple(tuple(value) if isinstance(value := getattr(entry, name), list) else value for name in FIELDS)


def _values(one: Findable) -> tuple[Any, ...]:
    row = {name: getattr(one, name) for name in FIELDS}
    row |= {
        "title": one.title[:255],
        "place": one.place[:255],
        "topics": tuple(one.topics),
        "scopes": tuple(one.scopes),
    }
    return tuple(row[name] for name in FIELDS)


def _write(
    kind: str,
    key: UUID,
    wanted: dict[tuple[str, str], Findable],
    there: dict[tuple[str, str], Entry],
) -> bool:
    stale = [entry.pk for name, entry in there.items() if name not in wanted or values(entry) != _values(wanted[name])]
    fresh = [one for name, one in wanted.items() if name not in there or values(there[name]) != _values(one)]
    if stale:
        Entry.objects.filter(pk__in=stale).delete()
    if fresh:
        rows = [dict(zip(FIELDS, _values(one), strict=True)) for one in fresh]
        rows = [row | {"topics": list(row["topics"]), "scopes": list(row["scopes"])} for row in rows]
        learn_words(Entry.objects.bulk_create(Entry(source=kind, key=key, **row) for row in rows))
    return bool(stale or fresh)


def learn_words(entries: Sequence[Entry]) -> None:
    """Keep the words of these entries, so that words almost like them are understood."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, {"entries": [entry.pk for entry in entries]})


def forget_words() -> None:
    """Drop words that stand in no entry any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)


_LEARN = """
insert into search_word (word)
select distinct word from search_entry e,
       regexp_split_to_table(search_plain(e.title || ' ' || e.place || ' ' || e.body), ' ') as word
 where e.id = any(%(entries)s) and length(word) between 2 and 40 and not search_is_stop(word)
 order by word
on conflict do nothing
"""
_FORGET = """
delete from search_word w
 where not exists (select from search_entry e where e.words @@ quote_literal(w.word)::tsquery)
"""


def _lock(kind: str, key: UUID) -> None:
    """Who changes a thing and who indexes it wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"search:{kind}:{key}"])
