"""Casework: requests about personal data answered and still open, an incident that was told, and what staff looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sandbox.engine import commands as cmd
from sandbox.engine.privacy import Category
from sandbox.engine.subscription import ENDED
from sandbox.practice.crowd import living
from sandbox.practice.past import Past

LEGAL_DUTY: Final = ("dever legal: documento fiscal", "legal duty: fiscal document")
ERASED: Final[tuple[Category, ...]] = ("profile", "marketing", "support", "usage")


def _someone(past: Past) -> str | None:
    """A subscriber nobody has asked anything of yet."""
    busy = {case.customer for case in past.world.cases.values()} | past.silent
    found = [one.customer for one in living(past) if one.customer not in busy]
    return past.dice.choice(found) if found else None


def _ask(past: Past, customer: str, kind: str, channel: str = "portal") -> str:
    asked = cmd.OpenRequest(customer=customer, kind=kind, channel=channel, actor="customer")  # type: ignore[arg-type]
    past.do(asked)
    return next(reversed(past.world.cases))


def access(past: Past) -> None:
    """Show me my data: verified at once, answered in full some days later."""
    customer = _someone(past)
    if customer is None:
        return
    case = _ask(past, customer, "access")
    past.do(cmd.VerifyIdentity(case=case, method="otp", actor="team"))
    held = past.market.say("não guardamos dados de uso", "no usage data is kept")
    outcomes = (
        cmd.OutcomeSpec("profile", "done"),
        cmd.OutcomeSpec("invoices", "done"),
        cmd.OutcomeSpec("usage", "none_held", held),
    )
    answer = cmd.AnswerRequest(case=case, outcomes=outcomes, actor="team")
    past.on(past.day_of(past.world.now) + timedelta(days=past.dice.randint(3, 11)), lambda: past.may(answer))


def stop_the_ads(past: Past) -> None:
    """Every channel off the same hour."""
    customer = _someone(past)
    if customer is None:
        return
    case = _ask(past, customer, "revocation", "whatsapp")
    past.do(cmd.VerifyIdentity(case=case, method="login", actor="team"))
    past.do(cmd.SetConsent(customer=customer, channel="all", granted=False, actor="team"))
    past.do(cmd.AnswerRequest(case=case, outcomes=(cmd.OutcomeSpec("marketing", "done"),), actor="team"))


def erasure(past: Past) -> None:
    """Somebody who left wants to be forgotten: what may go goes, what the law keeps stays locked."""
    busy = {case.customer for case in past.world.cases.values()}
    owing = {one.document.customer for one in past.world.invoices.values() if one.status == "open"}
    gone = [one.customer for one in past.world.subscriptions.values() if one.status in ENDED and one.ended_at]
    alive = {one.customer for one in past.world.subscriptions.values() if one.status not in ENDED}
    held = {dispute.customer for dispute in past.world.disputes.values() if dispute.is_open}
    found = [one for one in dict.fromkeys(gone) if one not in busy | owing | alive | past.silent | held]
    if not found:
        return
    customer = past.dice.choice(found)
    case = _ask(past, customer, "deletion", "email")
    past.do(cmd.VerifyIdentity(case=case, method="otp", actor="team"))
    if not past.may(cmd.EraseData(customer=customer, case=case, categories=ERASED, actor="team")):
        return
    past.subjects.pop(customer, None)
    kept = past.market.say(*LEGAL_DUTY)
    done = tuple(cmd.OutcomeSpec(category, "done") for category in ERASED)
    # Whoever never had an invoice leaves nothing that must be kept.
    invoiced = any(one.document.customer == customer for one in past.world.invoices.values())
    outcomes = (*done, cmd.OutcomeSpec("invoices", "kept", kept)) if invoiced else done
    past.do(cmd.AnswerRequest(case=case, outcomes=outcomes, actor="team"))


def export(past: Past) -> None:
    """Data to take along, answered with a copy."""
    customer = _someone(past)
    if customer is None:
        return
    case = _ask(past, customer, "portability")
    past.do(cmd.VerifyIdentity(case=case, method="otp", actor="team"))
    past.do(cmd.ExportData(customer=customer, case=case, categories=("profile", "invoices"), actor="team"))
    outcomes = (cmd.OutcomeSpec("profile", "done"), cmd.OutcomeSpec("invoices", "done"))
    past.do(cmd.AnswerRequest(case=case, outcomes=outcomes, actor="team"))


def look(past: Past) -> None:
    """Staff saw somebody's address, and said why."""
    customer = _someone(past)
    if customer is not None:
        reason = past.market.say("confirmar o e-mail do boleto", "to confirm the address of an invoice")
        past.do(cmd.RevealData(customer=customer, fields=("email",), reason=reason, actor="team"))


def incident(past: Past) -> None:
    """A file went to the wrong supplier; authority and holders were told in time, where the law wants it."""
    law = past.market.jurisdiction
    letters = tuple(one for one in (_someone(past), _someone(past)) if one is not None)
    measures = past.market.say("o fornecedor apagou o arquivo e confirmou por escrito", "the supplier deleted the file")
    past.do(
        cmd.ReportIncident(
            categories=("identification", "financial"), holders={law: 41}, measures=measures, actor="team"
        )
    )
    found = next(reversed(past.world.incidents))
    soon = past.day_of(past.world.now) + timedelta(days=1)
    if law != "us":
        past.on(
            soon, lambda: past.may(cmd.NotifyIncident(incident=found, to="authority", jurisdiction=law, actor="team"))
        )
    letter = cmd.NotifyIncident(
        incident=found,
        to="holders",
        jurisdiction=law,
        customers=letters,
        outside=41 - len(letters),
        way=past.market.say("aviso individual no aplicativo", "a notice to each in the application"),
        actor="team",
    )
    past.on(soon, lambda: past.may(letter), hours=(11, 19))


def plan(past: Past) -> None:
    """A year or two of requests, and those that wait today, each at another place of its term."""
    first = past.first_day + timedelta(days=120)
    for act in (access, access, stop_the_ads, stop_the_ads, export, erasure, erasure, look, look, look):
        past.on(past.day_between(first, past.ago(25)), lambda act=act: act(past))  # type: ignore[misc]
    past.on(past.day_between(first, past.ago(90)), lambda: incident(past))
    past.on(past.ago(11), lambda: _left(past, "access", "email"))
    past.on(past.ago(4), lambda: _left(past, "deletion", "portal"))
    past.on(past.ago(1), lambda: _left(past, "correction", "phone"))


def _left(past: Past, kind: str, channel: str) -> None:
    customer = _someone(past)
    if customer is not None:
        past.silent.add(customer)
        _ask(past, customer, kind, channel)
