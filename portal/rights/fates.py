"""What becomes of the record of somebody's learning, said the one way by every room that holds a part of it."""

from __future__ import annotations

from django.utils.functional import Promise

from portal.rights import reasons
from portal.seams.contracts import Account, Fate, Outcome


def while_working(what: str | Promise, count: int) -> Fate:
    """It is needed as long as the person works here."""
    return Fate(str(what), count, Outcome.KEPT, str(reasons.WHILE_WORKING))


def as_proof(account: Account, what: str | Promise, count: int) -> Fate:
    """It proves mandatory training: it loses its name, which is kept sealed apart for the term of proof."""
    return Fate(str(what), count, Outcome.PSEUDONYMISED, str(reasons.PROOF), until=account.kept_until, is_proof=True)


def as_record(what: str | Promise, count: int) -> Fate:
    """It stays, and its name goes with the registration."""
    return Fate(str(what), count, Outcome.PSEUDONYMISED, str(reasons.RECORD))
