"""One question of every kind, as a version freezes it."""

from __future__ import annotations


def text(word: str) -> dict[str, str]:
    return {"pt-br": f"{word} pt", "en": f"{word} en"}


def option(name: str, *, correct: bool) -> dict[str, object]:
    return {"id": name, "correct": correct, "text": text(name), "explanation": text(f"why-{name}")}


BASE = {"critical": False, "prompt": text("ask"), "explanation": text("why-all")}
SINGLE = {**BASE, "kind": "single", "options": [option("a", correct=True), option("b", correct=False)]}
MULTIPLE = {
    **BASE,
    "kind": "multiple",
    "partial": True,
    "options": [option(name, correct=name in "abc") for name in "abcd"],
}
NUMERIC = {**BASE, "kind": "numeric", "value": "49.9", "tolerance": "0.05", "unit": {"pt-br": "R$", "en": "R$"}}
ORDER = {**BASE, "kind": "order", "items": [{"id": name, "text": text(name)} for name in ("first", "second", "third")]}
MATCH = {
    **BASE,
    "kind": "match",
    "partial": True,
    "pairs": [{"id": name, "left": text(f"left-{name}"), "right": text(f"right-{name}")} for name in ("p1", "p2")],
    "extra": [{"id": "x", "text": text("extra")}],
}
FILL = {
    **BASE,
    "kind": "fill",
    "partial": True,
    "text": {"pt-br": "Aviso em [[days]] dias, por [[way]].", "en": "Notice in [[days]] days, by [[way]]."},
    "gaps": [
        {"id": "days", "accepted": {"pt-br": ["sete", "7"], "en": ["seven"]}},
        {"id": "way", "accepted": {"pt-br": ["e-mail"]}},
    ],
}
CASE = {
    **BASE,
    "kind": "case",
    "partial": True,
    "parts": [
        {**SINGLE, "id": "one", "prompt": text("part-one")},
        {**NUMERIC, "id": "two", "prompt": text("part-two")},
    ],
}
EVERY = {str(of["kind"]): of for of in (SINGLE, MULTIPLE, NUMERIC, ORDER, MATCH, FILL, CASE)}
EVERY["true_false"] = {
    **SINGLE,
    "kind": "true_false",
    "options": [option("a", correct=True), option("b", correct=False)],
}
