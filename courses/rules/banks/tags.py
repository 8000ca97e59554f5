"""Tags out of the categories in which other systems keep questions."""

from __future__ import annotations

_NONE = {"", "top", "default"}


def tags_of(category: str) -> list[str]:
    """`$course$/top/Billing/Refunds` gives Billing and Refunds; what only says where it stood gives nothing."""
    steps = (step.strip() for step in category[:1000].split("/"))
    return [step for step in steps if step.lower() not in _NONE and not step.startswith("$")][-4:]
