"""Report, of the gateway's messages that have come."""

from __future__ import annotations

from typing import Any

from sandbox.engine.report.moments import moment
from sandbox.engine.world import World


def webhooks(world: World, zone: str) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "payment": one.payment,
            "event": one.kind,
            "outcome": one.outcome,
            "received_at": moment(one.received_at, zone),
        }
        for one in world.webhooks.values()
        if one.received_at is not None
    ]
