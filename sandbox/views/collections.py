"""Collections: every debt that failed, and one subscriber's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from sandbox import store
from sandbox.queries.debt_outlook import Offer, debt_outlook
from sandbox.queries.desk import in_good_standing, queue
from sandbox.queries.file import customer_file
from sandbox.views import frame

FEW = 30
"""Customers up to which all the others are named here; more are searched at their own desk."""


@frame.desk("collections")
def show(company: frame.Company) -> frame.Shown:
    """The queue, with the customer that the address names opened."""
    scene, customer = company.scene, company.asked.get("customer", "")
    known = customer in scene.world.customers
    file = customer_file(scene, customer, store.journal(company.workspace, customer=customer)) if known else None
    about = (
        {}
        if file is None
        else {
            "invoice": file.owed.id if file.owed else "",
            "payment": file.unanswered,
            "subscription": file.subscription,
            "customer": file.customer,
        }
    )
    owed = scene.world.invoices.get(about.get("invoice", "")) if about else None
    outlook = debt_outlook(scene, owed) if owed is not None else None
    openings = (
        []
        if file is None
        else [
            *(
                _offered(company, about, outlook.first)
                if outlook
                else company.openings("write", about=about["customer"])
            ),
            *company.openings("cancel", "undo-cancel", about=about["subscription"]),
            *company.openings("reveal", about=about["customer"]),
        ]
    )
    rows = queue(scene, opened=customer)
    context = {
        "queue": [row for row in rows if not row.is_settled],
        "settled": [row for row in rows if row.is_settled],
        "owed_in_all": sum(row.amount for row in rows if not row.is_settled),
        "others": in_good_standing(scene) if len(scene.world.customers) <= FEW else [],
        "file": file,
        "openings": openings,
        "outlook": outlook,
        "careful": _offered(company, about, outlook.others) if outlook else [],
    }
    return frame.Shown("sandbox/collections/desk.html", _("Charges in recovery"), context, holds_act=file is not None)


ABOUT = {"look-up": "payment", "write": "customer"}
"""What an act on a debt is about, where that is not the invoice."""


def _offered(company: frame.Company, about: Mapping[str, str], offers: Sequence[Offer]) -> list[frame.Opening]:
    """The buttons of these acts that make sense now, a message on the template that fits."""
    found = []
    for one in offers:
        for opening in company.openings(one.act, about=about[ABOUT.get(one.act, "invoice")]):
            url = opening.url.replace("#act", f"&chosen={one.chosen}#act") if one.chosen else opening.url
            found.append(replace(opening, url=url, label=str(one.label) or opening.label))
    return found
