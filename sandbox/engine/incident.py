"""Incident: something happened to personal data; who must be told by when is computed, never stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from sandbox.engine import calendar
from sandbox.engine.catalogue import Company, Jurisdiction
from sandbox.engine.jurisdictions import DueBy, NoticeTo, due_by, notice_term

IncidentCategory = Literal[
    "identification", "contact", "financial", "authentication", "sensitive", "minors", "elderly", "secrecy", "usage"
]
# Any of these, or large scale, makes a significant incident one to be told (Res. CD/ANPD 15/2024).
GRAVE: Final[frozenset[str]] = frozenset({"financial", "authentication", "sensitive", "minors", "elderly", "secrecy"})

# The gravest of them: at large scale a high risk to holders, unless somebody says why not (GDPR art. 34; the list is ours).
GRAVEST: Final[frozenset[str]] = frozenset({"sensitive", "authentication", "minors"})


class Notice(Struct, frozen=True):
    """One telling: to whom, for which law, when, and how many letters went out."""

    to: NoticeTo
    jurisdiction: Jurisdiction
    at: datetime
    reason: str
    letters: int = 0
    outside: int | UnsetType = UNSET
    """How many holders were told by another way than a letter from here."""
    way: str | UnsetType = UNSET
    """That way, and by whom."""


class Incident(Struct, frozen=True):
    """What is known of it; `significant` is the assessment, with its reasoning."""

    id: str
    at: datetime
    known_at: datetime
    registered_at: datetime
    categories: tuple[str, ...]
    holders: dict[str, int]
    significant: bool
    large_scale: bool
    reasoning: str
    measures: str
    notices: tuple[Notice, ...] = ()
    high_risk: bool | UnsetType = UNSET
    """As assessed; where nobody said, it follows from the data."""

    @property
    def is_high_risk(self) -> bool:
        """Whether it is likely to hurt the holders gravely (GDPR art. 34)."""
        return self.high_risk if isinstance(self.high_risk, bool) else self.significant and self.looks_grave

    @property
    def looks_grave(self) -> bool:
        """Whether its data alone speaks of a high risk: of the gravest kinds, at large scale."""
        return self.large_scale and bool(GRAVEST & set(self.categories))

    def told(self, to: str, law: str) -> Notice | None:
        return next((one for one in self.notices if (one.to, one.jurisdiction) == (to, law)), None)


class Duty(Struct, frozen=True):
    """One telling that is owed, or may follow: by when and by which law."""

    to: NoticeTo
    jurisdiction: Jurisdiction
    due: DueBy
    source: str
    done: Notice | None

    def state(self, now: datetime, company: Company) -> str:
        """`pending`, `overdue`, `done` or `late`."""
        moment = self.done.at if self.done is not None else now
        past = self.due.is_past(moment, _day(moment, company))
        return ("late" if past else "done") if self.done is not None else ("overdue" if past else "pending")


def must_be_told(incident: Incident, law: Jurisdiction) -> bool:
    """Brazil: significant, and grave data or large scale; elsewhere wherever a risk is not unlikely."""
    if not incident.significant:
        return False
    return law != "br" or incident.large_scale or bool(GRAVE & set(incident.categories))


def duties(incident: Incident, company: Company, *, is_small: bool) -> list[Duty]:
    """Everything owed for an incident, each on its own clock."""
    found: list[Duty] = []
    laws: tuple[Jurisdiction, ...] = ("br", "eu", "us")
    targets: tuple[NoticeTo, ...] = ("authority", "holders", "supplement")
    for law in laws:
        if not incident.holders.get(law) or not must_be_told(incident, law):
            continue
        for to in targets:
            if law == "eu" and to == "holders" and not incident.is_high_risk:
                continue
            term = notice_term(law, to, _day(incident.known_at, company))
            start: datetime | None = incident.known_at
            if to == "supplement":
                first = incident.told("authority", law)
                start = first.at if first is not None else None
            if term is not None and start is not None:
                due = due_by(term, start, company, is_small=is_small)
                found.append(Duty(to, law, due, term.source, incident.told(to, law)))
    return found


def _day(instant: datetime, company: Company) -> date:
    return calendar.day_of(instant, company.timezone)
