"""The collections queue says of each debt what can be done now, by how its customer pays and what the bank said last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sandbox import engine
from sandbox.queries.desk import queue
from sandbox.queries.scene import Scene


def company(**method: Any) -> engine.World:
    world = told(engine.World.empty(), "open_company", start="2026-11-01", policy={"automation": "off"})
    world = told(world, "add_plan", id="gym", prices=[{"id": "gym-m", "amount": 12990}])
    world = told(world, "add_customer", id="ana", methods=[method])
    sent = {"collection": "send", "due_days": 3} if method["kind"] == "boleto" else {}
    return told(world, "subscribe", id="s1", customer="ana", price="gym-m", **sent)


def told(world: engine.World, name: str, **fields: Any) -> engine.World:
    outcome = engine.execute(world, engine.command_from(name, fields, world))
    assert isinstance(outcome, engine.Outcome), outcome
    return outcome.world


def row(world: engine.World) -> tuple[str, str]:
    found = queue(Scene(world, {"ana": {"name": "Ana"}}, "pt-br"))
    return found[0].decline, found[0].permission.label


def test_a_boleto_that_fell_due_wants_a_second_copy_until_one_is_sent() -> None:
    world = told(company(kind="boleto"), "advance", to="2026-11-07T10:00")
    assert row(world) == ("Vencido há 3 dias", "enviar 2ª via")
    world = told(world, "send_payment_link", invoice="inv-1", channel="whatsapp")
    assert row(world) == ("Vencido há 3 dias", "2ª via enviada")


def test_what_only_the_customer_can_confirm_is_not_tried_again() -> None:
    world = company(kind="card", brand="visa", last4="4242", script=["authentication_required"])
    assert row(world)[1] == "o cliente confirma"


def test_what_has_passed_may_not_be_in_the_queue() -> None:
    world = company(kind="card", brand="visa", last4="4242")
    assert queue(Scene(world, {}, "pt-br")) == []
    assert world.now == datetime(2026, 11, 1, 3, tzinfo=UTC)
