"""Report, of what customers were told."""

from __future__ import annotations

from typing import Any

from sandbox.engine.messages import TEMPLATES
from sandbox.engine.report.moments import moment
from sandbox.engine.world import Message


def message(one: Message, zone: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "customer": one.customer,
        "template": one.template,
        "class": TEMPLATES[one.template].purpose if one.template in TEMPLATES else None,
        "channel": one.channel,
        "fields": dict(one.fields),
        "invoice": one.invoice,
        "at": moment(one.at, zone),
        "actor": one.actor,
    }
