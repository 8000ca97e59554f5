"""Customer words: what somebody was told and agreed to, what they asked, and what staff wrote down about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.ui.paged import Paged
from sandbox import engine
from sandbox.engine import calendar
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.privacy import MARKETING_CHANNELS, Consent
from sandbox.engine.task import Task
from sandbox.engine.text import number_of
from sandbox.engine.wording import (
    CHANNEL_WORDS,
    CONSENT_CHANNEL_WORDS,
    PERSON_WORDS,
    PURPOSE_WORDS,
    REQUEST_WORDS,
    TASK_WORDS,
    TEMPLATE_WORDS,
    said,
)
from sandbox.engine.world import Message
from sandbox.queries.customers import Badge, whom
from sandbox.queries.scene import Scene
from sandbox.subjects import NOTES

ON_A_PAGE: Final = 20
KINDS: Final[dict[str, str | Promise]] = {
    "call_back": pgettext_lazy("task", "Call back"),
    "check_payment": pgettext_lazy("task", "Check a payment"),
    "art_42_review": pgettext_lazy("task", "Look into an undue charge (CDC art. 42)"),
    "nfse_correction": pgettext_lazy("task", "Correct the fiscal document (NFS-e)"),
    "fix_document": pgettext_lazy("task", "Correct a document"),
    "follow_up": pgettext_lazy("task", "Follow up"),
    "escalation": pgettext_lazy("task", "Handed up"),
    "refund": pgettext_lazy("task", "Refund asked for"),
}


@dataclass(frozen=True)
class Letter:
    """A message as the customer saw it."""

    at: str
    kind: str
    channel: str
    subject: str
    body: str
    language: str


@dataclass(frozen=True)
class Letters(Paged):
    """One page of what somebody was told, the newest first."""

    letters: Sequence[Letter]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


@dataclass(frozen=True)
class ConsentRow:
    """One purpose and channel: how it stands, since when, and everything that was said, the newest first."""

    purpose: str
    channel: str
    state: Badge
    since: str
    history: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class CaseRow:
    id: str
    number: str
    kind: str
    received: str
    state: Badge


@dataclass(frozen=True)
class Look:
    """Somebody looked behind the mask."""

    at: str
    fields: str
    reason: str


@dataclass(frozen=True)
class NoteRow:
    at: str
    text: str


@dataclass(frozen=True)
class TaskRow:
    id: str
    kind: str
    reason: str
    opened: str
    state: Badge
    result: str
    is_open: bool


def letters(scene: Scene, customer: str, *, page: int = 1) -> Letters:
    own = [one for one in reversed(scene.world.messages.values()) if one.customer == customer]
    page = min(max(page, 1), max(1, -(-len(own) // ON_A_PAGE)))
    here = own[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return Letters([_letter(scene, one) for one in here], len(own), page)


def _letter(scene: Scene, one: Message) -> Letter:
    language = scene.world.customers[one.customer].language
    subject, body = engine.render_message(
        one.template, one.fields, name=scene.greeted(one.customer), language=language, currency=scene.currency
    )
    kind = said(TEMPLATE_WORDS, one.template, scene.language)
    return Letter(
        at=scene.moment(one.at),
        kind=kind[:1].upper() + kind[1:],
        channel=said(CHANNEL_WORDS, one.channel, scene.language),
        subject=subject if one.template in TEMPLATES else kind,
        body=body,
        language=language,
    )


def consents(scene: Scene, customer: str) -> list[ConsentRow]:
    """Marketing on every channel, asked or not, and whatever else was ever said."""
    own = [one for one in scene.world.consents.values() if one.customer == customer]
    by_channel = {one.channel: one for one in own if one.purpose == "marketing"}
    rows = [_consent(scene, "marketing", channel, by_channel.get(channel)) for channel in MARKETING_CHANNELS]
    return rows + [_consent(scene, one.purpose, one.channel, one) for one in own if one.purpose != "marketing"]


def _consent(scene: Scene, purpose: str, channel: str, one: Consent | None) -> ConsentRow:
    words = [said(PURPOSE_WORDS, purpose, scene.language), said(CONSENT_CHANNEL_WORDS, channel, scene.language)]
    if one is None:
        return ConsentRow(
            words[0], words[1], Badge("plain", pgettext("consent", "never asked"), "circle-dashed"), "", []
        )
    agreed, refused = pgettext("consent", "agreed"), pgettext("consent", "taken back")
    history = [(scene.moment(one.at), agreed if one.granted else refused, one.proof) for one in reversed(one.history)]
    state = Badge("ok", agreed) if one.granted else Badge("warn", refused, "bell-off")
    return ConsentRow(words[0], words[1], state, scene.day(one.history[-1].at), history)


def cases(scene: Scene, customer: str) -> list[CaseRow]:
    """Their requests about data, the newest first."""
    today = calendar.day_of(scene.world.now, scene.zone)
    return [
        CaseRow(
            one.id,
            number_of(one.id),
            said(REQUEST_WORDS, one.kind, scene.language),
            scene.day(one.received_at),
            Badge("ok", _("answered on %(day)s") % {"day": scene.day(one.answered_at)})
            if one.answered_at is not None
            else Badge(
                "late" if today > one.due else "warn", _("answer by %(day)s") % {"day": scene.written_day(one.due)}
            ),
        )
        for one in reversed(scene.world.cases.values())
        if one.customer == customer
    ]


def looks(scene: Scene, customer: str) -> list[Look]:
    return [
        Look(scene.moment(one.at), said(PERSON_WORDS, ", ".join(one.fields), scene.language), one.reason)
        for one in reversed(scene.world.reveals.values())
        if one.customer == customer
    ]


def notes(scene: Scene, customer: str) -> list[NoteRow]:
    """The newest first; of a note whose words were erased only that there was one."""
    words: dict[str, str] = json.loads(scene.people.get(customer, {}).get(NOTES, "{}"))
    return [
        NoteRow(scene.moment(one.at), words.get(one.id, ""))
        for one in reversed(scene.world.notes.values())
        if one.customer == customer
    ]


def task_kind(scene: Scene, kind: str) -> str:
    """What has to be done, in words."""
    return str(KINDS[kind]) if kind in KINDS else said(TASK_WORDS, kind, scene.language).replace("_", " ")


def tasks(scene: Scene, customer: str) -> list[TaskRow]:
    """Open ones first, the newest of each first."""
    return _tasks(scene, [one for one in scene.world.tasks.values() if whom(scene, one.about) == customer])


def tasks_about(scene: Scene, about: str) -> list[TaskRow]:
    """Those of something that is no customer's, such as the reports; in the same order."""
    return _tasks(scene, [one for one in scene.world.tasks.values() if one.about == about])


def _tasks(scene: Scene, own: Sequence[Task]) -> list[TaskRow]:
    rows = [
        TaskRow(
            one.id,
            task_kind(scene, one.kind),
            one.reason,
            scene.moment(one.opened_at),
            Badge("warn", pgettext("task", "open"), "circle-dot")
            if one.closed_at is None
            else Badge("ok", _("closed on %(day)s") % {"day": scene.day(one.closed_at)}),
            one.result,
            one.closed_at is None,
        )
        for one in reversed(own)
    ]
    return sorted(rows, key=lambda row: not row.is_open)
