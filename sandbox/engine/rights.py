"""Rights: which article gives a holder which right, as dated data; law that nobody has checked says so."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct

from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.jurisdictions import GDPR, LGPD, RequestKind

CCPA: Final = date(2020, 1, 1)
CPRA: Final = date(2023, 1, 1)


class Right(Struct, frozen=True):
    """One right of a holder and where it stands; `checked` is false where a lawyer still has to look."""

    jurisdiction: Jurisdiction
    kind: RequestKind
    article: str
    valid_from: date
    checked: bool = True


RIGHTS: Final[tuple[Right, ...]] = (
    Right("br", "confirmation", "LGPD art. 18 I, art. 19", LGPD),
    Right("br", "access", "LGPD art. 18 II, art. 19", LGPD),
    Right("br", "simplified_access", "LGPD art. 18 II, art. 19 I", LGPD),
    Right("br", "correction", "LGPD art. 18 III", LGPD),
    Right("br", "anonymisation", "LGPD art. 18 IV", LGPD),
    Right("br", "portability", "LGPD art. 18 V", LGPD),
    Right("br", "deletion", "LGPD art. 18 VI, art. 16", LGPD),
    Right("br", "sharing", "LGPD art. 18 VII", LGPD),
    Right("br", "information", "LGPD art. 18 VIII", LGPD),
    Right("br", "revocation", "LGPD art. 18 IX, art. 8 §5", LGPD),
    Right("br", "objection", "LGPD art. 18 §2", LGPD),
    Right("br", "review", "LGPD art. 20", LGPD),
    Right("eu", "confirmation", "GDPR art. 15(1)", GDPR),
    Right("eu", "access", "GDPR art. 15", GDPR),
    Right("eu", "simplified_access", "GDPR art. 15", GDPR),
    Right("eu", "correction", "GDPR art. 16", GDPR),
    Right("eu", "anonymisation", "GDPR arts. 17, 18", GDPR),
    Right("eu", "portability", "GDPR art. 20", GDPR),
    Right("eu", "deletion", "GDPR art. 17", GDPR),
    Right("eu", "sharing", "GDPR art. 15(1)(c)", GDPR),
    Right("eu", "information", "GDPR arts. 13, 14", GDPR),
    Right("eu", "revocation", "GDPR art. 7(3)", GDPR),
    Right("eu", "objection", "GDPR art. 21", GDPR),
    Right("eu", "review", "GDPR art. 22", GDPR),
    Right("us", "confirmation", "CCPA, Cal. Civ. Code 1798.110", CCPA, False),
    Right("us", "access", "CCPA, Cal. Civ. Code 1798.110", CCPA, False),
    Right("us", "simplified_access", "CCPA, Cal. Civ. Code 1798.110", CCPA, False),
    Right("us", "correction", "CCPA, Cal. Civ. Code 1798.106", CPRA, False),
    Right("us", "portability", "CCPA, Cal. Civ. Code 1798.130(a)(3)", CCPA, False),
    Right("us", "deletion", "CCPA, Cal. Civ. Code 1798.105", CCPA, False),
    Right("us", "sharing", "CCPA, Cal. Civ. Code 1798.115", CCPA, False),
    Right("us", "revocation", "CCPA, Cal. Civ. Code 1798.135", CCPA, False),
    Right("us", "objection", "CCPA, Cal. Civ. Code 1798.120", CCPA, False),
)


def right_of(law: Jurisdiction, kind: str, day: date) -> Right | None:
    """The right in force that a request rests on, or None where that law has none of the kind."""
    found = [one for one in RIGHTS if (one.jurisdiction, one.kind) == (law, kind) and one.valid_from <= day]
    return max(found, key=lambda one: one.valid_from, default=None)
