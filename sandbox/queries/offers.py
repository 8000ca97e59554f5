"""Offers: what was offered to whom, what came of it, and whether it kept anybody who would have left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.ui.amounts import write
from sandbox.engine.leaving import Offer, OfferTerms
from sandbox.engine.pricing import Coupon
from sandbox.engine.speech import Speaker
from sandbox.queries.desk import Permission
from sandbox.queries.scene import Scene

ENOUGH = 30
"""Fewer than this in either group and nothing is said: it would be noise."""
AFTER = timedelta(days=30)
"""How long after an offer one looks whether somebody is still there."""

STATUS_WORDS: Mapping[str, tuple[str, str, str | Promise]] = {
    "open": ("calm", "hourglass", pgettext_lazy("offer", "open")),
    "accepted": ("ok", "check", pgettext_lazy("offer", "accepted")),
    "declined": ("plain", "x", pgettext_lazy("offer", "declined")),
    "expired": ("plain", "calendar-x", pgettext_lazy("offer", "expired")),
    "withheld": ("plain", "eye-off", pgettext_lazy("offer", "control group, not shown")),
}


@dataclass(frozen=True)
class OfferRow:
    scene: Scene
    id: str
    customer: str
    what: str
    status: Permission
    made: str
    until: str

    @property
    def name(self) -> str:
        return self.scene.name(self.customer)


@dataclass(frozen=True)
class Answers:
    """How many of each: shown, accepted, declined, expired, still open, withheld."""

    shown: int
    accepted: int
    declined: int
    expired: int
    open: int
    withheld: int


@dataclass(frozen=True)
class Lift:
    """Who was still there thirty days on: those who saw an offer beside those who were shown none."""

    treated: int
    treated_kept: int
    control: int
    control_kept: int

    @property
    def is_silent(self) -> bool:
        return min(self.treated, self.control) < ENOUGH

    @property
    def treated_percent(self) -> int:
        return round(100 * self.treated_kept / self.treated) if self.treated else 0

    @property
    def control_percent(self) -> int:
        return round(100 * self.control_kept / self.control) if self.control else 0

    @property
    def points(self) -> str:
        """`+4`: the difference in percentage points."""
        difference = self.treated_percent - self.control_percent
        return f"+{difference}" if difference > 0 else f"−{-difference}" if difference < 0 else "0"


@dataclass(frozen=True)
class CouponRow:
    id: str
    what: str
    redeemed: int
    limits: str


def offers(scene: Scene) -> list[OfferRow]:
    """Every offer, newest first."""
    return [_row(scene, one) for one in reversed(scene.world.offers.values())]


def waiting(scene: Scene) -> int:
    """How many offers wait for an answer."""
    return sum(one.status == "open" for one in scene.world.offers.values())


def answers(scene: Scene) -> Answers:
    counts = dict.fromkeys(STATUS_WORDS, 0)
    for one in scene.world.offers.values():
        counts[one.status] += 1
    return Answers(shown=len(scene.world.offers) - counts["withheld"], **counts)


def lift(scene: Scene) -> Lift:
    """Of offers old enough to tell; somebody counts once a group, by their first offer."""
    found = {"treated": 0, "control": 0}
    kept = {"treated": 0, "control": 0}
    seen: set[str] = set()
    for one in scene.world.offers.values():
        if one.at + AFTER > scene.world.now or one.customer in seen:
            continue
        seen.add(one.customer)
        group = "control" if one.status == "withheld" else "treated"
        ended = scene.world.subscriptions[one.subscription].ended_at
        found[group] += 1
        kept[group] += ended is None or ended > one.at + AFTER
    return Lift(found["treated"], kept["treated"], found["control"], kept["control"])


def coupons(scene: Scene) -> list[CouponRow]:
    redeemed = scene.world.counters
    return [
        CouponRow(one.id, coupon_words(scene, one), redeemed.get(f"redeemed:{one.id}", 0), _limits(scene, one))
        for one in scene.world.coupons.values()
    ]


def terms_words(scene: Scene, terms: OfferTerms) -> str:
    """What is offered: `20 % off for 3 months`, `a pause of 30 days`, `Básico (anual)`."""
    if terms.coupon is not None:
        return coupon_words(scene, scene.world.coupons[terms.coupon])
    if terms.pause_days is not None:
        return ngettext("a pause of %(n)s day", "a pause of %(n)s days", terms.pause_days) % {"n": terms.pause_days}
    return _("change to %(price)s") % {"price": _speaker(scene).price_name(str(terms.price))}


def coupon_words(scene: Scene, coupon: Coupon) -> str:
    off = _speaker(scene).percent(coupon.rate) if coupon.rate else write(coupon.amount, scene.currency)
    if coupon.duration == "once":
        return _("%(off)s off one invoice") % {"off": off}
    if coupon.duration == "forever":
        return _("%(off)s off for good") % {"off": off}
    return ngettext("%(off)s off for %(n)s month", "%(off)s off for %(n)s months", coupon.months) % {
        "off": off,
        "n": coupon.months,
    }


def _limits(scene: Scene, coupon: Coupon) -> str:
    said: Sequence[str] = [
        *([_("first purchase only")] if coupon.first_purchase else []),
        *([_("at most %(n)s") % {"n": coupon.redemptions}] if coupon.redemptions is not None else []),
        *([_("until %(day)s") % {"day": scene.written_day(coupon.expires)}] if coupon.expires is not None else []),
    ]
    return ", ".join(said)


def _row(scene: Scene, one: Offer) -> OfferRow:
    tone, icon, word = STATUS_WORDS[one.status]
    return OfferRow(
        scene=scene,
        id=one.id,
        customer=one.customer,
        what=terms_words(scene, one.terms),
        status=Permission(tone, str(word), icon),
        made=scene.day(one.at),
        until=scene.day(one.expires_at),
    )


def _speaker(scene: Scene) -> Speaker:
    return Speaker(scene.world, scene.language, scene.people)
