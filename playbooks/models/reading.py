"""A playbook as it is read: the same page from a release and from a draft's preview."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe

from portal.seams.registry import registry
from portal.ui.markdown import framed
from portal.ui.moments import say

LINKED = ("lesson", "drill")
"""Kinds of things a step links to, in the order of their cards."""


class Part(Protocol):
    """What a frozen part and a part of a draft have in common."""

    part_id: Any
    locale: Any
    title: Any
    html: Any
    facts: Any


@dataclass(frozen=True)
class Step:
    """One step, ready to be drawn; `id` is its anchor."""

    id: str
    number: int
    title: str
    body: SafeString
    who: str
    evidence: str
    warning: str
    cards: Sequence[SafeString]
    """What it links to and no step before it did: a card stands once on a page."""
    shown_at: Sequence[tuple[str, int]]
    """Id and number of the steps before it that show the rest of what it links to."""
    origin: str
    """What an idea from this step names as its origin."""
    foreign: str
    """The language it is shown in where that is not the reader's, else empty."""
    has_changed: bool


@dataclass(frozen=True)
class Reading:
    """A playbook's cover and steps."""

    title: str
    summary: str
    department: str
    minutes: int
    review_on: str
    """The day in words, empty where no review is booked."""
    foreign: str
    steps: Sequence[Step]


def reading(
    parts: Sequence[Part],
    *,
    key: str,
    facts: Mapping[str, Any],
    language: str,
    request: HttpRequest,
    changed: Collection[str] = (),
) -> Reading:
    """Cover first, then the steps; the cards of what they link to come by one call a kind."""
    cover, *steps = parts
    found = {kind: _cards(request, kind, steps) for kind in LINKED}
    shown: dict[tuple[str, str], tuple[str, int]] = {}
    drawn = []
    for number, step in enumerate(steps, start=1):
        links = [(kind, step.facts[kind]) for kind in LINKED if step.facts.get(kind) in found[kind]]
        fresh = [link for link in links if link not in shown]
        before = dict.fromkeys(shown[link] for link in links if link in shown)
        shown.update(dict.fromkeys(fresh, (step.part_id, number)))
        drawn.append(
            Step(
                id=step.part_id,
                number=number,
                title=step.title,
                body=_safe(framed("".join(step.html.values()))),
                who=step.facts.get("who", ""),
                evidence=step.facts.get("evidence", ""),
                warning=step.facts.get("warning", ""),
                cards=[_safe(found[kind][name]) for kind, name in fresh],
                shown_at=list(before),
                origin=f"playbook:{key}:{step.part_id}",
                foreign=_foreign(step, language),
                has_changed=step.part_id in changed,
            )
        )
    return Reading(
        title=cover.title,
        summary=cover.facts.get("summary", ""),
        department=cover.facts.get("department", ""),
        minutes=cover.facts.get("minutes", 0),
        review_on=_in_words(facts.get("review_on")),
        foreign=_foreign(cover, language),
        steps=drawn,
    )


def _cards(request: HttpRequest, kind: str, steps: Sequence[Part]) -> Mapping[str, str]:
    embed = registry.embeds.get(kind)
    keys = sorted({step.facts[kind] for step in steps if step.facts.get(kind)})
    return embed.cards(request, keys) if embed and keys else {}


def _in_words(day: str | None) -> str:
    found = parse_date(day or "")
    return say(found).exact if found else ""


def _foreign(part: Part, language: str) -> str:
    return "" if part.locale == language else str(part.locale)


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  (sanitised when it was frozen, or rendered by its own app)
