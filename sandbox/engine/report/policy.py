"""Report, of the policy: each switch as it stands, the house's default, and what else it could be."""

from __future__ import annotations

from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET

from sandbox.engine.catalogue import Policy

# What a switch can be beside a choice of words.
OTHERS: Final[dict[str, tuple[str, ...]]] = {
    "retry_days": ("any list of days after the first failure", "{every: 3, times: 4}: a fixed gap"),
    "dunning_end": (
        "{suspend: null, cancel: 30}: cancel at a day",
        "{suspend: 14, cancel: null}: suspend for good",
        "{suspend: null, cancel: null}: keep past_due",
    ),
    "final_notice_day": ("a day after the first failure", "null: none"),
    "tax": ("[]: none", "names of taxes, all within the price or all on top"),
    "agent_limit": ("minor units",),
    "finalise_after": ("0: at once", "hours as a draft, up to 720"),
    "renewal_notice_days": ("days before", "[]: none"),
    "trial_notice_days": ("days before", "[]: none"),
    "card_notice_days": ("days before", "[]: none"),
    "pix_due_days": ("days, as the rail allows",),
    "late_fees": ("null: none", "a fine and interest, within the law's limits"),
    "reminder_days": ("days before (negative) and after the due day", "[]: none"),
}
# Where a switch that nobody set keeps the default of the house.
STANDS_IN: Final[dict[str, str]] = {
    "finalise_after": "draft_hours",
    "churn_base": "churn_of",
    "small_agent": "is_small_agent",
    "renewal_notice_days": "renewal_notices",
    "trial_notice_days": "trial_notices",
    "card_notice_days": "card_notices",
    "pix_due_days": "pix_days",
    "late_fees": "late_terms",
    "reminder_days": "reminders",
}
OFFERING: Final = "offer_"


def policy_switches(policy: Policy) -> dict[str, dict[str, Any]]:
    """By switch: `value`, `default` and `others`."""
    house = Policy()
    return {
        name: {
            "value": _plain(_stands(policy, name)),
            "default": _plain(_stands(house, name)),
            "others": [one for one in _others(name) if one != _stands(policy, name)],
        }
        for name in Policy.__struct_fields__
    }


def _stands(policy: Policy, name: str) -> Any:
    if name in STANDS_IN:
        return getattr(policy, STANDS_IN[name])
    if name.startswith(OFFERING):
        return getattr(policy.offering, name.removeprefix(OFFERING))
    if name == "marketing_basis":
        return "consent" if policy.needs_consent else "opt_out"
    value = getattr(policy, name)
    return None if value is UNSET else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else msgspec.to_builtins(value)


def _others(name: str) -> list[Any]:
    """The words of a choice, or what its entry says."""
    return [*_WORDS[name], *OTHERS.get(name, ())]


def _words_of(kind: Any) -> list[Any]:
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [word for part in get_args(kind) if get_origin(part) is Literal for word in get_args(part)]


_WORDS: Final[dict[str, list[Any]]] = {name: _words_of(kind) for name, kind in get_type_hints(Policy).items()}
