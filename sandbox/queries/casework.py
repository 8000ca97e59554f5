"""Casework: requests of holders as the privacy desk shows them: the inbox with its clocks, and one case whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sandbox.engine import calendar
from sandbox.engine.decide.consenting import is_suppressed
from sandbox.engine.jurisdictions import Term, acknowledgement_term, due_by, request_term
from sandbox.engine.privacy import MARKETING_CHANNELS, PORTABLE, REPRESENTS, Case, Outcome
from sandbox.engine.rights import right_of
from sandbox.engine.sourcing import law_words
from sandbox.engine.text import number_of
from sandbox.engine.wording import (
    CHANNEL_WORDS,
    HOLD_WORDS,
    IDENTITY_WORDS,
    LAW_WORDS,
    OUTCOME_WORDS,
    PERSON_WORDS,
    REQUEST_WORDS,
    said,
)
from sandbox.queries.deadlines import Left, days_left
from sandbox.queries.holdings import CATEGORIES, Holding, category_name, holdings
from sandbox.queries.scene import Scene

COPYING: Final = frozenset({"portability", "access", "simplified_access"})
ERASING: Final = frozenset({"deletion", "anonymisation"})
STOPPING: Final = frozenset({"revocation", "objection"})
"""Kinds of request by the deed that answers them."""
OUTCOME_TONES: Final = {"done": "ok", "partial": "warn", "kept": "calm", "refused": "plain", "none_held": "plain"}

NEXT: Mapping[str, str | Promise] = {
    "represent": gettext_lazy(
        "Somebody else asks. Without a power of attorney refuse in neutral words, and do not even confirm the account."
    ),
    "verify": gettext_lazy("Confirm who asks, with what is held already: signing in, or a code to a known channel."),
    "erase": gettext_lazy("Erase what nothing keeps; what must stay is said in the answer, with its reason."),
    "export": gettext_lazy("Make the copy. The holder fetches it while signed in, and the link ends by itself."),
    "correct": gettext_lazy("Write the new version. Those who received the data are told; issued documents stay."),
    "stop-marketing": gettext_lazy("Stop marketing on every channel. Receipts and notices go on."),
    "answer": gettext_lazy("Answer, kind of data by kind of data, with a reason for whatever was not done."),
}
"""What a case wants next, by the act that does it."""


@dataclass(frozen=True)
class CaseRow:
    """One case in the inbox."""

    id: str
    who: str
    kind: str
    asked_by_another: bool
    channel: str
    received: str
    left: Left
    next: str
    is_open: bool


@dataclass(frozen=True)
class Step:
    """One moment of a case's clocks; without a day it lies ahead."""

    label: str
    at: str
    note: str = ""
    left: Left | None = None


@dataclass(frozen=True)
class OutcomeRow:
    name: str
    outcome: str
    tone: str
    reason: str
    until: str


@dataclass(frozen=True)
class AnswerView:
    title: str
    at: str
    outcomes: Sequence[OutcomeRow]


@dataclass(frozen=True)
class Handed:
    """A copy handed over: what is in it, and whether its link still opens."""

    id: str
    what: str
    formats: str
    at: str
    until: str
    is_open: bool


@dataclass(frozen=True)
class Version:
    """A correction: that there is a new version of which fields, never a value."""

    number: int
    fields: str
    since: str
    told: str


@dataclass(frozen=True)
class CaseView:
    """One case whole. `acts` are those that may be done, `next` the one it wants first."""

    id: str
    customer: str
    who: str
    kind: str
    law: str
    right: str
    is_checked: bool
    source: str
    asked_by: str
    channel: str
    left: Left
    steps: Sequence[Step]
    identity: str
    excess: str
    next: str
    advice: str
    acts: Sequence[str]
    holdings: Sequence[Holding]
    answers: Sequence[AnswerView]
    copies: Sequence[Handed]
    versions: Sequence[Version]
    is_answered: bool

    @property
    def number(self) -> str:
        return number_of(self.id)


def is_late(scene: Scene, case: Case) -> bool:
    return case.answered_at is None and calendar.day_of(scene.world.now, scene.zone) > case.due


def cases_on(scene: Scene, shelf: str) -> list[Case]:
    """The cases of a shelf: what is due first comes first, what was answered last comes first."""
    cases = scene.world.cases.values()
    if shelf == "answered":
        done = [one for one in cases if one.answered_at is not None]
        return sorted(done, key=lambda one: one.answered_at or scene.world.now, reverse=True)
    waiting = [one for one in cases if one.answered_at is None and (shelf == "open" or is_late(scene, one))]
    return sorted(waiting, key=lambda one: (one.due, one.received_at))


def case_row(scene: Scene, case: Case) -> CaseRow:
    return CaseRow(
        id=case.id,
        who=_who(scene, case),
        kind=_capital(said(REQUEST_WORDS, case.kind, scene.language)),
        asked_by_another=case.by == "third_party",
        channel=_came_by(scene, case),
        received=scene.day(case.received_at),
        left=days_left(scene, case.due, case.answered_at),
        next=str(NEXT[next_act(scene, case)]) if case.answered_at is None else "",
        is_open=case.answered_at is None,
    )


def case_view(scene: Scene, case: Case) -> CaseView:
    """Everything the case page says."""
    known = case.customer or ""
    right = right_of(case.jurisdiction, case.kind, calendar.day_of(case.received_at, scene.zone))
    act = next_act(scene, case) if case.answered_at is None else ""
    return CaseView(
        id=case.id,
        customer=known if known in scene.people else "",
        who=_who(scene, case),
        kind=_capital(said(REQUEST_WORDS, case.kind, scene.language)),
        law=said(LAW_WORDS, case.jurisdiction, scene.language),
        right=law_words(right.article, scene.language) if right else _("no article of its own; the house’s practice"),
        is_checked=right is None or right.checked,
        source=law_words(case.source, scene.language),
        asked_by=_("somebody else, in the holder’s name") if case.by == "third_party" else _("the holder"),
        channel=_came_by(scene, case),
        left=days_left(scene, case.due, case.answered_at),
        steps=_steps(scene, case),
        identity=said(IDENTITY_WORDS, case.method, scene.language) if case.method else "",
        excess=said(IDENTITY_WORDS, ", ".join(case.over_collected), scene.language) if case.over_collected else "",
        next="verify" if act == "represent" else act,
        advice=str(NEXT[act]) if act else "",
        acts=_acts(scene, case),
        holdings=holdings(scene, case.customer),
        answers=[_answer(scene, one) for one in case.answers],
        copies=[_copy(scene, one) for one in scene.world.exports.values() if one.case == case.id],
        versions=[_version(scene, one) for one in scene.world.corrections.values() if one.customer == known and known],
        is_answered=case.answered_at is not None,
    )


def next_act(scene: Scene, case: Case) -> str:
    """The act an open case wants first; `represent` where somebody else asks without showing that they may."""
    if case.by == "third_party" and case.method not in REPRESENTS:
        return "represent"
    if case.verified_at is None:
        return "verify"
    deed = deed_of(case)
    return deed if deed and not is_deed_done(scene, case) else "answer"


def deed_of(case: Case) -> str:
    """The act that does what the holder wants, where an answer alone is not enough."""
    if case.customer is None:
        return ""
    if case.kind in ERASING:
        return "erase"
    if case.kind == "correction":
        return "correct"
    if case.kind in STOPPING:
        return "stop-marketing"
    return "export" if case.kind == "portability" else ""


def is_deed_done(scene: Scene, case: Case) -> bool:
    """Whether something was done that the answer may speak of."""
    world, customer = scene.world, case.customer
    match deed_of(case):
        case "erase":
            return customer in world.tombstones
        case "correct":
            return any(one.case == case.id for one in world.corrections.values())
        case "stop-marketing":
            return all(is_suppressed(world, customer or "", channel) for channel in MARKETING_CHANNELS)
        case "export":
            return any(one.case == case.id for one in world.exports.values())
        case _:
            return True


def outcome_so_far(scene: Scene, case: Case, holding: Holding) -> tuple[str, str]:
    """The outcome of one kind of data that is a fact already, and its reason; both empty where somebody has to decide."""
    if not holding.is_held and not holding.was_erased:
        return "none_held", ""
    if case.kind in ERASING:
        if holding.was_erased:
            return "done", ""
        # Its ground is the engine's to say, in the language of whoever reads it.
        return ("kept", "") if holding.stays else ("", "")
    if case.kind in COPYING:
        copied = any(one.case == case.id and holding.category in one.categories for one in scene.world.exports.values())
        return ("done", "") if copied else ("", "")
    deed = deed_of(case)
    return ("done", "") if deed and is_deed_done(scene, case) else ("", "")


def categories_of(case: Case) -> frozenset[str]:
    """The kinds of data that an answer to this request speaks of."""
    if case.kind == "correction":
        return frozenset({"profile"})
    if case.kind in STOPPING:
        return frozenset({"marketing", "consents"})
    if case.kind == "portability":
        return PORTABLE
    return frozenset(CATEGORIES)


def _acts(scene: Scene, case: Case) -> list[str]:
    """In the order in which they are done."""
    if case.answered_at is not None:
        return []
    own = [deed_of(case)] if deed_of(case) else []
    if case.kind in COPYING and "export" not in own and case.customer is not None:
        own.append("export")
    asking = ["verify"] if next_act(scene, case) in ("verify", "represent") else []
    return [*asking, *own, "answer", "refuse"]


def _came_by(scene: Scene, case: Case) -> str:
    """A request may come by a way that no message goes out by."""
    return _("customer area") if case.channel == "portal" else said(CHANNEL_WORDS, case.channel, scene.language)


def _who(scene: Scene, case: Case) -> str:
    return scene.name(case.customer) if case.customer is not None else _("Somebody who is no customer")


def has_short_answer(scene: Scene, case: Case) -> bool:
    """Whether its law knows a simplified answer, at once, before the full one: the LGPD alone (art. 19 I)."""
    return _short_term(scene, case) is not None


def _short_term(scene: Scene, case: Case) -> Term | None:
    if case.kind != "access":
        return None
    term = request_term(case.jurisdiction, "simplified_access", calendar.day_of(case.received_at, scene.zone))
    return term if term.about == "simplified_access" else None


def _steps(scene: Scene, case: Case) -> list[Step]:
    world, company = scene.world, scene.world.require_company()
    steps = [Step(_("Received"), scene.moment(case.received_at)), *_confirmed(scene, case)]
    verified = _moment(scene, case.verified_at)
    steps.append(Step(_("Identity confirmed"), verified, "" if verified else _("not yet")))
    short = _short_term(scene, case)
    if short is not None:
        due = due_by(short, case.received_at, company, is_small=company.policy.is_small_agent).day
        first = next((one.at for one in case.answers), None)
        steps.append(
            Step(_("Simplified answer"), scene.written_day(due), law_words(short.source, scene.language),
                 days_left(scene, due, first))
        )  # fmt: skip
    label = _("Full answer") if case.kind == "access" else _("Answer due")
    left = days_left(scene, case.due, case.answered_at)
    steps.append(Step(label, scene.written_day(case.due), law_words(case.source, scene.language), left))
    if case.answered_at is not None:
        steps.append(Step(pgettext("request about data", "Answered"), scene.moment(case.answered_at)))
    gone = world.tombstones.get(case.customer or "")
    if gone is not None:
        note = _("the key was destroyed: nobody can be brought back") if gone.key_destroyed else ""
        steps.append(Step(_("Data erased"), scene.moment(gone.at), note))
    return steps


def _confirmed(scene: Scene, case: Case) -> list[Step]:
    """The clock for saying that the request came in, where the law has one; an answer says it too."""
    company = scene.world.require_company()
    term = acknowledgement_term(case.jurisdiction, case.kind, calendar.day_of(case.received_at, scene.zone))
    if term is None:
        return []
    due = due_by(term, case.received_at, company, is_small=company.policy.is_small_agent).day
    letters = (one for one in scene.world.messages.values() if one.template == "request_received")
    told = next((one.at for one in letters if one.fields.get("case") == case.id), case.answered_at)
    source = law_words(term.source, scene.language)
    return [Step(_("Confirm that it came in"), scene.written_day(due), source, days_left(scene, due, told))]


def _moment(scene: Scene, instant: datetime | None) -> str:
    return scene.moment(instant) if instant is not None else ""


def _answer(scene: Scene, answer: Any) -> AnswerView:
    title = _("Simplified answer") if answer.part == "simplified" else _("Full answer")
    rows = [
        OutcomeRow(
            category_name(scene, one.category),
            said(OUTCOME_WORDS, one.outcome, scene.language),
            OUTCOME_TONES[one.outcome],
            _why(scene, one),
            scene.written_day(one.until) if one.until else "",
        )
        for one in answer.outcomes
    ]
    return AnswerView(title, scene.moment(answer.at), rows)


def _copy(scene: Scene, export: Any) -> Handed:
    gone = scene.world.tombstones.get(export.customer)
    return Handed(
        id=export.id,
        what=", ".join(category_name(scene, one).lower() for one in export.categories),
        formats=" + ".join(export.formats).upper(),
        at=scene.moment(export.at),
        until=scene.moment(export.expires_at),
        is_open=scene.world.now <= export.expires_at and not (gone is not None and gone.key_destroyed),
    )


def _version(scene: Scene, correction: Any) -> Version:
    return Version(
        correction.version,
        ", ".join(said(PERSON_WORDS, one, scene.language) for one in correction.fields),
        scene.written_day(correction.effective),
        ", ".join(correction.told) or _("nobody"),
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _why(scene: Scene, one: Outcome) -> str:
    """The ground in the reader's own language, and what was written beside it."""
    ground = said(HOLD_WORDS, one.ground, scene.language) if one.ground else ""
    return "; ".join(part for part in (ground, one.reason) if part)
