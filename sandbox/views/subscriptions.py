"""Subscriptions: the page of one."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404

from sandbox import store
from sandbox.queries import approvals
from sandbox.queries.subscription_page import PROOF, lacks_its_proof, subscription_page
from sandbox.views import frame
from sandbox.views.refunds import desk_head, with_openings


@frame.desk("customers")
def show(company: frame.Company, subscription: str) -> frame.Shown:
    """Its periods, its items, its next invoice, and everything that may be done to it."""
    one = company.scene.world.subscriptions.get(subscription)
    if one is None:
        raise Http404
    events = store.journal(company.workspace, customer=one.customer)
    page = subscription_page(company.scene, one, events)
    context = {
        **desk_head(company),
        "page": page,
        "openings": company.openings(
            "change-plan", "quantity", "items", "anchor", "undo-change", "coupon", about=one.id
        ),
        "waiting": [with_openings(company, asked) for asked in approvals.waiting(company.scene, one.id)],
        "proof": [
            replace(opening, url=opening.url.replace("#act", f"&chosen={PROOF}#act"))
            for opening in company.openings("write", about=one.customer)
            if lacks_its_proof(company.scene, one, events)
        ],
        "ends": company.openings("pause", "resume", "cancel", "undo-cancel", "withdraw", about=one.id),
    }
    return frame.Shown("sandbox/subscriptions/desk.html", page.held.plan, context)
