"""Statements in the order in which facts leave the house: after a cursor, page by page, none twice and none left out.

The cursor is the number of a fact's place. Numbers are given to what has committed, one transaction at a time, so a fact
whose transaction took long gets a later number than those that were read meanwhile. See places.sql.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from portal.evidence.models import Place
from portal.evidence.xapi import VERSIONS, Told, statement
from portal.refusal import Refusal
from portal.releases.models import ReleasePart

PAGE = 1000
"""Facts read at once: what memory holds, whatever the number that is asked for."""
_CHUNK = 20_000
"""Places numbered in one transaction."""
_READ = """
with page as materialized (
    select number, fact, recorded_at from evidence_place
     where number > %(after)s and number <= %(until)s order by number limit %(most)s
)
select p.number, e.id, coalesce(a.person, e.person), e.verb, e.kind, e.key, e.part, e.result::text, e.locale,
       e.occurred_at, e.recorded_at, e.release, r.number
  from page p
  cross join lateral (
      select * from evidence_evidence where recorded_at = p.recorded_at and id = p.fact offset 0
  ) e
  left join evidence_personalias a on a.alias = e.person
  left join releases_release r on r.id = e.release
 order by p.number
"""
"""Each fact is looked up in its own month: a page costs the same however many months and facts there are."""
Titles = Mapping[tuple[UUID, str], Mapping[str, str]]


def number_places() -> int:
    """Give every fact that has committed its number; returns the highest there is. A cursor never passes it.

    Each chunk is a transaction of its own where the caller has none open.
    """
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select evidence_number_places(%s)", [_CHUNK])
            if cursor.fetchone()[0] < _CHUNK:
                break
    return int(Place.objects.aggregate(highest=Max("number"))["highest"] or 0)


@dataclass(frozen=True)
class Ahead:
    """What an export would take: how many statements, and the cursor after the last of them."""

    after: int
    until: int
    count: int


def ahead(*, after: int = 0, limit: int | None = None) -> Ahead:
    """What lies after a cursor now, at most `limit` of it. Raises Refusal for a cursor that this house never gave."""
    highest = number_places()
    if after < 0 or after > max(highest, _given()):
        raise Refusal(
            "evidence.cursor_ahead",
            _(
                "This cursor is ahead of everything recorded here, as after a restored backup. Start again from 0:"
                " statements keep their ids, so a store that has them already keeps one of each."
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), max(number) from (select number from evidence_place"
            " where number > %s and number <= %s order by number limit %s) taken",
            [after, highest, limit],
        )
        count, until = cursor.fetchone()
    return Ahead(after, until if until is not None else after, count)


def statements(of: Ahead, *, version: str = VERSIONS[0]) -> Iterator[dict[str, Any]]:
    """Its statements in the order of their places; two statements of SQL for each thousand."""
    base, after = settings.BASE_URL, of.after
    while after < of.until:
        page = _page(after, of.until)
        for _number, told in page:
            yield statement(told, base=base, version=version)
        if len(page) < PAGE:
            return
        after = page[-1][0]


def _given() -> int:
    """The highest number ever given: what was purged since has no place, and its cursor is still good."""
    with connection.cursor() as cursor:
        cursor.execute("select case when is_called then last_value else 0 end from evidence_place_number")
        return int(cursor.fetchone()[0])


def _page(after: int, until: int) -> Sequence[tuple[int, Told]]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"after": after, "until": until, "most": PAGE})
        rows = cursor.fetchall()
    titles = _titles(rows)
    return [
        (
            place,
            Told(
                id=id_, person=person, verb=verb, kind=kind, key=key, part=part, result=json.loads(result),
                locale=locale, occurred_at=occurred_at, recorded_at=recorded_at, release=release, number=number,
                title=titles.get((release, part), {}), whole=titles.get((release, ""), {}),
            ),
        )
        for place, id_, person, verb, kind, key, part, result, locale, occurred_at, recorded_at, release, number in rows
    ]  # fmt: skip


def _titles(rows: Sequence[tuple[Any, ...]]) -> Titles:
    """The names of the parts and covers that a page speaks of, in every language; one query."""
    parts = {row[6] for row in rows} | {""}
    found: dict[tuple[UUID, str], dict[str, str]] = defaultdict(dict)
    named = ReleasePart.objects.filter(release__in={row[11] for row in rows if row[11]}, part_id__in=parts)
    for release, part, locale, title in named.values_list("release", "part_id", "locale", "title"):
        found[release, part][locale] = title
    return found
