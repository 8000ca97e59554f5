"""Charging: one-off amounts, which wait for the next invoice or go on one of their own."""

from __future__ import annotations

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import billing, drafting
from sandbox.engine.decide.collecting import collect_automatically
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import Charge


def add_charge(turn: Turn, command: cmd.AddCharge) -> None:
    customer = _whose(turn, command.customer, command.subscription)
    if command.amount <= 0:
        turn.refuse("amount_not_positive")
    number = turn.world.counters.get("charge", 0) + 1
    charge_id = command.id or f"charge-{number}"
    turn.check_new_id(charge_id, turn.world.charges)
    charge = Charge(charge_id, customer, command.subscription, command.amount, command.description, turn.at)
    turn.emit(ev.ChargeAdded, charge=charge)
    drafting.add_to_draft(turn, command.subscription)


def invoice_now(turn: Turn, command: cmd.InvoiceNow) -> None:
    customer = _whose(turn, command.customer, command.subscription)
    waiting = billing.waiting_charges(turn, customer, command.subscription)
    if not waiting:
        turn.refuse("nothing_to_invoice", customer=customer)
    invoice_id = turn.next_id("inv", turn.world.invoices)
    lines = billing.charge_lines(turn, waiting, invoice_id, first=1)
    billing.issue(turn, invoice_id, customer=customer, subscription=command.subscription, lines=lines)
    collect_automatically(turn, invoice_id)


def _whose(turn: Turn, customer: str | None, subscription: str | None) -> str:
    if subscription is not None:
        owner = turn.subscription(subscription).customer
        if customer not in (None, owner):
            turn.refuse("not_this_customers_subscription", subscription=subscription, customer=customer or "")
        return owner
    if customer is None:
        turn.refuse("unknown_customer", id="")
    return turn.customer(customer).id
