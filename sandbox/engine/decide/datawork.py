"""Datawork: a subject's data handed out, corrected, erased, held or looked at; the data itself is never here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine import exporting
from sandbox.engine.codec import canonical
from sandbox.engine.concerning import customer_named, customer_of
from sandbox.engine.decide import consenting, mandating
from sandbox.engine.decide.casework import may_write_to, verified
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.privacy import EXPORTABLE, FISCAL, Case, Correction, Export, Hold
from sandbox.engine.retention import Ground, fiscal_until, ground, last_issue, law_for
from sandbox.engine.subscription import Customer
from sandbox.engine.world import World

LINK_LASTS: Final = timedelta(days=7)
NEEDS_A_PERSON: Final = frozenset(
    {
        cmd.SendMessage,
        cmd.ExportData,
        cmd.CorrectData,
        cmd.RevealData,
        cmd.AddNote,
        cmd.Subscribe,
        cmd.AddMethod,
        cmd.ReplaceMethod,
        cmd.MakeOffer,
        # Whatever would bill or charge them. What they paid may still go back.
        cmd.AddCharge,
        cmd.InvoiceNow,
        cmd.ApplyCoupon,
        cmd.Collect,
        cmd.ScheduleRetry,
        cmd.SendPaymentLink,
        cmd.RequestMandate,
        cmd.GrantBalance,
        # Nobody is left to hold a balance, or to be paid beyond what they paid.
        cmd.Goodwill,
        cmd.PayIndemnity,
        cmd.Gateway,
    }
)


def is_refused_to_the_erased(world: World, command: str, about: str) -> bool:
    """Whether a command, by its name, is one that nobody can ask about what an erased person has or had."""
    gone = world.tombstones.get(customer_named(world, about) or "")
    return (
        gone is not None and gone.key_destroyed and any(one.__struct_config__.tag == command for one in NEEDS_A_PERSON)
    )


def check_person(turn: Turn, command: cmd.Asked) -> None:
    """Nothing is done to somebody who is not there any more: not to them, nor to what is theirs."""
    if type(command) not in NEEDS_A_PERSON:
        return
    gone = turn.world.tombstones.get(customer_of(turn.world, command) or "")
    if gone is not None and gone.key_destroyed:
        turn.refuse("subject_erased", customer=gone.customer, at=turn.written(gone.at))


def export_data(turn: Turn, command: cmd.ExportData) -> None:
    """Only what answers a verified request of its holder leaves the house."""
    customer = turn.customer(command.customer)
    if command.case is None:
        turn.refuse("export_answers_a_request", customer=customer.id)
    case = verified(turn, command.case, customer.id, frozenset({"portability", "access", "simplified_access"}))
    never = [category for category in command.categories if category not in EXPORTABLE]
    if never:
        turn.refuse("never_exported", category=", ".join(never))
    if not command.categories or not command.formats:
        turn.refuse("outcome_per_category", case=case.id)
    categories = tuple(dict.fromkeys(command.categories))
    found = exporting.tables(turn.world, customer.id, categories, turn.people.data(customer.id))
    export = Export(
        id=turn.next_id("export", turn.world.exports, command.id),
        customer=customer.id,
        case=case.id,
        categories=categories,
        formats=tuple(dict.fromkeys(command.formats)),
        counts={category: len(rows) for category, rows in found.items()},
        digest=turn.people.mark(customer.id, canonical(found)),
        at=turn.at,
        expires_at=turn.at + LINK_LASTS,
    )
    turn.emit(ev.DataExported, export=export)
    if may_write_to(turn, case):
        fields = {"case": case.id, "expires_on": turn.day_of(export.expires_at).isoformat()}
        tell(turn, customer=customer.id, template="export_ready", channel="email", fields=fields, invoice=None)


def correct_data(turn: Turn, command: cmd.CorrectData) -> None:
    """A new version from a day on; those who were given the data are told, documents stay as they were issued."""
    customer = turn.customer(command.customer)
    if command.case is not None:
        verified(turn, command.case, customer.id, frozenset({"correction"}))
    if not command.fields:
        turn.refuse("nothing_to_correct", customer=customer.id)
    effective = turn.today if command.effective is None else turn.day_of(command.effective)
    if effective > turn.today:
        turn.refuse("not_in_the_future", at=effective.isoformat())
    strangers = sorted(set(command.tell or ()) - set(turn.company.sharees))
    if strangers:
        turn.refuse("unknown_sharee", id=", ".join(strangers))
    versions = sum(1 for one in turn.world.corrections.values() if one.customer == customer.id)
    correction = Correction(
        id=turn.next_id("correction", turn.world.corrections, command.id),
        customer=customer.id,
        case=command.case,
        version=versions + 2,
        fields=tuple(dict.fromkeys(command.fields)),
        effective=effective,
        told=turn.company.sharees if command.tell is None else command.tell,
        at=turn.at,
    )
    turn.emit(ev.DataCorrected, correction=correction)


def erase_data(turn: Turn, command: cmd.EraseData) -> None:
    """What nothing keeps goes; what must stay is locked until its day and said aloud."""
    customer = turn.customer(command.customer)
    case = None
    if command.case is not None:
        case = verified(turn, command.case, customer.id, frozenset({"deletion", "anonymisation"}))
    categories = tuple(dict.fromkeys(command.categories))
    if not categories:
        turn.refuse("nothing_to_erase", customer=customer.id)
    gone = turn.world.tombstones.get(customer.id)
    for category in categories:
        if gone is not None and category in gone.categories:
            turn.refuse("already_erased", category=category, at=turn.written(gone.at))
        kept = ground(turn.world, customer.id, category, turn.today)
        if kept is not None and kept.until is not None:
            turn.refuse("kept_until", category=category, ground=kept.kind, until=kept.until.isoformat())
        if kept is not None:
            turn.refuse("kept_while", category=category, ground=kept.kind)
    if {"profile", "marketing"} & set(categories):
        consenting.suppress_everywhere(turn, customer.id, "erasure")
    _lock_fiscal(turn, customer.id)
    others = (one for one in (*sorted(FISCAL), "consents", "access_logs") if one not in categories)
    kept_now = {one: found for one in others if (found := ground(turn.world, customer.id, one, turn.today))}
    if "profile" in categories:
        _cancel_mandates(turn, customer)
        if case is not None:
            whole = (*(gone.categories if gone is not None else ()), *categories)
            _say_goodbye(turn, case, customer.id, whole, kept_now)
    turn.emit(
        ev.DataErased,
        customer=customer.id,
        categories=categories,
        key_destroyed="profile" in categories,
        case=case.id if case is not None else None,
        kept={one: found.until for one, found in kept_now.items()},
        told=turn.company.sharees,
        methods=customer.methods if "profile" in categories else (),
    )


def _cancel_mandates(turn: Turn, customer: Customer) -> None:
    """What would let the company debit them goes with the profile; nothing is announced, since nothing is owed."""
    for method in customer.methods:
        for mandate in turn.world.mandates_of.get(method, ()):
            if turn.world.mandates[mandate].status in ("pending", "active"):
                mandating.cancel_mandate(turn, cmd.CancelMandate(mandate=mandate))


def _say_goodbye(turn: Turn, case: Case, customer: str, gone: tuple[str, ...], kept: Mapping[str, Ground]) -> None:
    """The last letter, while there still is somebody to write to: what went, and what stays until when and why."""
    stays = "; ".join(
        f"{category}|{found.until.isoformat() if found.until is not None else ''}|{found.kind}"
        for category, found in kept.items()
    )
    fields = {"case": case.id, "gone": ", ".join(dict.fromkeys(gone)), "kept": stays}
    tell(turn, customer=customer, template="erasure_done", channel="email", fields=fields, invoice=None)


def _lock_fiscal(turn: Turn, customer: str) -> None:
    """Fiscal documents stay for the tax office, and for nobody else."""
    issued = last_issue(turn.world, customer)
    if issued is None:
        return
    until = fiscal_until(issued, law_for(turn.world, customer))
    if until < turn.today:
        return
    if any((one.customer, one.kind, one.until) == (customer, "fiscal", until) for one in turn.world.holds.values()):
        return
    hold = Hold(
        id=turn.next_id("hold", turn.world.holds),
        customer=customer,
        kind="fiscal",
        categories=tuple(sorted(FISCAL)),
        placed_at=turn.at,
        until=until,
        about=None,
        reason="erasure",
    )
    turn.emit(ev.HoldPlaced, hold=hold)


def place_hold(turn: Turn, command: cmd.PlaceHold) -> None:
    customer = turn.customer(command.customer)
    until = turn.day_of(command.until) if command.until is not None else None
    categories: tuple[str, ...] = command.categories
    if command.kind == "fiscal":
        if command.about is None:
            turn.refuse("fiscal_hold_names_its_invoice")
        invoice = turn.invoice(command.about)
        if invoice.document.customer != customer.id:
            turn.refuse("unknown_invoice", id=command.about)
        until = fiscal_until(invoice.document.issued, law_for(turn.world, customer.id))
        categories = tuple(sorted(FISCAL))
    elif not command.reason.strip():
        turn.refuse("reason_missing", what=command.kind)
    if until is not None and until < turn.today:
        turn.refuse("hold_is_over", until=until.isoformat())
    if not categories:
        turn.refuse("hold_names_categories")
    hold = Hold(
        id=turn.next_id("hold", turn.world.holds, command.id),
        customer=customer.id,
        kind=command.kind,
        categories=tuple(dict.fromkeys(categories)),
        placed_at=turn.at,
        until=until,
        about=command.about,
        reason=command.reason,
    )
    turn.emit(ev.HoldPlaced, hold=hold)


def release_hold(turn: Turn, command: cmd.ReleaseHold) -> None:
    hold = turn.world.holds.get(command.hold)
    if hold is None:
        turn.refuse("unknown_hold", id=command.hold)
    if not hold.is_in_force(turn.today):
        turn.refuse("hold_not_in_force", hold=hold.id)
    if hold.kind == "fiscal":
        turn.refuse("kept_until", category="invoices", ground="fiscal", until=str(hold.until))
    turn.emit(ev.HoldReleased, hold=hold.id, reason=command.reason)


def reveal_data(turn: Turn, command: cmd.RevealData) -> None:
    """A look behind the mask is logged with its reason; what is seen is the store's to show."""
    customer = turn.customer(command.customer)
    if not command.fields:
        turn.refuse("nothing_to_reveal")
    if not command.reason.strip():
        turn.refuse("reason_missing", what=", ".join(command.fields))
    turn.emit(
        ev.DataRevealed,
        reveal=turn.next_id("reveal", turn.world.reveals),
        customer=customer.id,
        fields=tuple(dict.fromkeys(command.fields)),
        reason=command.reason,
    )
