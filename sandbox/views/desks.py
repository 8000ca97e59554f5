"""The desks of a company, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sandbox.queries import offers, prices, privacy, renewals
from sandbox.queries.desk import in_recovery
from sandbox.queries.invoices import past_due
from sandbox.queries.refunds import wanting_somebody
from sandbox.queries.scene import Scene


@dataclass(frozen=True)
class Tab:
    """One desk as the row of tabs shows it; `waiting` is how many things there want somebody."""

    name: str
    label: str
    what: str
    icon: str
    url: str
    waiting: int
    is_here: bool


@dataclass(frozen=True)
class Desk:
    """A desk: the name of its address, its words, what is done there, and how many things wait."""

    name: str
    label: str | Promise
    what: str | Promise
    icon: str
    waiting: Callable[[Scene], int] | None = None

    def tab(self, scene: Scene, workspace: UUID, *, is_here: bool) -> Tab:
        url = reverse(f"sandbox:{self.name}", args=[workspace])
        waiting = self.waiting(scene) if self.waiting else 0
        return Tab(self.name, str(self.label), str(self.what), self.icon, url, waiting, is_here)


DESKS: tuple[Desk, ...] = (
    Desk("customers", pgettext_lazy("desk", "Customers"), _("Find a person; read and work on their file"), "users"),
    Desk(
        "invoices",
        pgettext_lazy("desk", "Invoices"),
        _("Every document, line by line, with what it still wants"),
        "receipt-text",
        past_due,
    ),
    Desk(
        "renewals",
        pgettext_lazy("desk", "Renewals"),
        _("What renews when, at which price, and who was told"),
        "calendar-days",
        renewals.waiting,
    ),
    Desk(
        "collections",
        pgettext_lazy("desk", "Collections"),
        _("Charges that failed, and what the network allows next"),
        "phone-outgoing",
        in_recovery,
    ),
    Desk(
        "refunds",
        pgettext_lazy("desk", "Refunds"),
        _("Whose money goes back, by whose leave, and disputes"),
        "undo-2",
        wanting_somebody,
    ),
    Desk(
        "privacy",
        pgettext_lazy("desk", "Privacy"),
        _("Requests of holders with their clocks, and incidents"),
        "shield-check",
        privacy.waiting,
    ),
    Desk(
        "offers",
        pgettext_lazy("desk", "Offers"),
        _("Segments, offers to stay, and what they bring"),
        "gift",
        offers.waiting,
    ),
    Desk(
        "prices",
        pgettext_lazy("desk", "Prices"),
        _("The catalogue, and a new price announced in time"),
        "tag",
        prices.waiting,
    ),
    Desk("messages", pgettext_lazy("desk", "Messages"), _("What customers were told, and what they feel"), "mail"),
    Desk(
        "reports",
        pgettext_lazy("desk", "Reports"),
        _("MRR, churn, recovery and the books, as pictures"),
        "chart-column",
    ),
    Desk(
        "journal", pgettext_lazy("desk", "Journal"), _("Everything that happened; go back to any event"), "scroll-text"
    ),
)
