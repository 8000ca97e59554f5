"""Standing: what somebody has to know of a customer before and after money goes back: do they still subscribe, when are
they charged again, and were they told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sandbox.engine import calendar, forecasting
from sandbox.engine.invoicing import Payment
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.queries.file import STATUS_WORDS
from sandbox.queries.scene import Scene
from sandbox.queries.undue import was_confirmed

NOTICES = ("renewal_notice", "trial_ending", "payment_due")
"""Letters that announce a charge."""


@dataclass(frozen=True)
class SubscriptionRow:
    """One subscription: `next_day` and `next_amount` are the charge to come, `ends` what is said of its end."""

    id: str
    what: str
    tone: str
    status: str
    next_day: str
    next_amount: int
    ends: str
    is_living: bool


@dataclass(frozen=True)
class Standing:
    subscriptions: Sequence[SubscriptionRow]
    went_back: bool
    """Whether something of the payment went back and did not return."""
    told: str
    """The day on which the customer was told of the last refund; nothing while they were not."""

    @property
    def charged_again(self) -> Sequence[SubscriptionRow]:
        return [one for one in self.subscriptions if one.next_day]


def standing(scene: Scene, payment: Payment) -> Standing:
    """Of the subscription that was paid for, or of all the customer's where it was none."""
    world = scene.world
    billed = world.invoices[payment.invoice].document.subscription
    own = [one for one in world.subscriptions.values() if one.customer == payment.customer]
    back = [one for one in world.refunds.values() if one.payment == payment.id and one.failed_at is None]
    last = max((one.at for one in back), default=None)
    letters = [
        one.at
        for one in world.messages.values()
        if one.customer == payment.customer and one.template == "refund_made" and last is not None and one.at >= last
    ]
    return Standing(
        [_row(scene, one) for one in own if billed in (None, one.id)],
        bool(back),
        scene.day(letters[-1]) if letters else "",
    )


def not_cancelled(scene: Scene, payment_id: str) -> str:
    """That what the payment paid for was never cancelled, as a sentence; nothing where it was, or where nobody knows."""
    payment = scene.world.payments[payment_id]
    billed = scene.world.invoices[payment.invoice].document.subscription
    one = scene.world.subscriptions.get(billed or "")
    if one is None or one.cancel_at is not None or one.ended_at is not None or was_confirmed(scene.world, payment):
        return ""
    row = _row(scene, one)
    facts = {"what": row.what, "status": row.status, "day": row.next_day}
    said = _("%(what)s was not cancelled: the subscription is “%(status)s”.") % facts
    return f"{said} {_('It is charged again on %(day)s.') % facts}" if row.next_day else said


def evidence(scene: Scene, payment: Payment) -> list[str]:
    """What the books say of a charge, to be read beside a claim: when it was made, was it announced, was it cancelled."""
    world = scene.world
    facts = {"day": scene.day(payment.at)}
    said = [_("charged on %(day)s") % facts]
    one = world.subscriptions.get(world.invoices[payment.invoice].document.subscription or "")
    if one is None:
        return said
    letters = [each for each in world.messages.values() if each.customer == payment.customer]
    if calendar.day_of(one.started_at, scene.zone) == calendar.day_of(payment.at, scene.zone):
        said.append(_("first charge of the subscription"))
    else:
        told = [each.at for each in letters if each.template in NOTICES and one.started_at <= each.at <= payment.at]
        noticed = _("last notice before it sent on %(day)s") % {"day": scene.day(told[-1])} if told else ""
        said.append(noticed or _("no notice was sent before it"))
    said.append(_row(scene, one).ends or _("not cancelled"))
    left = [each.at for each in letters if each.template == "cancellation_confirmed" and each.at >= one.started_at]
    if left:
        facts = {"day": scene.day(left[0])}
        before = left[0] <= payment.at
        said.append(
            _("cancellation confirmed on %(day)s, before the charge") % facts
            if before
            else _("cancellation confirmed on %(day)s, after the charge") % facts
        )
    return said


def _row(scene: Scene, one: Subscription) -> SubscriptionRow:
    tone, status = STATUS_WORDS[one.status]
    coming = forecasting.next_renewal(scene.world, one)
    ends = ""
    if one.ended_at is not None:
        ends = _("ended on %(day)s") % {"day": scene.day(one.ended_at)}
    elif one.cancel_at is not None:
        day = scene.written_day(calendar.day_of(one.cancel_at, scene.zone))
        ends = _("cancelled; access ends on %(day)s") % {"day": day}
    return SubscriptionRow(
        id=one.id,
        what=Speaker(scene.world, scene.language, scene.people).held(one.items),
        tone=tone,
        status=str(status),
        next_day=scene.written_day(coming.on) if coming else "",
        next_amount=coming.amount if coming else 0,
        ends=ends,
        is_living=one.status not in ENDED,
    )
