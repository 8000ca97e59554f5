"""Deciding: which function answers which command, and which does which piece of due work.

`decide(world, command)` reads and never changes the world it is given: it works on a copy of the tables,
letting each event show its effect to what is decided after it, and hands back the events, or the rejection,
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sandbox.engine import commands as cmd
from sandbox.engine.apply import seal
from sandbox.engine.decide import (
    activating,
    amending,
    approving,
    casework,
    changing,
    charging,
    collecting,
    company,
    consenting,
    datawork,
    discounting,
    disputing,
    drafting,
    dunning,
    ending,
    hearing,
    incidents,
    mandating,
    offering,
    pausing,
    paying,
    reaching,
    reaching_payers,
    receiving,
    reminding,
    repricing,
    returning,
    sending,
    subscribing,
    tasks,
    telling,
    withdrawing,
)
from sandbox.engine.decide.turn import ID_PATTERN, Refused, Rejection, Turn
from sandbox.engine.events import Event
from sandbox.engine.people import NOBODY, People
from sandbox.engine.text import refusal_of
from sandbox.engine.world import Due, World

# Each function takes exactly the command it is listed under, which a mapping's type cannot say.
DECIDERS: Final[dict[type[cmd.Asked], Callable[[Turn, Any], None]]] = {
    cmd.OpenCompany: company.open_company,
    cmd.SetPolicy: company.set_policy,
    cmd.AddPlan: company.add_plan,
    cmd.AddTax: discounting.add_tax,
    cmd.AddCoupon: discounting.add_coupon,
    cmd.ApplyCoupon: discounting.apply_coupon,
    cmd.AddCustomer: company.add_customer,
    cmd.AddMethod: company.add_method,
    cmd.ReplaceMethod: company.replace_method,
    cmd.Gateway: company.script_gateway,
    cmd.Subscribe: subscribing.subscribe,
    cmd.Cancel: ending.cancel,
    cmd.UndoCancel: ending.undo_cancel,
    cmd.UndoChange: changing.undo_change,
    cmd.MakePause: pausing.pause,
    cmd.Resume: pausing.resume,
    cmd.AddCharge: charging.add_charge,
    cmd.InvoiceNow: charging.invoice_now,
    cmd.Finalise: drafting.finalise,
    cmd.ChangeItems: changing.change_items,
    cmd.ChangePlan: changing.change_plan,
    cmd.ChangeQuantity: changing.change_quantity,
    cmd.ChangeAnchor: changing.change_anchor,
    cmd.Collect: collecting.collect,
    cmd.ScheduleRetry: collecting.schedule_retry,
    cmd.LookUpPayment: receiving.look_up_payment,
    cmd.RecordPayment: receiving.record_payment,
    cmd.PayLink: paying.pay_link,
    cmd.SetHabits: reaching_payers.set_habits,
    cmd.SendPaymentLink: telling.send_payment_link,
    cmd.SendMessage: telling.send_message,
    cmd.MakeRefund: returning.refund,
    cmd.IssueCreditNote: returning.credit_note,
    cmd.VoidInvoice: returning.void_invoice,
    cmd.MarkUncollectible: returning.mark_uncollectible,
    cmd.GrantBalance: returning.grant_balance,
    cmd.AuthenticatePayment: activating.authenticate_payment,
    cmd.Goodwill: amending.goodwill,
    cmd.PayIndemnity: amending.pay_indemnity,
    cmd.AnnouncePriceChange: repricing.announce,
    cmd.RequestMandate: mandating.request_mandate,
    cmd.CancelMandate: mandating.cancel_mandate,
    cmd.CancelInstruction: mandating.cancel_instruction,
    cmd.OpenDispute: disputing.open_dispute,
    cmd.ContestDispute: disputing.contest_dispute,
    cmd.AcceptDispute: disputing.accept_dispute,
    cmd.ResolveDispute: disputing.resolve_dispute,
    cmd.SetConsent: consenting.set_consent,
    cmd.OpenRequest: casework.open_request,
    cmd.VerifyIdentity: casework.verify_identity,
    cmd.AnswerRequest: casework.answer_request,
    cmd.ExportData: datawork.export_data,
    cmd.CorrectData: datawork.correct_data,
    cmd.EraseData: datawork.erase_data,
    cmd.PlaceHold: datawork.place_hold,
    cmd.ReleaseHold: datawork.release_hold,
    cmd.RevealData: datawork.reveal_data,
    cmd.ReportIncident: incidents.report_incident,
    cmd.NotifyIncident: incidents.notify_incident,
    cmd.MakeOffer: offering.make_offer,
    cmd.AnswerOffer: offering.answer_offer,
    cmd.MakeOffers: reaching.make_offers,
    cmd.SendMessages: reaching.send_messages,
    cmd.TellPriceChange: reaching.tell_price_change,
    cmd.Withdraw: withdrawing.withdraw,
    cmd.OpenTask: tasks.open_task,
    cmd.AddNote: tasks.add_note,
    cmd.CloseTask: tasks.close_task,
    cmd.Escalate: tasks.escalate,
    cmd.RequestApproval: approving.request_approval,
    cmd.AnswerApproval: approving.answer_approval,
    cmd.TakeRole: approving.take_role,
}

DUE_WORK: Final[dict[str, Callable[[Turn, str], None]]] = {
    "look_up": receiving.look_up,
    "webhook": hearing.hear,
    "payer": paying.act,
    "incomplete_expiry": activating.expire,
    "mandate_answer": mandating.answer_mandate,
    "pix_instruction": mandating.announce,
    "pix_debit": mandating.debit,
    "refund_failure": returning.fail_refund,
    "dispute_window": disputing.end_window,
    "cancellation": ending.end_as_asked,
    "trial_end": subscribing.end_trial,
    "price_change": repricing.come_into_force,
    "reminder": reminding.remind,
    "start": subscribing.begin,
    "resume": pausing.resume_as_set,
    "dunning_cancel": ending.end_unpaid,
    "renewal": subscribing.renew,
    "finalise": drafting.finalise_due,
    "overdue": sending.fall_due,
    "slip_reminder": sending.remind,
    "retry": collecting.run_retry,
    "suspend": dunning.suspend,
    "final_notice": dunning.final_notice,
    "offer_expiry": offering.expire_offer,
}


def decide(world: World, command: cmd.Command, *, people: People = NOBODY) -> list[Event] | Rejection:
    """The events a command leads to, or why not; `Advance` is the clock's own and is decided there."""
    try:
        return take_turn(world.own(), command, before=(), people=people).events
    except Refused as refused:
        return refused.rejection


def take_turn(
    owned: World,
    command: cmd.Asked,
    *,
    before: tuple[tuple[type[Any], dict[str, Any]], ...],
    people: People = NOBODY,
) -> Turn:
    """Decide one command against a world the caller owns; raises Refused. `before` are events to be said
    first.
    """
    opening = isinstance(command, cmd.OpenCompany)
    at = command.start if isinstance(command, cmd.OpenCompany) else owned.now
    turn = Turn(owned, at=at, actor=command.actor, people=people)
    if not opening and owned.company is None:
        turn.refuse("no_company")
    held = refusal_of(command)
    if held is not None:
        turn.refuse(held)
    # Whoever approves is an id, as whoever asks: neither a name nor nobody.
    approver: str | None = getattr(command, "approver", None)
    if approver is not None and not ID_PATTERN.fullmatch(approver):
        turn.refuse("bad_id", id=approver)
    if owned.tombstones:
        datawork.check_person(turn, command)
    for event_type, data in before:
        turn.emit(event_type, **data)
    DECIDERS[type(command)](turn, command)
    seal(owned, turn.events)
    return turn


def do_due_work(owned: World, due: Due) -> Turn:
    """Decide one piece of due work against a world the caller owns."""
    turn = Turn(owned, at=due.at, actor="clock")
    DUE_WORK[due.kind](turn, due.about)
    seal(owned, turn.events)
    return turn
