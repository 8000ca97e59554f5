"""Parsing: a command by name and fields, as the scenario's `do:` and a form write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final, get_args

import msgspec

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine.clock import LAST_YEAR
from sandbox.engine.decide.turn import BadInput
from sandbox.engine.text import strings_in
from sandbox.engine.world import World

COMMANDS: Final[dict[str, type[cmd.Asked]]] = {
    str(command.__struct_config__.tag): command for command in cmd.COMMAND_TYPES
}

# Named in BILLING.md and still to come: said aloud, never ignored.
COMMANDS_TO_COME: Final[frozenset[str]] = frozenset([])
FIELDS_TO_COME: Final[dict[str, frozenset[str]]] = {}
# Values of built fields that are still to come: (command, field, value).
VALUES_TO_COME: Final[frozenset[tuple[str, str, str]]] = frozenset(())
FIRST_YEAR: Final = 1990

DEFAULT_ZONE: Final = "America/Sao_Paulo"
_PATH: Final = re.compile(r"^(?P<detail>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
# What neither UTF-8 nor a database's text can hold.
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")
_ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def _fields_of(kind: type[cmd.Asked]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """A command's fields with their types, read from its annotations once."""
    return msgspec.structs.fields(kind)


def command_from(name: str, fields: Mapping[str, Any], world: World, *, actor: str = "trainee") -> cmd.Command:
    """One command; times without offset are the company's own. Raises BadInput(field, message).

    Who asks is never read from the fields: a form must not be able to say it is somebody else.
    """
    zone = world.company.timezone if world.company is not None else str(fields.get("timezone", DEFAULT_ZONE))
    return command_in_zone(name, fields, zone, actor=actor)


def command_in_zone(name: str, fields: Mapping[str, Any], zone: str, *, actor: str) -> cmd.Command:
    """As `command_from`, for a company that is yet to be opened."""
    kind = COMMANDS.get(name)
    if kind is None:
        code = "not_supported_yet" if name in COMMANDS_TO_COME else "unknown_command"
        raise BadInput(name, code=code, facts={"name": name})
    given = dict(fields)
    for field, value in given.items():
        if any(_UNWRITABLE.search(text) for text in strings_in([field, value])):
            raise BadInput(str(field).encode("ascii", "replace").decode(), code="not_text", facts={})
    if name == "set_policy" and "changes" not in given:
        given = {"changes": {k: v for k, v in given.items() if k != "reason"}, **_only(given, "reason")}
    if name == "request_approval" and isinstance(given.get("do"), Mapping):
        given["do"] = _asked_for(given["do"], zone, actor=actor)
    if name == "cancel" and _ISO_DAY.match(str(given.get("when", ""))):
        given |= {"when": "date", "at": given["when"]}
    named = given.get("changes")
    refuse_what_is_to_come(name, named if isinstance(named, Mapping) else given)
    known = {field.name: field for field in _fields_of(kind) if field.name != "actor"}
    for field in given:
        if field not in known:
            raise BadInput(field, code="unknown_field", facts={"name": name})
    for spec in known.values():
        if spec.required and given.get(spec.name) in (None, ""):
            raise BadInput(spec.name, code="missing", facts={"name": name})
    moments = {spec.name for spec in known.values() if spec.type in (datetime, datetime | None)}
    prepared = {
        key: _moment(key, value, zone) if key in moments and value is not None else _prepared(key, value, zone)
        for key, value in given.items()
    }
    prepared["actor"] = actor
    prepared["type"] = name
    return _converted(name, kind, prepared)


def _asked_for(do: Mapping[str, Any], zone: str, *, actor: str) -> dict[str, Any]:
    """The one command inside, `{refund: {...}}`, with its fields read as its own."""
    if len(do) != 1:
        raise BadInput("do", code="wrong_kind", facts={"detail": "1 command"})
    ((inner, fields),) = do.items()
    if not isinstance(fields, Mapping) or COMMANDS.get(inner) not in get_args(cmd.Approvable):
        raise BadInput("do", code="not_a_choice", facts={"value": str(inner)[:60]})
    asked: dict[str, Any] = msgspec.to_builtins(command_in_zone(inner, fields, zone, actor=actor))
    return asked


def _only(fields: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: fields[key]} if key in fields else {}


def refuse_what_is_to_come(name: str, fields: Mapping[str, Any]) -> None:
    """Say plainly that a field or value of BILLING.md is not built, before anything else is checked."""
    parts: list[Mapping[str, Any]] = [fields]
    prices = fields.get("prices")
    if isinstance(prices, list | tuple):
        parts.extend(part for part in prices if isinstance(part, Mapping))
    for part in parts:
        for field, value in part.items():
            if field in FIELDS_TO_COME.get(name, ()) or (name, field, str(value)) in VALUES_TO_COME:
                what = f"{name} {field}" if field in FIELDS_TO_COME.get(name, ()) else f"{name} {field}: {value}"
                raise BadInput(field, code="not_supported_yet", facts={"name": what})
    if name == "open_company" and isinstance(fields.get("policy"), Mapping):
        refuse_what_is_to_come("set_policy", fields["policy"])


def _prepared(key: str, value: Any, zone: str) -> Any:
    """Script words become entries, YAML's switches become words, days in messages become text."""
    if key in ("script", "next") and isinstance(value, list | tuple):
        return [_script_entry(one, zone) for one in value]
    if key == "refund_fails" and value is not None:
        return [_refund_entry(one) for one in (value if isinstance(value, list | tuple) else [value])]
    if key == "mandate" and isinstance(value, list | tuple):
        return [_mandate_entry(one) for one in value]
    if key == "methods" and isinstance(value, list | tuple):
        return [
            {k: _prepared(k, v, zone) for k, v in one.items()} if isinstance(one, Mapping) else one for one in value
        ]
    if key == "percent" and value is not None and not isinstance(value, bool | Mapping | list):
        return str(value)
    if key == "taxes" and isinstance(value, list | tuple):
        return [
            {k: _prepared(k, v, zone) for k, v in one.items()} if isinstance(one, Mapping) else one for one in value
        ]
    if key in ("changes", "policy") and isinstance(value, Mapping):
        words = {"retry_days": _fixed_gap, "late_fees": _percents, "automation": _switch}
        return {k: words[k](v) if k in words else v for k, v in value.items()}
    if key == "fields" and isinstance(value, Mapping):
        return {k: _message_field(k, v) for k, v in value.items()}
    return value


def _message_field(key: str, value: Any) -> Any:
    """Days as text, amounts as numbers, whichever way a file or a form sent them."""
    if isinstance(value, date):
        return value.isoformat()
    # Beyond 18 digits it stays text and is refused as no amount; beyond 4,300 Python would not read it at all.
    numeric = key in ("amount", "old_amount") and isinstance(value, str) and len(value) <= 18 and value.isdecimal()
    return int(value) if numeric else value


def _fixed_gap(value: Any) -> Any:
    """Retries so many days apart, so many times, as the days they fall on; any other list as it is."""
    if not isinstance(value, Mapping) or set(value) != {"every", "times"}:
        return value
    every, times = value["every"], value["times"]
    if not all(type(one) is int and 1 <= one <= 50 for one in (every, times)):
        raise BadInput("retry_days", code="out_of_range", facts={"limit": "1 ≤ every, times ≤ 50"})
    return [every * number for number in range(1, times + 1)]


def _percents(value: Any) -> Any:
    """Percentages are read as text, whichever way a file wrote them."""
    if not isinstance(value, Mapping):
        return value
    return {k: v if isinstance(v, bool | Mapping | list) else str(v) for k, v in value.items()}


def _switch(value: Any) -> Any:
    """YAML 1.1 readers turn on and off into booleans; for the one switch that says so they are words."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else value


def _script_entry(value: Any, zone: str) -> Any:
    if isinstance(value, str):
        return {"code": value}
    if not isinstance(value, Mapping):
        return value
    entry = dict(value)
    if entry.get("until") is not None:
        entry["until"] = _moment("until", entry["until"], zone)
    if isinstance(entry.get("webhooks"), list | tuple):
        entry["webhooks"] = [{"event": one} if isinstance(one, str) else one for one in entry["webhooks"]]
    return entry


def _refund_entry(value: Any) -> Any:
    """A word, a mapping where more is known, or plainly whether it fails."""
    if isinstance(value, bool):
        return {"code": "declined" if value else "succeeds"}
    return {"code": value} if isinstance(value, str) else value


def _mandate_entry(value: Any) -> Any:
    """`later` is a yes a day later."""
    if value == "later":
        return {"code": "accepted", "after_hours": 24}
    return {"code": value} if isinstance(value, str) else value


def _moment(field: str, value: Any, zone: str) -> datetime:
    text = value.isoformat() if isinstance(value, date) else value
    if isinstance(text, str):
        try:
            moment = calendar.read_instant(text, zone)
        except (ValueError, OverflowError):
            moment = None
        # Years outside these break the arithmetic of zones, and no practice company lives there.
        if moment is not None and FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment
    raise BadInput(field, code="not_a_moment", facts={"value": str(value)[:40]})


def _converted(name: str, kind: type[cmd.Asked], prepared: Mapping[str, Any]) -> cmd.Command:
    try:
        # Forms send numbers as text, hence not strict.
        command: cmd.Command = msgspec.convert(prepared, kind, strict=False)  # type: ignore[assignment]
    except msgspec.ValidationError as error:
        raise _explained(name, str(error)) from error
    return command


def _explained(name: str, text: str) -> BadInput:
    """The decoder's English complaint as a code with facts, so that it can be said in both languages."""
    match = _PATH.match(text)
    detail, path = (match["detail"], match["path"] or "") if match is not None else (text, "")
    field = path.lstrip(".") or name
    if unknown := re.match(r"Object contains unknown field `(.*)`", detail):
        inner = f"{field}.{unknown[1]}" if path else unknown[1]
        return BadInput(inner, code="unknown_field", facts={"name": field})
    if missing := re.match(r"Object missing required field `(.*)`", detail):
        inner = f"{field}.{missing[1]}" if path else missing[1]
        return BadInput(inner, code="missing", facts={"name": field})
    if choice := re.match(r"Invalid enum value (.*)", detail):
        return BadInput(field, code="not_a_choice", facts={"value": choice[1].strip("'")[:60]})
    if length := re.match(r"Expected `(?:str|array|object)` of length (.*)", detail):
        return BadInput(field, code="too_long", facts={"limit": length[1]})
    if limit := re.match(r"Expected `int` ([<>]=? -?\d+)", detail):
        return BadInput(field, code="out_of_range", facts={"limit": limit[1]})
    if detail.startswith("Expected `int"):
        return BadInput(field, code="not_an_integer", facts={"detail": detail})
    if kind := re.match(r"Expected `(.*?)`, got `(.*?)`", detail):
        return BadInput(field, code="wrong_kind", facts={"detail": f"{kind[1]} ≠ {kind[2]}"})
    return BadInput(field, detail)
