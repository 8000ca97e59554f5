"""Commands: what can be asked of a company. Names and fields are those of the scenario files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from sandbox.engine.calendar import Unit
from sandbox.engine.catalogue import DunningEnd, Policy
from sandbox.engine.events import snake_case
from sandbox.engine.gateway import ScriptEntry
from sandbox.engine.subscription import MethodKind, PauseKind

# Bounds keep every sum inside 64 bits and every text inside a screen.
Minor = Annotated[int, Meta(ge=-(10**12), le=10**12)]
Quantity = Annotated[int, Meta(ge=-(10**6), le=10**6)]
Count = Annotated[int, Meta(ge=-1, le=100)]
Days = Annotated[int, Meta(ge=-3660, le=3660)]
Key = Annotated[str, Meta(max_length=80)]
Text = Annotated[str, Meta(max_length=2000)]
Script = Annotated[tuple[ScriptEntry, ...], Meta(max_length=200)]
Fields = Annotated[dict[Key, Minor | Text], Meta(max_length=20)]
Language = Literal["pt-br", "en"]
Channel = Literal["email", "sms", "whatsapp", "in_app", "phone"]


class Asked(
    Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag=snake_case,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Every command names who asks: `trainee`, `prologue`, or an opaque id of the caller's."""

    actor: str = "trainee"


class PriceSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    id: Key
    amount: Minor
    interval: Unit = "month"
    count: Count = 1
    timing: Literal["advance"] = "advance"
    tax: Annotated[tuple[Key, ...], Meta(max_length=10)] = ()


class MethodSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    id: Key | None = None
    kind: MethodKind = "card"
    brand: Key = ""
    last4: Key = ""
    script: Script = (ScriptEntry("approve"),)


class ItemSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    price: Key
    quantity: Quantity = 1


class PolicyChange(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Only what is named changes."""

    proration_unit: Literal["day"] | None = None
    last_day: Literal["exclusive", "inclusive"] | None = None
    automation: Literal["on", "off"] | None = None
    retry_days: Annotated[tuple[Days, ...], Meta(max_length=50)] | None = None
    dunning_end: DunningEnd | None = None
    final_notice_day: Days | None = None
    grace_access: Literal["kept", "none"] | None = None
    first_payment: Literal["past_due"] | None = None
    tax: Annotated[tuple[Key, ...], Meta(max_length=10)] | None = None
    tax_rounding: Literal["invoice", "line"] | None = None
    coupon_order: Literal["percent_first", "as_attached"] | None = None
    mrr_discounts: Literal["subtracted", "ignored"] | None = None
    trial_without_method: Literal["cancel", "pause"] | None = None
    agent_limit: Minor | None = None
    mrr_past_due: Literal["counts", "excluded"] | None = None


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


class SetPolicy(Asked, frozen=True, kw_only=True):
    changes: PolicyChange
    reason: Text = ""


class AddPlan(Asked, frozen=True, kw_only=True):
    id: Key
    prices: Annotated[tuple[PriceSpec, ...], Meta(max_length=50)]


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
    methods: Annotated[tuple[MethodSpec, ...], Meta(max_length=20)] = ()


class AddMethod(Asked, frozen=True, kw_only=True):
    customer: Key
    id: Key | None = None
    kind: MethodKind = "card"
    brand: Key = ""
    last4: Key = ""
    script: Script = (ScriptEntry("approve"),)
    default: bool = True


class ReplaceMethod(Asked, frozen=True, kw_only=True):
    """`method` is the old one."""

    customer: Key
    method: Key
    id: Key | None = None
    kind: MethodKind = "card"
    brand: Key = ""
    last4: Key = ""
    script: Script = (ScriptEntry("approve"),)


class Gateway(Asked, frozen=True, kw_only=True):
    """Puts answers in front of what the gateway would have said next for the customer's method."""

    customer: Key
    next: Script
    method: Key | None = None


class Subscribe(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    customer: Key
    price: Key | None = None
    quantity: Quantity = 1
    items: Annotated[tuple[ItemSpec, ...], Meta(max_length=50)] = ()
    anchor_day: int | None = None
    collection: Literal["automatic"] = "automatic"
    method: Key | None = None
    coupon: Key | Annotated[tuple[Key, ...], Meta(max_length=10)] = ()
    trial_days: Days | None = None
    trial_end: datetime | None = None
    ends: datetime | None = None


class Cancel(Asked, frozen=True, kw_only=True):
    """`at` is the first instant that is no longer paid for; written `when: DATE` in files."""

    subscription: Key
    when: Literal["now", "period_end", "date"] = "period_end"
    at: datetime | None = None
    refund: Literal["none", "prorated", "full"] = "none"
    approver: Key | None = None
    reason: Text = ""


class MakePause(Asked, frozen=True, kw_only=True, tag="pause"):
    subscription: Key
    kind: PauseKind = "service"
    until: datetime | None = None


class Resume(Asked, frozen=True, kw_only=True):
    subscription: Key


class AddCharge(Asked, frozen=True, kw_only=True):
    """A one-off amount that waits for the next invoice of the subscription, or of the customer."""

    id: Key | None = None
    customer: Key | None = None
    subscription: Key | None = None
    amount: Minor
    description: Text = ""


class InvoiceNow(Asked, frozen=True, kw_only=True):
    """Put what waits on an invoice of its own."""

    customer: Key | None = None
    subscription: Key | None = None


class UndoCancel(Asked, frozen=True, kw_only=True):
    subscription: Key


When = Literal["now", "period_end"]
Proration = Literal["prorate", "none"]


class ChangeItems(Asked, frozen=True, kw_only=True):
    """Everything the subscription shall hold; what stays as it is produces no lines."""

    subscription: Key
    items: Annotated[tuple[ItemSpec, ...], Meta(max_length=50)]
    when: When = "now"
    proration: Proration = "prorate"
    anchor: Literal["keep", "reset"] = "reset"


class ChangePlan(Asked, frozen=True, kw_only=True):
    """Another price for a subscription's one item."""

    subscription: Key
    price: Key
    when: When = "now"
    proration: Proration = "prorate"
    anchor: Literal["keep", "reset"] = "reset"


class ChangeQuantity(Asked, frozen=True, kw_only=True):
    """How many of a subscription's one item."""

    subscription: Key
    quantity: Quantity
    when: When = "now"
    proration: Proration = "prorate"


class ChangeAnchor(Asked, frozen=True, kw_only=True):
    subscription: Key
    day: int
    when: When = "now"


class Collect(Asked, frozen=True, kw_only=True):
    invoice: Key
    method: Key | None = None


class ScheduleRetry(Asked, frozen=True, kw_only=True):
    invoice: Key
    at: datetime


class LookUpPayment(Asked, frozen=True, kw_only=True):
    payment: Key


class SendPaymentLink(Asked, frozen=True, kw_only=True):
    invoice: Key
    channel: Channel = "email"


class RecordPayment(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    invoice: Key
    amount: Minor
    rail: Literal["pix", "boleto", "transfer", "card", "link"] = "pix"
    at: datetime | None = None


class SendMessage(Asked, frozen=True, kw_only=True):
    id: Key | None = None
    customer: Key
    template: Key
    channel: Channel = "email"
    fields: Fields = {}
    invoice: Key | None = None


class LineAmount(Struct, frozen=True, forbid_unknown_fields=True):
    """How much of one line, by its id (`inv-1/2`)."""

    line: Key
    amount: Minor


class MakeRefund(Asked, frozen=True, kw_only=True, tag="refund"):
    id: Key | None = None
    payment: Key
    amount: Minor
    destination: Literal["origin", "same_holder"] = "origin"
    reason: Text
    approver: Key | None = None


class IssueCreditNote(Asked, frozen=True, kw_only=True, tag="credit_note"):
    id: Key | None = None
    invoice: Key
    amount: Minor | None = None
    lines: Annotated[tuple[LineAmount, ...], Meta(max_length=50)] = ()
    to: Literal["remaining", "balance", "refund", "outside"] = "remaining"
    reason: Text = ""
    approver: Key | None = None


class VoidInvoice(Asked, frozen=True, kw_only=True):
    invoice: Key
    reason: Text = ""


class MarkUncollectible(Asked, frozen=True, kw_only=True):
    invoice: Key
    reason: Text = ""


class GrantBalance(Asked, frozen=True, kw_only=True):
    customer: Key
    amount: Minor
    reason: Text
    approver: Key | None = None


class Advance(Asked, frozen=True, kw_only=True):
    to: datetime


Command = (
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
    | Subscribe
    | Cancel
    | UndoCancel
    | MakePause
    | Resume
    | AddCharge
    | InvoiceNow
    | ChangeItems
    | ChangePlan
    | ChangeQuantity
    | ChangeAnchor
    | Collect
    | ScheduleRetry
    | LookUpPayment
    | SendPaymentLink
    | RecordPayment
    | SendMessage
    | MakeRefund
    | IssueCreditNote
    | VoidInvoice
    | MarkUncollectible
    | GrantBalance
    | Advance
)
COMMAND_TYPES: tuple[type[Asked], ...] = get_args(Command)
