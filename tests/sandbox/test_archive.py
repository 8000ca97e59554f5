"""A company grown old: its snapshot lets go of what is settled, and a command that names it finds it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from portal.people.access import Viewer, viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from sandbox import engine, store
from sandbox.actions.issue import carry_out
from sandbox.models import Workspace

SUBSCRIPTIONS = 50


@pytest.fixture
def old(ana: User) -> store.Opened:
    """Fifty monthly subscriptions, thirteen months on."""
    world = engine.World.empty()
    asked: list[tuple[str, dict[str, Any]]] = [
        ("open_company", {"start": "2026-01-01", "seed": 7}),
        ("add_plan", {"id": "plan", "prices": [{"id": "month", "amount": 4990}]}),
    ]
    for number in range(SUBSCRIPTIONS):
        asked.append(("add_customer", {"id": f"c{number}", "methods": [{"brand": "visa", "last4": "4242"}]}))
        asked.append(("subscribe", {"customer": f"c{number}", "price": "month"}))
    commands = []
    for name, fields in asked:
        commands.append(engine.command_from(name, fields, world, actor="prologue"))
        outcome = engine.execute(world, commands[-1])
        assert isinstance(outcome, engine.Outcome)
        world = outcome.world
    with transaction.atomic():
        workspace = Workspace(owner=ana, kind="free", company="Nuvem", seed=7)
        store.create(workspace, commands=commands, subjects={})
    return goes_on(viewer_of(ana), workspace)


def goes_on(viewer: Viewer, workspace: Workspace) -> store.Opened:
    """More than a year in one go: farther than a page goes by itself."""
    with transaction.atomic():
        opened = store.open(workspace.pk, viewer)
        command = engine.Advance(actor="trainee", to=opened.world.now + timedelta(days=390))
        return carry_out(opened, command, key="year").opened


def does(viewer: Viewer, company: store.Opened, name: str, **fields: object) -> store.Opened:
    with transaction.atomic():
        opened = store.open(company.workspace.pk, viewer)
        command = engine.command_from(name, fields, opened.world)
        return carry_out(opened, command, key=uuid4().hex).opened


def test_the_snapshot_lets_go_and_a_command_finds_it_again(old: store.Opened, ana: User) -> None:
    viewer = viewer_of(ana)
    whole = engine.replay(store.journal(old.workspace))
    assert old.world == whole and len(whole.invoices) == SUBSCRIPTIONS * 13
    lean = store.read(old.workspace.pk, viewer).world
    assert "inv-1" not in lean.invoices and len(lean.invoices) < SUBSCRIPTIONS * 8
    assert engine.verify(lean) == []
    assert engine.report(lean)["ledger"] == engine.report(whole)["ledger"]
    assert lean.chain == whole.chain

    with pytest.raises(Refusal) as refused:
        does(viewer, old, "refund", payment="pay-9999", amount=1, reason="x")
    assert refused.value.code == "unknown_payment"
    after = does(viewer, old, "refund", payment="pay-1", amount=4990, reason="undue")
    assert after.world.payments["pay-1"].refunded == 4990
    kept = store.read(old.workspace.pk, viewer).world
    assert "pay-1" in kept.payments and "pay-2" not in kept.payments
    assert engine.verify(kept) == []
    assert kept.chain == engine.replay(store.journal(old.workspace)).chain
