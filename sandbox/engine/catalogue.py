"""Catalogue: plans and their prices, and the company with its policy."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from sandbox.engine.calendar import Interval

Timing = Literal["advance", "arrears"]
"""Whether a price is billed before its time is used, or after."""


class Price(Struct, frozen=True, omit_defaults=True):
    """One price of a plan, in minor units for a whole interval and one unit of quantity."""

    id: str
    plan: str
    amount: int
    interval: Interval
    timing: Timing = "advance"
    tax: tuple[str, ...] = ()


# The second version of price `basic-m` is `basic-m@2`; no id that people choose holds this sign.
VERSION_SIGN: Final = "@"


class PriceChange(Struct, frozen=True, gc=False):
    """A new version of a price, from a day on, for those who were told so many days before their renewal."""

    id: str
    price: str
    version: int
    was: int
    amount: int
    effective: date
    notice_days: int
    announced_at: datetime
    in_force: bool = False

    @property
    def becomes(self) -> str:
        """The id of the version it brings."""
        return f"{self.price}{VERSION_SIGN}{self.version}"


def family_of(price: str) -> str:
    """The price a version belongs to."""
    return price.partition(VERSION_SIGN)[0]


def version_of(price: str) -> int:
    return int(price.partition(VERSION_SIGN)[2] or 1)


class Plan(Struct, frozen=True, omit_defaults=True):
    """Something a customer can subscribe to; `name` is what people call it."""

    id: str
    prices: tuple[str, ...]
    name: str = ""


class DunningEnd(Struct, frozen=True, forbid_unknown_fields=True):
    """What happens to a debt nobody pays: days from the first failure; null leaves that step out."""

    suspend: int | None = 14
    cancel: int | None = 30


class Offering(Struct, frozen=True):
    """At most `limit` save offers to one customer within `window` days; each stands `days`; `control` percent see none."""

    limit: int = 1
    window: int = 30
    days: int = 7
    control: int = 0


class LateFees(Struct, frozen=True, forbid_unknown_fields=True):
    """What paying a sent invoice late costs, in percent: a fine once, interest a month, pro rata over thirty days."""

    fine: str = "0"
    interest: str = "0"


class Policy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The company's switches, each with the default of the house."""

    proration_unit: Literal["day", "second"] = "day"
    last_day: Literal["exclusive", "inclusive"] = "exclusive"
    """Whose the day of a change is: the new plan's (exclusive) or still the old one's."""
    automation: Literal["on", "off"] = "on"
    retry_days: tuple[int, ...] = (3, 5, 8, 12)
    dunning_end: DunningEnd = DunningEnd()
    final_notice_day: int | None = 10
    grace_access: Literal["kept", "none"] = "kept"
    first_payment: Literal["past_due", "incomplete"] = "past_due"
    tax: tuple[str, ...] = ()
    """Taxes of every price that names none of its own."""
    tax_rounding: Literal["invoice", "line"] = "invoice"
    coupon_order: Literal["percent_first", "as_attached"] = "percent_first"
    mrr_discounts: Literal["subtracted", "ignored"] = "subtracted"
    trial_without_method: Literal["cancel", "pause"] = "cancel"
    agent_limit: int = 20000
    mrr_past_due: Literal["counts", "excluded"] = "counts"
    # Younger switches are left out of the bytes while nobody has set them, so that older journals keep their hash.
    finalise_after: int | UnsetType = UNSET
    """Hours a renewal's invoice stays a draft; at once where it is not set."""
    churn_base: Literal["opening", "average", "opening_and_new"] | UnsetType = UNSET
    """Of whom lost customers are a share; the opening cohort where it is not set."""

    @property
    def churn_of(self) -> Literal["opening", "average", "opening_and_new"]:
        return "opening" if isinstance(self.churn_base, UnsetType) else self.churn_base

    small_agent: bool | UnsetType = UNSET
    """Whether the company is a small agent of Res. CD/ANPD 2/2022, which has double terms."""
    marketing_basis: Literal["consent", "opt_out"] | UnsetType = UNSET
    """Whether marketing needs a consent first (so where nothing is set), or only must stop at an objection."""
    offer_limit: int | UnsetType = UNSET
    """See Offering, as with the three that follow."""
    offer_window: int | UnsetType = UNSET
    offer_days: int | UnsetType = UNSET
    offer_control: int | UnsetType = UNSET

    renewal_notice_days: tuple[int, ...] | UnsetType = UNSET
    trial_notice_days: tuple[int, ...] | UnsetType = UNSET
    card_notice_days: tuple[int, ...] | UnsetType = UNSET

    @property
    def renewal_notices(self) -> tuple[int, ...]:
        """Days before an annual renewal."""
        return (30, 7) if isinstance(self.renewal_notice_days, UnsetType) else self.renewal_notice_days

    @property
    def trial_notices(self) -> tuple[int, ...]:
        """Days before a trial's end."""
        return (7,) if isinstance(self.trial_notice_days, UnsetType) else self.trial_notice_days

    @property
    def card_notices(self) -> tuple[int, ...]:
        """Days before a card's end."""
        return (30, 15, 7) if isinstance(self.card_notice_days, UnsetType) else self.card_notice_days

    pix_due_days: int | UnsetType = UNSET
    """Days from issue until a debit by Pix Automático: two, the fewest the rail allows, where it is not set."""

    @property
    def pix_days(self) -> int:
        return self.pix_due_days if isinstance(self.pix_due_days, int) else 2

    late_fees: LateFees | UnsetType = UNSET
    reminder_days: tuple[int, ...] | UnsetType = UNSET
    """Days before (negative) and after the due day on which a sent invoice is brought to mind; -3, 3 and 8 where not set."""

    @property
    def late_terms(self) -> LateFees | None:
        return self.late_fees if isinstance(self.late_fees, LateFees) else None

    @property
    def reminders(self) -> tuple[int, ...]:
        return self.reminder_days if isinstance(self.reminder_days, tuple) else (-3, 3, 8)

    @property
    def draft_hours(self) -> int:
        return self.finalise_after if isinstance(self.finalise_after, int) else 0

    @property
    def is_small_agent(self) -> bool:
        return self.small_agent is True

    @property
    def needs_consent(self) -> bool:
        return self.marketing_basis != "opt_out"

    @property
    def offering(self) -> Offering:
        """The rules of save offers, with the house's own where none is set."""
        given = {"limit": self.offer_limit, "window": self.offer_window, "days": self.offer_days}
        given["control"] = self.offer_control
        return Offering(**{name: value for name, value in given.items() if isinstance(value, int)})


Jurisdiction = Literal["br", "eu", "us"]


class Company(Struct, frozen=True):
    """The practice company itself."""

    currency: str
    timezone: str
    seed: int
    opened_at: datetime
    policy: Policy
    jurisdiction: Jurisdiction = "br"
    """Of the company, and of every customer who names no other."""
    holidays: tuple[date, ...] = ()
    """Days without banks and offices, beside weekends."""
    sharees: tuple[str, ...] = ()
    """Who receives customers' data to work for the company: accountant, mailer, ... They are told of corrections."""
