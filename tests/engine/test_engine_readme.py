"""README: what the engine's own page lists is what the engine has, by name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sandbox.engine import COMMAND_TYPES
from sandbox.engine.events import EVENT_TYPES
from sandbox.engine.parsing import COMMANDS_TO_COME

ENGINE = Path(__file__).parents[2] / "sandbox" / "engine"
README = (ENGINE / "README.md").read_text(encoding="utf-8")


def _listed(heading: str) -> list[str]:
    """The words in back quotes of a section's first part: up to the first full stop after a line of its own."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"`([a-z_0-9]+)`", section.partition("\nEach ")[0])


def _named_by_the_code() -> set[str]:
    """Every rule's name as the code of `invariants/` breaks it: the first of a pair with facts beside it."""
    found: set[str] = set()
    for path in (ENGINE / "invariants").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
                name = node.elts[0].value
                if isinstance(name, str) and re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name):
                    found.add(name)
    return found


def test_every_event_is_in_the_catalogue_once() -> None:
    listed = _listed("Events")
    assert len(listed) == len(set(listed))
    assert set(listed) == {str(kind.__struct_config__.tag) for kind in EVENT_TYPES}


def test_every_command_is_listed_once() -> None:
    listed = _listed("Commands")
    assert len(listed) == len(set(listed))
    assert set(listed) == {str(kind.__struct_config__.tag) for kind in COMMAND_TYPES}


def test_every_invariant_is_listed_by_its_name() -> None:
    listed = _listed("Invariants")
    assert len(listed) == len(set(listed))
    assert set(listed) == _named_by_the_code()


def test_what_is_not_built_says_so() -> None:
    section = README.partition("\n## Not built yet\n")[2]
    assert set(re.findall(r"`([a-z_]+)`", section)) >= COMMANDS_TO_COME
