"""Practice companies whose figures are known beforehand, and Ana who owns them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import transaction

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, store
from sandbox.models import Workspace

type_of_asked = tuple[str, dict[str, Any]]
NAMES = {"lia": "Lia Prado", "rui": "Rui Sá", "eva": "Eva Luz", "noe": "Noé Reis"}


@pytest.fixture
def build(ana: User) -> Callable[..., store.Opened]:
    """A company after these commands, stored, and belonging to somebody (Ana where nobody is named)."""

    def make(asked: Sequence[type_of_asked], *, owner: User | None = None) -> store.Opened:
        world = engine.World.empty()
        commands = []
        for name, fields in asked:
            commands.append(engine.command_from(name, fields, world, actor="prologue"))
            outcome = engine.execute(world, commands[-1])
            assert isinstance(outcome, engine.Outcome), outcome
            world = outcome.world
        workspace = Workspace(owner=owner or ana, kind="free", company="Nuvem", seed=7)
        with transaction.atomic():
            subjects = {key: {"name": NAMES.get(key, f"Cliente {key}")} for key in world.customers}
            return store.create(workspace, commands=commands, subjects=subjects)

    return make


def small() -> list[type_of_asked]:
    """Three customers of R$ 49,90 and one of R$ 100,00 with half off for two months.

    January: Lia, Rui and Eva come (49,90 each). February: Noé comes (100,00, half off); Eva's card fails and is never
    good again, so she is lost in March, when her access is suspended. March: Rui leaves by choice at his period's end.
    """
    asked: list[type_of_asked] = [
        ("open_company", {"start": "2026-01-05", "seed": 7}),
        (
            "add_plan",
            {"id": "plan", "prices": [{"id": "basic", "amount": 4990}, {"id": "pro", "amount": 10000}]},
        ),
        ("add_coupon", {"id": "half", "percent": 50, "duration": {"months": 2}}),
    ]
    scripts = {"lia": ["approve"], "rui": ["approve"], "eva": ["approve", "insufficient_funds"]}
    for key, script in scripts.items():
        method = {"id": f"card-{key}", "brand": "visa", "last4": "4242", "script": script}
        asked.append(("add_customer", {"id": key, "methods": [method]}))
        asked.append(("subscribe", {"id": f"sub-{key}", "customer": key, "price": "basic"}))
    asked += [
        ("advance", {"to": "2026-02-10"}),
        ("add_customer", {"id": "noe", "methods": [{"id": "card-noe", "brand": "visa", "last4": "4242"}]}),
        ("subscribe", {"id": "sub-noe", "customer": "noe", "price": "pro", "coupon": "half"}),
        ("refund", {"payment": "pay-1", "amount": 990, "reason": "cobrança indevida"}),
        ("cancel", {"subscription": "sub-rui"}),
        ("advance", {"to": "2026-04-20"}),
    ]
    return asked


@pytest.fixture
def company(build: Callable[..., store.Opened]) -> store.Opened:
    return build(small())


def looked(opened: store.Opened, owner: User) -> store.Opened:
    """As a page reads it."""
    return store.read(opened.workspace.pk, viewer_of(owner))
