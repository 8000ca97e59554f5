"""Running: a story step by step, and where it is not as it expects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.turn import BadInput, Rejection
from sandbox.engine.events import Event
from sandbox.engine.execution import execute
from sandbox.engine.parsing import command_from
from sandbox.engine.people import KnownPeople
from sandbox.engine.privacy import PERSON_FIELDS, fields_of
from sandbox.engine.report import report
from sandbox.engine.report.statement import statement
from sandbox.engine.rewinding import rewind
from sandbox.engine.scenario import Scenario, ScenarioError, Step, deep_line, line_of
from sandbox.engine.statement import statements, trial_balance_at
from sandbox.engine.world import World

ONE_OF: Final[dict[str, str]] = {
    "plan": "plans",
    "subscription": "subscriptions",
    "invoice": "invoices",
    "payment": "payments",
    "refund": "refunds",
    "credit_note": "credit_notes",
    "message": "messages",
    "dispute": "disputes",
    "mandate": "mandates",
    "instruction": "instructions",
    "indemnity": "indemnities",
    "price_change": "price_changes",
    "case": "cases",
    "hold": "holds",
    "incident": "incidents",
    "offer": "offers",
    "task": "tasks",
}


class Failure(Struct, frozen=True):
    """One expectation that does not hold, with both values."""

    step: str
    line: int
    path: str
    expected: Any
    actual: Any

    def sentence(self) -> str:
        return f"line {self.line}, step {self.step}: {self.path} expected {self.expected!r}, got {self.actual!r}"


class Refusal(Struct, frozen=True):
    """A command of the story that was refused, and when."""

    at: datetime
    command: str
    rejection: Rejection


class Run(Struct, frozen=True):
    """What running a story led to; `told` is all that happened and was refused, in order."""

    world: World
    told: tuple[Event | Refusal, ...]
    subjects: dict[str, dict[str, str]]
    refusals: tuple[dict[str, Any], ...]
    failures: tuple[Failure, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The journal."""
        return tuple(one for one in self.told if not isinstance(one, Refusal))

    def report(self) -> dict[str, Any]:
        """The company's report, with the refusals this story met."""
        found = {**report(self.world, self.events), "refusals": list(self.refusals)}
        if self.world.company is not None:
            zone = self.world.company.timezone
            found["statements"] = [statement(one, zone) for one in statements(self.events).values()]
        return found


def run_scenario(scenario: Scenario, *, until: str | None = None) -> Run:
    """Run a story, up to and including one step where `until` names it; raises ScenarioError for a bad
    command.
    """
    if until is not None and until not in {step.id for step in scenario.steps}:
        raise ScenarioError(1, "until", f"there is no step {until}")
    runner = _Runner(scenario.subjects)
    for step in scenario.opening:
        runner.take(step)
        if runner.world.company is None:
            # Without a company there is no zone to tell anything in: a bad file, not a story that fails.
            raise ScenarioError(step.line, "company", runner.failures[-1].actual)
    for step in scenario.steps:
        runner.take(step)
        if step.id == until:
            break
    return Run(
        runner.world,
        tuple(runner.told),
        runner.subjects,
        tuple(runner.refusals),
        tuple(runner.failures),
    )


class _Runner:
    """The state of one run; the worlds themselves stay values."""

    def __init__(self, subjects: Mapping[str, Mapping[str, str]]) -> None:
        self.world = World.empty()
        self.told: list[Event | Refusal] = []
        self.subjects = {key: dict(person) for key, person in subjects.items()}
        """Whoever is erased leaves it, as they leave the store."""
        self.refusals: list[dict[str, Any]] = []
        self.failures: list[Failure] = []
        self.ends: dict[str, int] = {}
        """By step: how many events there were after it."""
        self.people: dict[str, dict[str, dict[str, str]]] = {}
        """By step: who was known after it."""
        self.previewed: dict[str, Any] | None = None
        """The report that the last previewed command would have led to."""

    @property
    def journal(self) -> list[Event]:
        return [one for one in self.told if not isinstance(one, Refusal)]

    def preview(self, step: Step, fields: dict[str, Any]) -> None:
        """See what a command would lead to, and leave the company as it is."""
        inner = fields.get("do")
        if not isinstance(inner, Mapping) or len(inner) != 1 or list(fields) != ["do"]:
            raise ScenarioError(step.line, "preview.do", "one command with its fields is wanted")
        ((name, asked),) = inner.items()
        if not isinstance(asked, Mapping | None):
            raise ScenarioError(step.line, f"preview.{name}", "the command's fields are wanted as a mapping")
        kept = self.world, self.told[:], {key: dict(person) for key, person in self.subjects.items()}
        self.execute(step, name, dict(asked or {}), refused=step.refused, key=None)
        self.previewed = report(self.world, self.journal)
        self.world, self.told, self.subjects = kept

    def rewind(self, step: Step, to: str) -> None:
        """Back to the end of an earlier step; what was told since belongs to the branch that is left."""
        if to not in self.ends:
            raise ScenarioError(line_of(step.source, "rewind"), "rewind", f"no step {to} comes before this one")
        count = self.ends[to]
        self.world, kept = rewind([one for one in self.told if not isinstance(one, Refusal)], count)
        self.told = list(kept)
        self.subjects = {key: dict(person) for key, person in self.people[to].items()}

    def take(self, step: Step) -> None:
        if step.rewind is not None:
            self.rewind(step, step.rewind)
        if step.at is not None:
            self.execute(step, "advance", {"to": step.at}, refused=None, key=None)
        if step.do is not None:
            name, fields = step.do
            if name == "preview":
                self.preview(step, fields)
            else:
                self.execute(step, name, fields, refused=step.refused, key=step.key)
        if step.expect is not None:
            self.compare(step)
        self.ends[step.id] = sum(1 for one in self.told if not isinstance(one, Refusal))
        self.people[step.id] = {key: dict(person) for key, person in self.subjects.items()}

    def execute(self, step: Step, name: str, fields: dict[str, Any], *, refused: str | None, key: str | None) -> None:
        fields = dict(fields)
        values = self.values_of(step, name, fields)
        command = self.command(step, name, fields)
        answer = execute(self.world, command, key=key, people=KnownPeople(self.subjects))
        if isinstance(answer, Rejection):
            self.told.append(Refusal(self.world.now, name, answer))
            self.refusals.append({"step": step.id, "code": answer.code, "facts": dict(answer.facts)})
            if answer.code != refused:
                expected = f"refused: {refused}" if refused else "done"
                told = f"refused: {answer.code} ({answer.sentence('en')})"
                self.failures.append(Failure(step.id, step.line, name, expected, told))
            return
        self.world = answer.world
        self.told.extend(answer.events)
        self.keep_apart(answer.events, values)
        if refused is not None:
            self.failures.append(Failure(step.id, step.line, name, f"refused: {refused}", "done"))

    def values_of(self, step: Step, name: str, fields: dict[str, Any]) -> dict[str, str]:
        """Somebody's corrected data: a story says `values`, the company hears only which fields they are."""
        if name != "correct_data" or "values" not in fields:
            return {}
        given = fields.pop("values")
        if not isinstance(given, Mapping) or not set(given) <= set(PERSON_FIELDS):
            raise ScenarioError(step.line, "correct_data.values", "fields of a person with their values are wanted")
        fields["fields"] = list(given)
        return {str(field): str(value) for field, value in given.items()}

    def keep_apart(self, events: Iterable[Event], values: Mapping[str, str]) -> None:
        """What the store does with persons: new values are kept, a destroyed key leaves nobody."""
        for event in events:
            if isinstance(event, ev.DataCorrected):
                self.subjects.setdefault(event.correction.customer, {}).update(values)
            elif isinstance(event, ev.DataErased):
                if event.key_destroyed:
                    self.subjects.pop(event.customer, None)
                else:
                    for field in fields_of(event.categories):
                        self.subjects.get(event.customer, {}).pop(field, None)

    def command(self, step: Step, name: str, fields: dict[str, Any]) -> cmd.Command:
        try:
            return command_from(name, fields, self.world, actor=step.actor)
        except BadInput as bad:
            wanted = "at" if name == "advance" and bad.field == "to" and step.at is not None else bad.field
            raise ScenarioError(deep_line(step, name, wanted), f"{name}.{wanted}", bad.message) from bad

    def compare(self, step: Step) -> None:
        seen = {**report(self.world, self.journal), "refusals": self.refusals}
        for key, expected in (step.expect or {}).items():
            line = line_of(step.source["expect"], key)
            for path, want, got in differences(key, expected, self.look_up(seen, step, key, expected)):
                self.failures.append(Failure(step.id, line, path, want, got))

    def _of_statement(self, step: Step, expected: Any) -> Any:
        """`customer`, and from when on (`since`) and until when, where that is given."""
        known = dict(expected) if isinstance(expected, Mapping) else {}
        since, until = (self._moment(step, "statement", known.get(name)) for name in ("since", "until"))
        found = statements(list(self.journal), since=since, until=until).get(str(known.get("customer")))
        if found is None:
            raise ScenarioError(
                line_of(step.source["expect"], "statement"), "expect.statement", "say whose, by customer"
            )
        named = {name: known[name] for name in ("since", "until") if name in known}
        return {**statement(found, self.world.require_company().timezone), **named}

    def _of_books(self, step: Step, expected: Any) -> Any:
        """`at` an instant, every account with something in it."""
        known = dict(expected) if isinstance(expected, Mapping) else {}
        at = self._moment(step, "trial_balance", known.get("at"))
        if at is None:
            raise ScenarioError(
                line_of(step.source["expect"], "trial_balance"), "expect.trial_balance", "say when, by at"
            )
        return {"at": known["at"], "ledger": trial_balance_at(list(self.journal), at)}

    def _moment(self, step: Step, key: str, value: Any) -> datetime | None:
        if value is None:
            return None
        try:
            return calendar.read_instant(str(value), self.world.require_company().timezone)
        except (ValueError, OverflowError) as error:
            raise ScenarioError(line_of(step.source["expect"], key), f"expect.{key}", "no such instant") from error

    def look_up(self, seen: Mapping[str, Any], step: Step, key: str, expected: Any) -> Any:
        """The part of the report an expectation names."""
        if key == "preview":
            return self._of_preview(step, expected)
        if key == "statement":
            return self._of_statement(step, expected)
        if key == "trial_balance":
            return self._of_books(step, expected)
        if key == "last_invoice":
            return seen["invoices"][-1] if seen["invoices"] else None
        if key in ONE_OF:
            wanted = expected.get("id") if isinstance(expected, Mapping) else None
            if wanted is None:
                raise ScenarioError(line_of(step.source["expect"], key), f"expect.{key}", "say which, by id")
            return next((one for one in seen[ONE_OF[key]] if one["id"] == wanted), None)
        if key not in seen:
            raise ScenarioError(line_of(step.source["expect"], key), f"expect.{key}", "the report has no such part")
        return seen[key]

    def _of_preview(self, step: Step, expected: Any) -> Any:
        if self.previewed is None or not isinstance(expected, Mapping):
            raise ScenarioError(line_of(step.source["expect"], "preview"), "expect.preview", "nothing was previewed")
        return {key: self.look_up(self.previewed, step, key, value) for key, value in expected.items()}


def differences(path: str, expected: Any, actual: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where a part of the report is not as expected: mappings by the keys given, lists in order and whole."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for key, value in expected.items():
            if key in actual:
                yield from differences(f"{path}.{key}", value, actual[key])
            else:
                yield f"{path}.{key}", value, "nothing there"
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield f"{path} (length)", len(expected), len(actual)
        for number, (left, right) in enumerate(zip(expected, actual, strict=False)):
            yield from differences(f"{path}[{number}]", left, right)
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        yield path, expected, actual
