"""Conditions: the vocabulary drills are marked in, by area; each word reads journal and ledger, never labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from sandbox.drills.conditions import (
    asking,
    billing,
    collecting,
    holding,
    keeping,
    offering,
    refusing,
    repaying,
    reporting,
    telling,
    working,
)
from sandbox.drills.conditions.composing import COMPOSED
from sandbox.drills.evidence import Word
from sandbox.drills.faults import BriefError, at
from sandbox.engine import calendar

Check = Word
WORDS: Final[dict[str, type[Word]]] = (
    collecting.WORDS
    | billing.WORDS
    | repaying.WORDS
    | keeping.WORDS
    | telling.WORDS
    | holding.WORDS
    | working.WORDS
    | asking.WORDS
    | refusing.WORDS
    | reporting.WORDS
    | offering.WORDS
)


def check_from(data: Mapping[str, Any], *, zone: str) -> Word:
    """A check as a drill file writes it: one word and its parameters, or `all`, `any`, `none` of several."""
    if len(data) != 1:
        raise BriefError(
            "uma condição é uma palavra com os seus campos.", "a check is one word with its parameters (one condition)."
        )
    ((name, fields),) = data.items()
    if name in COMPOSED:
        with at(name):
            return COMPOSED[name](tuple(check_from(part, zone=zone) for part in fields))
    word = WORDS.get(name)
    if word is None:
        raise BriefError(f"não há condição “{name}”.", f"there is no condition “{name}”.")
    moments = {one.name for one in msgspec.structs.fields(word) if one.type in (datetime, datetime | None)}
    with at(name):
        prepared = {
            key: calendar.read_instant(str(value), zone) if key in moments and value is not None else value
            for key, value in fields.items()
        }
        return msgspec.convert(prepared, word)


def in_order(check: Mapping[str, Any]) -> dict[str, Any]:
    """The same check with its fields in the vocabulary's order, so that equal checks are written equally."""
    if len(check) != 1:
        return dict(check)
    ((name, fields),) = check.items()
    if name in COMPOSED and isinstance(fields, list):
        return {name: [in_order(one) if isinstance(one, Mapping) else one for one in fields]}
    if name not in WORDS or not isinstance(fields, Mapping):
        return dict(check)
    known = [one.encode_name for one in msgspec.structs.fields(WORDS[name]) if one.encode_name in fields]
    return {name: {one: fields[one] for one in (*known, *(one for one in fields if one not in known))}}
