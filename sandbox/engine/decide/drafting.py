"""Drafting: invoices that wait some hours before they are numbered, what joins them meanwhile, and finalising."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.calendar import Point
from sandbox.engine.decide import billing
from sandbox.engine.decide.collecting import collect_automatically
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import InvoiceLine, bill_item
from sandbox.engine.subscription import Item, Period


def finalise(turn: Turn, command: cmd.Finalise) -> None:
    invoice = turn.invoice(command.invoice)
    if invoice.status != "draft":
        turn.refuse("not_a_draft", invoice=command.invoice, status=invoice.status)
    finalise_due(turn, command.invoice)


def finalise_due(turn: Turn, invoice_id: str) -> None:
    """The draft's hours are over: it is numbered, and from here on it is owed and collected."""
    _number(turn, invoice_id)
    collect_automatically(turn, invoice_id)


def finalise_standing(turn: Turn, subscription_id: str, *, collect: bool = True) -> None:
    """Before time stands still or ends, what was drafted is issued, as it would have been without drafts."""
    draft = turn.world.drafts.get(subscription_id)
    if draft is not None:
        _number(turn, draft)
        if collect:
            collect_automatically(turn, draft)


def _number(turn: Turn, invoice_id: str) -> None:
    document = turn.invoice(invoice_id).document
    billing.issue(
        turn,
        invoice_id,
        customer=document.customer,
        subscription=document.subscription,
        lines=_with_charges(turn, invoice_id, _time_of(document.lines)),
    )


def add_to_draft(turn: Turn, subscription_id: str | None) -> None:
    """A charge was added: it stands on the subscription's draft, where there is one."""
    draft = turn.world.drafts.get(subscription_id or "")
    if draft is not None:
        _rewrite(turn, draft, _time_of(turn.invoice(draft).document.lines))


def change_draft(
    turn: Turn, draft: str, *, gone: Collection[Item], new: Sequence[Item], period: Period, whole: int
) -> None:
    """Nothing of a draft was charged, so nothing is credited: old lines end where the new ones begin."""
    left = {item.component for item in gone}
    lines = [
        line if line.component not in left else _until(turn, line, period.first)
        for line in _time_of(turn.invoice(draft).document.lines)
    ]
    lines = [line for line in lines if line.period.first < line.period.last]
    lines += [bill_item(item, turn.price(item.price), period, whole, "") for item in new]
    _rewrite(turn, draft, lines)


def carry_in_draft(turn: Turn, draft: str, carried: Mapping[str, str]) -> None:
    """A change without money: the drafted line goes on under the new component's name."""
    names = {old: new for new, old in carried.items()}
    lines = _time_of(turn.invoice(draft).document.lines)
    _rewrite(
        turn,
        draft,
        [msgspec.structs.replace(line, component=names.get(line.component, line.component)) for line in lines],
    )


def _until(turn: Turn, line: InvoiceLine, here: Point) -> InvoiceLine:
    """The days of a drafted line that were used before a change."""
    if line.period.last <= here:
        return line
    item = Item(line.component, line.price, line.quantity)
    whole = int(line.factor.rpartition("/")[2])
    price = msgspec.structs.replace(turn.price(line.price), amount=line.unit_amount)
    return bill_item(item, price, Period.between(line.period.first, here), whole, line.id)


def _time_of(lines: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    """Lines that bill time, before discounts and taxes."""
    return [msgspec.structs.replace(line, discount=0, coupons=(), tax=0, taxes=()) for line in lines if line.is_charge]


def _with_charges(turn: Turn, invoice_id: str, lines: Sequence[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    document = turn.invoice(invoice_id).document
    named = tuple(
        msgspec.structs.replace(line, id=f"{invoice_id}/{place}") for place, line in enumerate(lines, start=1)
    )
    waiting = billing.waiting_charges(turn, document.customer, document.subscription)
    return named + billing.charge_lines(turn, waiting, invoice_id, first=len(named) + 1)


def _rewrite(turn: Turn, invoice_id: str, lines: Sequence[InvoiceLine]) -> None:
    document = turn.invoice(invoice_id).document
    changed = billing.as_draft(
        turn,
        invoice_id,
        customer=document.customer,
        subscription=document.subscription,
        lines=_with_charges(turn, invoice_id, lines),
    )
    turn.emit(ev.DraftChanged, document=changed)
