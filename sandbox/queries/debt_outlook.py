"""Debt outlook: why the last attempt failed, what the network allows next, and which acts make sense first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sandbox.engine import calendar, collection
from sandbox.engine.invoicing import Invoice, Payment
from sandbox.engine.subscription import Method
from sandbox.queries.desk import Permission, decline_words, permission
from sandbox.queries.scene import Scene

EXPLAINED: Final[dict[str, str | Promise]] = {
    "soft": gettext_lazy("It may pass another time: money can come in, or the bank can change its mind."),
    "hard": gettext_lazy("This card will never pass again: the customer has to give another one."),
    "expired": gettext_lazy("This card will never pass again: the customer has to give another one."),
    "authentication": gettext_lazy("The bank wants the customer to confirm; nobody can do that for them."),
}
CAREFUL: Final = gettext_lazy("As things stand they would be declined, or the network forbids them.")
NEAR: Final = 3
"""So few attempts before a network's limit, an attempt says so."""
ANOTHER_CARD: Final = pgettext_lazy("an act", "Ask for another card…")


@dataclass(frozen=True)
class Offer:
    """One act to offer; `chosen` is the template of a message, `label` other words for its button."""

    act: str
    chosen: str = ""
    label: str | Promise = ""


@dataclass(frozen=True)
class Outlook:
    why: str
    explained: str
    permission: Permission
    used: Sequence[str]
    """How many attempts each of the network's limits has left."""
    first: Sequence[Offer]
    others: Sequence[Offer]
    warning: str | Promise = CAREFUL


LINK, COLLECT, SCHEDULE, LOOK_UP, WRITE = (Offer(act) for act in ("link", "collect", "schedule", "look-up", "write"))


def debt_outlook(scene: Scene, invoice: Invoice) -> Outlook:
    """Of an open invoice."""
    last = _last(scene, invoice)
    method = collection.method_for(scene.world, invoice)
    first = _first(scene, invoice, method, last)
    others = [one for one in (SCHEDULE, LINK, WRITE, COLLECT, LOOK_UP) if one.act not in {kept.act for kept in first}]
    said = EXPLAINED.get(last.severity or "", "") if last is not None and last.status == "declined" else ""
    code = f" ({last.response})" if last is not None and last.status == "declined" and last.response else ""
    return Outlook(
        why=decline_words(scene, invoice) + code,
        explained=str(said),
        permission=permission(scene, invoice),
        used=_used(scene, invoice, method) if method is not None else [],
        first=first,
        others=others,
    )


def _last(scene: Scene, invoice: Invoice) -> Payment | None:
    attempts = [scene.world.payments[key] for key in invoice.payments]
    return next((one for one in reversed(attempts) if one.status != "settled"), None)


def _first(scene: Scene, invoice: Invoice, method: Method | None, last: Payment | None) -> list[Offer]:
    if invoice.unresolved is not None:
        return [LOOK_UP, WRITE]
    if invoice.slip is not None:
        return [LINK, WRITE]
    now = scene.world.now
    today = calendar.day_of(now, scene.zone)
    if method is None or method.refused is not None:
        return [Offer("write", "new_method_needed", ANOTHER_CARD), LINK]
    if last is not None and last.severity == "authentication":
        return [Offer("write", "authentication_needed"), LINK]
    if collection.limit_reached(scene.world, invoice, method, at=now, today=today) is not None:
        return [Offer("write", "new_method_needed", ANOTHER_CARD), LINK]
    if collection.waits_until(scene.world, invoice, method, now) is not None:
        return [SCHEDULE, WRITE, LINK]
    return [SCHEDULE, WRITE, LINK, COLLECT]


def near_the_limit(scene: Scene, invoice_id: str) -> list[str]:
    """The network's limits that one more attempt uses up or breaks, or soon will: what is used, and what more costs."""
    invoice = scene.world.invoices[invoice_id]
    method = collection.method_for(scene.world, invoice)
    return _used(scene, invoice, method, within=NEAR) if method is not None else []


def _used(scene: Scene, invoice: Invoice, method: Method, *, within: int | None = None) -> list[str]:
    """Of each of the network's limits, the free ones too: how many attempts were made in its window."""
    now = scene.world.now
    found = []
    for one in collection.attempts_left(scene.world, invoice, method, at=now, today=calendar.day_of(now, scene.zone)):
        limit = one.limit
        if within is not None and one.left > within:
            continue
        facts = {
            "used": one.used,
            "most": limit.attempts,
            "brand": method.brand.capitalize(),
            "window": _window(limit.hours),
        }
        if limit.effect == "fee":
            found.append(_("%(brand)s: %(used)s of %(most)s attempts in %(window)s; more cost a fee.") % facts)
        else:
            found.append(_("%(brand)s: %(used)s of %(most)s attempts in %(window)s; more are forbidden.") % facts)
    return found


def _window(hours: int) -> str:
    return _("%(n)s days") % {"n": hours // 24} if hours > 48 else _("%(n)s hours") % {"n": hours}
