"""Approvals: who the desk acts as, what waits for somebody else, and whether an act would have to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.ui.amounts import write
from sandbox import engine
from sandbox.engine.approval import APPROVABLE_WORDS, Approval
from sandbox.engine.parsing import command_from
from sandbox.engine.speech import Speaker
from sandbox.queries.refund_reasons import reason_words
from sandbox.queries.scene import Scene

ROLES = {
    "agent": pgettext_lazy("role at the desk", "Agent"),
    "supervisor": pgettext_lazy("role at the desk", "Supervisor"),
}
ANSWERS = {
    "waiting": ("warn", pgettext_lazy("approval", "waiting")),
    "approved": ("ok", pgettext_lazy("approval", "approved")),
    "declined": ("late", pgettext_lazy("approval", "declined")),
    "withdrawn": ("plain", pgettext_lazy("approval", "withdrawn")),
}


@dataclass(frozen=True)
class Seat:
    """Whom the desk acts as now, what that may do, and the role one may change to."""

    role: str
    label: str
    icon: str
    may: str
    other: str
    switch: str


@dataclass(frozen=True)
class Asked:
    """Something prepared by one person for another's yes or no."""

    id: str
    about: str
    what: str
    amount: int
    customer: str
    name: str
    asked: str
    why: str
    tone: str
    status: str
    answered: str
    reason: str


def seat(scene: Scene) -> Seat:
    """The role that the company's journal says; it changes by an act like any other."""
    limit = write(scene.world.require_company().policy.agent_limit, scene.currency)
    if scene.world.role == "supervisor":
        may = _("You approve or decline what an agent prepared. What you prepare yourself you cannot approve.")
        return Seat("supervisor", str(ROLES["supervisor"]), "badge-check", may, "agent", _("Act as agent"))
    may = _("Up to %(limit)s for each payment you give back alone; above that, a supervisor approves.")
    return Seat("agent", str(ROLES["agent"]), "headset", may % {"limit": limit}, "supervisor", _("Act as supervisor"))


def waiting(scene: Scene, about: str = "") -> list[Asked]:
    """What waits for an answer, oldest first; of one payment, invoice or customer where it is named."""
    return [_asked(scene, one) for one in scene.world.approvals.values() if one.is_waiting and about in ("", one.about)]


def answered(scene: Scene, most: int) -> list[Asked]:
    """What was answered, latest first."""
    done = [one for one in scene.world.approvals.values() if not one.is_waiting]
    return [_asked(scene, one) for one in reversed(done[-most:])]


def _asked(scene: Scene, one: Approval) -> Asked:
    kind = Speaker(scene.world, scene.language, scene.people).word(APPROVABLE_WORDS, one.kind)
    tone, status = ANSWERS[one.status]
    return Asked(
        id=one.id,
        about=one.about,
        what=kind,
        amount=one.amount,
        customer=one.customer,
        name=scene.name(one.customer),
        asked=scene.moment(one.asked_at),
        why=_why(scene, one),
        tone=tone,
        status=str(status),
        answered=scene.moment(one.answered_at) if one.answered_at else "",
        reason=one.reason,
    )


def _why(scene: Scene, one: Approval) -> str:
    """What it is for, in the words of who asked."""
    invoice = scene.world.invoices.get(one.about)
    payment = scene.world.payments.get(one.about)
    of = scene.world.invoices.get(payment.invoice) if payment else invoice
    on = pgettext("on which invoice", "on invoice %(number)s") % {"number": of.document.number} if of else ""
    return " · ".join(part for part in (on, reason_words(str(one.asked.get("reason", "")))) if part)


def wants_approval(scene: Scene, command: str, fields: Mapping[str, Any]) -> bool:
    """Whether the engine would do it only with somebody else's yes; any other no is none of this."""
    try:
        asked = command_from(command, fields, scene.world, actor=engine.ACTORS[scene.world.role])
    except engine.BadInput:
        return False
    answer = engine.decide(scene.world, asked)
    return isinstance(answer, engine.Rejection) and answer.code in engine.WANTING_ONE
