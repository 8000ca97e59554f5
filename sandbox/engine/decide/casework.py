"""Casework: requests about personal data, from the day they come in to an answer for each category."""

from __future__ import annotations

from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide import consenting
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.jurisdictions import due_by, law_of, request_term
from sandbox.engine.privacy import EXCESSIVE, MARKETING_CHANNELS, REPRESENTS, Case, Outcome
from sandbox.engine.retention import ground

# Nobody who serves customers ever needs these.
NEVER_ASKED: Final = frozenset({"card_number", "cvv", "password", "otp_of_bank"})


def open_request(turn: Turn, command: cmd.OpenRequest) -> None:
    """The clock starts when it was received, in whatever channel that was."""
    customer = turn.customer(command.customer) if command.customer is not None else None
    received = command.at or turn.at
    if received > turn.at:
        turn.refuse("not_in_the_future", at=turn.written(received))
    law = law_of(turn.company, customer)
    term = request_term(law, command.kind, turn.day_of(received))
    due = due_by(term, received, turn.company, is_small=turn.company.policy.is_small_agent)
    case = Case(
        id=turn.next_id("case", turn.world.cases, command.id),
        customer=command.customer,
        kind=command.kind,
        by=command.by,
        channel=command.channel,
        jurisdiction=law,
        received_at=received,
        due=due.day,
        source=term.source,
    )
    turn.emit(ev.RequestOpened, case=case)
    if may_write_to(turn, case):
        tell(
            turn,
            customer=str(case.customer),
            template="request_received",
            channel="email",
            fields={"case": case.id, "due_on": due.day.isoformat()},
            invoice=None,
        )


def may_write_to(turn: Turn, case: Case) -> bool:
    """A letter to the holder: never about a stranger's request, and to nobody who is erased."""
    if case.customer is None or case.by != "holder" or turn.company.policy.automation == "off":
        return False
    gone = turn.world.tombstones.get(case.customer)
    return gone is None or not gone.key_destroyed


def open_case(turn: Turn, case_id: str) -> Case:
    """A case that waits for its answer; refused otherwise."""
    case = turn.world.cases.get(case_id)
    if case is None:
        turn.refuse("unknown_case", id=case_id)
    if case.answered_at is not None:
        turn.refuse("case_answered", case=case_id, at=turn.written(case.answered_at))
    return case


def verify_identity(turn: Turn, command: cmd.VerifyIdentity) -> None:
    """What is asked beyond need is written down as a mistake; what is never asked is refused."""
    case = open_case(turn, command.case)
    never = sorted(NEVER_ASKED & set(command.asked))
    if never:
        turn.refuse("never_asked_for", what=", ".join(never))
    asked = {command.method, *command.asked}
    excess = asked & (EXCESSIVE if not command.doubt.strip() else frozenset())
    excess |= asked & {"reason_for_request"}
    turn.emit(
        ev.IdentityVerified,
        case=case.id,
        method=command.method,
        over_collected=tuple(sorted(excess)),
        doubt=command.doubt,
    )


def verified(turn: Turn, case_id: str, customer: str, kinds: frozenset[str]) -> Case:
    """An open case of this customer and of one of these kinds whose holder is known; refused otherwise."""
    case = open_case(turn, case_id)
    if case.customer != customer or case.kind not in kinds:
        turn.refuse("not_this_case", case=case_id, customer=customer)
    _check_identity(turn, case)
    return case


def _check_identity(turn: Turn, case: Case) -> None:
    if case.by == "third_party" and case.method not in REPRESENTS:
        turn.refuse("representation_needed", case=case.id)
    if case.verified_at is None:
        turn.refuse("identity_not_verified", case=case.id)


def answer_request(turn: Turn, command: cmd.AnswerRequest) -> None:
    """An outcome for each category; nothing is said to be done that is not, or kept without a ground."""
    case = open_case(turn, command.case)
    categories = [one.category for one in command.outcomes]
    if not categories or len(categories) != len(set(categories)):
        turn.refuse("outcome_per_category", case=case.id)
    if command.part == "simplified" and case.kind != "access":
        turn.refuse("simplified_is_for_access", case=case.id)
    if any(one.outcome != "refused" for one in command.outcomes):
        _check_identity(turn, case)
    outcomes = tuple(_outcome(turn, case, one) for one in command.outcomes)
    turn.emit(ev.RequestAnswered, case=case.id, part=command.part, outcomes=outcomes)
    if may_write_to(turn, case):
        tell(
            turn,
            customer=str(case.customer),
            template="request_answered",
            channel="email",
            fields={"case": case.id},
            invoice=None,
        )


def _outcome(turn: Turn, case: Case, spec: cmd.OutcomeSpec) -> Outcome:
    # What is kept names its ground by itself, and where nothing is held there is nothing to explain.
    if spec.outcome in ("partial", "refused") and not spec.reason.strip():
        turn.refuse("reason_missing", what=spec.category)
    if spec.outcome == "done" and not _is_done(turn, case, spec.category):
        turn.refuse("not_done_yet", case=case.id, category=spec.category)
    if spec.outcome == "kept" and case.customer is not None:
        kept = ground(turn.world, case.customer, spec.category, turn.today)
        if kept is None:
            turn.refuse("nothing_keeps_it", category=spec.category)
        return Outcome(spec.category, spec.outcome, spec.reason, kept.until, kept.kind)
    return Outcome(spec.category, spec.outcome, spec.reason)


def _is_done(turn: Turn, case: Case, category: str) -> bool:
    world, customer = turn.world, case.customer
    if customer is None:
        return False
    match case.kind:
        case "deletion" | "anonymisation":
            gone = world.tombstones.get(customer)
            return gone is not None and category in gone.categories
        case "portability":
            return any(one.case == case.id and category in one.categories for one in world.exports.values())
        case "correction":
            return any(one.case == case.id for one in world.corrections.values())
        case "revocation" | "objection":
            return all(consenting.is_suppressed(world, customer, channel) for channel in MARKETING_CHANNELS)
        case _:
            return True
