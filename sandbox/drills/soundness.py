"""Soundness: what of a drill is wrong on whichever company, found without doing any of its ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sandbox.drills.brief import Brief, Setup, commands_of, instantiate
from sandbox.drills.faults import BriefError, Where, at
from sandbox.drills.variation import choose
from sandbox.drills.wording import SAMPLE_SEED

_DAY: Final = re.compile(r"\d{4}-\d\d?-\d\d?")


def unsound(brief: Brief) -> list[BriefError]:
    """Every fault of it that can be told: values that no company can have, weights, ways that are none."""
    found = [*_said(brief)] or [*_worked_out(brief)]
    if not found:
        try:
            found += _ways(brief, instantiate(brief, SAMPLE_SEED))
        except BriefError as fault:
            found.append(fault)
    found += _weights(brief)
    if not brief.references:
        found.append(
            BriefError(
                "não há nenhum caminho certo: escreva ao menos um, para se saber que o exercício é possível.",
                "there is no right way: write at least one, so that the drill is known to be possible.",
                where=("references",),
            )
        )
    return found


def _said(brief: Brief) -> Iterator[BriefError]:
    """Days and spans as they are written."""
    for name, rule in brief.vary.items():
        match dict(rule):
            case {"one_of": [*options]}:
                days = name == "day" or any(_is_day(one) for one in options)
                for place, one in enumerate(options):
                    if (days or _DAY.fullmatch(str(one))) and not _is_day(one):
                        yield _no_day(one, ("vary", name, "one_of", place))
            case {"from": int(low), "to": int(high)} if low > high:
                yield _backwards(("vary", name))
            case {"day_from": str(first), "day_to": str(last)}:
                wrong = [(side, one) for side, one in (("day_from", first), ("day_to", last)) if not _is_day(one)]
                yield from (_no_day(one, ("vary", name, side)) for side, one in wrong)
                if not wrong and first > last:
                    yield _backwards(("vary", name))


def _worked_out(brief: Brief) -> Iterator[BriefError]:
    """What is worked out of them: on one company, then with each choice of each variable."""
    own = _tried(brief, brief.vary)
    if own is not None:
        yield own
        return
    for name, rule in brief.vary.items():
        for where, only in _choices(name, rule):
            fault = _tried(brief, {**brief.vary, name: only})
            if fault is not None:
                yield BriefError(fault.pt_br, fault.en, where=where)
                break


def _choices(name: str, rule: Mapping[str, Any]) -> Iterator[tuple[Where, Mapping[str, Any]]]:
    """The rule as if it left no choice: each of a list, the two ends of a span."""
    match dict(rule):
        case {"one_of": [*options]}:
            for place, one in enumerate(options):
                yield ("vary", name, "one_of", place), {"one_of": [one]}
        case {"from": int(low), "to": int(high)}:
            for side, end in (("from", low), ("to", high)):
                yield ("vary", name, side), {"from": end, "to": end}


def _tried(brief: Brief, vary: Mapping[str, Mapping[str, Any]]) -> BriefError | None:
    try:
        with at("vary"):
            values = choose(SAMPLE_SEED, brief.key, vary)
    except BriefError as fault:
        return fault
    for name, rule in vary.items():
        if "day" in rule and not _is_day(values[name]):
            return _no_day(rule["day"], ("vary", name, "day"))
    return None


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return bool(_DAY.fullmatch(str(value)))


def _no_day(value: Any, where: Where) -> BriefError:
    return BriefError(
        f"“{value}” não dá um dia do calendário.", f"“{value}” does not make a day of the calendar.", where=where
    )


def _backwards(where: Where) -> BriefError:
    return BriefError("o fim vem antes do começo.", "the end comes before the beginning.", where=where)


def _weights(brief: Brief) -> Iterator[BriefError]:
    for place, one in enumerate(brief.conditions):
        if one.weight < 1:
            yield BriefError(
                "o peso é um número inteiro a partir de 1.", "a weight is a whole number from 1 up.",
                where=("conditions", place, "weight"),
            )  # fmt: skip


def _ways(brief: Brief, setup: Setup) -> Iterator[BriefError]:
    """Every step of every way says commands that there are, with names that there are."""
    values = {**setup.facts, **setup.roles}
    ways = [
        *((("references", place, "steps"), one.steps) for place, one in enumerate(brief.references)),
        *((("wrong", place, "steps"), one.steps) for place, one in enumerate(brief.wrong)),
    ]
    for where, steps in ways:
        try:
            with at(*where):
                commands_of(steps, values, zone=setup.zone, actor="trainee")
        except BriefError as fault:
            yield fault
