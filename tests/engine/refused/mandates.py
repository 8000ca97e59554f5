"""Refused, about Pix Automático: how each expected no is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import Desk, opened, subscribed


def _payer(
    *script: Any, start: str = "2026-10-01", mandate: Any = "accepted", amount: int | None = None, **of: Any
) -> Desk:
    """Duda, billed by Pix Automático, under a mandate that was asked for first."""
    desk = opened(start)
    method = {"id": "pix", "kind": "pix_automatico", "script": list(script) or ["approve"], "mandate": [mandate]}
    desk.do("add_customer", id="duda", methods=[method])
    desk.do("request_mandate", id="m1", customer="duda", amount=amount, **of)
    desk.do("subscribe", id="s1", customer="duda", price="basic-m")
    return desk


def _card() -> Desk:
    desk = subscribed()
    desk.do("add_customer", id="ana", methods=[{"id": "pix", "kind": "pix_automatico"}])
    return desk


def _too_early() -> Rejection:
    desk = opened("2025-06-15")
    desk.do("add_customer", id="ana", methods=[{"id": "pix", "kind": "pix_automatico"}])
    return desk.refused("request_mandate", customer="ana")


def _failed() -> Desk:
    desk = _payer("insufficient_funds")
    desk.until("2026-10-03")
    return desk


CASES: dict[str, Callable[[], Rejection]] = {
    "unknown_mandate": lambda: opened().refused("cancel_mandate", mandate="who"),
    "rail_not_live": _too_early,
    "not_pix_automatico": lambda: _card().refused("request_mandate", customer="rita", method="card"),
    "no_pix_automatico": lambda: _card().refused("request_mandate", customer="rita"),
    "mandate_pending": lambda: _payer(mandate="later").refused("request_mandate", customer="duda"),
    "mandate_not_in_force": lambda: _payer(mandate="refused").refused("cancel_mandate", mandate="m1"),
    "mandate_confirms": lambda: _payer().refused("gateway", customer="duda", next=["authentication_required"]),
    "no_mandate": lambda: _payer(mandate="refused").refused("collect", invoice="inv-1"),
    "fixed_needs_amount": lambda: _card().refused("request_mandate", customer="ana", fixed=True),
    "not_the_mandates_amount": lambda: _payer(amount=5490, fixed=True).refused("collect", invoice="inv-1"),
    "above_mandate": lambda: _payer(amount=100).refused("collect", invoice="inv-1"),
    "instruction_pending": lambda: _payer().refused("collect", invoice="inv-1"),
    "no_instruction_to_cancel": lambda: _failed().refused("cancel_instruction", invoice="inv-1"),
    "pix_retry_limit": lambda: _failed().refused("collect", invoice="inv-1"),
}
