"""Asking the index: what matches and the viewer may see, ranked, counted by facet, in one statement."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from portal.people.access import Viewer
from portal.seams.registry import registry
from portal.search.topics import topic_in_words

EVERYONE = "everyone"
A_PAGE = 10
COUNTED = 2000
"""Entries that are counted: a word that stands in more of them is told as "more than", at a cost that does not grow."""
RANKED = 300
"""How many of the hits are put in order of how well they fit; those whose title fits are among them first."""
FEW = 3
"""Below so many hits, words written almost alike are looked for too."""
SUGGESTED = 7
LONGEST = 120
"""Characters of a question that are read."""


def scopes_of(viewer: Viewer) -> list[str]:
    """What the viewer may find, as of today: an entry is theirs where it carries one of these."""
    return [EVERYONE, *(person_scope(person) for person in viewer.persons)]


def person_scope(person: UUID) -> str:
    return f"person:{person}"


@dataclass(frozen=True)
class Filters:
    """What of the hits is shown; empty where all of them are."""

    kind: str = ""
    department: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Row:
    """One hit as it stands in the index."""

    kind: str
    locale: str
    title: str
    place: str
    body: str
    url: str


@dataclass(frozen=True)
class Facet:
    """One way to narrow, and how many of the viewer's hits it leaves."""

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True)
class Found:
    """A page of hits, how many there are in all and by facet, and the words to be marked in them."""

    rows: Sequence[Row] = ()
    total: int = 0
    everything: int = 0
    """Hits whatever the filters."""
    kinds: Sequence[Facet] = ()
    departments: Sequence[Facet] = ()
    topics: Sequence[Facet] = ()
    marks: frozenset[str] = frozenset()
    has_many: bool = False
    """More match than are counted: `everything` and the facets are the least there is."""
    is_many: bool = False
    """The same of `total`."""
    is_common: bool = False
    """Only words were given that stand in everything."""
    is_nearly: bool = False
    """Nothing, or little, has exactly these words: these are written almost alike."""


def entries(
    viewer: Viewer,
    said: str,
    *,
    language: str,
    filters: Filters | None = None,
    page: int = 1,
    also: Sequence[str] = (),
) -> Found:
    """What the index has for these words, or for any of the other ways to say the same, `also`.

    One statement, and a second where it has next to nothing.
    """

    def ask(reading: str) -> Found:
        return _ask(viewer, said, reading, also, language=language, filters=filters or Filters(), page=page)

    found = ask("search_query")
    if found.everything >= FEW or found.is_common:
        return found
    nearly = ask("search_query_nearly")
    return nearly if nearly.everything > found.everything else found


def _ask(
    viewer: Viewer, said: str, reading: str, also: Sequence[str], *, language: str, filters: Filters, page: int
) -> Found:
    given: dict[str, Any] = {
        "said": said[:LONGEST],
        "also": list(also),
        "scopes": scopes_of(viewer),
        "language": language,
        "kind": filters.kind,
        "department": filters.department,
        "topic": filters.topic,
        "counted": COUNTED,
        "ranked": RANKED,
        "one": _one_in_all_languages(),
        "limit": A_PAGE,
        "offset": (page - 1) * A_PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement(reading, is_narrowed=filters != Filters()), given)
        is_common, has_many, is_many, everything, total, *counted, marks, rows = cursor.fetchone()
    kinds, departments, topics = (json.loads(facet) for facet in counted)
    return Found(
        rows=[Row(**row) for row in json.loads(rows)],
        total=total,
        everything=everything,
        kinds=_facets(kinds),
        departments=_departments(departments, language),
        topics=_facets(topics),
        marks=frozenset(marks),
        is_common=is_common,
        has_many=has_many,
        is_many=is_many,
        is_nearly=reading != "search_query",
    )


def _one_in_all_languages() -> list[str]:
    """The kinds of which a reader is shown what is theirs, whichever language matched."""
    kinds = (kind for source in registry.searched.values() for kind in source.kinds)
    return [kind.name for kind in kinds if kind.is_one_in_all_languages]


def _facets(counted: Mapping[str, int]) -> list[Facet]:
    return [
        Facet(value, count, topic_in_words(value))
        for value, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]


def _departments(counted: Sequence[Mapping[str, Any]], language: str) -> list[Facet]:
    name = "name_en" if language.startswith("en") else "name_pt_br"
    found = [Facet(one["key"], one["n"], one[name]) for one in counted]
    return sorted(found, key=lambda facet: (-facet.count, facet.label))


_STATEMENT = """
with asked as materialized (select search_also(%(reading)s(%%(said)s), %%(also)s::text[]) as query),
found as materialized (%(found)s),
narrowed as materialized (%(narrowed)s),
once as materialized (
    select f.*, (%%(kind)s = '' or kind = %%(kind)s) as by_kind,
           (%%(department)s = '' or department = %%(department)s) as by_department,
           (%%(topic)s = '' or %%(topic)s = any(topics)) as by_topic
      from found f
     where f.is_own or not exists (
           select from found o where o.is_own and o.key = f.key and o.part = f.part and o.source = f.source)
),
kept as materialized (
    select n.* from narrowed n
     where n.is_own or not exists (
           select from narrowed o where o.is_own and o.key = n.key and o.part = n.part and o.source = n.source)
),
best as (
    select id, is_own, is_titled from kept order by is_titled desc, is_own desc, id limit %%(ranked)s
),
page as (
    select b.id, row_number() over (
             order by ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, asked.query, 1) * case when b.is_own then 1.3 else 1 end
                      + case when b.is_titled then 0.5 else 0 end desc, b.id) as place_in_order
      from best b join search_entry e using (id), asked order by place_in_order limit %%(limit)s offset %%(offset)s
)
select (select query is null from asked),
       (select count(*) >= %%(counted)s from found), (select count(*) >= %%(counted)s from narrowed),
       (select count(*) from once),
       (select count(*) from kept),
       (select coalesce(jsonb_object_agg(kind, n), '{}') from
           (select kind, count(*) n from once where by_department and by_topic group by kind) k),
       (select coalesce(jsonb_agg(
                 jsonb_build_object('key', d.key, 'n', n, 'name_en', name_en, 'name_pt_br', name_pt_br)), '[]')
          from (select department, count(*) n from once where by_kind and by_topic group by department) k
          join people_department d on d.key = k.department),
       (select coalesce(jsonb_object_agg(topic, n), '{}') from
           (select unnest(topics) as topic, count(*) n from once where by_kind and by_department group by 1
             order by 2 desc, 1 limit 12) t),
       (select array(select w.word from search_word w, asked
                      where w.stems && tsvector_to_array(search_lexemes(asked.query))
                         or w.word = any(tsvector_to_array(search_lexemes(asked.query))))),
       (select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'locale', s.locale, 'title', s.title,
               'place', s.place, 'url', s.url, 'body', s.body) order by place_in_order), '[]')
          from page p join search_entry e using (id)
          left join search_entry o on e.kind = any(%%(one)s::varchar[]) and o.locale = %%(language)s
               and o.source = e.source and o.key = e.key and o.part = e.part and o.scopes && %%(scopes)s::varchar[]
          join search_entry s on s.id = coalesce(o.id, e.id))
"""
"""Only what the viewer may see is matched, so whatever is counted, ranked or marked comes from that alone.

A thing that matches in two languages is one hit, in the reader's.
"""
_MATCHED = """
select e.id, e.kind, e.department, e.topics, e.source, e.key, e.part, e.locale = %%(language)s as is_own,
       e.heading @@ asked.query as is_titled
  from search_entry e, asked where e.%(vector)s @@ asked.query and e.scopes && %%(scopes)s::varchar[]%(more)s
 limit %%(counted)s
"""
_NARROWED = """
   and (%(kind)s = '' or e.kind = %(kind)s) and (%(department)s = '' or e.department = %(department)s)
   and (%(topic)s = '' or %(topic)s = any(e.topics))
"""


def statement(reading: str, *, is_narrowed: bool) -> str:
    """The statement; those whose title matches are always among the counted."""

    def matched(more: str) -> str:
        return " union ".join(f"({_MATCHED % {'vector': vector, 'more': more}})" for vector in ("heading", "words"))

    narrowed = matched(_NARROWED) if is_narrowed else "select * from found"
    return _STATEMENT % {"reading": reading, "found": matched(""), "narrowed": narrowed}


@dataclass(frozen=True)
class Suggestion:
    """A title that begins as one types."""

    kind: str
    title: str
    place: str
    url: str
    locale: str


def suggestions(viewer: Viewer, said: str, *, language: str) -> list[Suggestion]:
    """A few titles for what has been typed so far, in one statement; the last word may be unfinished."""
    given: dict[str, Any] = {
        "said": said[:LONGEST],
        "scopes": scopes_of(viewer),
        "language": language,
        "one": _one_in_all_languages(),
        "limit": SUGGESTED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGESTIONS, given)
        return [Suggestion(*row) for row in cursor.fetchall()]


_SUGGESTIONS = """
with asked as materialized (select search_query(%(said)s, true) as query),
matched as materialized (
    select e.id, e.source, e.key, e.part, e.kind, e.title, e.place, e.url, e.locale, e.heading,
           e.locale = %(language)s as is_own
      from search_entry e, asked where e.heading @@ asked.query and e.scopes && %(scopes)s::varchar[]
     limit 400
)
select m.kind, s.title, s.place, s.url, s.locale
  from asked cross join matched m
  left join search_entry own on m.kind = any(%(one)s::varchar[]) and own.locale = %(language)s
       and own.source = m.source and own.key = m.key and own.part = m.part and own.scopes && %(scopes)s::varchar[]
  join search_entry s on s.id = coalesce(own.id, m.id)
 where m.is_own or not exists (
       select from matched o where o.is_own and o.key = m.key and o.part = m.part and o.source = m.source)
 order by ts_rank(m.heading, asked.query, 1) desc, m.is_own desc, m.title, m.id limit %(limit)s
"""
