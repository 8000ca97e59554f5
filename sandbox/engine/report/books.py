"""Books: the trial balance at any instant, with revenue recognised by day."""

from __future__ import annotations

from datetime import date

from sandbox.engine import calendar
from sandbox.engine.invoicing import Invoice, earned, recognised
from sandbox.engine.ledger import ACCOUNTS
from sandbox.engine.world import World


def trial_balance(world: World) -> dict[str, int]:
    """Every account with something in it, debits positive; revenue is moved out of deferred day by day, as
    of now.
    """
    balances = {account: world.ledger.get(account, 0) for account in ACCOUNTS}
    earned = earned_until(world, calendar.day_of(world.now, world.require_company().timezone))
    balances["deferred_revenue"] += earned
    balances["revenue"] -= earned
    return {account: amount for account, amount in balances.items() if amount}


def earned_until(world: World, today: date) -> int:
    """Revenue recognised by the start of a day, credit notes taken off, void invoices left out; all of what is archived."""
    return world.counters.get("archived:worth", 0) + sum(
        _earned_on(world, invoice, today)
        for invoice in world.invoices.values()
        if invoice.status not in ("void", "draft")
    )


def _earned_on(world: World, invoice: Invoice, today: date) -> int:
    """A correction takes from its lines from their first day on; unused time given back only from its own."""
    notes = [world.credit_notes[key] for key in invoice.credit_notes]
    of_unused = [note for note in notes if note.period is not None]
    taken = [whole - tax for whole, tax in zip(invoice.line_credits, invoice.line_credit_taxes, strict=True)]
    for note in of_unused:
        taken = [whole - part for whole, part in zip(taken, note.worth, strict=True)]
    lines = zip(invoice.document.lines, taken, strict=True)
    given_back = sum(earned(sum(note.worth), note.period, today) for note in of_unused if note.period is not None)
    return sum(recognised(line, credited, today) for line, credited in lines) - given_back
