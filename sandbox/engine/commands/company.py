"""Commands of the company itself: its policy, catalogue, customers and their ways to pay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from sandbox.engine.calendar import Unit
from sandbox.engine.catalogue import DunningEnd, Jurisdiction, LateFees, Policy, Timing
from sandbox.engine.commands.base import (
    Asked,
    Count,
    Days,
    Key,
    Language,
    MandateAnswers,
    Minor,
    RefundFails,
    Script,
    Text,
)
from sandbox.engine.gateway import ScriptEntry
from sandbox.engine.subscription import MethodKind


class PriceSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    id: Key
    amount: Minor
    interval: Unit = "month"
    count: Count = 1
    timing: Timing = "advance"
    tax: Annotated[tuple[Key, ...], Meta(max_length=10)] = ()


class MethodSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    id: Key | None = None
    kind: MethodKind = "card"
    brand: Key = ""
    last4: Key = ""
    expires: Key | None = None
    """The last month a card is good, `2027-03`."""
    script: Script = (ScriptEntry("approve"),)
    refund_fails: RefundFails = ()
    mandate: MandateAnswers = ()


Holidays = Annotated[tuple[date, ...], Meta(max_length=2000)]
Sharees = Annotated[tuple[Key, ...], Meta(max_length=50)]


NoticeDays = Annotated[tuple[Days, ...], Meta(max_length=10)]


class PolicyChange(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Only what is named changes."""

    proration_unit: Literal["day", "second"] | None = None
    last_day: Literal["exclusive", "inclusive"] | None = None
    automation: Literal["on", "off"] | None = None
    retry_days: Annotated[tuple[Days, ...], Meta(max_length=50)] | None = None
    dunning_end: DunningEnd | None = None
    final_notice_day: Days | None = None
    grace_access: Literal["kept", "none"] | None = None
    first_payment: Literal["past_due", "incomplete"] | None = None
    tax: Annotated[tuple[Key, ...], Meta(max_length=10)] | None = None
    tax_rounding: Literal["invoice", "line"] | None = None
    coupon_order: Literal["percent_first", "as_attached"] | None = None
    mrr_discounts: Literal["subtracted", "ignored"] | None = None
    trial_without_method: Literal["cancel", "pause"] | None = None
    agent_limit: Minor | None = None
    mrr_past_due: Literal["counts", "excluded"] | None = None
    churn_base: Literal["opening", "average", "opening_and_new"] | None = None
    small_agent: bool | None = None
    marketing_basis: Literal["consent", "opt_out"] | None = None
    offer_limit: Annotated[int, Meta(ge=0, le=100)] | None = None
    offer_window: Annotated[int, Meta(ge=1, le=3660)] | None = None
    offer_days: Annotated[int, Meta(ge=1, le=366)] | None = None
    offer_control: Annotated[int, Meta(ge=0, le=100)] | None = None
    holidays: Holidays | None = None
    """The whole table, as with every list here."""
    sharees: Sharees | None = None
    jurisdiction: Jurisdiction | None = None
    renewal_notice_days: NoticeDays | None = None
    trial_notice_days: NoticeDays | None = None
    card_notice_days: NoticeDays | None = None
    finalise_after: Annotated[int, Meta(ge=0, le=720)] | None = None
    pix_due_days: Annotated[int, Meta(ge=2, le=60)] | None = None
    late_fees: LateFees | None = None
    reminder_days: Annotated[tuple[Days, ...], Meta(max_length=50)] | None = None


class TaxSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """`percent` is written with a point, `17.5`."""

    id: Key
    percent: Key
    inclusive: bool = False


class OpenCompany(Asked, frozen=True, kw_only=True):
    currency: Key = "BRL"
    timezone: Key = "America/Sao_Paulo"
    start: datetime
    seed: Annotated[int, Meta(ge=0, le=2**62)] = 0
    taxes: Annotated[tuple[TaxSpec, ...], Meta(max_length=20)] = ()
    policy: Policy = Policy()
    jurisdiction: Jurisdiction = "br"
    holidays: Holidays = ()
    sharees: Sharees = ()


class SetPolicy(Asked, frozen=True, kw_only=True):
    changes: PolicyChange
    reason: Text = ""


class AddPlan(Asked, frozen=True, kw_only=True):
    id: Key
    prices: Annotated[tuple[PriceSpec, ...], Meta(max_length=50)]
    name: Key = ""
    """What people call it; its id where nothing is said."""


class AddTax(Asked, frozen=True, kw_only=True):
    id: Key
    percent: Key
    inclusive: bool = False


class Duration(Struct, frozen=True, forbid_unknown_fields=True):
    months: Annotated[int, Meta(ge=1, le=120)]


class AddCoupon(Asked, frozen=True, kw_only=True):
    id: Key
    percent: Key | None = None
    amount: Minor | None = None
    duration: Literal["once", "forever"] | Duration = "once"
    plans: Annotated[tuple[Key, ...], Meta(max_length=50)] = ()
    first_purchase: bool = False
    redemptions: Annotated[int, Meta(ge=1, le=10**6)] | None = None
    expires: datetime | None = None


class ApplyCoupon(Asked, frozen=True, kw_only=True):
    coupon: Key
    subscription: Key | None = None
    item: Key | None = None
    customer: Key | None = None


class AddCustomer(Asked, frozen=True, kw_only=True):
    id: Key
    language: Language = "pt-br"
    jurisdiction: Jurisdiction | None = None
    methods: Annotated[tuple[MethodSpec, ...], Meta(max_length=20)] = ()


class OfMethod(Asked, frozen=True, kw_only=True):
    """A way to pay of somebody who is a customer already, told as a `MethodSpec` is."""

    customer: Key
    id: Key | None = None
    kind: MethodKind = "card"
    brand: Key = ""
    last4: Key = ""
    expires: Key | None = None
    """The last month a card is good, `2027-03`."""
    script: Script = (ScriptEntry("approve"),)
    refund_fails: RefundFails = ()
    mandate: MandateAnswers = ()


class AddMethod(OfMethod, frozen=True, kw_only=True):
    default: bool = True


class ReplaceMethod(OfMethod, frozen=True, kw_only=True):
    """`method` is the old one."""

    method: Key


class Gateway(Asked, frozen=True, kw_only=True):
    """Puts answers in front of what the gateway would have said next for the customer's method.

    `refund_fails` and `mandate` replace what is said to refunds and to mandates.
    """

    customer: Key
    next: Script = ()
    refund_fails: RefundFails = ()
    mandate: MandateAnswers = ()
    method: Key | None = None


class Advance(Asked, frozen=True, kw_only=True):
    to: datetime


CompanyCommand = (
    OpenCompany
    | SetPolicy
    | AddPlan
    | AddTax
    | AddCoupon
    | ApplyCoupon
    | AddCustomer
    | AddMethod
    | ReplaceMethod
    | Gateway
    | Advance
)
