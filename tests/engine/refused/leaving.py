"""Refused of leaving: how each no about offers, withdrawal and tasks is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import Desk, opened, subscribed

PAUSE: dict[str, Any] = {"pause_days": 30}


def _offer(desk: Desk, **fields: Any) -> Rejection:
    return desk.refused("make_offer", **{"customer": "rita", "offer": PAUSE, **fields})


def _offered() -> Desk:
    desk = subscribed("approve")
    desk.do("make_offer", customer="rita", offer=PAUSE)
    return desk


def _two_subscriptions() -> Rejection:
    desk = subscribed("approve")
    desk.do("subscribe", id="s2", customer="rita", price="basic-m")
    return _offer(desk)


def _asked_to_go() -> Rejection:
    desk = subscribed("approve")
    desk.do("open_request", customer="rita", kind="portability")
    return _offer(desk)


def _declined() -> Rejection:
    desk = _offered()
    desk.do("answer_offer", offer="offer-1", accepted=False)
    return desk.refused("answer_offer", offer="offer-1", accepted=True)


def _american() -> Rejection:
    desk = opened()
    desk.do("add_customer", id="leo", jurisdiction="us", methods=[{}])
    desk.do("subscribe", id="s1", customer="leo", price="basic-m")
    return desk.refused("withdraw", subscription="s1")


def _eighth_day() -> Rejection:
    desk = subscribed("approve")
    desk.until("2026-10-09")
    return desk.refused("withdraw", subscription="s1")


def _closed() -> Rejection:
    desk = subscribed("approve")
    desk.do("open_task", kind="nfse", about="inv-1")
    desk.do("close_task", task="task-1")
    return desk.refused("close_task", task="task-1")


CASES: dict[str, Callable[[], Rejection]] = {
    "one_kind_of_offer": lambda: _offer(subscribed(), offer={"pause_days": 3, "price": "basic-m"}),
    "which_subscription": _two_subscriptions,
    "offer_during_request": _asked_to_go,
    "offer_limit": lambda: _offer(_offered()),
    "unknown_offer": lambda: opened().refused("answer_offer", offer="who", accepted=True),
    "offer_not_open": _declined,
    "no_right_of_withdrawal": _american,
    "withdrawal_too_late": _eighth_day,
    "unknown_task": lambda: opened().refused("close_task", task="who"),
    "task_closed": _closed,
    "escalated_to_oneself": lambda: opened().refused("escalate", about="x", to="trainee"),
}
