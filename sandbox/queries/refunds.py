"""Refunds: what of each payment may still go back, what waits for somebody, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.ui.paged import Paged
from sandbox import engine
from sandbox.engine import calendar, returns
from sandbox.engine.dispute import Dispute
from sandbox.engine.invoicing import Payment, Refund
from sandbox.engine.narration import method_words
from sandbox.engine.narration.disputes import REASON_WORDS
from sandbox.engine.speech import Speaker
from sandbox.engine.wording import RAIL_WORDS, REFUND_FAILURE_WORDS
from sandbox.queries import refund_tasks
from sandbox.queries.refund_reasons import reason_words
from sandbox.queries.scene import Scene

A_PAGE = 50
LATELY = 20
NUMBER = re.compile(
    r"(?:(?P<payment>pay|payment|pagamento)|(?P<invoice>inv|invoice|fatura))?[\s.:#-]*(?:n[ºo°.]+\s*)?(?P<digits>[0-9]+)"
)
"""`1270`, `fatura 1270`, `inv-1270`, `pay-1365`: of what the number is, where it is said, and the number."""
SOON = timedelta(days=3)


@dataclass(frozen=True)
class PaymentRow:
    """One payment as the desk lists it; amounts in minor units."""

    id: str
    customer: str
    name: str
    invoice: str
    number: int
    method: str
    day: str
    captured: int
    refunded: int
    disputed: int
    left: int
    tone: str
    status: str
    icon: str
    note: str
    by: str = ""
    """How a search found it, where the row does not say."""


@dataclass(frozen=True)
class PaymentPage(Paged):
    rows: Sequence[PaymentRow]
    count: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // A_PAGE))


@dataclass(frozen=True)
class RefundRow:
    """One refund and what became of it."""

    id: str
    payment: str
    name: str
    amount: int
    day: str
    to: str
    reason: str
    approver: str
    note: str
    """The credit note it pays out, or nothing."""
    tone: str
    status: str
    why: str


@dataclass(frozen=True)
class DisputeRow:
    """One dispute: what is at stake, until when, and how it ended."""

    id: str
    payment: str
    name: str
    amount: int
    reason: str
    opened: str
    due: str
    tone: str
    status: str
    icon: str
    evidence: str
    ended: str
    parts: Sequence[tuple[str, int]]
    is_answerable: bool


@dataclass(frozen=True)
class OwedRow:
    """Money that is the payer's: a refund that came back from the bank, or what was charged a second time."""

    payment: str
    name: str
    amount: int
    why: str
    """One sentence."""
    status: str
    icon: str


def refundable(world: engine.World, payment_id: str) -> int:
    """What of a payment a refund without a document may still take; nothing while a dispute holds it."""
    payment = world.payments.get(payment_id)
    if payment is None or not payment.captured or returns.open_dispute(world, payment_id) is not None:
        return 0
    left = payment.captured - payment.refunded - returns.disputed(world, payment_id) + world.owed.get(payment_id, 0)
    return max(0, min(left, returns.room(world, payment).whole))


def origin_closed(world: engine.World, payment_id: str) -> bool:
    """Whether the rail takes nothing back any more: a Pix after 90 days."""
    payment = world.payments.get(payment_id)
    last = returns.pix_return_until(world, payment) if payment is not None else None
    return last is not None and calendar.day_of(world.now, world.require_company().timezone) > last


def payment_words(scene: Scene, payment_id: str) -> str:
    """`Visa final 4242, 3 nov 2026, R$ 89,90` without the amount: how it was paid, and when."""
    payment = scene.world.payments[payment_id]
    return f"{_method(scene, payment)}, {scene.day(_received(payment))}"


def payments(scene: Scene, *, wanted: str = "", show: str = "", page: int = 1) -> PaymentPage:
    """Every payment that was captured, newest first; by name, invoice number or id, and by what may be done."""
    world = scene.world
    found = [one for one in world.payments.values() if one.captured]
    if show == "left":
        found = [one for one in found if refundable(world, one.id)]
    elif show == "disputed":
        found = [one for one in found if world.disputes_of.get(one.id)]
    elif show == "refunded":
        found = [one for one in found if one.refunded]
    sought = wanted.casefold().strip()
    if sought:
        found = [one for one in found if _matches(scene, one, sought)]
    asked_of = refund_tasks.spoken_of(world) if sought else frozenset()
    found.sort(key=lambda one: (one.id in asked_of, _received(one), one.id), reverse=True)
    last = max(1, -(-len(found) // A_PAGE))
    here = min(max(1, page), last)
    rows = [
        replace(payment_row(scene, one), by=_found_by(scene, one, sought, asked_of))
        for one in found[(here - 1) * A_PAGE : here * A_PAGE]
    ]
    return PaymentPage(rows, len(found), here)


def _matches(scene: Scene, payment: Payment, sought: str) -> bool:
    """By a part of the name, or by the number of the invoice or of the payment, with or without words before it."""
    if sought in (payment.id, payment.customer, payment.invoice):
        return True
    number = NUMBER.fullmatch(sought)
    if number is None:
        return sought in scene.name(payment.customer).casefold()
    is_invoices = not number["payment"] and number["digits"] == str(_number(scene, payment))
    return is_invoices or (not number["invoice"] and number["digits"] == payment.id.removeprefix("pay-"))


def _number(scene: Scene, payment: Payment) -> int:
    return scene.world.invoices[payment.invoice].document.number


def _found_by(scene: Scene, payment: Payment, sought: str, asked_of: frozenset[str]) -> str:
    """What one does not see in the row: that it was found by its own number, or that its refund was asked for."""
    number = NUMBER.fullmatch(sought)
    own = number is not None and number["digits"] == payment.id.removeprefix("pay-")
    said = [
        _("payment number %(n)s") % {"n": number["digits"]} if number is not None and own else "",
        _("a task is open about it") if payment.id in asked_of else "",
    ]
    return " · ".join(part for part in said if part)


def payment_row(scene: Scene, payment: Payment) -> PaymentRow:
    world = scene.world
    left = refundable(world, payment.id)
    tone, status, icon = _state(scene, payment, left)
    return PaymentRow(
        id=payment.id,
        customer=payment.customer,
        name=scene.name(payment.customer),
        invoice=payment.invoice,
        number=_number(scene, payment),
        method=_method(scene, payment),
        day=scene.day(_received(payment)),
        captured=payment.captured,
        refunded=returns.truly_refunded(world, payment),
        disputed=returns.disputed(world, payment.id),
        left=left,
        tone=tone,
        status=status,
        icon=icon,
        note=_pix_note(scene, payment) if left else "",
    )


def _state(scene: Scene, payment: Payment, left: int) -> tuple[str, str, str]:
    world = scene.world
    if returns.open_dispute(world, payment.id) is not None:
        return "late", _("held by a dispute"), "shield-alert"
    if world.owed.get(payment.id):
        return "warn", _("owed again"), "rotate-ccw"
    if payment.duplicate and left:
        return "warn", _("charged twice: owed back"), "copy"
    if not left:
        return "plain", _("nothing left to give back"), "check"
    if payment.refunded:
        return "calm", _("refunded in part"), "undo-2"
    return "calm", _("may be refunded"), "banknote"


def _pix_note(scene: Scene, payment: Payment) -> str:
    """How long a Pix can still go back to where it came from."""
    last = returns.pix_return_until(scene.world, payment)
    if last is None:
        return ""
    day, days = scene.written_day(last), (last - calendar.day_of(scene.world.now, scene.zone)).days
    if days < 0:
        return _("Pix return over since %(day)s: another account of the holder, with approval") % {"day": day}
    if not days:
        return _("Pix return until %(day)s: today is the last day") % {"day": day}
    said = ngettext("Pix return until %(day)s: %(n)s day left", "Pix return until %(day)s: %(n)s days left", days)
    return said % {"day": day, "n": days}


def refunds(scene: Scene, *, payment: str = "", most: int = LATELY) -> list[RefundRow]:
    """The latest refunds, newest first; of one payment all of them."""
    found = [one for one in scene.world.refunds.values() if payment in ("", one.payment)]
    return [_refund(scene, one) for one in reversed(found[-most:])]


def _refund(scene: Scene, one: Refund) -> RefundRow:
    payment = scene.world.payments.get(one.payment)
    failed = one.failed_at is not None
    words = Speaker(scene.world, scene.language, scene.people)
    return RefundRow(
        id=one.id,
        payment=one.payment,
        name=scene.name(payment.customer) if payment else "",
        amount=one.amount,
        day=scene.moment(one.at),
        to=_("back the way it came") if one.destination == "origin" else _("another account of the holder"),
        reason=reason_words(one.reason),
        approver=one.approver or "",
        note=one.credit_note or "",
        tone="late" if failed else "ok",
        status=pgettext("refund", "came back") if failed else pgettext("refund", "sent"),
        why=words.word(REFUND_FAILURE_WORDS, one.failure) if failed else "",
    )


def owed(scene: Scene) -> list[OwedRow]:
    """What is owed to payers though no one asked: what the bank sent back, and what was charged a second time."""
    world = scene.world
    rows = []
    for key, amount in world.owed.items():
        failed = [one for one in world.refunds.values() if one.payment == key and one.failed_at is not None]
        why = failed[-1].failure if failed else "unknown"
        words = Speaker(world, scene.language, scene.people).word(REFUND_FAILURE_WORDS, why)
        if amount:
            told = _("A refund came back from the bank (%(why)s): the money is owed again.") % {"why": words}
            name = scene.name(world.payments[key].customer)
            rows.append(OwedRow(key, name, amount, told, _("owed again"), "rotate-ccw"))
    for one in _twice(world):
        told = _("Invoice %(n)s was charged a second time: the money was never ours.") % {"n": _number(scene, one)}
        left = refundable(world, one.id)
        rows.append(OwedRow(one.id, scene.name(one.customer), left, told, _("charged twice: owed back"), "copy"))
    return rows


def _twice(world: engine.World) -> list[Payment]:
    """Captures that no invoice had need of and that have not gone back."""
    return [
        one
        for one in world.payments.values()
        if one.duplicate and not world.owed.get(one.id) and refundable(world, one.id)
    ]


def disputes(scene: Scene, *, payment: str = "", only_open: bool = False) -> list[DisputeRow]:
    """Those that want an answer first, by how little time is left."""
    found = [one for one in scene.world.disputes.values() if payment in ("", one.payment)]
    found = [one for one in found if one.is_open or not only_open]
    found.sort(key=lambda one: (one.status != "needs_response", not one.is_open, one.evidence_due))
    return [_dispute(scene, one) for one in found]


def _dispute(scene: Scene, one: Dispute) -> DisputeRow:
    tone, status, icon = _dispute_state(scene, one)
    parts = [
        (_("was owed to the payer anyway"), one.from_owed),
        (_("came off the balance"), one.from_balance),
        (_("is a loss"), one.written_off),
    ]
    reason = Speaker(scene.world, scene.language, scene.people).word(REASON_WORDS, one.reason)
    return DisputeRow(
        id=one.id,
        payment=one.payment,
        name=scene.name(one.customer),
        amount=one.amount,
        reason=reason,
        opened=scene.moment(one.opened_at),
        due=scene.moment(one.evidence_due),
        tone=tone,
        status=status,
        icon=icon,
        evidence=one.evidence,
        ended=scene.moment(one.closed_at) if one.closed_at else "",
        parts=[(label, amount) for label, amount in parts if amount],
        is_answerable=one.status == "needs_response",
    )


def _dispute_state(scene: Scene, one: Dispute) -> tuple[str, str, str]:
    match one.status:
        case "needs_response":
            left = one.evidence_due - scene.world.now
            tone = "late" if left <= SOON else "warn"
            said = ngettext("answer within %(n)s day", "answer within %(n)s days", max(0, left.days))
            return tone, said % {"n": max(0, left.days)}, "hourglass"
        case "under_review":
            return "calm", _("the bank is deciding"), "landmark"
        case "won":
            return "ok", pgettext("dispute", "won"), "shield-check"
        case _:
            return "plain", pgettext("dispute", "lost"), "shield-x"


def wanting_somebody(scene: Scene) -> int:
    """How many things wait at the refunds desk: approvals, disputes to answer, money owed, and tasks."""
    world = scene.world
    return (
        sum(one.is_waiting for one in world.approvals.values())
        + sum(one.status == "needs_response" for one in world.disputes.values())
        + sum(bool(amount) for amount in world.owed.values())
        + len(_twice(world))
        + refund_tasks.waiting(world)
    )


def _received(payment: Payment) -> datetime:
    return payment.settled_at or payment.at


def _method(scene: Scene, payment: Payment) -> str:
    method = scene.world.methods.get(payment.method or "")
    if method is not None:
        return method_words(method, scene.language)
    words = Speaker(scene.world, scene.language, scene.people).word(RAIL_WORDS, payment.rail)
    return words[0].upper() + words[1:]
