"""The desks of a company, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
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
    icon: str
    url: str
    waiting: int
    is_here: bool


@dataclass(frozen=True)
class Desk:
    """A desk: the name of its address, its words, and how many things wait there."""

    name: str
    label: str | Promise
    icon: str
    waiting: Callable[[Scene], int] | None = None

    def tab(self, scene: Scene, workspace: UUID, *, is_here: bool) -> Tab:
        url = reverse(f"sandbox:{self.name}", args=[workspace])
        return Tab(self.name, str(self.label), self.icon, url, self.waiting(scene) if self.waiting else 0, is_here)


DESKS: tuple[Desk, ...] = (
    Desk("customers", pgettext_lazy("desk", "Customers"), "users"),
    Desk("invoices", pgettext_lazy("desk", "Invoices"), "receipt-text", past_due),
    Desk("renewals", pgettext_lazy("desk", "Renewals"), "calendar-days", renewals.waiting),
    Desk("collections", pgettext_lazy("desk", "Collections"), "phone-outgoing", in_recovery),
    Desk("refunds", pgettext_lazy("desk", "Refunds"), "undo-2", wanting_somebody),
    Desk("privacy", pgettext_lazy("desk", "Privacy"), "shield-check", privacy.waiting),
    Desk("offers", pgettext_lazy("desk", "Offers"), "gift", offers.waiting),
    Desk("prices", pgettext_lazy("desk", "Prices"), "tag", prices.waiting),
    Desk("messages", pgettext_lazy("desk", "Messages"), "mail"),
    Desk("reports", pgettext_lazy("desk", "Reports"), "chart-column"),
    Desk("journal", pgettext_lazy("desk", "Journal"), "scroll-text"),
)
