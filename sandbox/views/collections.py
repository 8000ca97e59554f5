"""Collections: every debt that failed, and one subscriber's file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox import store
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
    openings = (
        []
        if file is None
        else [
            *company.openings("schedule", "link", about=about["invoice"]),
            *company.openings("write", about=about["customer"]),
            *company.openings("collect", about=about["invoice"]),
            *company.openings("look-up", about=about["payment"]),
            *company.openings("cancel", "undo-cancel", about=about["subscription"]),
            *company.openings("reveal", about=about["customer"]),
        ]
    )
    context = {
        "queue": queue(scene, opened=customer),
        "others": in_good_standing(scene) if len(scene.world.customers) <= FEW else [],
        "file": file,
        "openings": openings,
    }
    return frame.Shown("sandbox/collections/desk.html", _("Charges in recovery"), context, holds_act=file is not None)
