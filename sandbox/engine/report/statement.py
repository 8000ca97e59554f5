"""Report, of a customer's statement."""

from __future__ import annotations

from typing import Any

from sandbox.engine.report.moments import moment
from sandbox.engine.statement import Statement


def statement(one: Statement, zone: str) -> dict[str, Any]:
    return {
        "customer": one.customer,
        "opening": {"owed": one.opening_owed, "credit": one.opening_credit},
        "entries": [
            {
                "at": moment(entry.at, zone),
                "kind": entry.kind,
                "document": entry.document,
                "owed": entry.owed,
                "credit": entry.credit,
            }
            for entry in one.entries
        ],
        "closing": {"owed": one.closing_owed, "credit": one.closing_credit},
    }
