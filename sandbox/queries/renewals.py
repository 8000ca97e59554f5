"""Renewals: what renews when and at which price, who was told of it, and whose card ends first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sandbox.engine import calendar, repricing
from sandbox.engine.catalogue import version_of
from sandbox.engine.forecasting import Renewal, renewals
from sandbox.engine.reminders import TEMPLATE_OF, key_of
from sandbox.engine.report.reminding import to_remind
from sandbox.engine.speech import Speaker
from sandbox.engine.subscription import falls_short
from sandbox.engine.world import Message
from sandbox.queries.desk import Permission
from sandbox.queries.scene import Scene

REASON_WORDS: Mapping[str, str | Promise] = {
    "trial": gettext_lazy("first charge after the trial"),
    "queued": gettext_lazy("a change that was asked for"),
    "price": gettext_lazy("a new price, told in time"),
    "discount_ends": gettext_lazy("a discount ends"),
    "charges": gettext_lazy("with one-off charges that wait"),
}
PAST = "past"
"""The filter that asks for the days that are over."""
URGENT = 7
"""Days before a renewal from which a missing notice is late for the card networks' windows."""


@dataclass(frozen=True)
class Row:
    """One renewal as the list shows it; its person is unsealed when a page comes to name them."""

    scene: Scene
    subscription: str
    customer: str
    on: date
    day: str
    amount: int
    before: int
    is_changed: bool
    reasons: Sequence[str]
    notice: Permission
    is_missing: bool
    card: Permission | None
    price: Permission | None

    @property
    def name(self) -> str:
        return self.scene.name(self.customer)

    @property
    def plan(self) -> str:
        one = self.scene.world.subscriptions[self.subscription]
        speaker = Speaker(self.scene.world, self.scene.language, self.scene.people)
        return speaker.held(one.queued.items if one.queued else one.items)


@dataclass(frozen=True)
class Coming:
    """The renewals of a stretch of days."""

    rows: Sequence[Row]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def amount(self) -> int:
        return sum(row.amount for row in self.rows)

    @cached_property
    def by_day(self) -> Mapping[date, list[Row]]:
        found: dict[date, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.on, []).append(row)
        return found


@dataclass(frozen=True)
class Filter:
    """A filter of the list, and how many rows it would leave."""

    name: str
    label: str
    icon: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class _Told:
    """What customers have been told lately, by customer and template: looked up once a page."""

    scene: Scene
    messages: Mapping[tuple[str, str], list[Message]] = field(default_factory=dict)

    def of(self, customer: str, template: str) -> list[Message]:
        return self.messages.get((customer, template), [])


FILTERS: Mapping[str, tuple[str | Promise, str, Callable[[Row], bool]]] = {
    "missing": (gettext_lazy("Notice missing"), "bell-off", lambda row: row.is_missing),
    "card": (gettext_lazy("Card ends first"), "credit-card", lambda row: row.card is not None),
    "price": (gettext_lazy("Another price"), "tag", lambda row: row.price is not None),
    "changed": (gettext_lazy("Amount changes"), "arrow-up-down", lambda row: row.is_changed),
}


def waiting(scene: Scene) -> int:
    """How many notices are due and were not sent."""
    return len(to_remind(scene.world, scene.zone))


def coming(scene: Scene, first: date, end: date) -> Coming:
    """Every renewal of the days from `first` and before `end`; the world alone is read."""
    told = _told(scene)
    return Coming([_row(scene, told, one) for one in renewals(scene.world, first, end)])


def filters(found: Coming, chosen: str, over: int = 0) -> list[Filter]:
    """The ways to narrow the list; `over` is how many rows the days that have passed brought."""
    counted = [(name, sum(map(test, found.rows))) for name, (_label, _icon, test) in FILTERS.items()]
    return [
        Filter("", pgettext("renewals", "All"), "calendar", found.count, chosen not in (*FILTERS, PAST)),
        *(Filter(name, str(FILTERS[name][0]), FILTERS[name][1], count, name == chosen) for name, count in counted),
        *([Filter(PAST, pgettext("renewals", "Past"), "history", over, chosen == PAST)] if over else []),
    ]


def narrowed(found: Coming, chosen: str, day: date | None) -> Coming:
    """By a filter and by a day."""
    test = FILTERS[chosen][2] if chosen in FILTERS else None
    return Coming([row for row in found.rows if (test is None or test(row)) and day in (None, row.on)])


def one_of(scene: Scene, subscription: str) -> Row | None:
    """The next renewal of one subscription."""
    one = scene.world.subscriptions.get(subscription)
    if one is None:
        return None
    end = date.fromordinal(one.period.end.toordinal() + 1)
    own = [found for found in renewals(scene.world, one.period.end, end) if found.subscription == subscription]
    return _row(scene, _told(scene), own[0]) if own else None


def _told(scene: Scene) -> _Told:
    found: dict[tuple[str, str], list[Message]] = {}
    for message in scene.world.messages.values():
        found.setdefault((message.customer, message.template), []).append(message)
    return _Told(scene, found)


def _row(scene: Scene, told: _Told, one: Renewal) -> Row:
    notice, is_missing = _notice(told, one)
    return Row(
        scene=scene,
        subscription=one.subscription,
        customer=one.customer,
        on=one.on,
        day=scene.written_day(one.on),
        amount=one.amount,
        before=one.before,
        is_changed=one.amount != one.before,
        reasons=[str(REASON_WORDS[reason]) for reason in one.reasons],
        notice=notice,
        is_missing=is_missing,
        card=_card(scene, one),
        price=_price(scene, one),
    )


def _notice(told: _Told, one: Renewal) -> tuple[Permission, bool]:
    """Whether its notice was sent, waits for its day, or is missing; and whether it is missing."""
    scene, world = told.scene, told.scene.world
    if not (one.is_annual or one.is_trial):
        why = _("Monthly terms are told by the receipt of each charge; a notice ahead is owed for terms of a year.")
        return Permission("plain", pgettext("renewal notice", "not needed"), "receipt", why), False
    about = "trial" if one.is_trial else "renewal"
    sent = [
        message
        for message in told.of(one.customer, TEMPLATE_OF[about])
        if message.fields.get("renews_on") == one.on.isoformat()
    ]
    key = key_of(about, one.subscription)
    waits = world.to_remind.get(key)
    today = calendar.day_of(world.now, scene.zone)
    if waits is not None and waits.on == one.on and one.on > today:
        is_late = (one.on - today).days <= URGENT
        label = pgettext("renewal notice", "missing")
        why = _("Due since %(day)s and not sent.") % {"day": scene.day(waits.since)}
        return Permission("late" if is_late else "warn", label, "bell-off", why), True
    if sent:
        label = _("sent on %(day)s") % {"day": _short(scene, sent[-1])}
        return Permission("ok", label, "mail-check"), False
    ahead = world.scheduled.get(f"reminder:{key}") if one.is_next else None
    if ahead is not None:
        day = scene.day(max(ahead.at, world.now)).rpartition(" ")[0]
        is_automatic = world.require_company().policy.automation == "on"
        label = (_("goes out on %(day)s") if is_automatic else _("to be sent on %(day)s")) % {"day": day}
        return Permission("calm", label, "bell"), False
    return Permission("plain", pgettext("renewal notice", "not yet"), "bell"), False


def _short(scene: Scene, message: Message) -> str:
    return scene.day(message.at).rpartition(" ")[0]


def _card(scene: Scene, one: Renewal) -> Permission | None:
    if one.card_ends is None:
        return None
    today = calendar.day_of(scene.world.now, scene.zone)
    last = date.fromordinal(one.card_ends.toordinal() - 1)
    if one.card_ends <= today:
        return Permission("late", pgettext("card", "expired"), "credit-card", _("The charge will be declined."))
    label = _("card ends on %(day)s") % {"day": scene.written_day(last).rpartition(" ")[0]}
    return Permission("warn", label, "credit-card", _("The card ends before the charge."))


def _price(scene: Scene, one: Renewal) -> Permission | None:
    """What a price change that is announced does to this renewal."""
    world = scene.world
    subscription = world.subscriptions[one.subscription]
    if one.is_next and falls_short(subscription, scene.zone):
        return None
    for item in subscription.items:
        taken = repricing.taken_at(world, subscription, item, one.on)
        if taken is not None:
            return Permission("calm", _("takes the new price"), "tag")
        for change in repricing.changes_of(world, item.price):
            if change.version > version_of(item.price) and change.effective <= one.on:
                last = repricing.tell_by(change, one.on)
                if repricing.told_at(world, change, one.customer) is None and last >= _today(scene):
                    label = _("tell by %(day)s") % {"day": scene.written_day(last).rpartition(" ")[0]}
                    return Permission("warn", label, "tag", _("Nobody told them of the new price yet."))
                return Permission("plain", _("keeps the old price"), "tag", _("They were not told in time."))
    return None


def _today(scene: Scene) -> date:
    return calendar.day_of(scene.world.now, scene.zone)
