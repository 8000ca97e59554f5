"""The engine on the command line: `replay FILE [--json] [--until ID]` and `explain FILE [--language pt-
br|en]`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sandbox.engine.explaining import explain, heading
from sandbox.engine.invariants.broken import InvariantBroken
from sandbox.engine.messages import LANGUAGES
from sandbox.engine.money import format_money
from sandbox.engine.running import Run, run_scenario
from sandbox.engine.scenario import ScenarioError, read_scenario


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
    options = parser.parse_args(arguments)
    try:
        text = options.file.read_text(encoding="utf-8")
        scenario = read_scenario(text, name=options.file.name)
        run = run_scenario(scenario, until=options.until)
    except (OSError, UnicodeDecodeError, ScenarioError) as error:
        print(f"{options.file}: {error}", file=sys.stderr)
        return 2
    except InvariantBroken as broken:
        # A bug of ours, told whole: everything needed to find it stands in the message.
        print(f"{options.file}: invariant broken: {broken}", file=sys.stderr)
        return 1
    if options.command == "explain":
        print("\n".join([*heading(run, options.language, title=scenario.title), *explain(run, options.language)]))
    elif options.json:
        print(json.dumps(run.report(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(summary(run)))
    for failure in run.failures:
        print(f"{options.file}: {failure.sentence()}", file=sys.stderr)
    return 1 if run.failures else 0


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
