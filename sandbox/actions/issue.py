"""Issue: one command from the desk, decided by the engine, stored with its key so that a repetition does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from sandbox import engine, store, subjects
from sandbox.actions.resting import must_rest
from sandbox.actions.start_drill import must_be_open

FROM_THE_DESK = frozenset(
    {
        "accept_dispute",
        "add_charge",
        "add_note",
        "announce_price_change",
        "answer_approval",
        "answer_offer",
        "answer_request",
        "apply_coupon",
        "cancel",
        "change_anchor",
        "change_items",
        "change_plan",
        "change_quantity",
        "close_task",
        "collect",
        "contest_dispute",
        "correct_data",
        "credit_note",
        "erase_data",
        "escalate",
        "export_data",
        "finalise",
        "goodwill",
        "grant_balance",
        "invoice_now",
        "look_up_payment",
        "make_offer",
        "make_offers",
        "mark_uncollectible",
        "notify_incident",
        "open_request",
        "open_task",
        "pause",
        "pay_indemnity",
        "place_hold",
        "refund",
        "release_hold",
        "report_incident",
        "request_approval",
        "request_mandate",
        "resume",
        "reveal_data",
        "schedule_retry",
        "send_message",
        "send_messages",
        "send_payment_link",
        "set_consent",
        "subscribe",
        "take_role",
        "tell_price_change",
        "undo_cancel",
        "undo_change",
        "verify_identity",
        "void_invoice",
        "withdraw",
    }
)
"""What a trainee may ask for. The bank's script, the policy and the prologue are nobody's to write from a desk."""


Unseen = Callable[[store.Opened], str]


@dataclass(frozen=True)
class Done:
    """What a command led to: the events after number `since`.

    `repeated` where its key had been answered before and nothing was done again.
    """

    opened: store.Opened
    since: int
    events: Sequence[Any]
    repeated: bool = False


@transaction.atomic
def issue(
    viewer: Viewer,
    workspace: UUID,
    *,
    name: str,
    fields: Mapping[str, Any],
    key: str,
    values: Mapping[str, str] | None = None,
    unseen: Unseen | None = None,
) -> Done:
    """Do one command. Raises Refusal with the engine's own sentence; then nothing has changed.

    `values` are a person's corrected fields: they go to the store, and no event or key sees them. `unseen` says what
    happened since the page was opened that its reader has to know first.
    """
    require(viewer, Capability.LEARN)
    if name not in FROM_THE_DESK:
        raise Refusal("not_from_the_desk", _("This cannot be done from the desk."))
    opened = store.open(workspace, viewer)
    must_be_open(opened.workspace)
    must_rest(opened.workspace)
    try:
        command = engine.command_from(name, fields, opened.world, actor=engine.ACTORS[opened.world.role])
    except engine.BadInput as bad:
        raise Refusal("bad_input", bad.sentence(language())) from bad
    return carry_out(opened, command, key=key, values=values, unseen=unseen)


def carry_out(
    opened: store.Opened,
    command: engine.Command,
    *,
    key: str,
    values: Mapping[str, str] | None = None,
    unseen: Unseen | None = None,
) -> Done:
    """Execute against a locked company and store events, snapshot and the key's answer together.

    `values` are a person's corrected fields: they go to the store, and no event or key sees them.
    """
    try:
        before = store.answered(opened.workspace, key, command)
    except store.KeyReused as reused:
        raise sent_with_other_contents() from reused
    if before is not None:
        events = store.journal(opened.workspace, after=before["after"], until=before["until"])
        return Done(opened, before["after"], events, repeated=True)
    return do_first(opened, command, key=key, values=values, unseen=unseen)


def do_first(
    opened: store.Opened,
    command: engine.Command,
    *,
    key: str,
    values: Mapping[str, str] | None = None,
    unseen: Unseen | None = None,
) -> Done:
    """As `carry_out`, under a key that this company is known not to have answered."""
    if unseen is not None and (told := unseen(opened)):
        raise Refusal("unseen", told)
    opened = store.recalled(opened, command)
    if values is not None and not subjects.is_known(opened.workspace, command):
        raise Refusal("person_erased", _("This person has been erased: nothing can be written about them any more."))
    outcome = engine.execute(opened.world, command, people=subjects.StoredPeople(opened.workspace))
    if isinstance(outcome, engine.Rejection):
        raise Refusal(outcome.code, outcome.sentence(language(), subjects.people(opened.workspace), opened.world))
    after = store.append(opened, outcome.events, outcome.world, values=values)
    answer: dict[str, Any] = {"after": opened.seq, "until": after.seq}
    if isinstance(command, engine.Advance):
        answer["to"] = command.to.isoformat()
    store.remember(opened.workspace, key, command, answer)
    return Done(after, opened.seq, outcome.events)


def sent_with_other_contents() -> Refusal:
    return Refusal("key_reused", _("This form was already sent with other contents. Open it again."))


def language() -> str:
    """The viewer's language as the engine names it."""
    return "en" if (get_language() or "").startswith("en") else "pt-br"
