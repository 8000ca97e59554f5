"""The floors of the house: who may import whom, and what templates may decide."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.digest import APPS

BASE = Path(__file__).resolve().parents[2]
ENGINE = BASE / "sandbox" / "engine"
ENGINE_MAY = {"msgspec", "sandbox"}
COMPARES = re.compile(r"\{%-? *(?:el)?if\b[^%]*?(==|!=|<=|>=|<|>)[^%]*%\}")
MAY_COMPARE = {
    "base.html": "language and theme become attributes of the page",
    "allauth/elements/field.html": "allauth names its fields' types",
    "components/_switches.html": "which language and theme are on",
    "components/_toasts.html": "Django's levels of messages become tones",
    "components/toast.html": "a tone becomes a picture and a role",
    "courses/_foreign.html": "a language code becomes its name",
    "ideas/_mark.html": "a language code becomes its name",
    "courses/blocks/_question.html": "which of the page's questions a problem speaks of",
}
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def _sources() -> list[Path]:
    return [path for app in APPS for path in sorted((BASE / app).rglob("*.py")) if "migrations" not in path.parts]


def test_imports_keep_the_contracts():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-logo"], cwd=BASE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", sorted(ENGINE.rglob("*.py")), ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_the_engine_imports_the_standard_library_and_msgspec(path):
    """`scenario.py` reads files that people write, so it may know YAML."""
    allowed = set(sys.stdlib_module_names) | ENGINE_MAY | ({"ruamel"} if path.name == "scenario.py" else set())
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add((node.module or "").partition(".")[0])
            if (node.module or "").startswith("sandbox"):
                assert (node.module or "").startswith("sandbox.engine"), f"{path.name} imports {node.module}"
    assert imported <= allowed


def test_the_engine_asks_no_clock_and_no_dice():
    """Time and chance come in as values, or a replay would differ."""
    asks = re.compile(
        r"\b(datetime\.now|date\.today|datetime\.today|time\.time|random\.(random|randint|choice)|uuid4)\("
    )
    found = [f"{path.name}: {m[0]}" for path in ENGINE.rglob("*.py") for m in asks.finditer(path.read_text())]
    assert not found


def test_templates_ask_answered_questions():
    found = []
    for path in sorted((BASE / "templates").rglob("*.html")):
        name = path.relative_to(BASE / "templates").as_posix()
        if name not in MAY_COMPARE:
            text = path.read_text(encoding="utf-8")
            found += [f"{name}: {match[0]}" for match in COMPARES.finditer(text)]
    assert not found, "a template compares; let a property answer instead:\n" + "\n".join(found)


def test_templates_carry_no_script_and_no_style_of_their_own():
    inline = re.compile(
        r"<style\b|\sstyle=|<script(?![^>]*(?:\bsrc=|type=\"application/json\"))|\son[a-z]+=\"|javascript:",
        re.IGNORECASE,
    )
    found = [
        f"{path.relative_to(BASE)}: {match[0]}"
        for path in sorted((BASE / "templates").rglob("*.html"))
        if path.parent.name != "mail" and path.name != "copy.html"  # read where no style sheet of ours reaches
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_every_room_says_in_one_sentence_what_it_is():
    silent = []
    for path in _sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and path.name not in {"__init__.py", "apps.py"} and not ast.get_docstring(tree):
            silent.append(str(path.relative_to(BASE)))
    assert not silent


def test_no_room_has_outgrown_its_walls():
    long = {str(path.relative_to(BASE)): path.read_text(encoding="utf-8").count("\n") for path in _sources()}
    assert not {name: lines for name, lines in long.items() if lines > 400}


def test_there_is_no_junk_drawer():
    assert not [str(path.relative_to(BASE)) for path in _sources() if path.name in FORBIDDEN_NAMES]


def test_nothing_of_ours_listens_to_signals_outside_the_one_room():
    """Libraries tell by signal of what they did; each is heard in the one room it concerns, and rules hide nowhere else."""
    listens = re.compile(r"@receiver\b|\.connect\((?!\))")
    allowed = {
        "portal/releases/publishing.py",  # Wagtail: a page was published
        "portal/signin/heard.py",  # allauth: a factor came or went, a password changed
        "portal/jobs/life.py",  # Celery: a worker or beat has begun
        "portal/embedded.py",  # a socket, no signal
    }
    found = [
        str(path.relative_to(BASE))
        for path in _sources()
        if str(path.relative_to(BASE)) not in allowed and listens.search(path.read_text(encoding="utf-8"))
    ]
    assert not found
