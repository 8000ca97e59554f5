"""Bringing sealed values under the newest key: column by column, in small transactions, as often as one likes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, transaction
from django.db.models import JSONField

from portal.sealed import SealedBytesField, SealedTextField, is_newest, reseal
from portal.seams.contracts import SealedColumn
from portal.seams.registry import registry

BATCH = 200
TOKEN = "gAAAA"  # noqa: S105
"""How every Fernet token begins: version 0x80 and an instant before the year 2106, in base64."""


@dataclass
class Walked:
    """What one pass over a column found: how many values, how many under older keys, and those that no key opens."""

    name: str
    seen: int = 0
    old: int = 0
    lost: list[str] = field(default_factory=list)


def columns() -> list[SealedColumn]:
    """Every column with sealed values: those of our own field types, and those that apps have named."""
    own = [
        SealedColumn(model, one.name)
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if isinstance(one, SealedTextField | SealedBytesField)
    ]
    return sorted([*own, *registry.sealed], key=name)


def name(column: SealedColumn) -> str:
    """The table and the column as the database calls them."""
    meta = column.model._meta
    return f"{meta.db_table}.{_attribute(column)}"


def walk(column: SealedColumn, *, write: bool) -> Iterator[Walked]:
    """Go through a column from its first key to its last, one transaction a batch; says after each how far it is.

    With `write`, values under older keys are sealed anew. Rows that somebody holds are passed over (another rotation does
    them, or what is saved there is new), so a pass may have to be repeated until it finds nothing old.
    """
    walked = Walked(name(column))
    last = None
    while True:
        with transaction.atomic():
            rows = _batch(column, after=last, lock=write)
            for pk, value in rows:
                _one(column, pk, value, walked, write=write)
        yield walked
        if len(rows) < BATCH:
            break
        last = rows[-1][0]


def _batch(column: SealedColumn, *, after: Any, lock: bool) -> Sequence[tuple[Any, Any]]:
    table, pk, own = _names(column)
    beyond = f"and {pk} > %s" if after is not None else ""
    locked = "for update skip locked" if lock else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {pk}, {own} from {table} where {own} is not null {beyond} order by {pk} limit {BATCH} {locked}",  # noqa: S608
            [after] if after is not None else [],
        )
        return list(cursor.fetchall())


def _one(column: SealedColumn, pk: Any, value: Any, walked: Walked, *, write: bool) -> None:
    if isinstance(column.model._meta.get_field(column.column), JSONField):
        told = json.loads(value) if isinstance(value, str) else value
        tokens = set(_tokens(told))
    else:
        told = bytes(value).decode("ascii", "replace") if isinstance(value, memoryview | bytes) else value
        tokens = {told} if told else set()
    walked.seen += len(tokens)
    fresh: dict[str, str] = {}
    for token in tokens:
        if is_newest(token):
            continue
        try:
            fresh[token] = reseal(token)
        except InvalidToken:
            walked.lost.append(str(pk))
        else:
            walked.old += 1
    if fresh and write:
        _save(column, pk, value, _replaced(told, fresh))


def _tokens(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        if told.startswith(TOKEN):
            yield told
    elif isinstance(told, dict):
        for one in told.values():
            yield from _tokens(one)
    elif isinstance(told, list):
        for one in told:
            yield from _tokens(one)


def _replaced(told: Any, fresh: dict[str, str]) -> Any:
    if isinstance(told, str):
        return fresh.get(told, told)
    if isinstance(told, dict):
        return {key: _replaced(one, fresh) for key, one in told.items()}
    if isinstance(told, list):
        return [_replaced(one, fresh) for one in told]
    return told


def _save(column: SealedColumn, pk: Any, before: Any, told: Any) -> None:
    table, key, own = _names(column)
    if not isinstance(told, str):
        told = json.dumps(told)
    elif isinstance(before, memoryview | bytes):
        told = told.encode()
    with connection.cursor() as cursor:
        cursor.execute(f"update {table} set {own} = %s where {key} = %s", [told, pk])  # noqa: S608


def _names(column: SealedColumn) -> tuple[str, str, str]:
    meta = column.model._meta
    quote = connection.ops.quote_name
    return quote(meta.db_table), quote(str(meta.pk.column)), quote(_attribute(column))


def _attribute(column: SealedColumn) -> str:
    """The column as the database calls it."""
    field: Any = column.model._meta.get_field(column.column)
    return str(field.column)
