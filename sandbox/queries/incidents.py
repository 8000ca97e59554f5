"""Incidents: the register, and who must be told by when, on each law's own clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sandbox.engine import calendar
from sandbox.engine.incident import Duty, Incident, Notice, duties
from sandbox.engine.jurisdictions import REGISTER_YEARS, law_of, notice_term
from sandbox.engine.sourcing import law_words
from sandbox.engine.subscription import ENDED
from sandbox.engine.text import number_of
from sandbox.engine.wording import LAW_WORDS, said
from sandbox.queries.deadlines import Left, days_left, hours_left
from sandbox.queries.scene import Scene

KINDS: Mapping[str, str | Promise] = {
    "identification": pgettext_lazy("incident", "identification (name, document)"),
    "contact": pgettext_lazy("incident", "contact (e-mail, phone, address)"),
    "financial": pgettext_lazy("incident", "financial"),
    "authentication": pgettext_lazy("incident", "authentication (passwords, codes)"),
    "sensitive": pgettext_lazy("incident", "sensitive (health, belief, biometrics…)"),
    "minors": pgettext_lazy("incident", "of children or teenagers"),
    "elderly": pgettext_lazy("incident", "of elderly people"),
    "secrecy": pgettext_lazy("incident", "protected by legal or professional secrecy"),
    "usage": pgettext_lazy("incident", "history of use"),
}
TO_WORDS: Mapping[tuple[str, str], str | Promise] = {
    ("authority", "br"): gettext_lazy("Tell the ANPD"),
    ("authority", "eu"): gettext_lazy("Tell the supervisory authority"),
    ("authority", "us"): gettext_lazy("Tell the authority (United States)"),
    ("holders", "br"): gettext_lazy("Tell the holders (Brazil)"),
    ("holders", "eu"): gettext_lazy("Tell the holders (European Union)"),
    ("holders", "us"): gettext_lazy("Tell the holders (United States)"),
    ("supplement", "br"): gettext_lazy("Send the ANPD what was missing"),
    ("supplement", "eu"): gettext_lazy("Send the supervisory authority what was missing"),
    ("supplement", "us"): gettext_lazy("Send the authority what was missing (United States)"),
}
TARGETS = ("authority", "holders", "supplement")


@dataclass(frozen=True)
class DutyRow:
    """One telling that is owed, or was done: `chosen` names it in the address of its act."""

    chosen: str
    title: str
    due: str
    source: str
    left: Left
    told: str
    letters: int
    outside: int
    """How many heard by another way than a letter from here, and by which."""
    way: str
    reason: str
    is_open: bool
    is_next: bool = False
    """The one to do now: what is late first, then what is due first."""
    heard: str = ""
    """Of the holders affected, how many heard."""


@dataclass(frozen=True)
class IncidentRow:
    id: str
    known: str
    kinds: str
    holders: int
    left: Left | None
    """The nearest telling that is owed."""
    verdict: str

    @property
    def number(self) -> str:
        return number_of(self.id)


@dataclass(frozen=True)
class IncidentView:
    """One entry of the register, whole."""

    id: str
    happened: str
    known: str
    registered: str
    kinds: str
    holders: Sequence[tuple[str, int]]
    large_scale: bool
    significant: bool
    reasoning: str
    measures: str
    duties: Sequence[DutyRow]
    others: Sequence[DutyRow]
    """Tellings beyond what was owed."""
    next: str
    keep_until: str
    verdict: str
    """Whether all who must be told were, as in the register; nothing while somebody waits."""


def owed(scene: Scene) -> int:
    """Tellings that the law wants and nobody has done."""
    return sum(duty.done is None for one in scene.world.incidents.values() for duty in _duties(scene, one))


def incident_rows(scene: Scene) -> list[IncidentRow]:
    """The register, newest first."""
    found = sorted(scene.world.incidents.values(), key=lambda one: one.known_at, reverse=True)
    return [_row(scene, one) for one in found]


def incident_view(scene: Scene, incident: Incident) -> IncidentView:
    owed_now = [_duty(scene, incident, one) for one in sorted(_duties(scene, incident), key=_end)]
    first = next((row.chosen for row in owed_now if row.is_open), "")
    owed_now = [replace(row, is_next=row.chosen == first) for row in owed_now]
    named = {row.chosen for row in owed_now}
    day = calendar.day_of(incident.registered_at, scene.zone)
    return IncidentView(
        id=incident.id,
        happened=scene.moment(incident.at),
        known=scene.moment(incident.known_at),
        registered=scene.moment(incident.registered_at),
        kinds=_kinds(incident),
        holders=[(said(LAW_WORDS, law, scene.language), count) for law, count in incident.holders.items() if count],
        large_scale=incident.large_scale,
        significant=incident.significant,
        reasoning=incident.reasoning,
        measures=incident.measures,
        duties=owed_now,
        others=[_told(scene, one) for one in incident.notices if f"{one.to}:{one.jurisdiction}" not in named],
        next=first,
        keep_until=scene.written_day(calendar.add_months(day, 12 * REGISTER_YEARS, day.day)),
        verdict=_row(scene, incident).verdict,
    )


def still_to_tell(incident: Incident) -> list[tuple[str, str]]:
    """Every telling that may still be done: who, and by which law; what was missing follows the first notice."""
    return [
        (to, law)
        for law, count in incident.holders.items()
        for to in TARGETS
        if count
        and incident.told(to, law) is None
        and (to != "supplement" or incident.told("authority", law) is not None)
    ]


def is_overdue(scene: Scene, incident: Incident, to: str, law: str) -> bool:
    company = scene.world.require_company()
    return any(
        duty.state(scene.world.now, company) == "overdue"
        for duty in _duties(scene, incident)
        if (duty.to, duty.jurisdiction) == (to, law)
    )


def holders_here(scene: Scene, law: str, *, live_only: bool = False) -> list[str]:
    """The customers of the company under one law who can still be written to."""
    world = scene.world
    live = {one.customer for one in world.subscriptions.values() if one.status not in ENDED}
    return [
        key
        for key, one in world.customers.items()
        if law_of(world.require_company(), one) == law
        and not ((gone := world.tombstones.get(key)) and gone.key_destroyed)
        and (key in live or not live_only)
    ]


def _duties(scene: Scene, incident: Incident) -> list[Duty]:
    company = scene.world.require_company()
    return duties(incident, company, is_small=company.policy.is_small_agent)


def _end(duty: Duty) -> datetime:
    """When a telling's term ends, for putting them in order."""
    return duty.due.instant or datetime.combine(duty.due.day, time.max, tzinfo=UTC)


def _kinds(incident: Incident) -> str:
    return ", ".join(str(KINDS[one]) for one in incident.categories)


def _row(scene: Scene, incident: Incident) -> IncidentRow:
    own = _duties(scene, incident)
    waiting = sorted((one for one in own if one.done is None), key=lambda one: one.due.day)
    verdict = _verdict(incident, own)
    return IncidentRow(
        incident.id,
        scene.moment(incident.known_at),
        _kinds(incident),
        sum(incident.holders.values()),
        _left(scene, waiting[0]) if waiting else None,
        "" if waiting else verdict,
    )


def _verdict(incident: Incident, own: Sequence[Duty]) -> str:
    """Whether all who must be told were: of the holders, how many of those affected heard."""
    if not own:
        return _("register only")
    heard = [(duty.done, incident.holders[duty.jurisdiction]) for duty in own if duty.to == "holders" and duty.done]
    told = sum(min(_heard(done), affected) for done, affected in heard)
    affected = sum(affected for _done, affected in heard)
    return _told_of(told, affected) if told < affected else _("everybody told")


def _told_of(told: int, affected: int) -> str:
    return _("%(told)s of %(affected)s holders told") % {"told": told, "affected": affected}


def _heard(notice: Notice) -> int:
    """Persons who heard: by a letter from here, or by another way."""
    return notice.letters + (notice.outside or 0)


def _left(scene: Scene, duty: Duty) -> Left:
    done = duty.done.at if duty.done else None
    if duty.due.instant is not None:
        return hours_left(scene, duty.due.instant, done)
    return days_left(scene, duty.due.day, done)


def _duty(scene: Scene, incident: Incident, duty: Duty) -> DutyRow:
    instant = duty.due.instant
    heard = ""
    if duty.to == "holders" and duty.done is not None:
        affected = incident.holders[duty.jurisdiction]
        heard = _told_of(min(_heard(duty.done), affected), affected)
    return DutyRow(
        chosen=f"{duty.to}:{duty.jurisdiction}",
        title=str(TO_WORDS[duty.to, duty.jurisdiction]),
        due=scene.moment(instant) if instant is not None else scene.written_day(duty.due.day),
        source=law_words(duty.source, scene.language),
        left=_left(scene, duty),
        told=scene.moment(duty.done.at) if duty.done else "",
        letters=duty.done.letters if duty.done else 0,
        outside=(duty.done.outside or 0) if duty.done else 0,
        way=(duty.done.way or "") if duty.done else "",
        reason=duty.done.reason if duty.done else "",
        is_open=duty.done is None,
        heard=heard,
    )


def _told(scene: Scene, notice: Notice) -> DutyRow:
    term = notice_term(notice.jurisdiction, notice.to, calendar.day_of(notice.at, scene.zone))
    return DutyRow(
        chosen=f"{notice.to}:{notice.jurisdiction}",
        title=str(TO_WORDS[notice.to, notice.jurisdiction]),
        due="",
        source=law_words(term.source, scene.language) if term else "",
        left=Left("plain", _("beyond what was owed"), "info", "", ""),
        told=scene.moment(notice.at),
        letters=notice.letters,
        outside=notice.outside or 0,
        way=notice.way or "",
        reason=notice.reason,
        is_open=False,
    )
