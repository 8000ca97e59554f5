"""Policy: every switch of the house's table stands in the report, with what else it could be."""

from __future__ import annotations

import pytest

from sandbox.engine import BadInput, command_from
from sandbox.engine.catalogue import Policy
from sandbox.engine.report.policy import policy_switches
from tests.engine.desk import opened

TABLE = [
    *("proration_unit", "last_day", "tax", "tax_rounding", "coupon_order", "retry_days", "dunning_end"),
    *("grace_access", "automation", "finalise_after", "mrr_discounts", "mrr_past_due", "churn_base"),
]


def test_every_switch_of_the_table_is_there_and_names_its_alternatives() -> None:
    switches = policy_switches(Policy())
    assert set(TABLE) <= set(switches) == set(Policy.__struct_fields__)
    assert [name for name in TABLE if not switches[name]["others"]] == []


def test_a_switch_that_nobody_set_shows_what_holds() -> None:
    switches = policy_switches(Policy())
    assert [name for name, one in switches.items() if one["value"] != one["default"]] == []
    assert [name for name, one in switches.items() if one["value"] is None and not one["others"]] == []


@pytest.mark.parametrize("gap", [{"every": 0, "times": 3}, {"every": 3, "times": 10**9}, {"every": "x", "times": 1}])
def test_a_fixed_gap_that_no_calendar_holds_is_bad_input(gap: object) -> None:
    with pytest.raises(BadInput):
        command_from("set_policy", {"retry_days": gap}, opened().world)
