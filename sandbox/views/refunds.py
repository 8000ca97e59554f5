"""Refunds: what waits for somebody, every payment with what may still go back, and one payment with all that became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.amounts import write
from sandbox.queries import approvals, refund_tasks, refunds
from sandbox.queries.standing import Standing, standing
from sandbox.queries.unexplained import unexplained
from sandbox.views import frame

SHOW = ("", "left", "disputed", "refunded")


@frame.desk("refunds")
def show(company: frame.Company) -> frame.Shown:
    """What waits first, then the payments."""
    scene, asked = company.scene, company.asked
    shown, wanted = asked.get("show", ""), asked.get("q", "")
    found = refunds.payments(scene, wanted=wanted, show=shown if shown in SHOW else "", page=_page(asked.get("page")))
    context = {
        **desk_head(company),
        "waiting": [with_openings(company, one) for one in approvals.waiting(scene)],
        "owed": [(one, company.openings("refund", about=one.payment)) for one in refunds.owed(scene)],
        "disputes": refunds.disputes(scene, only_open=True),
        "tasks": [(one, _task_openings(company, one)) for one in refund_tasks.tasks(scene)],
        "payments": found,
        "wanted": wanted,
        "filters": [
            (value, label, value == shown)
            for value, label in zip(
                SHOW,
                (
                    pgettext("payments", "All"),
                    _("To give back"),
                    pgettext("payments", "Disputed"),
                    pgettext("payments", "Refunded"),
                ),
                strict=True,
            )
        ],
        "shown_now": shown,
        "unexplained": unexplained(scene),
        "lately": refunds.refunds(scene),
        "answered": approvals.answered(scene, refunds.LATELY),
        "limit": write(scene.world.require_company().policy.agent_limit, scene.currency),
    }
    return frame.Shown("sandbox/refunds/desk.html", pgettext("desk", "Refunds"), context)


@frame.desk("refunds")
def payment(company: frame.Company, payment: str) -> frame.Shown:
    """One payment: what is left of it, its refunds and its disputes side by side."""
    scene = company.scene
    one = scene.world.payments.get(payment)
    if one is None or not one.captured:
        raise Http404
    row = refunds.payment_row(scene, one)
    known = standing(scene, one)
    context = {
        **desk_head(company),
        "row": row,
        "standing": known,
        "tasks": [
            (task, company.openings("close-task", about=task.id)) for task in refund_tasks.tasks(scene, payment=payment)
        ],
        "after": _after(company, one.customer, known),
        "openings": [
            *company.openings("refund", about=payment),
            *company.openings("credit-note", about=one.invoice),
            *company.openings("goodwill", about=one.invoice),
            *company.openings("indemnity", about=payment),
        ],
        "waiting": [
            with_openings(company, asked)
            for about in (payment, one.invoice)
            for asked in approvals.waiting(scene, about)
        ],
        "refunds": refunds.refunds(scene, payment=payment, most=len(scene.world.refunds) or 1),
        "disputes": [
            (dispute, company.openings("contest", "accept-dispute", about=dispute.id))
            for dispute in refunds.disputes(scene, payment=payment)
        ],
    }
    title = _("Payment of %(name)s") % {"name": row.name}
    return frame.Shown("sandbox/refunds/payment.html", title, context)


def desk_head(company: frame.Company) -> dict[str, Any]:
    """Whom the desk acts as, and the button that changes it."""
    return {"seat": approvals.seat(company.scene), "seat_key": uuid4().hex}


def with_openings(company: frame.Company, one: approvals.Asked) -> tuple[approvals.Asked, list[frame.Opening]]:
    return one, company.openings("approve", "decline", "withdraw-request", about=one.id)


def _after(company: frame.Company, customer: str, known: Standing) -> list[frame.Opening]:
    """What is left to do once money went back: tell the customer, and end what would charge them again."""
    if not known.went_back:
        return company.openings("write", about=customer)
    return [
        *(
            replace(one, url=one.url.replace("#act", "&chosen=refund_made#act"))
            for one in company.openings("write", about=customer)
        ),
        *(one for row in known.charged_again for one in company.openings("cancel", about=row.id)),
    ]


def _task_openings(company: frame.Company, one: refund_tasks.TaskRow) -> list[frame.Opening]:
    """Refund beside close: the refund on the payment's own page, where what there is to judge by stands."""
    there = reverse("sandbox:payment", args=[company.workspace.pk, one.payment]) if one.payment else ""
    return [
        *(
            replace(opening, url=f"{there}?act=refund&about={one.payment}#act")
            for opening in company.openings("refund", about=one.payment)
        ),
        *company.openings("close-task", about=one.id),
    ]


def _page(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= frame.MOST_DIGITS else 1
