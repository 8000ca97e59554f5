"""Parts: which invoice, payment, case … of the prologue plays a role in a drill's story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sandbox.drills.faults import BriefError
from sandbox.engine import World
from sandbox.engine.concerning import customer_of

TABLES: Final[dict[str, str]] = {
    "invoice": "invoices",
    "subscription": "subscriptions",
    "payment": "payments",
    "refund": "refunds",
    "credit_note": "credit_notes",
    "dispute": "disputes",
    "mandate": "mandates",
    "case": "cases",
    "offer": "offers",
    "task": "tasks",
    "method": "methods",
}
_NO_RULE: Final = (
    "não há regra assim para um papel: escreva um código ou {last_invoice_of: c-101}.",
    "there is no such rule for a role: write an id or {last_invoice_of: c-101}.",
)
_LAST: Final = re.compile(r"last_([a-z_]+)_of")


def cast(world: World, rule: Any) -> str:
    """The id that plays a part: written out, or what the prologue made: `{last_payment_of: c-101}`, and
    `{last_payment_of: c-101, before: 1}` for the one before it. Raises ValueError where there is none.
    """
    if isinstance(rule, str):
        return rule
    if not isinstance(rule, Mapping) or not rule:
        raise BriefError(*_NO_RULE)
    (name, customer), *more = rule.items()
    found = _LAST.fullmatch(str(name))
    if found is None or found[1] not in TABLES or [key for key, _ in more] not in ([], ["before"]):
        raise BriefError(*_NO_RULE)
    table: Mapping[str, Any] = getattr(world, TABLES[found[1]])
    owned = [key for key, one in table.items() if customer_of(world, one) == customer]
    back = int(rule.get("before", 0))
    if not 0 <= back < len(owned):
        raise BriefError(
            f"o prólogo não criou nada assim ({name}: {customer}).",
            f"the prologue made no such thing ({name}: {customer}).",
        )
    return owned[-1 - back]
