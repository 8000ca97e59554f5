"""Fuzz: no command and no file, however wrong, ends in anything but an answer that says what is wrong; and nothing is kept of it."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import random
import re
import string
import tempfile
import typing
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sandbox.engine import COMMAND_TYPES, BadInput, Outcome, Rejection, World, command_from, execute, narrate, report
from sandbox.engine.__main__ import main
from sandbox.engine.codec import decode_world, encode_world
from sandbox.engine.invariants import verify
from sandbox.engine.refusals import INPUTS, REJECTIONS
from tests.engine.desk import Desk, subscribed

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").rglob("*.yaml"))
LANGUAGES = ("pt-br", "en")
ZEROES = "0" * 5000

HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 1, 2**31, -(2**63), 2**63, 10**30, 10**12 + 1]),
    st.sampled_from([float("nan"), float("inf"), -0.0, 0.1, 1e308]),
    st.sampled_from(
        ["", " ", "x" * 3000, "1" * 5000, "\x00", "\ud800", "{0.__class__}", "{id}", "%s", "../..", "<b>", "☃", "now"]
    ),
    st.sampled_from(["2026-02-30", "9999-12-31", "0001-01-01", "2026-11-01T25:00", "2026-11-01T00:00+99:00", ZEROES]),
    st.sampled_from(["4111 1111 1111 1111", "ana@example.org", "nan", "1e5", "-0", "٣"]),
    st.lists(st.none(), max_size=2),
    st.dictionaries(st.sampled_from(["id", "price", "code", "x"]), st.none(), max_size=2),
    st.recursive(st.none(), lambda inner: st.lists(inner, max_size=1), max_leaves=30),
)


@functools.cache
def lived_in() -> World:
    """A company where much has happened, so that names lead somewhere."""
    desk: Desk = subscribed("approve", "insufficient_funds", "timeout_settled", "approve")
    desk.do("add_coupon", id="ten", percent="10", duration="forever")
    desk.do("add_tax", id="vat", percent="20")
    desk.do("add_customer", id="caio", methods=[{"kind": "pix"}])
    desk.do("subscribe", id="s2", customer="caio", price="basic-m", trial_days=5)
    desk.do("add_charge", customer="rita", amount=700)
    desk.until("2026-11-02")
    desk.do("change_quantity", subscription="s1", quantity=2)
    desk.do("credit_note", invoice="inv-1", amount=500, to="balance")
    desk.do("cancel", subscription="s2")
    return desk.world


def _named(field: str) -> st.SearchStrategy[Any]:
    """An id of the kind of thing a field is called after; now and then another's, or a new one."""
    table = getattr(lived_in(), f"{field}s", None)
    own = [st.sampled_from(sorted(table))] * 6 if isinstance(table, dict) and table else []
    return st.one_of(*own, st.sampled_from(["new-1", "new-2"]), st.sampled_from(_ids(lived_in())))


def _ids(world: World) -> list[str]:
    """Every id that anything in a world has, and one nothing has."""
    tables = [getattr(world, name) for name in world.__struct_fields__]
    return [*[key for table in tables if isinstance(table, dict) for key in table][:60], "nobody"]


def _fitting(kind: Any, field: str = "") -> st.SearchStrategy[Any]:
    """Values of a field's own type, as a form or a file would write them."""
    origin = get_origin(kind)
    if origin is typing.Annotated:
        return _fitting(get_args(kind)[0], field)
    if origin in (UnionType, typing.Union):
        return st.one_of(*[_fitting(one, field) for one in get_args(kind)])
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin is tuple:
        return st.lists(_fitting(get_args(kind)[0], field), max_size=3)
    if origin is dict:
        return st.dictionaries(st.sampled_from(["amount", "at", "url", "x"]), st.sampled_from([1, "x"]), max_size=2)
    if kind is type(None):
        return st.none()
    if kind is datetime:
        return st.sampled_from(
            ["2026-10-15", "2026-11-02", "2026-11-20", "2026-12-01T10:30", "2027-06-30", "2199-01-01"]
        )
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(1, 4000) | st.integers(-2, 40) | st.integers(-(10**13), 10**13)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _fields(kind)
    return _named(field) | st.text(string.printable, max_size=8)


def _fields(kind: type[msgspec.Struct]) -> st.SearchStrategy[dict[str, Any]]:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = [one for one in msgspec.structs.fields(kind) if one.name != "actor"]
    return st.fixed_dictionaries(
        {one.name: _fitting(hints[one.name], one.name) for one in fields if one.required},
        optional={one.name: _fitting(hints[one.name], one.name) for one in fields if not one.required},
    )


@st.composite
def _asked(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A command's name, fields that fit it, and now and then one that does not."""
    kind = draw(st.sampled_from(COMMAND_TYPES))
    fields = draw(_fields(kind))
    if draw(st.integers(0, 4)) == 0:
        known = [one.name for one in msgspec.structs.fields(kind)]
        fields[draw(st.sampled_from([*known, "odd"]))] = draw(HOSTILE)
    return str(kind.__struct_config__.tag), fields


def _is_said(text: str, facts: Mapping[str, object] | None = None) -> None:
    """Every place of the sentence is filled; what somebody typed may look like a place and is said as it is."""
    for typed in (facts or {}).values():
        text = text.replace(str(typed), "·") if "{" in str(typed) else text
    assert text and not re.search(r"\{[a-z_]+(:[a-z]+)?\}", text), text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(asked=st.lists(_asked(), min_size=1, max_size=3))
def test_every_command_gets_an_answer(asked: list[tuple[str, dict[str, Any]]]) -> None:
    world = lived_in()
    for name, fields in asked:
        before = encode_world(world)
        try:
            command = command_from(name, fields, world)
        except BadInput as bad:
            assert bad.field and bad.code in INPUTS
            for language in LANGUAGES:
                _is_said(bad.sentence(language), bad.facts)
            continue
        answer = execute(world, command)
        assert encode_world(world) == before, "whoever is asked, the world given stays as it was"
        if isinstance(answer, Rejection):
            assert answer.code in REJECTIONS
            for language in LANGUAGES:
                _is_said(answer.sentence(language), answer.facts)
            continue
        assert isinstance(answer, Outcome)
        world = answer.world
        assert verify(world) == []
        assert decode_world(encode_world(world)) == world
        json.dumps(report(world))
        for event in answer.events:
            for language in LANGUAGES:
                _is_said(narrate(event, world, language))


def _places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a parsed file where something stands."""
    found = [path] if path else []
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        found.extend(_places(value, (*path, key)))
    return found


@functools.cache
def _parsed(place: int) -> str:
    """A story as JSON, which is YAML as well: easy to change in one place."""
    return json.dumps(YAML(typ="safe").load(SCENARIOS[place].read_text(encoding="utf-8")), default=str)


def _ends_well(text: str) -> None:
    """0, 1 or 2; 2 says line and field; never a traceback, never a broken rule."""
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        for command in (["replay", str(path), "--json"], ["explain", str(path)]):
            with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
                code = main(command)
            told = said.getvalue()
            assert code in (0, 1, 2)
            assert "invariant broken" not in told, told
            if code == 2:
                assert re.search(r"line \d+, .+?: .+", told) or "decode" in told, told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.integers(0, len(SCENARIOS) - 1), where=st.integers(0, 10**6), value=HOSTILE, add=st.booleans())
def test_a_story_with_one_wrong_value_ends_well(place: int, where: int, value: Any, add: bool) -> None:
    data = json.loads(_parsed(place))
    places = _places(data)
    path = places[where % len(places)]
    holder = functools.reduce(lambda node, key: node[key], path[:-1], data)
    if add and isinstance(holder, dict):
        holder["odd"] = value
    else:
        holder[path[-1]] = value
    _ends_well(json.dumps(data))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.integers(0, len(SCENARIOS) - 1), seed=st.integers(0, 2**32), cuts=st.integers(1, 4))
def test_a_story_torn_and_glued_ends_well(place: int, seed: int, cuts: int) -> None:
    dice = random.Random(seed)
    text = SCENARIOS[place].read_text(encoding="utf-8")
    for _ in range(cuts):
        at = dice.randrange(len(text) + 1)
        to = min(len(text), at + dice.randrange(12))
        text = (
            text[:at]
            + dice.choice(["", "", "\n", "{", "]", ": ", "- ", '"', "&a ", "*a", "!!python", "\t", "#"])
            + text[to:]
        )
    _ends_well(text)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"", b"\x00", "company: \ufeff".encode("utf-16")], ids=["bytes", "empty", "nul", "utf-16"]
)
def test_what_is_no_text_ends_well(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "story.yaml"
    path.write_bytes(data)
    assert main(["replay", str(path)]) == 2
    assert str(path) in capsys.readouterr().err
