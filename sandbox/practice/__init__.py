"""Ready companies for free practice: made by the engine itself from a seed, with a past one can believe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

from sandbox.engine.catalogue import Jurisdiction
from sandbox.practice import gym, software, streaming
from sandbox.practice.markets import MARKETS
from sandbox.practice.past import Impossible, Made, Past

__all__ = ["JURISDICTIONS", "KINDS", "Impossible", "Kind", "Made", "company_name", "make", "months_of"]

Kind = Literal["streaming", "gym", "software"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
JURISDICTIONS: Final[tuple[Jurisdiction, ...]] = get_args(Jurisdiction)


class _Story(NamedTuple):
    months: int
    names: Mapping[Jurisdiction, str]
    plan: Callable[[Past], None]


_STORIES: Final[Mapping[Kind, _Story]] = {
    "streaming": _Story(
        streaming.MONTHS,
        {"br": "Luneta Filmes", "eu": "Lantern Stream", "us": "Porchlight TV"},
        streaming.plan,
    ),
    "gym": _Story(
        gym.MONTHS,
        {"br": "Academia Passo Firme", "eu": "Steady Step Gym", "us": "Oak Street Fitness"},
        gym.plan,
    ),
    "software": _Story(
        software.MONTHS,
        {"br": "Prumo Sistemas", "eu": "Plumbline Software", "us": "Plumbline Labs"},
        software.plan,
    ),
}


def months_of(kind: Kind) -> int:
    """How many months of past a company of this kind has."""
    return _STORIES[kind].months


def company_name(kind: Kind, jurisdiction: Jurisdiction) -> str:
    return _STORIES[kind].names[jurisdiction]


def make(
    kind: Kind,
    seed: int,
    jurisdiction: Jurisdiction,
    today: date,
    *,
    told: Callable[[int], object] = lambda month: None,
) -> Made:
    """A company that has lived up to the last working day on or before `today`, at nine; `told` hears each month that is
    over. The same arguments give the same company, event for event.
    """
    story = _STORIES[kind]
    past = Past(kind, seed, MARKETS[jurisdiction], today, months=story.months)
    story.plan(past)
    for month in past.live():
        told(month)
    return past.made()
