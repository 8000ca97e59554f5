"""Segments: subscribers by rule, and who of them may be reached at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sandbox.engine import calendar
from sandbox.engine.decide.offering import NO_OFFER_DURING
from sandbox.engine.leaving import in_control_group
from sandbox.engine.reminders import over_on
from sandbox.engine.subscription import ENDED, Subscription
from sandbox.queries.letters import reach
from sandbox.queries.scene import Scene

SOON = 60
"""Days within which a card's end counts as near."""
MOST_MONTHS = 240


@dataclass(frozen=True)
class Segment:
    """A rule: everything that is named must be so. Its key is its address."""

    state: str = ""
    plan: str = ""
    months: int = 0

    @property
    def key(self) -> str:
        parts = {"state": self.state, "plan": self.plan, "months": str(self.months) if self.months else ""}
        return urlencode({name: value for name, value in parts.items() if value}) or "all"


@dataclass(frozen=True)
class Members:
    """Whom a segment holds, and who of them may be reached by a channel.

    Each person stands in one group: who said no, was never asked, waits for an answer about data, had an offer lately,
    has several subscriptions, or may be reached; of these the control group is shown nothing.
    """

    everybody: Sequence[str]
    said_no: Sequence[str]
    never_agreed: Sequence[str]
    waiting: Sequence[str]
    lately: Sequence[str]
    several: Sequence[str]
    reached: Sequence[str]
    control: Sequence[str]

    @property
    def suppressed(self) -> int:
        return len(self.said_no) + len(self.never_agreed)

    @property
    def shown(self) -> int:
        return len(self.reached) - len(self.control)


@dataclass(frozen=True)
class Ready:
    """A segment that is kept ready, with its counts."""

    name: str
    icon: str
    key: str
    count: int
    reached: int
    suppressed: int
    is_chosen: bool

    @property
    def not_now(self) -> int:
        """A request about data waits, an offer was made lately, or several subscriptions want a letter of their own."""
        return self.count - self.reached - self.suppressed


STATES: Mapping[str, tuple[str | Promise, str, Callable[[Scene, Subscription, date], bool]]] = {
    "cancelling": (
        gettext_lazy("About to leave"),
        "door-open",
        lambda scene, one, today: one.cancel_at is not None,
    ),
    "card": (
        gettext_lazy("Card ends within 60 days"),
        "credit-card",
        lambda scene, one, today: _card_ends_soon(scene, one, today),
    ),
    "past_due": (
        gettext_lazy("Behind on payment"),
        "clock-alert",
        lambda scene, one, today: one.status in ("past_due", "suspended"),
    ),
    "failed": (
        gettext_lazy("A charge failed lately"),
        "circle-alert",
        lambda scene, one, today: one.id in _failed(scene),
    ),
    "trial": (
        pgettext_lazy("segment", "On trial"),
        "flask-conical",
        lambda scene, one, today: one.status == "trialing",
    ),
    "well": (
        gettext_lazy("Paying, nothing amiss"),
        "smile",
        lambda scene, one, today: one.status == "active" and one.cancel_at is None,
    ),
}
"""What a subscriber's state may be, in words, with its icon and its test."""


def segment_of(text: str) -> Segment | None:
    """The rule that an address names, or None where it names something else."""
    if text == "all":
        return Segment()
    if len(text) > 200:
        return None
    parts = dict(parse_qsl(text))
    months = parts.get("months", "0")
    if not parts or set(parts) - {"state", "plan", "months"} or not months.isdecimal() or len(months) > 3:
        return None
    if parts.get("state", "") not in ("", *STATES):
        return None
    return Segment(parts.get("state", ""), parts.get("plan", ""), min(int(months), MOST_MONTHS))


def words_of(scene: Scene, segment: Segment) -> str:
    """`About to leave · Básico · with us 12 months or more`."""
    said = [str(STATES[segment.state][0])] if segment.state else []
    if segment.plan:
        said.append(plan_name(scene, segment.plan))
    if segment.months:
        said.append(_("with us %(n)s months or more") % {"n": segment.months})
    return str(capfirst(" · ".join(said))) or _("Every subscriber")


def plan_name(scene: Scene, plan: str) -> str:
    known = scene.world.plans.get(plan)
    return (getattr(known, "name", "") or plan) if known else plan


def members(scene: Scene, segment: Segment, channel: str = "email") -> Members:
    """Whom the rule holds now, once each, in the order in which they came, and who may be reached."""
    world = scene.world
    today = calendar.day_of(world.now, scene.zone)
    own: dict[str, int] = {}
    for one in world.subscriptions.values():
        if one.status not in ENDED:
            own[one.customer] = own.get(one.customer, 0) + 1
    found = dict.fromkeys(
        one.customer
        for one in world.subscriptions.values()
        if one.status not in ENDED and _is_in(scene, segment, one, today)
    )
    return _sorted(scene, list(found), own, channel)


def _sorted(scene: Scene, customers: Sequence[str], own: Mapping[str, int], channel: str) -> Members:
    world = scene.world
    company = world.require_company()
    offering = company.policy.offering
    since = world.now - timedelta(days=offering.window)
    lately: dict[str, int] = {}
    for one in world.offers.values():
        if one.at > since:
            lately[one.customer] = lately.get(one.customer, 0) + 1
    asking = {one.customer for one in world.cases.values() if one.answered_at is None and one.kind in NO_OFFER_DURING}
    groups: dict[str, list[str]] = {
        name: [] for name in ("said_no", "never_agreed", "waiting", "lately", "several", "reached")
    }
    for customer in customers:
        reached = reach(scene, customer, channel)
        if reached.said_no:
            groups["said_no"].append(customer)
        elif not reached.may:
            groups["never_agreed"].append(customer)
        elif own[customer] > 1:
            groups["several"].append(customer)
        elif customer in asking:
            groups["waiting"].append(customer)
        elif lately.get(customer, 0) >= offering.limit:
            groups["lately"].append(customer)
        else:
            groups["reached"].append(customer)
    control = [one for one in groups["reached"] if in_control_group(company.seed, one, offering.control)]
    return Members(everybody=customers, control=control, **groups)


def ready(scene: Scene, chosen: str) -> list[Ready]:
    """The segments that are kept ready: everybody, each state, each plan, and who has stayed a year."""
    rules = [(Segment(), "users"), *((Segment(state=name), STATES[name][1]) for name in STATES)]
    rules += [(Segment(months=12), "medal"), *((Segment(plan=plan), "package") for plan in scene.world.plans)]
    found = []
    for segment, icon in rules:
        held = members(scene, segment)
        found.append(
            Ready(
                name=words_of(scene, segment),
                icon=icon,
                key=segment.key,
                count=len(held.everybody),
                reached=len(held.reached),
                suppressed=held.suppressed,
                is_chosen=segment.key == chosen,
            )
        )
    return found


def _is_in(scene: Scene, segment: Segment, one: Subscription, today: date) -> bool:
    if segment.state and not STATES[segment.state][2](scene, one, today):
        return False
    if segment.plan and all(scene.world.prices[item.price].plan != segment.plan for item in one.items):
        return False
    if segment.months:
        begun = calendar.day_of(one.started_at, scene.zone)
        return calendar.add_months(begun, segment.months, begun.day) <= today
    return True


def _card_ends_soon(scene: Scene, one: Subscription, today: date) -> bool:
    method = one.method or scene.world.customers[one.customer].default_method
    expires = scene.world.expiries.get(method or "")
    return expires is not None and over_on(expires) <= today + timedelta(days=SOON)


def _failed(scene: Scene) -> frozenset[str]:
    """Subscriptions with an invoice, of those still at hand, whose charge failed once."""
    return frozenset(
        one.document.subscription
        for one in scene.world.invoices.values()
        if one.first_failure_at is not None and one.document.subscription is not None
    )
