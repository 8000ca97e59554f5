"""Truths: where a message says something else than the company's own books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.amounts import read
from sandbox.engine import calendar
from sandbox.engine.money import format_money
from sandbox.engine.subscription import ENDED
from sandbox.engine.text import number_of
from sandbox.queries.letters import INVOICE, MONEY, PRIVACY, RENEWAL, facts, main_subscription
from sandbox.queries.scene import Scene

Written = str | int
DIFFERS = "differs"
"""The field under which a message keeps what the books said otherwise: `amount|3990; retry_on|`."""

AMOUNTS = ("amount", "old_amount")
STILL_TO_COME = ("retry_on", "ends_on", "renews_on", "refund_by", "expires_on")
"""Days of what has not happened yet when the message goes out."""
COMPARED = (
    *AMOUNTS, *STILL_TO_COME, "effective_on", "access_until", "due_on", "known_on", "last4", "expires", "slip", "case",
    "incident",
)  # fmt: skip
"""What is compared; words of one's own are not."""
OWED = ("open", "uncollectible")
OF_A_DEBT = (*MONEY, "payment_due", "payment_overdue")

_SAID: tuple[tuple[tuple[str, ...], str | Promise], ...] = (
    (MONEY + INVOICE, gettext_lazy("The invoice says %(fact)s; the message says %(typed)s.")),
    (("refund_made",), gettext_lazy("The refund says %(fact)s; the message says %(typed)s.")),
    ((*RENEWAL, "cancellation_confirmed"), gettext_lazy("The subscription says %(fact)s; the message says %(typed)s.")),
    (("card_expiring",), gettext_lazy("The card says %(fact)s; the message says %(typed)s.")),
    (("price_change",), gettext_lazy("The price change says %(fact)s; the message says %(typed)s.")),
    (PRIVACY, gettext_lazy("The request says %(fact)s; the message says %(typed)s.")),
    (("incident_notice",), gettext_lazy("The register of incidents says %(fact)s; the message says %(typed)s.")),
)


def differing(scene: Scene, customer: str, template: str, about: str, typed: Mapping[str, Written]) -> str:
    """The facts typed that the books say otherwise, each with what they say, coded; nothing where all is true.

    Of several things that a message may be about (two invoices, two cards) either will do.
    """
    true = _truths(scene, customer, template, about)
    today = calendar.day_of(scene.world.now, scene.zone).isoformat()
    found: dict[str, Written] = {}
    for name in COMPARED:
        said = typed.get(name)
        if said is None:
            continue
        if true.get(name):
            if said not in true[name]:
                found[name] = true[name][0]
        elif (name == "amount" and template in OF_A_DEBT) or (name in STILL_TO_COME and str(said) < today):
            found[name] = ""
    return "; ".join(f"{name}|{fact}" for name, fact in found.items())


def told_otherwise(scene: Scene, template: str, fields: Mapping[str, Written], coded: str) -> list[str]:
    """The same as sentences, of what was typed or of a message of the log."""
    pairs = (one.split("|", 1) for one in coded.split("; ") if "|" in one)
    return [_sentence(scene, template, name, fact, fields[name]) for name, fact in pairs if name in fields]


def _sentence(scene: Scene, template: str, name: str, fact: str, typed: Written) -> str:
    told = {"fact": _words(scene, name, fact), "typed": _words(scene, name, typed)}
    if fact:
        return str(next(said for templates, said in _SAID if template in templates)) % told
    if name in AMOUNTS:
        return _("Nothing is owed; the message says %(typed)s.") % told
    return _("%(typed)s is past already when the message goes out.") % told


def _words(scene: Scene, name: str, value: Written) -> str:
    if value == "":
        return ""
    if name in AMOUNTS:
        return format_money(int(value), scene.currency, scene.language)
    if name in ("slip", "case", "incident"):
        return number_of(str(value))
    try:
        return scene.written_day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _truths(scene: Scene, customer: str, template: str, about: str) -> dict[str, Sequence[Written]]:
    found: dict[str, list[Written]] = {}
    for known in _books(scene, customer, template, about):
        for name, value in known.items():
            if value not in ("", None):
                found.setdefault(name, []).append(_written(scene, name, value))
    return dict(found)


def _books(scene: Scene, customer: str, template: str, about: str) -> Iterator[Mapping[str, Any]]:
    """What the books say: what the form starts from first, then whatever else it may be about."""
    world = scene.world
    own = [one for one in world.subscriptions.values() if one.customer == customer]
    main = world.subscriptions.get(about) or main_subscription(scene, customer)
    others = [] if about in world.subscriptions else [one for one in own if one is not main and one.status not in ENDED]
    for one in (main, *others):
        known = facts(scene, customer, template, one)
        yield _unpaid(known) if template in OF_A_DEBT and not _owed(scene, customer) else known
    if template in OF_A_DEBT:
        yield from _of_invoices(scene, _owed(scene, customer))
    elif template in INVOICE:
        yield from _of_invoices(scene, (one for one in world.invoices.values() if one.document.customer == customer))
        yield from ({"amount": one.amount} for one in world.payments.values() if one.customer == customer)
    elif template == "refund_made":
        yield from (
            {"amount": one.amount}
            for one in world.refunds.values()
            if one.failed_at is None and world.payments[one.payment].customer == customer
        )
    elif template == "card_expiring":
        yield from (
            {"last4": one.last4, "expires": world.expiries.get(one.id, "")}
            for one in world.methods.values()
            if one.customer == customer and one.kind == "card"
        )
    elif template in PRIVACY:
        yield from ({"case": one.id, "due_on": one.due} for one in world.cases.values() if one.customer == customer)
        yield from (
            {"expires_on": calendar.day_of(one.expires_at, scene.zone)}
            for one in world.exports.values()
            if one.customer == customer
        )
    elif template == "incident_notice":
        yield from (
            {"incident": one.id, "known_on": calendar.day_of(one.known_at, scene.zone)}
            for one in world.incidents.values()
        )


def _unpaid(known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without the invoice that is paid: no reminder speaks of it."""
    return {name: value for name, value in known.items() if name == "ends_on"}


def _owed(scene: Scene, customer: str) -> list[Any]:
    return [one for one in scene.world.invoices.values() if one.document.customer == customer and one.status in OWED]


def _of_invoices(scene: Scene, invoices: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    for one in invoices:
        retry = calendar.day_of(one.retry_at, scene.zone) if one.retry_at is not None else None
        yield {"amount": one.remaining, "due_on": one.document.due, "slip": one.slip, "retry_on": retry}
        yield {"amount": one.document.amount_due}


def _written(scene: Scene, name: str, value: Any) -> Written:
    """As a message keeps it: minor units, an ISO day, or text."""
    if isinstance(value, date):
        return value.isoformat()
    if name in AMOUNTS and isinstance(value, str):
        return int(read(value, scene.currency))
    return value if isinstance(value, int) else str(value)
