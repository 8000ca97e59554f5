"""Naming: what people call a thing that a program knows by its id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from sandbox.engine.speech import Speaker
from sandbox.engine.text import number_of
from sandbox.engine.wording import method_words
from sandbox.engine.world import World

_NUMBERED: Final = frozenset(
    {
        "case",
        "incident",
        "hold",
        "dispute",
        "task",
        "approval",
        "offer",
        "mandate",
        "change",
        "note",
        "refund",
        "export",
    }
)
_UNKNOWN: Final = re.compile(r"unknown_(\w+)")


def named(
    code: str,
    facts: Mapping[str, str | int],
    world: World,
    language: str,
    subjects: Mapping[str, Mapping[str, str]],
) -> dict[str, str | int]:
    """The facts of a refusal with numbers and names where they hold ids; what the company does not know stays."""
    speaker = Speaker(world, language, subjects)
    told = dict(facts)
    for field, value in facts.items():
        if not isinstance(value, str):
            continue
        if field in _NUMBERED or (field == "id" and _UNKNOWN.fullmatch(code)):
            told[field] = number_of(value)
        elif field in _NAMES:
            told[field] = _NAMES[field](speaker, value)
    return told


def _invoice(speaker: Speaker, key: str) -> str:
    known = speaker.world.invoices.get(key)
    return f"{known.document.number}" if known else number_of(key)


def _payment(speaker: Speaker, key: str) -> str:
    return speaker.payment(key) or number_of(key)


def _subscription(speaker: Speaker, key: str) -> str:
    known = speaker.world.subscriptions.get(key)
    if known is None:
        return number_of(key)
    who = speaker.who(known.customer)
    return speaker.say(f"de {who}", f"of {who}")


def _method(speaker: Speaker, key: str) -> str:
    known = speaker.world.methods.get(key)
    return method_words(known, speaker.language) if known else key


_NAMES: Final[dict[str, Callable[[Speaker, str], str]]] = {
    "invoice": _invoice,
    "payment": _payment,
    "subscription": _subscription,
    "method": _method,
    "customer": lambda speaker, key: speaker.who(key),
}
