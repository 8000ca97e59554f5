"""Moods: how satisfied the customers of a practice company are, by rule, and because of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from sandbox import store
from sandbox.bisection import events_since
from sandbox.engine.metrics.satisfaction import FELT, LASTS, RULES, START, Reaction, by_customer, reactions, score
from sandbox.engine.subscription import ENDED
from sandbox.queries.desk import Permission
from sandbox.queries.scene import Scene

HAPPY, UPSET = 75, 50


@dataclass(frozen=True)
class Felt:
    """One rule as it was felt: what happened, how much it weighs, when; or how often, of all."""

    said: str
    weight: int
    sign: str
    at: str = ""
    count: int = 1

    @property
    def figure(self) -> str:
        return f"+{self.weight}" if self.weight > 0 else f"−{-self.weight}"


@dataclass(frozen=True)
class Mood:
    """One customer's mood, from 0 to 100."""

    scene: Scene
    customer: str
    score: int
    word: Permission
    felt: Sequence[Felt]

    @property
    def name(self) -> str:
        return self.scene.name(self.customer)


@dataclass(frozen=True)
class CompanyMood:
    """The mean of everybody who is with the company, and the rules that moved it most."""

    score: int
    word: Permission
    happy: int
    calm: int
    upset: int
    reasons: Sequence[Felt]
    moods: Sequence[Mood]

    @property
    def start(self) -> int:
        return START

    @property
    def days(self) -> int:
        return LASTS.days


def word_of(points: int) -> Permission:
    if points >= HAPPY:
        return Permission("ok", pgettext("mood", "content"), "smile")
    if points >= UPSET:
        return Permission("calm", pgettext("mood", "calm"), "meh")
    return Permission("late", pgettext("mood", "upset"), "frown")


def company_mood(scene: Scene, felt: Sequence[Reaction]) -> CompanyMood:
    """Everybody with a subscription that lives; lowest first."""
    living = dict.fromkeys(one.customer for one in scene.world.subscriptions.values() if one.status not in ENDED)
    own = by_customer(felt)
    moods = sorted((mood_of(scene, one, own.get(one, [])) for one in living), key=lambda mood: mood.score)
    counts = Counter(one.rule for one in felt if one.customer in living)
    mean = sum(mood.score for mood in moods) // len(moods) if moods else START
    by_weight = sorted(counts.items(), key=lambda pair: -abs(pair[1] * RULES[pair[0]].weight))
    return CompanyMood(
        score=mean,
        word=word_of(mean),
        happy=sum(mood.score >= HAPPY for mood in moods),
        calm=sum(UPSET <= mood.score < HAPPY for mood in moods),
        upset=sum(mood.score < UPSET for mood in moods),
        reasons=[_felt(scene, rule, count=count) for rule, count in by_weight],
        moods=moods,
    )


def mood_of(scene: Scene, customer: str, felt: Sequence[Reaction]) -> Mood:
    points = score(felt)
    said = [_felt(scene, one.rule, at=scene.moment(one.at)) for one in reversed(felt)]
    return Mood(scene, customer, points, word_of(points), said)


def felt_lately(opened: store.Opened, scene: Scene) -> list[Reaction]:
    """What the company's customers felt; only what is still felt is read from the journal."""
    return reactions(scene.world, events_since(opened.workspace, scene.world.now - LASTS, FELT))


def felt_by(opened: store.Opened, scene: Scene, customer: str) -> list[Reaction]:
    """What one customer felt of late."""
    found = reactions(scene.world, events_since(opened.workspace, scene.world.now - LASTS, FELT, customer=customer))
    return [one for one in found if one.customer == customer]


def _felt(scene: Scene, rule: str, *, at: str = "", count: int = 1) -> Felt:
    known = RULES[rule]
    said = known.said[0 if scene.language == "pt-br" else 1]
    return Felt(said, known.weight, "ok" if known.weight > 0 else "late", at, count)
