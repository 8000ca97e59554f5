"""Brief: one drill as its author wrote it, read from YAML, and made into a company for one seed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from sandbox.drills import paper
from sandbox.drills.conditions import Check, check_from
from sandbox.drills.faults import BriefError, at
from sandbox.drills.parts import cast
from sandbox.drills.variation import Value, choose, in_language, put_in, written_out
from sandbox.engine import ACTORS, Command, Event, Rejection, World, execute
from sandbox.engine.commands import TakeRole
from sandbox.engine.messages import fill
from sandbox.engine.parsing import DEFAULT_ZONE, command_in_zone

LIBRARY: Final = Path(__file__).parent / "library"
Kind = Literal["must", "must_not", "message"]
WORDS: Final = ("title", "story", "tasks", "hints", "debrief")
"""What a trainee reads, with the names, days and amounts of one seed in it."""


class Bilingual(Struct, frozen=True, forbid_unknown_fields=True, rename={"pt_br": "pt-br"}):
    """A text in both languages; neither may be missing."""

    pt_br: str
    en: str

    def text(self, language: str) -> str:
        return self.pt_br if language == "pt-br" else self.en

    def filled(self, facts: Mapping[str, Value], currency: str) -> Bilingual:
        return Bilingual(
            _said(self.pt_br, facts, language="pt-br", currency=currency),
            _said(self.en, facts, language="en", currency=currency),
        )


def _said(text: str, facts: Mapping[str, Value], *, language: str, currency: str) -> str:
    try:
        named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise BriefError(
            "há uma chave { ou } solta; para mostrar uma, escreva-a duas vezes.",
            "there is a stray { or }; to show one, write it twice.",
        ) from error
    for name in named:
        if name not in facts:
            raise BriefError(
                f"{{{name}}} não é uma variável nem um papel deste exercício.",
                f"{{{name}}} is neither a variable nor a role of this drill.",
            )
    return fill(text, facts, language=language, currency=currency).strip()


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
    """The desks in the row of its company; all of them where none is named."""
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
        raise BriefError(f"não há exercício “{key}”.", f"there is no drill “{key}”.")
    return read_brief(library()[key].read_text(encoding="utf-8"))


def read_brief(text: str) -> Brief:
    """A drill from YAML; every fault is a BriefError that says where."""
    written = paper.read(text)
    try:
        with at():
            brief = msgspec.convert(written.data, Brief)
            cross_read(brief)
            return brief
    except BriefError as fault:
        raise written.placed(fault) from fault


def cross_read(brief: Brief) -> None:
    """What one part of a file says of another."""
    ids = [condition.id for condition in brief.conditions]
    for place, one in enumerate(ids):
        if one in ids[:place]:
            raise BriefError(
                f"duas condições se chamam “{one}”.", f"two conditions are called “{one}”.",
                where=("conditions", place, "id"),
            )  # fmt: skip
    for place, wrong in enumerate(brief.wrong):
        unknown = [one for one in wrong.trips if one not in ids]
        if unknown or not wrong.trips:
            name = unknown[0] if unknown else "-"
            raise BriefError(
                f"o caminho errado “{wrong.id}” tropeça (trips) em “{name}”, que não é uma condição.",
                f"the wrong way “{wrong.id}” trips “{name}”, which is no condition.",
                where=("wrong", place, "trips"),
            )


def step_ref(brief: Brief, step: str) -> str:
    """A condition's playbook step as `playbook/step`."""
    return step if "/" in step else f"{brief.playbook}/{step}"


def instantiate(brief: Brief, seed: int) -> Setup:
    """The drill's company for one seed; the same seed gives the same company, names, amounts and days for
    ever.
    """
    with at("vary"):
        facts = choose(seed, brief.key, brief.vary)
    with at("company"):
        company = put_in(brief.company, facts)
        zone = str(company.get("timezone", DEFAULT_ZONE))
        currency = str(company.get("currency", "BRL"))
        opening = command_in_zone("open_company", {**company, "seed": seed}, zone, actor="prologue")
        world, _ = run((opening,))
    commands, _, world = played(world, brief.prologue, facts, zone=zone, actor="prologue", under=("prologue",))
    roles: dict[str, str] = {}
    for role, rule in brief.roles.items():
        with at("roles", role):
            roles[role] = cast(world, put_in(rule, facts))
    with at("people"):
        subjects = {str(put_in(person.id, facts)): _subject(person, facts) for person in brief.people}
        _same_people(world, subjects)
    known: dict[str, Value] = {**facts, **roles}
    names = {f"{role}_name": subjects[key]["name"] for role, key in roles.items() if key in subjects}
    told = {**known, **names}
    conditions = []
    for place, spec in enumerate(brief.conditions):
        with at("conditions", place):
            conditions.append(_bound(spec, known, told, zone=zone, currency=currency))
    words = {name: _filled(name, getattr(brief, name), told, currency) for name in WORDS}
    return Setup(
        key=brief.key,
        seed=seed,
        commands=(opening, *commands),
        subjects=subjects,
        roles=roles,
        facts=facts,
        company_name=brief.company_name,
        conditions=tuple(conditions),
        zone=zone,
        **words,
    )


def _filled(name: str, text: Bilingual | tuple[Bilingual, ...], told: Mapping[str, Value], currency: str) -> Any:
    """A text with its names, days and amounts put in, or each of several."""
    if isinstance(text, tuple):
        return tuple(_filled(f"{name} {place}", one, told, currency) for place, one in enumerate(text, start=1))
    with at(*name.split()):
        return text.filled(told, currency)


def commands_of(
    steps: Iterable[Mapping[str, Any]], values: Mapping[str, Value], *, zone: str, actor: str, language: str = "pt-br"
) -> tuple[Command, ...]:
    """Steps in the scenario's language (`at`, `do`) as commands; used for prologues and for solutions
    alike, with what they write in one language. Who took a role at the desk acts in it from then on; `actor` is the agent.
    """
    commands: list[Command] = []
    acting = actor
    for place, step in enumerate(steps):
        with at(place):
            done = step_commands(in_language(step, language), values, zone=zone, actor=acting)
        acting = _acting(done, acting, agent=actor)
        commands += done
    return tuple(commands)


def _acting(done: Sequence[Command], acting: str, *, agent: str) -> str:
    """Who acts after some commands: a role that was taken is kept until another is."""
    roles = [one.role for one in done if isinstance(one, TakeRole)]
    return {**ACTORS, "agent": agent}[roles[-1]] if roles else acting


def step_commands(
    step: Mapping[str, Any], values: Mapping[str, Value], *, zone: str, actor: str
) -> tuple[Command, ...]:
    """One step: the clock, then the deed."""
    bound = written_out(put_in(in_language(step, "pt-br"), values), values)
    if not bound or set(bound) - {"at", "do"}:
        raise BriefError("um passo é `at`, `do` ou os dois.", "a step is `at`, `do`, or both.")
    commands: list[Command] = []
    if "at" in bound:
        commands.append(command_in_zone("advance", {"to": bound["at"]}, zone, actor=actor))
    if "do" in bound:
        deed = bound["do"]
        if not isinstance(deed, Mapping) or len(deed) != 1:
            raise BriefError("`do` é um comando com os seus campos.", "`do` is one command with its fields.")
        ((name, fields),) = deed.items()
        if fields is not None and not isinstance(fields, Mapping):
            raise BriefError(f"“{name}” pede campos com nome.", f"“{name}” wants fields by name.")
        commands.append(command_in_zone(name, fields or {}, zone, actor=actor))
    return tuple(commands)


def played(
    world: World,
    steps: Sequence[Mapping[str, Any]],
    values: Mapping[str, Value],
    *,
    zone: str,
    actor: str,
    under: tuple[str | int, ...] = (),
) -> tuple[tuple[Command, ...], tuple[Event, ...], World]:
    """Steps done one after the other: the commands, the events, the company afterwards. The step that cannot be
    done is the one a BriefError names.
    """
    done: list[Command] = []
    events: list[Event] = []
    acting = actor
    for place, step in enumerate(steps):
        with at(*under, place):
            commands = step_commands(step, values, zone=zone, actor=acting)
            world, more = run(commands, world)
        acting = _acting(commands, acting, agent=actor)
        done += commands
        events += more
    return tuple(done), tuple(events), world


def run(commands: Iterable[Command], world: World | None = None) -> tuple[World, tuple[Event, ...]]:
    """Execute commands that must all be taken; raises BriefError on a refusal."""
    current = World.empty() if world is None else world
    events: list[Event] = []
    for command in commands:
        answer = execute(current, command)
        if isinstance(answer, Rejection):
            raise BriefError(
                f"o motor recusou: {answer.sentence('pt-br')}", f"the engine refused: {answer.sentence('en')}"
            )
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
        odd = ", ".join(sorted(set(world.customers) ^ set(subjects)))
        raise BriefError(
            f"as pessoas daqui e os clientes do prólogo não são os mesmos: {odd}.",
            f"the people here and the customers of the prologue are not the same: {odd}.",
        )


def _bound(
    spec: ConditionSpec,
    known: Mapping[str, Value],
    told: Mapping[str, Value],
    *,
    zone: str,
    currency: str,
) -> Condition:
    with at("check"):
        check = check_from(put_in(spec.check, known), zone=zone)
    with at("title"):
        title = spec.title.filled(told, currency)
    return Condition(spec.id, spec.kind, title, spec.step, check, spec.weight)
