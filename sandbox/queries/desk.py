"""The desk as a page shows it: the collections queue, and the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from portal.ui.amounts import write
from sandbox.engine import calendar, collection
from sandbox.engine.invoicing import Invoice
from sandbox.engine.narration import DECLINE_WORDS, method_words
from sandbox.engine.report.books import trial_balance
from sandbox.engine.subscription import Subscription
from sandbox.queries.scene import Scene

LATELY = timedelta(days=30)

INTERVALS: dict[str, str | Promise] = {
    "day": pgettext_lazy("billing interval", "Daily"),
    "week": pgettext_lazy("billing interval", "Weekly"),
    "month": pgettext_lazy("billing interval", "Monthly"),
    "year": pgettext_lazy("billing interval", "Yearly"),
}
ACCOUNT_WORDS: dict[str, str | Promise] = {
    "receivable": gettext_lazy("Receivable"),
    "customer_balance": gettext_lazy("Customer balance"),
    "cash_clearing": gettext_lazy("Cash in clearing"),
    "deferred_revenue": gettext_lazy("Deferred revenue"),
    "revenue": gettext_lazy("Revenue"),
    "tax_payable": gettext_lazy("Tax payable"),
    "discounts": gettext_lazy("Discounts"),
    "refunds_payable": gettext_lazy("Given back without a document"),
    "dispute_holding": gettext_lazy("Held in disputes"),
    "write_off": gettext_lazy("Written off"),
    "late_fees": gettext_lazy("Late fees"),
    "indemnity": gettext_lazy("Indemnity"),
}


@dataclass(frozen=True)
class Permission:
    """What the network (or the state of the debt) allows now, as a badge."""

    tone: str
    label: str
    icon: str
    title: str = ""


@dataclass(frozen=True)
class QueueRow:
    """One debt in the collections queue."""

    customer: str
    name: str
    plan: str
    amount: int
    decline: str
    permission: Permission
    booked: str
    is_opened: bool
    is_settled: bool


@dataclass(frozen=True)
class AccountLine:
    account: str
    amount: int


@dataclass(frozen=True)
class Ledger:
    """The accounts that moved, and their sum, which is zero."""

    lines: Sequence[AccountLine]
    total: int


def queue(scene: Scene, *, opened: str = "") -> list[QueueRow]:
    """Every open debt that failed; one settled lately stays in sight, below, so that its end is seen."""
    failed = [invoice for invoice in scene.world.invoices.values() if invoice.first_failure_at or invoice.unresolved]
    failed = [invoice for invoice in failed if invoice.status == "open" or _ended_lately(scene, invoice)]
    rows = [_row(scene, invoice, opened) for invoice in failed]
    return sorted(rows, key=lambda row: row.is_settled)


def in_recovery(scene: Scene) -> int:
    """How many debts are still open after a charge that failed."""
    return sum(
        invoice.status == "open" and bool(invoice.first_failure_at or invoice.unresolved)
        for invoice in scene.world.invoices.values()
    )


def _ended_lately(scene: Scene, invoice: Invoice) -> bool:
    last = max((scene.world.payments[key].at for key in invoice.payments), default=scene.world.now)
    return scene.world.now - last <= LATELY


def _row(scene: Scene, invoice: Invoice, opened: str) -> QueueRow:
    customer = invoice.document.customer
    return QueueRow(
        customer=customer,
        name=scene.name(customer),
        plan=plan_words(scene, invoice.document.subscription),
        amount=invoice.document.amount_due,
        decline=decline_words(scene, invoice),
        permission=permission(scene, invoice),
        booked=scene.moment(invoice.retry_at) if invoice.retry_at else "",
        is_opened=customer == opened,
        is_settled=invoice.status != "open",
    )


def plan_words(scene: Scene, subscription: str | None) -> str:
    """`Monthly`, or how many of them."""
    if subscription is None:
        return ""
    interval = scene.world.subscriptions[subscription].interval
    word = str(INTERVALS[interval.unit])
    return word if interval.count == 1 else f"{word} × {interval.count}"


def decline_words(scene: Scene, invoice: Invoice) -> str:
    """Why the last attempt brought no money, in plain words."""
    attempts = [scene.world.payments[key] for key in invoice.payments]
    last = next((payment for payment in reversed(attempts) if payment.status != "settled"), None)
    if last is None and invoice.slip is not None and invoice.first_failure_at is not None:
        days = (scene.world.now - invoice.first_failure_at).days + 1
        return ngettext("Overdue for %(n)s day", "Overdue for %(n)s days", days) % {"n": days}
    if last is None:
        return _("No way to charge")
    if last.status == "unknown":
        return _("No answer from the bank")
    if last.status == "lost":
        return _("The charge never reached the bank")
    words = DECLINE_WORDS[last.code][0 if scene.language == "pt-br" else 1]
    return words[0].upper() + words[1:]


def permission(scene: Scene, invoice: Invoice) -> Permission:
    """What may be done about a debt now; the network's wait before everything but an unanswered charge."""
    if invoice.status == "paid":
        return Permission("ok", pgettext("invoice", "paid"), "check")
    if invoice.status != "open":
        return Permission("plain", pgettext("invoice", "closed"), "archive")
    if invoice.unresolved is not None:
        return Permission(
            "warn", _("look it up first"), "search", _("The charge got no answer: it may have gone through.")
        )
    if invoice.slip is not None:
        return _of_a_slip(scene, invoice)
    method = collection.method_for(scene.world, invoice)
    if method is None or method.refused is not None:
        return Permission("late", _("ask for another method"), "credit-card", _("This method must not be tried again."))
    now = scene.world.now
    waits = collection.waits_until(scene.world, invoice, method, now)
    if waits is not None:
        label = _("wait until %(day)s") % {"day": short_day(scene, waits)}
        title = _("The network allows the next attempt from %(moment)s.") % {"moment": scene.moment(waits)}
        return Permission("warn", label, "hourglass", title)
    attempts = collection.attempts_with(scene.world, invoice, method)
    if attempts and attempts[-1].severity == "authentication":
        title = _("Another attempt would be declined the same way.")
        return Permission("warn", _("the customer confirms"), "smartphone", title)
    today = calendar.day_of(now, scene.zone)
    if collection.limit_reached(scene.world, invoice, method, at=now, today=today) is not None:
        return Permission("late", _("limit of attempts reached"), "ban")
    return Permission("calm", _("may be tried again"), "rotate-cw")


def _of_a_slip(scene: Scene, invoice: Invoice) -> Permission:
    """What a customer has to pay by themselves: whether they were given another copy since it fell due."""
    since = invoice.first_failure_at or invoice.document.issued_at
    links = (link.at for link in scene.world.links.values() if link.invoice == invoice.document.id)
    if any(at >= since for at in links):
        return Permission("calm", _("second copy sent"), "mail-check")
    return Permission("warn", _("send a second copy"), "send", _("Nobody can charge it: the customer pays it."))


def short_day(scene: Scene, instant: datetime) -> str:
    """`26 nov`: the year is on the clock."""
    return scene.day(instant).rpartition(" ")[0]


def debt_facts(scene: Scene, invoice_id: str) -> dict[str, str]:
    """Who owes how much, and what the next attempt charges: the words of every act on a debt."""
    invoice = scene.world.invoices[invoice_id]
    method = collection.method_for(scene.world, invoice)
    return {
        "name": scene.first_name(invoice.document.customer),
        "amount": write(invoice.remaining, scene.currency),
        "method": method_words(method, scene.language) if method else _("no payment method"),
    }


def in_good_standing(scene: Scene) -> list[tuple[str, str]]:
    """Subscribers who are not in the queue: id and name, for whoever wants to look at them."""
    owing = {row.customer for row in queue(scene)}
    return sorted(
        ((key, scene.name(key)) for key in scene.world.customers if key not in owing), key=lambda pair: pair[1]
    )


def ledger(scene: Scene) -> Ledger:
    """The trial balance now, debits positive."""
    balances = trial_balance(scene.world)
    lines = [AccountLine(str(ACCOUNT_WORDS[account]), amount) for account, amount in balances.items()]
    return Ledger(lines, sum(balances.values()))


def subscription_of(scene: Scene, customer: str) -> Subscription | None:
    """The subscription to speak of: the one begun last."""
    own = [one for one in scene.world.subscriptions.values() if one.customer == customer]
    return own[-1] if own else None
