"""Incidents: written down when known of, and told to those who must be told."""

from __future__ import annotations

from msgspec import UNSET

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.telling import tell
from sandbox.engine.decide.turn import Turn
from sandbox.engine.incident import Incident, Notice, duties


def report_incident(turn: Turn, command: cmd.ReportIncident) -> None:
    """Every incident is registered; one that is not significant says why."""
    known_at = command.known_at or turn.at
    happened = command.at or known_at
    for moment in (known_at, happened):
        if moment > turn.at:
            turn.refuse("not_in_the_future", at=turn.written(moment))
    if happened > known_at:
        turn.refuse("known_before_it_happened", at=turn.written(happened))
    if not command.categories or not any(command.holders.values()):
        turn.refuse("incident_names_data_and_holders")
    if not command.significant and not command.reasoning.strip():
        turn.refuse("reason_missing", what="significant")
    incident = Incident(
        id=turn.next_id("incident", turn.world.incidents, command.id),
        at=happened,
        known_at=known_at,
        registered_at=turn.at,
        categories=tuple(dict.fromkeys(command.categories)),
        holders=dict(sorted(command.holders.items())),
        significant=command.significant,
        large_scale=command.large_scale,
        reasoning=command.reasoning,
        measures=command.measures,
        high_risk=UNSET if command.high_risk is None else command.high_risk,
    )
    if command.high_risk is False and incident.significant and incident.looks_grave and not command.reasoning.strip():
        turn.refuse("reason_missing", what="high_risk")
    turn.emit(ev.IncidentReported, incident=incident)


def notify_incident(turn: Turn, command: cmd.NotifyIncident) -> None:
    """Each telling once; a late one says why it is late. Letters go to one person each."""
    incident = turn.world.incidents.get(command.incident)
    if incident is None:
        turn.refuse("unknown_incident", id=command.incident)
    if not incident.holders.get(command.jurisdiction):
        turn.refuse("nobody_there", jurisdiction=command.jurisdiction, incident=incident.id)
    if incident.told(command.to, command.jurisdiction) is not None:
        turn.refuse("already_told", to=command.to, incident=incident.id)
    if command.to == "supplement" and incident.told("authority", command.jurisdiction) is None:
        turn.refuse("authority_first", incident=incident.id)
    if (command.customers or command.outside or command.way) and command.to != "holders":
        turn.refuse("letters_go_to_holders")
    if command.to == "holders" and not command.customers and not (command.outside and command.way.strip()):
        turn.refuse("telling_says_how", incident=incident.id)
    if command.outside and not command.way.strip():
        turn.refuse("telling_says_how", incident=incident.id)
    for duty in duties(incident, turn.company, is_small=turn.company.policy.is_small_agent):
        is_this = (duty.to, duty.jurisdiction) == (command.to, command.jurisdiction)
        if is_this and duty.state(turn.at, turn.company) == "overdue" and not command.reason.strip():
            turn.refuse("delay_needs_reason", due=duty.due.day.isoformat(), incident=incident.id)
    customers = tuple(dict.fromkeys(command.customers))
    for customer in customers:
        gone = turn.world.tombstones.get(turn.customer(customer).id)
        if gone is not None and gone.key_destroyed:
            turn.refuse("subject_erased", customer=customer, at=turn.written(gone.at))
    notice = Notice(
        command.to,
        command.jurisdiction,
        turn.at,
        command.reason,
        len(customers),
        command.outside or UNSET,
        command.way or UNSET,
    )
    turn.emit(ev.IncidentNotified, incident=incident.id, notice=notice)
    for customer in customers:
        tell(
            turn,
            customer=customer,
            template="incident_notice",
            channel=command.channel,
            fields={"incident": incident.id, "known_on": turn.day_of(incident.known_at).isoformat()},
            invoice=None,
        )
