"""Report, of consents, requests, holds, exports and incidents; no personal data is in it."""

from __future__ import annotations

from typing import Any

from sandbox.engine import calendar
from sandbox.engine.calendar import add_months, day_of
from sandbox.engine.incident import Duty, Incident, duties
from sandbox.engine.jurisdictions import REGISTER_YEARS
from sandbox.engine.privacy import Case, Consent, Correction, Export, Hold, Reveal, Tombstone
from sandbox.engine.report.moments import moment
from sandbox.engine.world import World


def privacy_parts(world: World, zone: str) -> dict[str, list[dict[str, Any]]]:
    """The parts of the report that this room tells."""
    return {
        "consents": [_consent(one, zone) for one in world.consents.values()],
        "cases": [_case(world, one, zone) for one in world.cases.values()],
        "holds": [_hold(world, one, zone) for one in world.holds.values()],
        "exports": [_export(one, zone) for one in world.exports.values()],
        "corrections": [_correction(one, zone) for one in world.corrections.values()],
        "erasures": [_tombstone(one, zone) for one in world.tombstones.values()],
        "reveals": [_reveal(one, zone) for one in world.reveals.values()],
        "incidents": [_incident(world, one, zone) for one in world.incidents.values()],
    }


def _consent(one: Consent, zone: str) -> dict[str, Any]:
    return {
        "customer": one.customer,
        "purpose": one.purpose,
        "channel": one.channel,
        "about": one.about,
        "granted": one.granted,
        "suppressed": one.purpose == "marketing" and not one.granted,
        "history": [
            {"granted": said.granted, "at": moment(said.at, zone), "proof": said.proof} for said in one.history
        ],
    }


def _case(world: World, one: Case, zone: str) -> dict[str, Any]:
    ended = one.answered_at or world.now
    overdue = day_of(ended, zone) > one.due
    return {
        "id": one.id,
        "customer": one.customer,
        "kind": one.kind,
        "by": one.by,
        "channel": one.channel,
        "jurisdiction": one.jurisdiction,
        "received": moment(one.received_at, zone),
        "verified": moment(one.verified_at, zone),
        "method": one.method,
        "over_collected": list(one.over_collected),
        "due": one.due.isoformat(),
        "source": one.source,
        "answered": moment(one.answered_at, zone),
        "status": "answered" if one.answered_at is not None else "overdue" if overdue else "open",
        "in_time": not overdue,
        "answers": [
            {
                "part": answer.part,
                "at": moment(answer.at, zone),
                "outcomes": [
                    {
                        "category": said.category,
                        "outcome": said.outcome,
                        "reason": said.reason,
                        "until": said.until.isoformat() if said.until is not None else None,
                        "ground": said.ground,
                    }
                    for said in answer.outcomes
                ],
            }
            for answer in one.answers
        ],
    }


def _hold(world: World, one: Hold, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "kind": one.kind,
        "categories": list(one.categories),
        "placed": moment(one.placed_at, zone),
        "until": one.until.isoformat() if one.until is not None else None,
        "about": one.about,
        "reason": one.reason,
        "released": moment(one.released_at, zone),
        "in_force": one.is_in_force(day_of(world.now, zone)),
    }


def _export(one: Export, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "case": one.case,
        "categories": list(one.categories),
        "formats": list(one.formats),
        "counts": dict(one.counts),
        "digest": one.digest,
        "at": moment(one.at, zone),
        "expires": moment(one.expires_at, zone),
    }


def _correction(one: Correction, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "case": one.case,
        "version": one.version,
        "fields": list(one.fields),
        "effective": one.effective.isoformat(),
        "told": list(one.told),
        "at": moment(one.at, zone),
    }


def _tombstone(one: Tombstone, zone: str) -> dict[str, Any]:
    return {
        "customer": one.customer,
        "categories": list(one.categories),
        "key_destroyed": one.key_destroyed,
        "at": moment(one.at, zone),
        "told": list(one.told),
        "methods": list(one.methods),
    }


def _reveal(one: Reveal, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "fields": list(one.fields),
        "reason": one.reason,
        "actor": one.actor,
        "at": moment(one.at, zone),
    }


def _incident(world: World, one: Incident, zone: str) -> dict[str, Any]:
    company = world.require_company()
    registered = day_of(one.registered_at, zone)
    owed = duties(one, company, is_small=company.policy.is_small_agent)
    return {
        "id": one.id,
        "at": moment(one.at, zone),
        "known": moment(one.known_at, zone),
        "registered": moment(one.registered_at, zone),
        "categories": list(one.categories),
        "holders": dict(one.holders),
        "significant": one.significant,
        "high_risk": one.is_high_risk,
        "reasoning": one.reasoning,
        "measures": one.measures,
        "duties": [_duty(world, duty, zone) for duty in owed],
        "notices": [
            {
                "to": notice.to,
                "jurisdiction": notice.jurisdiction,
                "at": moment(notice.at, zone),
                "reason": notice.reason,
                "letters": notice.letters,
                "outside": notice.outside or 0,
                "way": notice.way or "",
            }
            for notice in one.notices
        ],
        "register_until": add_months(registered, 12 * REGISTER_YEARS, registered.day).isoformat(),
    }


def _duty(world: World, one: Duty, zone: str) -> dict[str, Any]:
    instant = one.due.instant
    return {
        "to": one.to,
        "jurisdiction": one.jurisdiction,
        "due": one.due.day.isoformat() if instant is None else calendar.local(instant, zone).isoformat(),
        "source": one.source,
        "state": one.state(world.now, world.require_company()),
    }
