"""The engine on the command line: `replay FILE`, `explain FILE` and `statement FILE --customer ID`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.engine.calendar import read_instant
from sandbox.engine.decide.turn import BadInput
from sandbox.engine.explaining import explain, heading
from sandbox.engine.invariants.broken import InvariantBroken
from sandbox.engine.messages import LANGUAGES
from sandbox.engine.money import format_money
from sandbox.engine.report.statement import statement
from sandbox.engine.running import Run, run_scenario
from sandbox.engine.scenario import ScenarioError, read_scenario
from sandbox.engine.statement import Statement, statements
from sandbox.engine.stating import state


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 1 where an expectation fails, with both values; 2 for a bad file, naming line and field."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.engine", description="Billing stories, run alone.")
    commands = parser.add_subparsers(dest="command", required=True)
    replay = commands.add_parser("replay", help="run a story and print the report")
    replay.add_argument("file", type=Path)
    replay.add_argument("--json", action="store_true", help="the whole report as JSON")
    replay.add_argument("--until", metavar="ID", help="stop after the step with this id (or number)")
    told = commands.add_parser("explain", help="print a dated timeline with the arithmetic")
    told.add_argument("file", type=Path)
    told.add_argument("--until", metavar="ID")
    told.add_argument("--language", choices=LANGUAGES, default="pt-br")
    owed = commands.add_parser("statement", help="print what a customer owed and held, and how it came about")
    owed.add_argument("file", type=Path)
    owed.add_argument("--customer", metavar="ID", required=True)
    owed.add_argument(
        "--at", metavar="INSTANT", help="as it stood then, in the company's time; at the story's end else"
    )
    owed.add_argument("--until", metavar="ID")
    owed.add_argument("--json", action="store_true", help="the statement as JSON")
    owed.add_argument("--language", choices=LANGUAGES, default="pt-br")
    options = parser.parse_args(arguments)
    try:
        text = options.file.read_text(encoding="utf-8")
        scenario = read_scenario(text, name=options.file.name)
        run = run_scenario(scenario, until=options.until)
        found = statement_of(run, options.customer, options.at) if options.command == "statement" else None
    except (OSError, UnicodeDecodeError, ScenarioError, BadInput) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 2
    except InvariantBroken as broken:
        # A bug of ours, told whole: everything needed to find it stands in the message.
        print(f"{options.file}: invariant broken: {broken}", file=sys.stderr)
        return 1
    if options.command == "explain":
        print("\n".join([*heading(run, options.language, title=scenario.title), *explain(run, options.language)]))
    elif found is not None:
        company = run.world.require_company()
        if options.json:
            print(json.dumps(statement(found, company.timezone), ensure_ascii=False, indent=2))
        else:
            words = {"currency": company.currency, "zone": company.timezone, "language": options.language}
            print("\n".join(state(found, **words, subjects=run.subjects)))
    elif options.json:
        print(json.dumps(run.report(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(summary(run)))
    for failure in run.failures:
        print(f"{options.file}: {failure.sentence()}", file=sys.stderr)
    return 1 if run.failures else 0


def statement_of(run: Run, customer: str, at: str | None) -> Statement:
    """A customer's statement, empty where nothing moved; BadInput for nobody, or for no instant."""
    if customer not in run.world.customers:
        raise BadInput("--customer", f"there is no customer {customer}")
    until = None
    if at is not None:
        try:
            until = read_instant(at, run.world.require_company().timezone)
        except ValueError as error:
            raise BadInput("--at", f"{at} is no instant") from error
    return statements(run.events, until=until).get(customer) or Statement(customer, 0, 0, ())


def summary(run: Run) -> list[str]:
    """The report in a few lines."""
    report = run.report()
    currency = run.world.require_company().currency

    def money(amount: int) -> str:
        return format_money(amount, currency, "en")

    lines = [f"now {report['now']}"]
    lines += [
        f"subscription {one['id']} {one['status']} {one['period'][0]}..{one['period'][1]}"
        for one in report["subscriptions"]
    ]
    lines += [
        f"invoice {one['number']} {one['id']} {one['status']} total {money(one['total'])}"
        f" remaining {money(one['remaining'])}"
        for one in report["invoices"]
    ]
    lines += [f"ledger {account} {money(amount)}" for account, amount in report["ledger"].items()]
    lines += [f"refused {one['code']} at step {one['step']}" for one in report["refusals"]]
    lines.append(f"events {report['events']['count']} {report['events']['hash']}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
