"""What may be begun from a customer's file, what each form starts from, and what will happen when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.amounts import write
from sandbox.queries.file import CustomerFile

TEMPLATES_OFFERED = (
    "payment_declined",
    "new_method_needed",
    "authentication_needed",
    "final_notice",
    "payment_confirmed",
    "cancellation_confirmed",
    "free_text",
)


@dataclass(frozen=True)
class Opening:
    """A button of the file that opens a form; `lead` says beforehand what sending it does."""

    act: str
    label: str
    icon: str
    lead: str
    send: str
    is_chosen: bool


def openings(file: CustomerFile, *, chosen: str = "", currency: str = "BRL") -> Sequence[Opening]:
    """The acts on offer now, the ones used most first."""
    owed = file.owed
    facts = {
        "name": file.first_name,
        "amount": write(owed.remaining, currency) if owed else "",
        "method": file.method,
        "day": file.renews,
    }
    return [
        Opening(act, label % facts, icon, lead % facts, send, act == chosen)
        for act, (label, icon, lead, send) in _words().items()
        if offered(file, act) is not None
    ]


def _words() -> dict[str, tuple[str, str, str, str]]:
    return {
        "schedule": (
            _("Schedule an attempt"),
            "calendar-plus",
            _("%(amount)s will be charged to %(method)s at the day and hour you choose, once the clock gets there."),
            _("Schedule"),
        ),
        "link": (
            _("Send a payment link"),
            "link",
            _("%(name)s receives a secure link for %(amount)s and may pay with another method."),
            _("Send the link"),
        ),
        "write": (
            _("Write to %(name)s"),
            "mail",
            _("The message goes out now and stays in the file."),
            _("Send"),
        ),
        "collect": (
            _("Try now"),
            "zap",
            _("%(amount)s is charged to %(method)s right now. An attempt cannot be taken back."),
            _("Charge now"),
        ),
        "look-up": (
            _("Look up the payment"),
            "search",
            _("The bank is asked what became of the charge that got no answer. Nothing is charged."),
            _("Look up"),
        ),
        "cancel": (
            _("Cancel at period end"),
            "circle-x",
            _("The subscription ends on %(day)s; access lasts until then and what is owed stays owed."),
            _("Cancel the subscription"),
        ),
        "undo-cancel": (
            _("Undo the cancellation"),
            "undo-2",
            _("The subscription goes on as if nobody had asked to cancel."),
            _("Undo"),
        ),
    }


def offered(file: CustomerFile, act: str) -> dict[str, Any] | None:
    """What the form of an act starts from; None where the act makes no sense now."""
    owed = file.owed
    match act:
        case "schedule":
            return {"invoice": owed.id} if owed and not file.unanswered else None
        case "link" | "collect":
            return {"invoice": owed.id} if owed else None
        case "look-up":
            return {"payment": file.unanswered} if file.unanswered else None
        case "cancel":
            return {"subscription": file.subscription} if file.can_cancel else None
        case "undo-cancel":
            return {"subscription": file.subscription} if file.is_cancelling else None
        case "write":
            return {
                "customer": file.customer,
                "invoice": file.last_invoice,
                "amount": file.owed_words,
                "retry_on": file.booked_day,
                "access_until": file.period_end,
            }
        case _:
            return None
