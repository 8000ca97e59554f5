"""A practice company for tests, opened and driven through the engine's one door."""

from __future__ import annotations

from typing import Any

from sandbox.engine import Event, Outcome, Rejection, World, command_from, execute, report


class Desk:
    """A company under test: `do` must succeed, `refused` must not, and both go through `execute`."""

    def __init__(self) -> None:
        self.world = World.empty()
        self.events: list[Event] = []

    def do(self, name: str, *, key: str | None = None, actor: str = "trainee", **fields: Any) -> Outcome:
        answer = execute(self.world, command_from(name, fields, self.world, actor=actor), key=key)
        assert isinstance(answer, Outcome), answer
        self.world = answer.world
        self.events.extend(answer.events)
        return answer

    def refused(self, name: str, *, key: str | None = None, actor: str = "trainee", **fields: Any) -> Rejection:
        before = self.world
        answer = execute(self.world, command_from(name, fields, self.world, actor=actor), key=key)
        assert isinstance(answer, Rejection), "it was done"
        assert self.world == before
        return answer

    def until(self, to: str) -> Outcome:
        return self.do("advance", to=to)

    @property
    def report(self) -> dict[str, Any]:
        return report(self.world)


def opened(start: str = "2026-10-01", **policy: Any) -> Desk:
    desk = Desk()
    desk.do("open_company", start=start, seed=7, policy=policy)
    desk.do("add_plan", id="basic", prices=[{"id": "basic-m", "amount": 4990}])
    return desk


def subscribed(*script: Any, start: str = "2026-10-01", brand: str = "mastercard", **policy: Any) -> Desk:
    """Rita, one monthly subscription, and what her bank will say."""
    desk = opened(start, **policy)
    method = {"id": "card", "brand": brand, "last4": "4444", "script": list(script) or ["approve"]}
    desk.do("add_customer", id="rita", methods=[method])
    desk.do("subscribe", id="s1", customer="rita", price="basic-m")
    return desk
