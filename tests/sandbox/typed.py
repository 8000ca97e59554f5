"""A drill's editor as a browser sends it: every field of the page, and its conditions block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.blocks.references import keyed
from sandbox.drills.sheet import AREAS
from sandbox.models import DrillPage

WORDS = ("title", "slug", "summary", "story", "tasks", "hints", "debrief")
FACTS = ("key", "minutes", "topics", "company_name", "desk")


def typed(draft: DrillPage, **changes: str) -> dict[str, Any]:
    """What stands on the page, with some fields typed anew, and class and reason of the release."""
    said: dict[str, Any] = {name: getattr(draft, name) for name in WORDS}
    if draft.language == "pt-br":
        said |= {name: getattr(draft, name) for name in (*FACTS, *AREAS)}
        said |= {"playbook": keyed("playbook", draft.playbook), "desks": draft.desks}
        said |= dict(_stream("conditions", draft.sheet()["conditions"]))
        lessons = [{"type": "lesson", "value": keyed("lesson", one)} for one in draft.sheet()["lessons"]]
        said |= dict(_stream("lessons", lessons))
    formset = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    said |= {f"comments-{name}": value for name, value in formset.items()}
    said |= {"change_class": "minor", "change_reason": "Texto mais claro.", "effective_on": ""}
    return said | changes


def _stream(prefix: str, blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    yield f"{prefix}-count", len(blocks)
    for place, block in enumerate(blocks):
        head = f"{prefix}-{place}"
        yield from {f"{head}-type": block["type"], f"{head}-order": place, f"{head}-deleted": ""}.items()
        yield from _value(f"{head}-value", block["value"])


def _value(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _value(f"{prefix}-{name}", keyed("playbook", one) if name == "step" else one)
    elif isinstance(value, list):
        yield from _stream(prefix, value)
    else:
        yield prefix, "" if value is None else value
