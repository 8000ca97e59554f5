"""Variation: what a seed chooses for one attempt, and the small language a drill file writes days and
choices in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

from sandbox.drills.amounts import is_amount, worked_out
from sandbox.drills.faults import BriefError, at
from sandbox.engine.calendar import add_business_days, add_months
from sandbox.engine.leaving import in_control_group
from sandbox.engine.messages import fill

Value = str | int

_OFFSET: Final = re.compile(r"D(?P<months>[+-]\d+M)?(?P<days>[+-]\d+)?(?P<time>T\d\d:\d\d)?")
_WRITTEN: Final = re.compile(r"\{[a-z_][a-z0-9_]*:(?:money|day|number)\}")
_NAME: Final = re.compile(r"\$\{?([a-z_][a-z0-9_]*)\}?")


def number_from(seed: int, *parts: str, below: int) -> int:
    """A number in [0, below) that the same seed and parts give for ever, on every machine."""
    text = ":".join((str(seed), *parts))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below


def choose(seed: int, drill: str, rules: Mapping[str, Mapping[str, Any]]) -> dict[str, Value]:
    """One value for each variable, in the file's order; a later one may name an earlier one."""
    values: dict[str, Value] = {}
    for name, rule in rules.items():
        with at(name):
            values[name] = _chosen(seed, drill, name, rule, values)
    return values


def _chosen(seed: int, drill: str, name: str, rule: Mapping[str, Any], values: Mapping[str, Value]) -> Value:
    match dict(rule):
        case {"one_of": [*options]} if options:
            option: Value = options[number_from(seed, drill, name, below=len(options))]
            return option
        case {"from": int(low), "to": int(high)}:
            return low + number_from(seed, drill, name, below=high - low + 1)
        case {"day_from": str(first), "day_to": str(last)}:
            start, end = date.fromisoformat(first), date.fromisoformat(last)
            span = number_from(seed, drill, name, below=(end - start).days + 1)
            return (start + timedelta(days=span)).isoformat()
        case {"day": str(offset)}:
            return str(put_in(offset, values))
        case {"customer": str(key), "shown_offers": bool(is_shown), "control": int(percent)}:
            return _customer_in(seed, key, percent, is_shown=is_shown)
        case {"is": str(text)} if is_amount(text):
            return worked_out(text, values)
        case {"business_days": int(count), "after": str(offset), **more} if not set(more) - {"holidays"}:
            after = date.fromisoformat(str(put_in(offset, values)))
            holidays = [date.fromisoformat(str(one)) for one in more.get("holidays", ())]
            return add_business_days(after, count, holidays).isoformat()
        case _:
            raise BriefError(
                "não há regra assim para uma variável: confira os nomes e os valores.",
                "there is no such rule for a variable: look at the names and values.",
            )


def _customer_in(seed: int, key: str, percent: int, *, is_shown: bool) -> str:
    """The id itself, or the next a thousand further, that this seed's control group leaves out, or holds."""
    letter, _, number = key.partition("-")
    if not 0 < percent < 100 or not number.isdigit():
        raise BriefError(
            "quem vê ofertas se escolhe com um id como “c-1” e um grupo de controle entre 1 e 99%.",
            "who is shown offers is chosen with an id like “c-1” and a control group between 1 and 99%.",
        )
    ids = (f"{letter}-{int(number) + 1000 * place}" for place in count())
    return next(one for one in ids if in_control_group(seed, one, percent) is not is_shown)


def put_in(value: Any, values: Mapping[str, Value]) -> Any:
    """Replace `$name` (typed, where it stands alone), `= price - 500` (a sum) and `D+4T09:00` (days and months from
    the drill's day).
    """
    if isinstance(value, Mapping):
        return {key: put_in(part, values) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [put_in(part, values) for part in value]
    if not isinstance(value, str):
        return value
    alone = _NAME.fullmatch(value)
    if alone is not None:
        return _known(alone.group(1), values)
    if is_amount(value):
        return worked_out(value, values)
    text = _NAME.sub(lambda match: str(_known(match.group(1), values)), value)
    offset = _OFFSET.fullmatch(text)
    if offset is None or "day" not in values:
        return text
    day = date.fromisoformat(str(values["day"]))
    if offset["months"]:
        day = add_months(day, int(offset["months"][:-1]), day.day)
    if offset["days"]:
        day += timedelta(days=int(offset["days"]))
    return day.isoformat() + (offset["time"] or "")


def in_language(value: Any, language: str) -> Any:
    """The same with each text that stands in both languages (`pt-br`, `en`) in one of them."""
    if isinstance(value, Mapping):
        if set(value) == {"pt-br", "en"}:
            return value[language]
        return {key: in_language(part, language) for key, part in value.items()}
    return [in_language(part, language) for part in value] if isinstance(value, list) else value


def written_out(value: Any, values: Mapping[str, Value]) -> Any:
    """Replace `{amount:money}`, `{pay_day:day}` and `{many:number}` in what a solution writes to somebody: their figures, as people
    read them. The variable `currency`, where there is one, is the company's.
    """
    if isinstance(value, Mapping):
        return {key: written_out(part, values) for key, part in value.items()}
    if isinstance(value, list):
        return [written_out(part, values) for part in value]
    if not isinstance(value, str):
        return value
    currency = str(values.get("currency", "BRL"))
    return _WRITTEN.sub(lambda match: fill(match[0], values, language="pt-br", currency=currency), value)


def _known(name: str, values: Mapping[str, Value]) -> Value:
    if name not in values:
        raise BriefError(
            f"${name} não está entre as variáveis e os papéis deste exercício.",
            f"${name} is not among this drill's variables and roles.",
        )
    return values[name]
