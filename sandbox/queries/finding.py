"""Finding: who somebody means by the name, e-mail, phone, document or code that they give."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sandbox.queries.scene import Scene

SHORTEST_NUMBER = 8
"""Digits fewer than this are not a telephone or a document."""


def find(scene: Scene, said: str) -> list[str]:
    """The customers it fits exactly, at most a household; a part of a name finds nobody, so that nobody browses."""
    said = said.strip()
    if said in scene.world.customers:
        return [said]
    word, digits = said.casefold(), re.sub(r"\D", "", said)
    return [key for key in scene.world.customers if _fits(scene.people.get(key, {}), word, digits)]


def _fits(known: Mapping[str, str], word: str, digits: str) -> bool:
    if word and word in (known.get("name", "").casefold(), known.get("email", "").casefold()):
        return True
    numbers = (re.sub(r"\D", "", known.get(field, "")) for field in ("phone", "cpf", "cnpj"))
    return len(digits) >= SHORTEST_NUMBER and digits in numbers
