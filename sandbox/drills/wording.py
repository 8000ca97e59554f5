"""Wording: an editor's words with the names, days and amounts of one company in them."""

from __future__ import annotations

from typing import Final

from sandbox.drills.brief import Setup
from sandbox.drills.variation import Value
from sandbox.engine import OpenCompany
from sandbox.engine.messages import fill

SAMPLE_SEED: Final = 1
"""Whose names and amounts stand on a page before somebody begins: an example, and the page says so."""


def told(setup: Setup) -> dict[str, Value]:
    """What a drill's words may name: `{amount:money}`, `{day:day}`, `{customer_name}`."""
    names = {f"{role}_name": setup.subjects[key]["name"] for role, key in setup.roles.items() if key in setup.subjects}
    return {**setup.facts, **setup.roles, **names}


def filled(text: str, setup: Setup, language: str) -> str:
    """An editor's braces that name nothing stay as they were typed."""
    try:
        return fill(text, told(setup), language=language, currency=currency_of(setup))
    except (ValueError, KeyError, IndexError):
        return text


def currency_of(setup: Setup) -> str:
    opening = setup.commands[0]
    return opening.currency if isinstance(opening, OpenCompany) else "BRL"
