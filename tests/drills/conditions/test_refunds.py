"""Words of repaying: each met and not met, over real journals."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import drills
from tests.drills.played import judged

CASES: list[tuple[str, str, dict[str, Any], str, bool]] = [
    ("double-click", "refunded", {"payments": ["$twice"], "amount": "$amount"}, "refund_flag_tell", True),
    ("double-click", "refunded", {"payments": ["$twice"], "amount": "$amount"}, "store_credit", False),
    ("double-click", "refunded_at_most", {"payments": ["$first", "$twice"], "amount": "$amount"}, "silent", True),
    ("double-click", "refunded_at_most", {"payments": ["$first", "$twice"], "amount": "$amount"}, "give_both_back", False),
    ("double-click", "no_forced_credit", {"customer": "$customer"}, "silent", True),
    ("double-click", "no_forced_credit", {"customer": "$customer"}, "half_as_a_courtesy", False),
    ("double-click", "refunded_by", {"payment": "$twice", "day": "D"}, "refund_flag_tell", True),
    ("double-click", "refunded_by", {"payment": "$twice", "day": "D-1"}, "refund_flag_tell", False),
    ("day-125", "payouts_at_most", {"payment": "$payment"}, "prepare_approve_tell", True),
    ("day-125", "payouts_at_most", {"payment": "$payment"}, "two_small_ones", False),
    ("day-125", "approved_by_another", {"payments": ["$payment"]}, "prepare_approve_tell", True),
    ("day-125", "approved_by_another", {"payments": ["$payment"]}, "prepared_and_forgotten", False),
    ("new-pix-key", "only_to_origin", {"customer": "$customer"}, "refund_to_the_card", True),
    ("new-pix-key", "only_to_origin", {"customer": "$customer"}, "paid_out_by_another_road", False),
    ("two-roads", "dispute_answered", {"payment": "$payment"}, "contest_with_evidence", True),
    ("two-roads", "dispute_answered", {"payment": "$payment"}, "wait_until_it_is_over", False),
    ("two-roads", "one_reversal", {"payment": "$payment"}, "accept", True),
    ("two-roads", "one_reversal", {"payment": "$payment"}, "contest_with_evidence", False),
    ("two-roads", "nothing_beside", {"customer": "$customer", "after": "D"}, "accept", True),
    ("two-roads", "nothing_beside", {"customer": "$customer", "after": "D"}, "refund_the_month_before", False),
    ("billed-after-goodbye", "indemnity_paid", {"payments": ["$first"], "amount": "$amount", "interest": "$older"},
     "refunds_then_halves_together", True),
    ("billed-after-goodbye", "indemnity_paid", {"payments": ["$first"], "amount": "$amount", "interest": "$newer"},
     "refunds_then_halves_together", False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "word", "fields", "way", "met"), CASES)
def test_a_word_of_repaying_is_met_or_not(key: str, word: str, fields: dict[str, Any], way: str, met: bool) -> None:
    brief = drills.load(key)
    ways = {one.id: one.steps for one in brief.references} | {one.id: one.steps for one in brief.wrong}
    verdict = judged(key, {word: fields}, *ways[way])
    assert verdict.met is met, verdict
    assert verdict.pt_br.endswith(".") and verdict.en.endswith(".") and verdict.pt_br != verdict.en
