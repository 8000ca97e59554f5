"""Explaining: a story as a dated timeline that a trainee can read, every amount with its arithmetic, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sandbox.engine import events as ev
from sandbox.engine.calendar import local
from sandbox.engine.messages import format_day, format_moment
from sandbox.engine.narration import narrate
from sandbox.engine.running import Refusal, Run

MARGIN: Final = " " * 9


def explain(run: Run, language: str) -> list[str]:
    """A heading for each company day, then its sentences; what one command or one piece of due work led to stands
    together under one time. A refused command is told with its code and what to do instead.
    """
    zone = run.world.require_company().timezone
    lines: list[str] = []
    today: date | None = None
    group = ""
    for one in run.told:
        if isinstance(one, ev.ClockMoved):
            continue
        when = local(one.at, zone)
        if when.date() != today:
            today = when.date()
            lines += ["", format_day(today, language)] if lines else [format_day(today, language)]
            group = ""
        sentence = _refused(one, language) if isinstance(one, Refusal) else _happened(one, run, language)
        starts = isinstance(one, Refusal) or one.group != group
        group = "" if isinstance(one, Refusal) else one.group
        lines.append(f"  {when:%H:%M}  {sentence}" if starts else f"{MARGIN}{sentence}")
    return lines


def _happened(event: ev.Event, run: Run, language: str) -> str:
    return narrate(event, run.world, language, subjects=run.subjects)


def _refused(refusal: Refusal, language: str) -> str:
    word = "Recusado" if language == "pt-br" else "Refused"
    return f"{word} ({refusal.rejection.code}): {refusal.rejection.sentence(language)}"


def heading(run: Run, language: str, *, title: str) -> Iterator[str]:
    """The story's own name, and when it begins."""
    if title:
        yield title
        yield ""
    company = run.world.require_company()
    began = format_moment(local(company.opened_at, company.timezone), language)
    yield (
        f"Valores em {company.currency}, horário de {company.timezone}, desde {began}."
        if language == "pt-br"
        else f"Amounts in {company.currency}, times of {company.timezone}, since {began}."
    )
    yield ""
