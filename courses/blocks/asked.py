"""From the editor's blocks to what a version freezes of a question, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from courses.rules.kinds.numeric import written

CHOICES = {"single", "multiple", "true_false"}
LANGUAGES = (("pt_br", "pt-br"), ("en", "en"))
"""Ending of a block's field, and the language that it is in."""


def asked(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """What a version freezes of a block: the same words whatever the language, ids that all languages share."""
    partial = {"partial": True} if value.get("partial") else {}
    if kind in CHOICES:
        return {"options": options_in(value["options"]), **partial}
    if kind == "numeric":
        unit = spoken(value["unit_pt_br"], value["unit_en"])
        return {"value": written(value["value"]), "tolerance": written(value["tolerance"]), "unit": unit}
    if kind == "order":
        return {"items": _items(value["items"]), **partial}
    if kind == "match":
        pairs = [
            {
                "id": str(pair.id),
                "left": spoken(pair.value["left_pt_br"], pair.value["left_en"]),
                "right": spoken(pair.value["right_pt_br"], pair.value["right_en"]),
            }
            for pair in value["pairs"].bound_blocks
        ]
        return {"pairs": pairs, "extra": _items(value["extra"]), **partial}
    if kind == "fill":
        gaps = [{"id": gap["name"], "accepted": _accepted(gap)} for gap in value["gaps"]]
        return {"text": spoken(value["text_pt_br"], value["text_en"]), "gaps": gaps, **partial}
    if kind == "case":
        return {"parts": [_part(block) for block in value["parts"]], **partial}
    raise ValueError(kind)


def _part(block: Any) -> dict[str, Any]:
    value = block.value
    return {
        "id": str(block.id),
        "kind": block.block_type,
        "prompt": spoken(value["prompt_pt_br"], value["prompt_en"]),
        "explanation": spoken(value["explanation_pt_br"], value["explanation_en"]),
        **asked(block.block_type, value),
    }


def _items(of: Any) -> list[dict[str, Any]]:
    return [
        {"id": str(item.id), "text": spoken(item.value["text_pt_br"], item.value["text_en"])}
        for item in of.bound_blocks
    ]


def _accepted(gap: Mapping[str, str]) -> dict[str, list[str]]:
    texts = spoken(gap["accepted_pt_br"], gap["accepted_en"])
    return {name: [line.strip() for line in text.splitlines() if line.strip()] for name, text in texts.items()}


def options_in(value: Iterable[Any]) -> list[Mapping[str, Any]]:
    """Options as neutral values in every language that is written."""
    return [
        {
            "id": str(block.id),
            "correct": bool(block.value["correct"]),
            "text": spoken(block.value["text_pt_br"], block.value["text_en"]),
            "explanation": spoken(block.value["explanation_pt_br"], block.value["explanation_en"]),
        }
        for block in value
    ]


def spoken(pt_br: str, en: str) -> dict[str, str]:
    """A text by language, without the languages in which it is empty."""
    return {
        language: text.strip()
        for (_, language), text in zip(LANGUAGES, (pt_br, en), strict=True)
        if text and text.strip()
    }


def raw(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The editor's blocks, as they are stored, of what `asked` gives together with its `kind`."""
    return [{"type": content["kind"], "value": _value(content)}]


def _value(content: Mapping[str, Any]) -> dict[str, Any]:
    kind = content["kind"]
    if kind == "numeric":
        number = {"value": content["value"], "tolerance": content.get("tolerance", "0")}
        return {**number, **_both("unit", content.get("unit", {}))}
    partial = {} if kind in {"single", "true_false"} else {"partial": bool(content.get("partial"))}
    if kind in CHOICES:
        return {"options": [_option(option) for option in content["options"]], **partial}
    if kind == "order":
        return {"items": _listed(content["items"], lambda item: _both("text", item["text"])), **partial}
    if kind == "match":
        sides = _listed(content["pairs"], lambda pair: _both("left", pair["left"]) | _both("right", pair["right"]))
        extra = _listed(content.get("extra", ()), lambda item: _both("text", item["text"]))
        return {"pairs": sides, "extra": extra, **partial}
    if kind == "fill":
        gaps = [{"type": "item", "id": gap["id"], "value": _gap(gap)} for gap in content["gaps"]]
        return {**_both("text", content["text"]), "gaps": gaps, **partial}
    if kind == "case":
        return {"parts": [_raw_part(part) for part in content["parts"]], **partial}
    raise ValueError(kind)


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    said = _both("text", option["text"]) | _both("explanation", option.get("explanation", {}))
    return {"type": "option", "id": option["id"], "value": {"correct": bool(option["correct"]), **said}}


def _gap(gap: Mapping[str, Any]) -> dict[str, str]:
    lines = {language: "\n".join(words) for language, words in gap["accepted"].items()}
    return {"name": gap["id"], **_both("accepted", lines)}


def _raw_part(part: Mapping[str, Any]) -> dict[str, Any]:
    said = _both("prompt", part["prompt"]) | _both("explanation", part.get("explanation", {}))
    return {"type": part["kind"], "id": part["id"], "value": {**said, **_value(part)}}


def _listed(items: Iterable[Mapping[str, Any]], value: Callable[[Mapping[str, Any]], Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "id": item["id"], "value": value(item)} for item in items]


def _both(name: str, text: Mapping[str, str]) -> dict[str, str]:
    """A text by language as the block's two fields."""
    return {f"{name}_{ending}": text.get(language, "") for ending, language in LANGUAGES}
