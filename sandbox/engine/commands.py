"""Commands: what can be asked of a company. Names and fields are those of the scenario files."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

from sandbox.engine.calendar import Unit
from sandbox.engine.catalogue import DunningEnd, Policy
from sandbox.engine.events import snake_case
from sandbox.engine.gateway import ScriptEntry
from sandbox.engine.subscription import MethodKind

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
    id: str
    amount: int
    interval: Unit = "month"
    count: int = 1
    timing: Literal["advance"] = "advance"


class MethodSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    id: str | None = None
    kind: MethodKind = "card"
    brand: str = ""
    last4: str = ""
    script: tuple[ScriptEntry, ...] = (ScriptEntry("approve"),)


class ItemSpec(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    price: str
    quantity: int = 1


class PolicyChange(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Only what is named changes."""

    proration_unit: Literal["day"] | None = None
    automation: Literal["on", "off"] | None = None
    retry_days: tuple[int, ...] | None = None
    dunning_end: DunningEnd | None = None
    final_notice_day: int | None = None
    grace_access: Literal["kept", "none"] | None = None
    first_payment: Literal["past_due"] | None = None
    agent_limit: int | None = None
    mrr_past_due: Literal["counts", "excluded"] | None = None


class OpenCompany(Asked, frozen=True, kw_only=True):
    currency: str = "BRL"
    timezone: str = "America/Sao_Paulo"
    start: datetime
    seed: int = 0
    policy: Policy = Policy()


class SetPolicy(Asked, frozen=True, kw_only=True):
    changes: PolicyChange
    reason: str = ""


class AddPlan(Asked, frozen=True, kw_only=True):
    id: str
    prices: tuple[PriceSpec, ...]


class AddCustomer(Asked, frozen=True, kw_only=True):
    id: str
    language: Language = "pt-br"
    methods: tuple[MethodSpec, ...] = ()


class AddMethod(Asked, frozen=True, kw_only=True):
    customer: str
    id: str | None = None
    kind: MethodKind = "card"
    brand: str = ""
    last4: str = ""
    script: tuple[ScriptEntry, ...] = (ScriptEntry("approve"),)
    default: bool = True


class ReplaceMethod(Asked, frozen=True, kw_only=True):
    """`method` is the old one."""

    customer: str
    method: str
    id: str | None = None
    kind: MethodKind = "card"
    brand: str = ""
    last4: str = ""
    script: tuple[ScriptEntry, ...] = (ScriptEntry("approve"),)


class Gateway(Asked, frozen=True, kw_only=True):
    """Puts answers in front of what the gateway would have said next for the customer's method."""

    customer: str
    next: tuple[ScriptEntry, ...]
    method: str | None = None


class Subscribe(Asked, frozen=True, kw_only=True):
    id: str | None = None
    customer: str
    price: str | None = None
    quantity: int = 1
    items: tuple[ItemSpec, ...] = ()
    anchor_day: int | None = None
    collection: Literal["automatic"] = "automatic"
    method: str | None = None


class Cancel(Asked, frozen=True, kw_only=True):
    subscription: str
    when: Literal["now", "period_end"] = "period_end"
    refund: Literal["none"] = "none"
    reason: str = ""


class UndoCancel(Asked, frozen=True, kw_only=True):
    subscription: str


class Collect(Asked, frozen=True, kw_only=True):
    invoice: str
    method: str | None = None


class ScheduleRetry(Asked, frozen=True, kw_only=True):
    invoice: str
    at: datetime


class LookUpPayment(Asked, frozen=True, kw_only=True):
    payment: str


class SendPaymentLink(Asked, frozen=True, kw_only=True):
    invoice: str
    channel: Channel = "email"


class RecordPayment(Asked, frozen=True, kw_only=True):
    id: str | None = None
    invoice: str
    amount: int
    rail: Literal["pix", "boleto", "transfer", "card", "link"] = "pix"
    at: datetime | None = None


class SendMessage(Asked, frozen=True, kw_only=True):
    id: str | None = None
    customer: str
    template: str
    channel: Channel = "email"
    fields: dict[str, str | int] = {}
    invoice: str | None = None


class MakeRefund(Asked, frozen=True, kw_only=True, tag="refund"):
    id: str | None = None
    payment: str
    amount: int
    destination: Literal["origin", "same_holder"] = "origin"
    reason: str
    approver: str | None = None


class IssueCreditNote(Asked, frozen=True, kw_only=True, tag="credit_note"):
    id: str | None = None
    invoice: str
    amount: int
    to: Literal["remaining", "balance", "refund", "outside"] = "remaining"
    reason: str = ""
    approver: str | None = None


class VoidInvoice(Asked, frozen=True, kw_only=True):
    invoice: str
    reason: str = ""


class MarkUncollectible(Asked, frozen=True, kw_only=True):
    invoice: str
    reason: str = ""


class GrantBalance(Asked, frozen=True, kw_only=True):
    customer: str
    amount: int
    reason: str


class Advance(Asked, frozen=True, kw_only=True):
    to: datetime


Command = (
    OpenCompany
    | SetPolicy
    | AddPlan
    | AddCustomer
    | AddMethod
    | ReplaceMethod
    | Gateway
    | Subscribe
    | Cancel
    | UndoCancel
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
