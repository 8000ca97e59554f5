"""Brief: one drill as its author wrote it, read from YAML, and made into a company for one seed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sandbox.drills.conditions import Check, check_from
from sandbox.drills.parts import cast
from sandbox.drills.variation import Value, choose, put_in, written_out
from sandbox.engine import ACTORS, BadInput, Command, Event, Rejection, World, execute
from sandbox.engine.messages import fill
from sandbox.engine.parsing import DEFAULT_ZONE, command_in_zone

LIBRARY: Final = Path(__file__).parent / "library"
Kind = Literal["must", "must_not", "message"]


class BriefError(ValueError):
    """A drill file that cannot be used: says where and why."""


class Bilingual(Struct, frozen=True, forbid_unknown_fields=True, rename={"pt_br": "pt-br"}):
    """A text in both languages; neither may be missing."""

    pt_br: str
    en: str

    def text(self, language: str) -> str:
        return self.pt_br if language == "pt-br" else self.en

    def filled(self, facts: Mapping[str, Value], currency: str) -> Bilingual:
        return Bilingual(
            fill(self.pt_br, facts, language="pt-br", currency=currency).strip(),
            fill(self.en, facts, language="en", currency=currency).strip(),
        )


# Personal data of a practice subscriber (`name`, `email`), kept apart from the company.
Subject = dict[str, str]


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody of the company: what is known of them beside their name stands apart from the journal, as the name does."""

    id: str
    name: str
    known: dict[str, str] = {}


class ConditionSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """One condition: `check` is one of the vocabulary's words with its parameters."""

    id: str
    kind: Kind
    title: Bilingual
    step: str
    """The playbook step it practises; of another playbook as `playbook/step`."""
    check: dict[str, Any]
    weight: int = 1


class WrongSolution(Struct, frozen=True, forbid_unknown_fields=True):
    """A way to get it wrong, and exactly the conditions it must trip."""

    id: str
    steps: tuple[dict[str, Any], ...]
    trips: tuple[str, ...]


class ReferenceSolution(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    steps: tuple[dict[str, Any], ...]


class Brief(Struct, frozen=True, forbid_unknown_fields=True):
    """One drill file."""

    key: str
    version: int
    slug: Bilingual
    playbook: str
    topics: tuple[str, ...]
    minutes: int
    company_name: str
    title: Bilingual
    summary: Bilingual
    story: Bilingual
    tasks: tuple[Bilingual, ...]
    hints: tuple[Bilingual, ...]
    debrief: Bilingual
    vary: dict[str, dict[str, Any]]
    people: tuple[Person, ...]
    company: dict[str, Any]
    prologue: tuple[dict[str, Any], ...]
    roles: dict[str, Any]
    conditions: tuple[ConditionSpec, ...]
    references: tuple[ReferenceSolution, ...]
    wrong: tuple[WrongSolution, ...]
    desk: str = "collections"
    """The desk at which its story begins."""
    desks: tuple[str, ...] = ()
    """The desks there are in its company; all of them where none is named."""
    lessons: tuple[str, ...] = ()
    """Lessons that teach it, beside those of the playbook's steps."""


class Condition(Struct, frozen=True):
    """A condition bound to one seed."""

    id: str
    kind: Kind
    title: Bilingual
    step: str
    check: Check
    weight: int


class Setup(Struct, frozen=True):
    """A drill made ready for one seed: what to execute, whose names stand apart, who plays which part."""

    key: str
    seed: int
    commands: tuple[Command, ...]
    subjects: dict[str, Subject]
    roles: dict[str, str]
    facts: dict[str, Value]
    company_name: str
    title: Bilingual
    story: Bilingual
    tasks: tuple[Bilingual, ...]
    hints: tuple[Bilingual, ...]
    debrief: Bilingual
    conditions: tuple[Condition, ...]
    zone: str = DEFAULT_ZONE


@lru_cache(maxsize=1)
def library() -> dict[str, Path]:
    """The drills that come with the product: the file of each, by key, in order of area and name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*/*.yaml"))}


def keys() -> tuple[str, ...]:
    """The drills that come with the product, by key."""
    return tuple(library())


@lru_cache(maxsize=64)
def load(key: str) -> Brief:
    """A drill that comes with the product; raises BriefError where there is none."""
    if key not in library():
        raise BriefError(f"there is no drill {key!r}")
    return read_brief(library()[key].read_text(encoding="utf-8"), name=f"{key}.yaml")


def read_brief(text: str, *, name: str = "drill") -> Brief:
    """A drill from YAML; every fault is a BriefError that says where."""
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise BriefError(f"{name}: {error}") from error
    try:
        brief = msgspec.convert(data, Brief)
    except msgspec.ValidationError as error:
        raise BriefError(f"{name}: {error}") from error
    ids = [condition.id for condition in brief.conditions]
    if len(ids) != len(set(ids)):
        raise BriefError(f"{name}: two conditions share an id")
    for wrong in brief.wrong:
        unknown = set(wrong.trips) - set(ids)
        if unknown or not wrong.trips:
            raise BriefError(f"{name}: wrong solution {wrong.id} trips {sorted(unknown) or 'nothing'}")
    return brief


def step_ref(brief: Brief, step: str) -> str:
    """A condition's playbook step as `playbook/step`."""
    return step if "/" in step else f"{brief.playbook}/{step}"


def instantiate(brief: Brief, seed: int) -> Setup:
    """The drill's company for one seed; the same seed gives the same company, names, amounts and days for
    ever.
    """
    try:
        facts = choose(seed, brief.key, brief.vary)
        company = put_in(brief.company, facts)
        zone = str(company.get("timezone", DEFAULT_ZONE))
        currency = str(company.get("currency", "BRL"))
        opening = command_in_zone("open_company", {**company, "seed": seed}, zone, actor="prologue")
        commands = (opening, *commands_of(brief.prologue, facts, zone=zone, actor="prologue"))
        world, _ = run(commands)
        roles = {role: cast(world, put_in(rule, facts)) for role, rule in brief.roles.items()}
        subjects = {person.id: _subject(person, facts) for person in brief.people}
        _same_people(world, subjects)
        known: dict[str, Value] = {**facts, **roles}
        told = {
            **known,
            **{f"{role}_name": subjects[key]["name"] for role, key in roles.items() if key in subjects},
        }
        conditions = tuple(_bound(spec, known, told, zone=zone, currency=currency) for spec in brief.conditions)
    except (ValueError, KeyError) as error:
        raise BriefError(f"{brief.key}, seed {seed}: {error}") from error
    return Setup(
        key=brief.key,
        seed=seed,
        commands=commands,
        subjects=subjects,
        roles=roles,
        facts=facts,
        company_name=brief.company_name,
        title=brief.title.filled(told, currency),
        story=brief.story.filled(told, currency),
        tasks=tuple(task.filled(told, currency) for task in brief.tasks),
        hints=tuple(hint.filled(told, currency) for hint in brief.hints),
        debrief=brief.debrief.filled(told, currency),
        conditions=conditions,
        zone=zone,
    )


def commands_of(
    steps: Iterable[Mapping[str, Any]], values: Mapping[str, Value], *, zone: str, actor: str
) -> tuple[Command, ...]:
    """Steps in the scenario's language (`at`, `do`) as commands; used for prologues and for solutions
    alike. Who took a role at the desk acts in it from then on; `actor` is the agent.
    """
    commands: list[Command] = []
    acting, actors = actor, {**ACTORS, "agent": actor}
    for step in steps:
        bound = written_out(put_in(step, values), values)
        unknown = set(bound) - {"at", "do"}
        if unknown or not bound:
            raise BadInput(str(step), "a drill's step is `at`, `do`, or both")
        if "at" in bound:
            commands.append(command_in_zone("advance", {"to": bound["at"]}, zone, actor=acting))
        if "do" in bound:
            ((name, fields),) = bound["do"].items()
            commands.append(command_in_zone(name, fields or {}, zone, actor=acting))
            acting = actors[fields["role"]] if name == "take_role" else acting
    return tuple(commands)


def run(commands: Iterable[Command], world: World | None = None) -> tuple[World, tuple[Event, ...]]:
    """Execute commands that must all be taken; raises BriefError on a refusal."""
    current = World.empty() if world is None else world
    events: list[Event] = []
    for command in commands:
        answer = execute(current, command)
        if isinstance(answer, Rejection):
            raise BriefError(f"{type(command).__name__} was refused: {answer.sentence('en')}")
        current = answer.world
        events.extend(answer.events)
    return current, tuple(events)


def _subject(person: Person, facts: Mapping[str, Value]) -> Subject:
    name = str(put_in(person.name, facts))
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    known = {field: str(value) for field, value in put_in(person.known, facts).items()}
    return {"name": name, "email": ".".join(plain.split()) + "@example.org", **known}


def _same_people(world: World, subjects: Mapping[str, Subject]) -> None:
    if set(world.customers) != set(subjects):
        raise ValueError(f"people {sorted(subjects)} are not the customers {sorted(world.customers)}")


def _bound(
    spec: ConditionSpec,
    known: Mapping[str, Value],
    told: Mapping[str, Value],
    *,
    zone: str,
    currency: str,
) -> Condition:
    check = check_from(put_in(spec.check, known), zone=zone)
    title = spec.title.filled(told, currency)
    return Condition(spec.id, spec.kind, title, spec.step, check, spec.weight)
