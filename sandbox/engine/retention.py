"""Retention: why some data of a subject must stay, and until when, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from sandbox.engine import calendar
from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.jurisdictions import law_of
from sandbox.engine.privacy import FISCAL
from sandbox.engine.subscription import ENDED
from sandbox.engine.world import World

# Fiscal documents until 31 December of so many years after issue, by the law of whoever they are about. Brazil: CTN
# arts. 173, 174 and 195, read as the house does. Europe: national tax law (DOMAIN.md 1.2: France and Italy 10, Germany 8,
# Spain 6), the longest of them as the company's own. America: the company's own, after the Internal Revenue Service's
# longest period for records (seven years). None was read in the official text (README, "To be checked by a lawyer").
FISCAL_YEARS: Final[dict[Jurisdiction, int]] = {"br": 5, "eu": 10, "us": 7}
# CDC art. 27: five years for damages a service caused, from knowing of them; that the proof of a consent stands as long is ours.
CLAIM_YEARS: Final = 5
# Access logs for six months: in Brazil because Marco Civil art. 15 says so, elsewhere by the company's own policy (in
# Europe under legitimate interest, GDPR art. 6(1)(f)); a lawyer is to check both.
LOG_MONTHS: Final = 6
LOG_GROUNDS: Final[dict[Jurisdiction, str]] = {"br": "logs", "eu": "log_policy", "us": "log_policy"}


class Ground(Struct, frozen=True):
    """Why a category stays; `until` is its last day, none where no day is known yet."""

    kind: str
    until: date | None


def fiscal_until(issued: date, law: Jurisdiction) -> date:
    """The last day on which a fiscal document must be kept."""
    return date(issued.year + FISCAL_YEARS[law], 12, 31)


def law_for(world: World, customer: str) -> Jurisdiction:
    """Whose law says what stays of a customer."""
    return law_of(world.require_company(), world.customers.get(customer))


def last_issue(world: World, customer: str) -> date | None:
    """The day of a customer's newest invoice."""
    days = (one.document.issued for one in world.invoices.values() if one.document.customer == customer)
    return max(days, default=None)


def ground(world: World, customer: str, category: str, today: date) -> Ground | None:
    """What keeps a category longest today, or None where nothing does."""
    found = [one for one in _grounds(world, customer, category) if one.until is None or today <= one.until]
    open_ended = [one for one in found if one.until is None]
    if open_ended:
        return open_ended[0]
    return max(found, key=lambda one: one.until or today, default=None)


def _grounds(world: World, customer: str, category: str) -> Iterator[Ground]:
    for hold in world.holds.values():
        if hold.customer == customer and category in hold.categories and hold.released_at is None:
            yield Ground(hold.kind, hold.until)
    if category in ("profile", "invoices", "payments") and any(
        one.customer == customer and one.is_open for one in world.disputes.values()
    ):
        yield Ground("dispute", None)
    if category in FISCAL:
        issued = last_issue(world, customer)
        if issued is not None:
            yield Ground("fiscal", fiscal_until(issued, law_for(world, customer)))
    own = [one for one in world.subscriptions.values() if one.customer == customer]
    if category in ("profile", "usage", "subscriptions", "payments") and (
        any(one.status not in ENDED for one in own) or _owes(world, customer)
    ):
        yield Ground("contract", None)
    if category == "consents":
        said = [one.history[-1].at for one in world.consents.values() if one.customer == customer]
        if said:
            yield Ground("proof", _years_after(world, max(said), CLAIM_YEARS))
    if category == "access_logs" and own:
        ends = [one.ended_at for one in own if one.ended_at is not None]
        if len(ends) < len(own):
            yield Ground("contract", None)
        else:
            day = calendar.day_of(max(ends), world.require_company().timezone)
            kind = LOG_GROUNDS[law_for(world, customer)]
            yield Ground(kind, calendar.add_months(day, LOG_MONTHS, day.day))


def _years_after(world: World, instant: datetime, years: int) -> date:
    day = calendar.day_of(instant, world.require_company().timezone)
    return calendar.add_months(day, 12 * years, day.day)


def _owes(world: World, customer: str) -> bool:
    return any(
        one.document.customer == customer and one.status == "open" and one.remaining > 0
        for one in world.invoices.values()
    )
