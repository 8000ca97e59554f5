"""Invariants of Pix Automático: announced in time, within the mandate, the same amount, few retries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sandbox.engine import calendar, mandates
from sandbox.engine.invariants.broken import Broken
from sandbox.engine.mandate import Instruction, rules_on
from sandbox.engine.world import World


def instruction_rules(world: World, instruction: Instruction) -> Iterator[Broken]:
    facts = {"instruction": instruction.id, "invoice": instruction.invoice}
    rules = rules_on(instruction.issued_on)
    ahead = (instruction.debit_on - instruction.issued_on).days
    if rules is None or not rules.latest_days <= ahead <= rules.earliest_days:
        yield "announced_ten_to_two_days_ahead", {**facts, "days": ahead}
        return
    if world.mandates[instruction.mandate].forbids(instruction.amount):
        yield "announced_within_the_mandate", {**facts, "amount": instruction.amount}
    if instruction.status != "presented" or world.instruction_of[instruction.invoice] != instruction.id:
        return
    tried = mandates.presented(world, instruction)
    zone = world.require_company().timezone
    days = [calendar.day_of(one.at, zone) for one in tried]
    last = instruction.debit_on + timedelta(days=rules.retry_within_days)
    if len(tried) > 1 + rules.retries or len(set(days)) != len(days) or any(day > last for day in days):
        yield "retries_within_the_rail", {**facts, "days": [str(day) for day in days]}
    if any(one.amount != instruction.amount for one in tried):
        yield "debited_as_announced", {**facts, "amounts": [one.amount for one in tried]}
