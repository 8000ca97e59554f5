"""Storms of changes: there and back in one day leaves no residue, whatever coupons, taxes and debts there are."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.desk import Desk

PRICES = [{"id": "m1", "amount": 3990}, {"id": "m2", "amount": 7990}, {"id": "m3", "amount": 3331}]
# Small, but a day of it is still worth a cent.
PRICES += [{"id": "small", "amount": 29}, {"id": "free", "amount": 0}]
COUPONS: list[dict[str, Any]] = [
    {"id": "ten", "percent": "10", "duration": "forever"},
    {"id": "third", "percent": "33.3"},
    {"id": "five", "amount": 500, "duration": {"months": 2}},
    {"id": "large", "amount": 4001, "duration": "forever"},
    {"id": "once", "amount": 777},
]
ITEM = st.fixed_dictionaries({"price": st.sampled_from([one["id"] for one in PRICES]), "quantity": st.integers(1, 3)})
ITEMS = st.lists(ITEM, min_size=1, max_size=2)
COMPANIES = st.fixed_dictionaries(
    {
        "inclusive": st.sampled_from([None, True, False]),
        "policy": st.fixed_dictionaries(
            {
                "tax_rounding": st.sampled_from(["invoice", "line"]),
                "coupon_order": st.sampled_from(["percent_first", "as_attached"]),
                "proration_unit": st.sampled_from(["day", "day", "second"]),
            }
        ),
        "coupons": st.lists(st.sampled_from([one["id"] for one in COUPONS]), max_size=2, unique=True),
        "pays": st.sampled_from(["approve", "approve", "insufficient_funds"]),
    }
)
# Nobody is suspended before the storm is over.
KEPT = {"dunning_end": {"suspend": None, "cancel": None}, "final_notice_day": None}
DAYS = st.sampled_from(["2026-11-01", "2026-11-11", "2026-11-24", "2026-11-30"])


def company(inclusive: bool | None, policy: dict[str, Any], coupons: list[str], pays: str, items: Any) -> Desk:
    desk = Desk()
    taxes = [
        {"id": name, "percent": percent, "inclusive": inclusive} for name, percent in (("vat", 17.5), ("iss", 3.3))
    ]
    named = {} if inclusive is None else {"tax": ["vat", "iss"]}
    desk.do("open_company", start="2026-11-01", taxes=[] if inclusive is None else taxes, policy=policy | named | KEPT)
    desk.do("add_plan", id="all", prices=PRICES)
    for coupon in COUPONS:
        desk.do("add_coupon", **coupon)
    desk.do("add_customer", id="ana", methods=[{"brand": "visa", "last4": "4242", "script": [pays]}])
    desk.do("subscribe", id="s1", customer="ana", items=items, coupon=coupons)
    return desk


def changed(desk: Desk, chain: list[Any]) -> tuple[int, dict[str, int]]:
    """What a chain of changes asks for in all, notes taken off, and how much of it is each tax."""
    before, noted = len(desk.world.invoices), len(desk.world.credit_notes)
    stands = [(item.price, item.quantity) for item in desk.world.subscriptions["s1"].items]
    for items in chain:
        wanted = [(one["price"], one["quantity"]) for one in items]
        if wanted != stands:
            desk.do("change_items", subscription="s1", items=items)
        stands = wanted
    invoices = [one.document for one in desk.world.invoices.values()][before:]
    notes = list(desk.world.credit_notes.values())[noted:]
    taxes = {"all": sum(one.tax for one in invoices) - sum(sum(one.taxes) for one in notes)}
    if not notes:
        for part in (part for one in invoices for line in one.lines for part in line.taxes):
            taxes[part.tax] = taxes.get(part.tax, 0) + part.amount
    return sum(one.total for one in invoices) - sum(one.amount for one in notes), taxes


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(company_of=COMPANIES, first=ITEMS, early=ITEMS, chain=st.lists(ITEMS, min_size=1, max_size=4), day=DAYS)
def test_there_and_back_in_one_day_leaves_no_residue(
    company_of: Any, first: Any, early: Any, chain: list[Any], day: str
) -> None:
    desk = company(**company_of, items=first)
    if day != "2026-11-01":
        # A change of another day stands: what is taken back now was a stub itself.
        desk.until("2026-11-06")
        changed(desk, [early])
        desk.until(day)
    stands = [{"price": item.price, "quantity": item.quantity} for item in desk.world.subscriptions["s1"].items]
    total, taxes = changed(desk, [*chain, stands])
    assert total == 0
    assert not any(taxes.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(company_of=COMPANIES, first=ITEM, chain=st.lists(ITEM, min_size=1, max_size=3), last=ITEM, day=DAYS)
def test_two_changes_in_a_day_cost_what_the_last_alone_would(
    company_of: Any, first: Any, chain: list[Any], last: Any, day: str
) -> None:
    # Taxes are rounded once an invoice, and two changes are two invoices.
    company_of = company_of | {"inclusive": None}
    one, other = company(**company_of, items=[first]), company(**company_of, items=[first])
    for desk in (one, other):
        desk.until(day)
    assert changed(one, [*([item] for item in chain), [last]])[0] == changed(other, [[last]])[0]
