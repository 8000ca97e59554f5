"""Replaying: what is stored beside what evidence tells, person by person, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from heapq import merge
from itertools import groupby, zip_longest
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from portal.evidence.alias import person_now, was_merged
from portal.evidence.models import Evidence
from portal.people.models import User
from portal.seams.contracts import Difference

ONE_ACT = timedelta(minutes=1)
"""A row and its fact are written by one act, and each may ask the clock for itself."""
EXACTLY = timedelta(0)


class Told(NamedTuple):
    """One thing of one person, as its row or as its facts tell it."""

    person: UUID
    thing: str
    at: datetime | None
    says: Mapping[str, object]


def facts(verb: str) -> QuerySet[Any]:
    """The facts of a verb, person by person, each with `whose` and `is_merged`, as `by_person` gives rows.

    Of people who are no longer here only evidence is kept.
    """
    known = User.objects.values("person")
    told = Evidence.objects.filter(verb=verb, person__in=known).annotate(whose=person_now("person"))
    return told.annotate(is_merged=was_merged("whose")).order_by("whose", "occurred_at", "id")


def by_person(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """Rows person by person, each with `whose`, the id its person goes by today, and `is_merged`.

    When two accounts become one, some rows of the second are numbered anew and stand under the release of the first;
    the facts say what they said. So of who was merged neither numbers nor releases are compared, all the rest is.
    """
    told: QuerySet[Any] = rows.annotate(whose=person_now(field)).annotate(is_merged=was_merged("whose"))
    return told.order_by("whose")


def unless_merged(told: Any, **says: object) -> dict[str, object]:
    """What a row or a fact says, as far as it still must for its person; see `by_person`."""
    return {} if told.is_merged else says


def compared(
    stored: Iterable[Told], replayed: Iterable[Told], *, within: timedelta = EXACTLY
) -> Iterator[Sequence[Difference]]:
    """For each thing where its row and its facts differ; both come ordered by person and are read once, side by side.

    A person may have several things of one name, as attempts of one number in two cycles: what agrees is paired first.
    """
    sides = merge(
        ((told.person, True, told) for told in stored),
        ((told.person, False, told) for told in replayed),
        key=lambda side: side[0],
    )
    for _, group in groupby(sides, key=lambda side: side[0]):
        things: dict[str, tuple[list[Told], list[Told]]] = {}
        for _, is_row, told in group:
            rows, of_facts = things.setdefault(told.thing, ([], []))
            (rows if is_row else of_facts).append(told)
        for rows, of_facts in things.values():
            yield from _paired(rows, of_facts, within)


def _paired(rows: list[Told], of_facts: list[Told], within: timedelta) -> Iterator[Sequence[Difference]]:
    odd = []
    for row in rows:
        same = next((fact for fact in of_facts if not _differing(row, fact, within)), None)
        if same is None:
            odd.append(row)
        else:
            of_facts.remove(same)
            yield ()
    odd.sort(key=_moment)
    of_facts.sort(key=_moment)
    for left, right in zip_longest(odd, of_facts):
        yield _differing(left, right, within)


def _differing(row: Told | None, fact: Told | None, within: timedelta) -> Sequence[Difference]:
    told = row or fact
    assert told is not None
    what = f"{told.thing}, person {told.person}"
    if row is None or fact is None:
        return [Difference(what, _in_full(row), _in_full(fact))]
    found = []
    if (row.at is None) != (fact.at is None) or (row.at and fact.at and abs(row.at - fact.at) > within):
        found.append(Difference(f"{what}: at", said(row.at), said(fact.at)))
    for name, value in fact.says.items():
        if row.says[name] != value:
            found.append(Difference(f"{what}: {name}", said(row.says[name]), said(value)))
    return found


def _moment(told: Told) -> float:
    return told.at.timestamp() if told.at else 0


def _in_full(told: Told | None) -> str:
    if told is None:
        return said(None)
    return ", ".join([said(told.at) if told.at else "present", *(f"{k} {said(v)}" for k, v in told.says.items())])


def said(value: object) -> str:
    """A value in a difference's line."""
    if value is None:
        return "nothing"
    return value.isoformat() if isinstance(value, datetime) else str(value)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything is read as of one moment and nothing is written: what people do meanwhile is no difference."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        yield
