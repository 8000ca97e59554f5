"""From the editor's blocks to neutral JSON and safe HTML, the form in which a release keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from portal.seams.contracts import PartDraft
from portal.ui.markdown import to_html


def neutral(stream: Any, *, versions: Mapping[UUID, int]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Neutral blocks and HTML by block id; `versions` gives the version that each question is frozen in."""
    blocks: list[dict[str, Any]] = []
    html: dict[str, str] = {}
    for block in stream:
        value = _value(block.block_type, block.value, versions)
        if value is None:
            continue
        name = str(block.id)
        blocks.append({"id": name, "type": block.block_type, "value": value})
        text = value if block.block_type == "markdown" else value.get("text")
        if text:
            html[name] = to_html(text)
    return blocks, html


def _value(kind: str, value: Any, versions: Mapping[UUID, int]) -> Any:
    """None where a block has nothing left to say: its question is gone."""
    if kind == "markdown":
        return value
    if kind == "callout":
        return {"tone": value["tone"], "title": value["title"], "text": value["body"]}
    if kind == "disclosure":
        return {"title": value["title"], "text": value["body"]}
    if kind == "question":
        return {"question": str(value.key), "version": versions.get(value.key, 0)} if value else None
    if kind == "drill":
        return {"drill": value}
    playbook, _, step = value.partition("/")
    return {"playbook": playbook, "step": step}


def questions_asked(blocks: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Key and version of each question in neutral blocks."""
    return [(b["value"]["question"], b["value"]["version"]) for b in blocks if b["type"] == "question"]


def pointed(parts: Iterable[PartDraft], kind: str) -> list[str]:
    """Keys of the drills, or playbook steps, that the lessons point to; in order, once."""
    found: dict[str, None] = {}
    for part in parts:
        for block in part.blocks:
            if block["type"] == kind:
                value: Mapping[str, Any] = block["value"]
                found[value["drill"] if kind == "drill" else f"{value['playbook']}/{value['step']}"] = None
    return list(found)
