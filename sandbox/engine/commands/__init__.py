"""Commands: what can be asked of a company, by area. Names and fields are those of the scenario files."""

from __future__ import annotations

from typing import get_args

from sandbox.engine.commands.activation import ActivationCommand, AuthenticatePayment
from sandbox.engine.commands.amends import AmendsCommand, Goodwill, PayIndemnity
from sandbox.engine.commands.approvals import AnswerApproval, Approvable, ApprovalCommand, RequestApproval, TakeRole
from sandbox.engine.commands.base import (
    Asked,
    Channel,
    Count,
    Days,
    Fields,
    Key,
    Language,
    Minor,
    Quantity,
    Script,
    Text,
)
from sandbox.engine.commands.company import (
    AddCoupon,
    AddCustomer,
    AddMethod,
    AddPlan,
    AddTax,
    Advance,
    ApplyCoupon,
    CompanyCommand,
    Duration,
    Gateway,
    MethodSpec,
    OfMethod,
    OpenCompany,
    PolicyChange,
    PriceSpec,
    ReplaceMethod,
    SetPolicy,
    TaxSpec,
)
from sandbox.engine.commands.disputes import (
    AcceptDispute,
    ContestDispute,
    DisputeCommand,
    OpenDispute,
    ResolveDispute,
)
from sandbox.engine.commands.documents import (
    AddCharge,
    DocumentCommand,
    GrantBalance,
    InvoiceNow,
    IssueCreditNote,
    LineAmount,
    MarkUncollectible,
    VoidInvoice,
)
from sandbox.engine.commands.drafts import DraftCommand, Finalise
from sandbox.engine.commands.incidents import (
    IncidentCommand,
    NotifyIncident,
    ReportIncident,
)
from sandbox.engine.commands.leaving import (
    AnswerOffer,
    LeavingCommand,
    MakeOffer,
    OfferSpec,
    Withdraw,
)
from sandbox.engine.commands.mandates import CancelInstruction, CancelMandate, MandateCommand, RequestMandate
from sandbox.engine.commands.messages import (
    MessageCommand,
    SendMessage,
    SendPaymentLink,
)
from sandbox.engine.commands.money import (
    Collect,
    LookUpPayment,
    MakeRefund,
    MoneyCommand,
    RecordPayment,
    ScheduleRetry,
)
from sandbox.engine.commands.privacy import (
    AnswerRequest,
    CorrectData,
    EraseData,
    ExportData,
    OpenRequest,
    OutcomeSpec,
    PlaceHold,
    PrivacyCommand,
    ReleaseHold,
    RevealData,
    SetConsent,
    VerifyIdentity,
)
from sandbox.engine.commands.reaching import MakeOffers, ReachingCommand, SendMessages, TellPriceChange
from sandbox.engine.commands.repricing import AnnouncePriceChange, RepricingCommand
from sandbox.engine.commands.sending import PayLink, SendingCommand, SetHabits
from sandbox.engine.commands.subscriptions import (
    Cancel,
    ChangeAnchor,
    ChangeItems,
    ChangePlan,
    ChangeQuantity,
    ItemSpec,
    MakePause,
    Proration,
    Resume,
    Subscribe,
    SubscriptionCommand,
    UndoCancel,
    UndoChange,
    When,
)
from sandbox.engine.commands.tasks import (
    AddNote,
    CloseTask,
    Escalate,
    OpenTask,
    TaskCommand,
)

Command = (
    CompanyCommand
    | SubscriptionCommand
    | DocumentCommand
    | DraftCommand
    | SendingCommand
    | MoneyCommand
    | MessageCommand
    | DisputeCommand
    | ActivationCommand
    | AmendsCommand
    | RepricingCommand
    | MoneyCommand
    | MessageCommand
    | DisputeCommand
    | PrivacyCommand
    | IncidentCommand
    | LeavingCommand
    | ReachingCommand
    | TaskCommand
    | MandateCommand
    | ApprovalCommand
)
COMMAND_TYPES: tuple[type[Asked], ...] = get_args(Command)

__all__ = [
    "COMMAND_TYPES",
    "AcceptDispute",
    "AddCharge",
    "AddCoupon",
    "AddCustomer",
    "AddMethod",
    "AddNote",
    "AddPlan",
    "AddTax",
    "Advance",
    "AnnouncePriceChange",
    "AnswerApproval",
    "AnswerOffer",
    "AnswerRequest",
    "ApplyCoupon",
    "Approvable",
    "Asked",
    "AuthenticatePayment",
    "Cancel",
    "CancelInstruction",
    "CancelMandate",
    "ChangeAnchor",
    "ChangeItems",
    "ChangePlan",
    "ChangeQuantity",
    "Channel",
    "CloseTask",
    "Collect",
    "Command",
    "ContestDispute",
    "CorrectData",
    "Count",
    "Days",
    "Duration",
    "EraseData",
    "Escalate",
    "ExportData",
    "Fields",
    "Finalise",
    "Gateway",
    "Goodwill",
    "GrantBalance",
    "InvoiceNow",
    "IssueCreditNote",
    "ItemSpec",
    "Key",
    "Language",
    "LineAmount",
    "LookUpPayment",
    "MakeOffer",
    "MakeOffers",
    "MakePause",
    "MakeRefund",
    "MarkUncollectible",
    "MethodSpec",
    "Minor",
    "NotifyIncident",
    "OfMethod",
    "OfferSpec",
    "OpenCompany",
    "OpenDispute",
    "OpenRequest",
    "OpenTask",
    "OutcomeSpec",
    "PayIndemnity",
    "PayLink",
    "PlaceHold",
    "PolicyChange",
    "PriceSpec",
    "Proration",
    "Quantity",
    "RecordPayment",
    "ReleaseHold",
    "ReplaceMethod",
    "ReportIncident",
    "RequestApproval",
    "RequestMandate",
    "ResolveDispute",
    "Resume",
    "RevealData",
    "ScheduleRetry",
    "Script",
    "SendMessage",
    "SendMessages",
    "SendPaymentLink",
    "SetConsent",
    "SetHabits",
    "SetPolicy",
    "Subscribe",
    "TakeRole",
    "TaxSpec",
    "TellPriceChange",
    "Text",
    "UndoCancel",
    "UndoChange",
    "VerifyIdentity",
    "VoidInvoice",
    "When",
    "Withdraw",
]
