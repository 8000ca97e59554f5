"""Evidence: what marking may read, what a condition answers, and the shape every condition has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from sandbox.engine import Event, World, calendar
from sandbox.engine import events as ev
from sandbox.engine.concerning import NAMES, customer_of, whose
from sandbox.engine.incident import Duty, Incident, duties
from sandbox.engine.invoicing import Payment, Refund
from sandbox.engine.messages import format_moment
from sandbox.engine.money import format_money


class Verdict(NamedTuple):
    """Whether it holds, and what the journal or ledger shows now, in Portuguese and English."""

    met: bool
    pt_br: str
    en: str


class Evidence(Struct, frozen=True):
    """What marking may read: the company and its journal, and names only to be polite."""

    world: World
    events: tuple[Event, ...]
    names: dict[str, str]

    @property
    def zone(self) -> str:
        return self.world.require_company().timezone

    def day(self, instant: datetime) -> date:
        return calendar.day_of(instant, self.zone)

    def moment(self, instant: datetime, language: str) -> str:
        return format_moment(calendar.local(instant, self.zone), language)

    def money(self, amount: int, language: str) -> str:
        return format_money(amount, self.world.require_company().currency, language)

    def names_amount(self, text: str, amount: int) -> bool:
        """Whether a text names an amount in figures people use, as either language writes it."""
        figures = {re.sub(r"[^\d.,]", "", self.money(amount, language)) for language in ("pt-br", "en")}
        return any(re.search(rf"(?<![\d.,]){re.escape(one)}(?!\d)", text) for one in figures)

    def attempts(self, invoice: str) -> list[Payment]:
        """Every attempt made at the gateway for an invoice, in order."""
        return [
            event.payment
            for event in self.events
            if isinstance(event, ev.PaymentAttempted) and event.payment.invoice == invoice
        ]

    def messages(self, customer: str) -> list[ev.MessageSent]:
        """Every message to a customer, in order."""
        return [one for one in self.events if isinstance(one, ev.MessageSent) and one.customer == customer]

    def refunds(self, payments: Iterable[str]) -> list[Refund]:
        """Refunds of these payments as they stand now, in the order they were made."""
        wanted = set(payments)
        return [one for one in self.world.refunds.values() if one.payment in wanted]

    def incident_duties(self, incident: Incident) -> list[Duty]:
        """Who must be told of an incident, and by when."""
        company = self.world.require_company()
        return duties(incident, company, is_small=company.policy.is_small_agent)

    def whose(self, event: Event) -> str | None:
        return whose(self.world, event)

    def concerns(self, about: str, customer: str) -> bool:
        """Whether an id that a task or a note is about is this customer's own, or of something that is theirs."""
        if about == customer:
            return True
        known = (getattr(self.world, table).get(about) for table in NAMES.values() if table)
        return any(customer_of(self.world, one) == customer for one in known if one is not None)

    def first_failure(self, invoice: str) -> datetime | None:
        known = self.world.invoices.get(invoice)
        return known.first_failure_at if known else None


class Word(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One word of the vocabulary with its parameters."""

    def judge(self, evidence: Evidence) -> Verdict:
        raise NotImplementedError


def times(count: int, pt: tuple[str, str], en: tuple[str, str]) -> tuple[str, str]:
    one = count == 1
    return f"{count} {pt[0] if one else pt[1]}", f"{count} {en[0] if one else en[1]}"
