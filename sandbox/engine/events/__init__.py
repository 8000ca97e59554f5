"""Events: the journal's vocabulary, by area. A released type is never changed, only superseded; none holds personal data."""

from __future__ import annotations

from typing import get_args

from sandbox.engine.events.activation import (
    ActivationEvent,
    SubscriptionActivated,
    SubscriptionExpired,
    SubscriptionIncomplete,
)
from sandbox.engine.events.amends import AmendsEvent, GoodwillGiven, IndemnityPaid
from sandbox.engine.events.approvals import ApprovalAnswered, ApprovalEvent, ApprovalRequested, RoleTaken
from sandbox.engine.events.arrears import ArrearsCounted, ArrearsEvent
from sandbox.engine.events.base import Base, ClockMoved, CommandKeyed, snake_case
from sandbox.engine.events.company import (
    CompanyEvent,
    CompanyOpened,
    CouponAdded,
    CouponApplied,
    CustomerAdded,
    GatewayScripted,
    MethodAdded,
    PlanAdded,
    PolicySet,
    TaxAdded,
)
from sandbox.engine.events.disputes import (
    DisputeContested,
    DisputeEvent,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
)
from sandbox.engine.events.documents import (
    BalanceGranted,
    ChargeAdded,
    CreditNoteIssued,
    DocumentEvent,
    InvoiceIssued,
    InvoiceUncollectible,
    InvoiceVoided,
)
from sandbox.engine.events.drafts import DraftChanged, DraftEvent, InvoiceDrafted
from sandbox.engine.events.dunning import (
    DunningEvent,
    DunningScheduled,
    FinalNoticeDue,
    SubscriptionPastDue,
    SubscriptionRecovered,
    SubscriptionSuspended,
)
from sandbox.engine.events.habits import HabitEvent, HabitsSet, PayerActed, PayerReached
from sandbox.engine.events.incidents import (
    IncidentEvent,
    IncidentNotified,
    IncidentReported,
)
from sandbox.engine.events.leaving import (
    LeavingEvent,
    OfferAnswered,
    OfferExpired,
    OfferMade,
    SubscriptionWithdrawn,
)
from sandbox.engine.events.mandates import (
    InstructionDropped,
    InstructionEnded,
    InstructionIssued,
    InstructionPlanned,
    MandateAnswered,
    MandateCancelled,
    MandateEvent,
    MandateRequested,
    MandatesScripted,
)
from sandbox.engine.events.messages import (
    MessageEvent,
    MessageSent,
    PaymentLinkSent,
)
from sandbox.engine.events.money import (
    BalanceRefunded,
    CollectionFailed,
    LookUpScheduled,
    MoneyEvent,
    NetworkFeeCharged,
    PaymentAttempted,
    PaymentLookedUp,
    PaymentRecorded,
    RefundFailed,
    RefundMade,
    RefundsScripted,
    RetryDropped,
    RetryScheduled,
)
from sandbox.engine.events.privacy import (
    ConsentSet,
    DataCorrected,
    DataErased,
    DataExported,
    DataRevealed,
    HoldPlaced,
    HoldReleased,
    IdentityVerified,
    PrivacyEvent,
    RequestAnswered,
    RequestOpened,
)
from sandbox.engine.events.reminding import (
    CardExpirySet,
    ReminderDropped,
    ReminderDue,
    ReminderScheduled,
    RemindingEvent,
)
from sandbox.engine.events.repricing import (
    PriceChangeAnnounced,
    PriceChanged,
    RepricingEvent,
    SubscriptionRepriced,
)
from sandbox.engine.events.sending import (
    InvoiceOverdue,
    InvoiceSent,
    LateFeeAdded,
    OverdueHeld,
    PaymentLinkPaid,
    SendingEvent,
    SlipReminderDue,
)
from sandbox.engine.events.subscriptions import (
    CancellationScheduled,
    CancellationUndone,
    ChangeQueued,
    ChangeUndone,
    SubscriptionBegan,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionEvent,
    SubscriptionPaused,
    SubscriptionRenewed,
    SubscriptionResumed,
    SubscriptionStarted,
)
from sandbox.engine.events.tasks import (
    Escalated,
    NoteAdded,
    TaskClosed,
    TaskEvent,
    TaskOpened,
)
from sandbox.engine.events.webhooks import (
    DuplicateCaptured,
    ExpectedWebhook,
    PaymentDeclinedLate,
    PaymentSettledLate,
    WebhookEvent,
    WebhookReceived,
    WebhooksExpected,
)

Event = (
    CommandKeyed
    | ClockMoved
    | CompanyEvent
    | SubscriptionEvent
    | DocumentEvent
    | DraftEvent
    | HabitEvent
    | SendingEvent
    | ArrearsEvent
    | MoneyEvent
    | DunningEvent
    | MessageEvent
    | DisputeEvent
    | ActivationEvent
    | WebhookEvent
    | AmendsEvent
    | RepricingEvent
    | PrivacyEvent
    | IncidentEvent
    | LeavingEvent
    | TaskEvent
    | ApprovalEvent
    | RemindingEvent
    | MandateEvent
)
EVENT_TYPES: tuple[type[Base], ...] = get_args(Event)

__all__ = [
    "EVENT_TYPES",
    "ApprovalAnswered",
    "ApprovalRequested",
    "ArrearsCounted",
    "BalanceGranted",
    "BalanceRefunded",
    "Base",
    "CancellationScheduled",
    "CancellationUndone",
    "CardExpirySet",
    "ChangeQueued",
    "ChangeUndone",
    "ChargeAdded",
    "ClockMoved",
    "CollectionFailed",
    "CommandKeyed",
    "CompanyOpened",
    "ConsentSet",
    "CouponAdded",
    "CouponApplied",
    "CreditNoteIssued",
    "CustomerAdded",
    "DataCorrected",
    "DataErased",
    "DataExported",
    "DataRevealed",
    "DisputeContested",
    "DisputeLost",
    "DisputeOpened",
    "DisputeWon",
    "DraftChanged",
    "DunningScheduled",
    "DuplicateCaptured",
    "Escalated",
    "Event",
    "ExpectedWebhook",
    "FinalNoticeDue",
    "GatewayScripted",
    "GoodwillGiven",
    "HabitsSet",
    "HoldPlaced",
    "HoldReleased",
    "IdentityVerified",
    "IncidentNotified",
    "IncidentReported",
    "IndemnityPaid",
    "InstructionDropped",
    "InstructionEnded",
    "InstructionIssued",
    "InstructionPlanned",
    "InvoiceDrafted",
    "InvoiceIssued",
    "InvoiceOverdue",
    "InvoiceSent",
    "InvoiceUncollectible",
    "InvoiceVoided",
    "LateFeeAdded",
    "LookUpScheduled",
    "MandateAnswered",
    "MandateCancelled",
    "MandateRequested",
    "MandatesScripted",
    "MessageSent",
    "MethodAdded",
    "NetworkFeeCharged",
    "NoteAdded",
    "OfferAnswered",
    "OfferExpired",
    "OfferMade",
    "OverdueHeld",
    "PayerActed",
    "PayerReached",
    "PaymentAttempted",
    "PaymentDeclinedLate",
    "PaymentLinkPaid",
    "PaymentLinkSent",
    "PaymentLookedUp",
    "PaymentRecorded",
    "PaymentSettledLate",
    "PlanAdded",
    "PolicySet",
    "PriceChangeAnnounced",
    "PriceChanged",
    "RefundFailed",
    "RefundMade",
    "RefundsScripted",
    "ReminderDropped",
    "ReminderDue",
    "ReminderScheduled",
    "RequestAnswered",
    "RequestOpened",
    "RetryDropped",
    "RetryScheduled",
    "RoleTaken",
    "SlipReminderDue",
    "SubscriptionActivated",
    "SubscriptionBegan",
    "SubscriptionCancelled",
    "SubscriptionChanged",
    "SubscriptionExpired",
    "SubscriptionIncomplete",
    "SubscriptionPastDue",
    "SubscriptionPaused",
    "SubscriptionRecovered",
    "SubscriptionRenewed",
    "SubscriptionRepriced",
    "SubscriptionResumed",
    "SubscriptionStarted",
    "SubscriptionSuspended",
    "SubscriptionWithdrawn",
    "TaskClosed",
    "TaskOpened",
    "TaxAdded",
    "WebhookReceived",
    "WebhooksExpected",
    "snake_case",
]
