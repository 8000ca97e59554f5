"""Jurisdictions: how long each law gives for an answer, a notice or a change of mind, as dated data with sources."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.catalogue import Company, Jurisdiction
from sandbox.engine.subscription import Customer

RequestKind = Literal[
    "confirmation",
    "access",
    "simplified_access",
    "correction",
    "anonymisation",
    "deletion",
    "portability",
    "sharing",
    "information",
    "revocation",
    "objection",
    "review",
]
Unit = Literal["days", "business_days", "months", "hours"]
NoticeTo = Literal["authority", "holders", "supplement"]


class Term(Struct, frozen=True):
    """How long, by which law, from when on; `small` is what small agents have instead."""

    jurisdiction: Jurisdiction
    about: str
    amount: int
    unit: Unit
    valid_from: date
    source: str
    small: int | None = None

    def length(self, *, is_small: bool) -> int:
        return self.small if is_small and self.small is not None else self.amount


LGPD: Final = date(2020, 9, 18)
GDPR: Final = date(2018, 5, 25)
_SMALL: Final = "small agents: Res. CD/ANPD 2/2022, double"

# A request of a kind that is not named has the term of "other" in its jurisdiction.
REQUEST_TERMS: Final[tuple[Term, ...]] = (
    Term("br", "confirmation", 0, "days", LGPD, f"LGPD art. 19 I, at once; {_SMALL}: 15 days", 15),
    Term("br", "simplified_access", 0, "days", LGPD, f"LGPD art. 19 I, at once; {_SMALL}: 15 days", 15),
    Term("br", "access", 15, "days", LGPD, f"LGPD art. 19 II; {_SMALL}", 30),
    Term("br", "revocation", 0, "days", LGPD, "LGPD art. 8 §5, at once (house practice)"),
    Term("br", "information", 0, "days", LGPD, "LGPD art. 18 VIII, at once (house practice)"),
    Term("br", "other", 15, "days", LGPD, f"LGPD art. 18 §4, 15 days (house practice); {_SMALL}", 30),
    Term("eu", "other", 1, "months", GDPR, "GDPR art. 12(3)"),
    Term("us", "objection", 15, "business_days", date(2020, 8, 14), "CCPA regulations, 11 CCR 7026(f); to be checked"),
    Term("us", "revocation", 15, "business_days", date(2020, 8, 14), "CCPA regulations, 11 CCR 7026(f); to be checked"),
    Term("us", "other", 45, "days", date(2020, 1, 1), "CCPA, Cal. Civ. Code 1798.130(a)(2); to be checked"),
)

ACKNOWLEDGEMENTS: Final[tuple[Term, ...]] = (
    Term("us", "other", 10, "business_days", date(2020, 8, 14), "CCPA regulations, 11 CCR 7021(a); to be checked"),
)
"""By when a request's arrival is confirmed, where a law asks for that on a clock of its own."""

# From when the clock of each notice runs: knowing of it, or the notice to the authority that it supplements.
NOTICE_TERMS: Final[tuple[Term, ...]] = (
    Term("br", "authority", 3, "business_days", date(2024, 4, 26), f"Res. CD/ANPD 15/2024; {_SMALL}", 6),
    Term("br", "holders", 3, "business_days", date(2024, 4, 26), f"Res. CD/ANPD 15/2024; {_SMALL}", 6),
    Term("br", "supplement", 20, "business_days", date(2024, 4, 26), "Res. CD/ANPD 15/2024, from the notice"),
    Term("eu", "authority", 72, "hours", GDPR, "GDPR art. 33(1)"),
    Term("eu", "holders", 72, "hours", GDPR, "GDPR art. 34(1), without undue delay; 72 hours: house practice"),
    Term("us", "holders", 30, "days", date(2026, 1, 1), "Cal. Civ. Code 1798.82 (SB 446); to be checked"),
)
REGISTER_YEARS: Final = 5
"""The register of incidents is kept at least so long (Res. CD/ANPD 15/2024)."""


class Withdrawal(Struct, frozen=True):
    """The right to change one's mind: how many days, and what the company may keep."""

    jurisdiction: Jurisdiction
    days: int
    pro_rata: bool
    """Whether days of use are paid where an immediate start was expressly asked for."""
    refund_days: int
    valid_from: date
    source: str


WITHDRAWALS: Final[tuple[Withdrawal, ...]] = (
    Withdrawal("br", 7, False, 0, date(1991, 3, 11), "CDC art. 49; CC art. 132 (start day excluded)"),
    Withdrawal("eu", 14, True, 14, date(2014, 6, 13), "Directive 2011/83 arts. 9, 13, 14(3)"),
)


def law_of(company: Company, customer: Customer | None) -> Jurisdiction:
    """The customer's own jurisdiction, else the company's."""
    own = customer.jurisdiction if customer is not None else None
    return own or company.jurisdiction


def request_term(law: Jurisdiction, kind: str, day: date) -> Term:
    """The term in force for a request."""
    return _newest(REQUEST_TERMS, law, kind, day) or _newest(REQUEST_TERMS, law, "other", day) or REQUEST_TERMS[0]


def acknowledgement_term(law: Jurisdiction, kind: str, day: date) -> Term | None:
    """The term for confirming that a request came in, or None where the law sets none; an opt-out is simply done."""
    if _newest(REQUEST_TERMS, law, kind, day) is not None:
        return None
    return _newest(ACKNOWLEDGEMENTS, law, "other", day)


def notice_term(law: Jurisdiction, to: str, day: date) -> Term | None:
    """The term in force for a notice of an incident, or None where the law sets none."""
    return _newest(NOTICE_TERMS, law, to, day)


def withdrawal_of(law: Jurisdiction, day: date) -> Withdrawal | None:
    """The right of withdrawal in force, or None where there is none."""
    found = [one for one in WITHDRAWALS if one.jurisdiction == law and one.valid_from <= day]
    return max(found, key=lambda one: one.valid_from, default=None)


def _newest(table: tuple[Term, ...], law: Jurisdiction, about: str, day: date) -> Term | None:
    found = [one for one in table if (one.jurisdiction, one.about) == (law, about) and one.valid_from <= day]
    return max(found, key=lambda one: one.valid_from, default=None)


class DueBy(Struct, frozen=True):
    """The last moment of a term: a whole company day, or an instant where the law counts hours."""

    day: date
    instant: datetime | None = None

    def is_past(self, moment: datetime, today: date) -> bool:
        return moment > self.instant if self.instant is not None else today > self.day


def due_by(term: Term, start: datetime, company: Company, *, is_small: bool) -> DueBy:
    """When a term that began at an instant ends; the first day is never counted."""
    day = calendar.day_of(start, company.timezone)
    length = term.length(is_small=is_small)
    match term.unit:
        case "hours":
            end = start + timedelta(hours=length)
            return DueBy(calendar.day_of(end, company.timezone), end)
        case "days":
            return DueBy(day + timedelta(days=length))
        case "months":
            return DueBy(calendar.add_months(day, length, day.day))
        case "business_days":
            return DueBy(calendar.add_business_days(day, length, company.holidays))
