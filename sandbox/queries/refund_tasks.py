"""Refund tasks: what somebody was asked to do about a payment or an invoice, whose it is, and whether it was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from portal.ui.amounts import write
from sandbox import engine
from sandbox.engine.invoicing import Payment, Refund
from sandbox.engine.task import Task
from sandbox.queries.customer_words import task_kind
from sandbox.queries.scene import Scene
from sandbox.queries.standing import evidence


@dataclass(frozen=True)
class TaskRow:
    """One task as somebody reads it who was never told of it: whose money, how much, which invoice."""

    id: str
    what: str
    customer: str
    name: str
    amount: int
    """What is asked for; where the task does not say, all that was received or is to be."""
    of: int
    """All of it, where less is asked for; or nothing."""
    invoice: str
    number: int
    payment: str
    """The payment it can be done with; nothing while nothing was received."""
    opened: str
    reason: str
    done: str
    """That the money has gone back since, in words; nothing while it has not."""
    evidence: Sequence[str]
    """What the books say of the charge, beside what the customer says."""


def tasks(scene: Scene, *, payment: str = "") -> list[TaskRow]:
    """What is open about a payment or an invoice, the oldest first; or about one payment and its invoice."""
    world = scene.world
    abouts = {payment, world.payments[payment].invoice} if payment else set()
    return [
        _row(scene, one)
        for one in world.tasks.values()
        if one.closed_at is None
        and (one.about in world.payments or one.about in world.invoices)
        and (not abouts or one.about in abouts)
    ]


def waiting(world: engine.World) -> int:
    """How many such tasks are open."""
    return sum(
        one.closed_at is None and (one.about in world.payments or one.about in world.invoices)
        for one in world.tasks.values()
    )


def asked_for(world: engine.World, payment: str) -> int:
    """What open tasks ask back of a payment, the first that has not gone back since; nothing where none says."""
    for one in world.tasks.values():
        about = _payment(world, one) if one.closed_at is None and one.amount else None
        if about is not None and about.id == payment and not _back_since(world, payment, one.opened_at):
            return one.amount
    return 0


def done_words(scene: Scene, task: str) -> str:
    """What went back since the task was opened, as a sentence; nothing where nothing did."""
    one = scene.world.tasks.get(task)
    return _done(scene, one) if one is not None else ""


def spoken_of(world: engine.World) -> frozenset[str]:
    """The payments that open tasks are about."""
    found = (_payment(world, one) for one in world.tasks.values() if one.closed_at is None)
    return frozenset(one.id for one in found if one is not None)


def _row(scene: Scene, task: Task) -> TaskRow:
    world = scene.world
    payment = _payment(world, task)
    invoice = world.invoices[payment.invoice if payment is not None else task.about]
    document = invoice.document
    whole = payment.captured if payment is not None else document.amount_due
    return TaskRow(
        id=task.id,
        what=task_kind(scene, task.kind),
        customer=document.customer,
        name=scene.name(document.customer),
        amount=task.amount or whole,
        of=whole if task.amount and task.amount != whole else 0,
        invoice=document.id,
        number=document.number,
        payment=payment.id if payment is not None and payment.captured else "",
        opened=scene.day(task.opened_at),
        reason=task.reason,
        done=_done(scene, task),
        evidence=evidence(scene, payment) if payment is not None else (),
    )


def _payment(world: engine.World, task: Task) -> Payment | None:
    """The payment itself, or the last one received for the invoice."""
    if task.about in world.payments:
        return world.payments[task.about]
    invoice = world.invoices.get(task.about)
    keys: Sequence[str] = invoice.payments if invoice is not None else ()
    return next((world.payments[key] for key in reversed(keys) if world.payments[key].captured), None)


def _done(scene: Scene, task: Task) -> str:
    payment = _payment(scene.world, task)
    back = _back_since(scene.world, payment.id, task.opened_at) if payment is not None else []
    if not back:
        return ""
    facts = {"amount": write(sum(one.amount for one in back), scene.currency), "day": scene.day(back[-1].at)}
    return ngettext("%(amount)s went back on %(day)s.", "%(amount)s went back, last on %(day)s.", len(back)) % facts


def _back_since(world: engine.World, payment: str, since: datetime) -> list[Refund]:
    return [one for one in world.refunds.values() if one.payment == payment and one.at >= since and not one.failed_at]
