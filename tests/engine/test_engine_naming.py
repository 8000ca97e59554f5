"""Naming: a refusal calls a payment by its amount and its invoice, where the company knows it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.desk import Desk, subscribed


def _credited() -> Desk:
    desk = subscribed("approve")
    desk.do("credit_note", invoice="inv-1", amount=4990, to="balance")
    return desk


@pytest.mark.parametrize(
    ("desk", "amount", "code"),
    [(subscribed(), 4991, "refund_exceeds_captured"), (_credited(), 100, "already_given_back")],
)
def test_a_refund_too_much_names_the_payment_as_people_do(desk: Any, amount: int, code: str) -> None:
    refusal = desk.refused("refund", payment="pay-1", amount=amount, reason="x")
    assert refusal.code == code
    for language, called in (
        ("pt-br", "pagamento de R$\u00a049,90 da fatura 1"),
        ("en", "payment of R$49.90 for invoice 1"),
    ):
        told = refusal.sentence(language, {}, desk.world)
        assert called in told
        assert "pay-1" not in told
