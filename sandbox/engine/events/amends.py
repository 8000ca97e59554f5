"""Events of amends: goodwill given, indemnities paid out."""

from __future__ import annotations

from sandbox.engine.amends import Indemnity
from sandbox.engine.events.base import Base
from sandbox.engine.ledger import Posting


class GoodwillGiven(Base, frozen=True, kw_only=True):
    """The credit note just issued was a gesture; it counts towards what an agent may give."""

    customer: str
    invoice: str
    credit_note: str
    amount: int


class IndemnityPaid(Base, frozen=True, kw_only=True):
    indemnity: Indemnity
    postings: tuple[Posting, ...]


AmendsEvent = GoodwillGiven | IndemnityPaid
