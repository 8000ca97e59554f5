"""Aliases: who was known under several ids is one person; their facts stay as they were written and are read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Exists, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.evidence.models import Evidence, PersonAlias


@transaction.atomic
def merge(kept: UUID, gone: UUID) -> None:
    """From now on, what `gone` did is what `kept` did. Chains stay flat: who was merged into `gone` follows.

    Merging the same two twice changes nothing. Raises ValueError where it would make a person their own alias.
    """
    with connection.cursor() as cursor:  # merges are rare and wait for each other, so that no two make a chain
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('evidence.alias', 0))")
    kept = PersonAlias.objects.filter(alias=kept).values_list("person", flat=True).first() or kept
    known = PersonAlias.objects.filter(alias=gone).first()
    if kept == gone or (known is not None and known.person != kept):
        raise ValueError(f"{gone} is known as somebody else already")
    if known is None:
        PersonAlias.objects.filter(person=gone).update(person=kept)
        PersonAlias.objects.create(alias=gone, person=kept)


def persons(person: UUID) -> Sequence[UUID]:
    """Every id of one person, the one they go by today first; asked by whichever of them."""
    now = PersonAlias.objects.filter(alias=person).values_list("person", flat=True).first() or person
    return (now, *PersonAlias.objects.filter(person=now).order_by("merged_at", "alias").values_list("alias", flat=True))


def person_now(field: str) -> Coalesce:
    """The id that a person goes by today, as an expression over the row's `field`."""
    return Coalesce(Subquery(PersonAlias.objects.filter(alias=OuterRef(field)).values("person")), F(field))


def was_merged(field: str) -> Exists:
    """Whether a row's person (by the id of today) has aliases, as an expression."""
    return Exists(PersonAlias.objects.filter(person=OuterRef(field)))


class _OneOf(Func):
    """`person` is one of some people or was one of their aliases; by array, so that the index by person still serves."""

    template = "%(expressions)s"
    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        person, people = self.get_source_expressions()
        left, left_params = compiler.compile(person)
        right, right_params = compiler.compile(people)
        table = PersonAlias._meta.db_table
        sql = f"{left} = any({right} || array(select alias from {table} where person = any({right})))"  # noqa: S608
        return sql, (*left_params, *right_params, *right_params)


def of(people: Iterable[UUID]) -> QuerySet[Any]:
    """The facts of some people under all their ids, each with `whose`: the id that its person goes by today."""
    asked = Value(list(people), output_field=ArrayField(models.UUIDField()))
    return Evidence.objects.filter(_OneOf(F("person"), asked)).annotate(whose=person_now("person"))
