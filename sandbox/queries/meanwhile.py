"""Meanwhile: what was given to a customer after a page was opened, for whoever is about to give again."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from sandbox import store
from sandbox.engine import events as ev
from sandbox.queries.scene import Scene

GIVING: Final = (ev.RefundMade, ev.CreditNoteIssued, ev.BalanceGranted, ev.IndemnityPaid, ev.ApprovalRequested)


def given_since(scene: Scene, opened: store.Opened, about: str, seq: int) -> str:
    """What happened after an event's number, in words; nothing where nothing was given. One query at most."""
    customer = customer_of(scene, about)
    if customer is None or seq >= opened.seq:
        return ""
    events = store.journal(opened.workspace, after=seq, customer=customer)
    found = [scene.narrate(one) for one in events if isinstance(one, GIVING)]
    if not found:
        return ""
    return _("Since this page was opened: %(what)s Send again if this is to be given too.") % {"what": " ".join(found)}


def customer_of(scene: Scene, about: str) -> str | None:
    """Whose money it is: of a payment, an invoice or one of its lines, a subscription, or the customer's own."""
    world = scene.world
    key = about.partition("/")[0]
    if key in world.customers:
        return key
    thing: Any = world.payments.get(key) or world.subscriptions.get(key)
    if thing is not None:
        return str(thing.customer)
    invoice = world.invoices.get(key)
    return invoice.document.customer if invoice is not None else None
