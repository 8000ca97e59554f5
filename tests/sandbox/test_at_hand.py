"""Worlds at hand: what this process wrote or read last is not unpacked again, and is never another than the row holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, snapshots, store
from sandbox.models import Snapshot
from tests.sandbox.free import Free, opened


@pytest.fixture
def free(client_of: Callable[[User], Client], ana: User) -> Free:
    snapshots.shelf.clear()
    return opened(client_of(ana), "gym")


def test_what_was_written_is_at_hand_and_is_what_the_row_holds(free: Free, ana: User) -> None:
    free.move("day")
    first = store.read(free.id, viewer_of(ana)).world
    assert store.read(free.id, viewer_of(ana)).world is first
    with transaction.atomic():
        assert store.open(free.id, viewer_of(ana)).world is first
    assert engine.encode_world(first) == bytes(Snapshot.objects.get(workspace=free.id).data)


@pytest.mark.parametrize("path", ["", "journal/", "customers/", "invoices/", "collections/", "renewals/", "reports/"])
def test_no_page_writes_to_a_world_at_hand(free: Free, ana: User, path: str) -> None:
    kept = bytes(Snapshot.objects.get(workspace=free.id).data)
    world = store.read(free.id, viewer_of(ana)).world
    free.see(path)
    assert store.read(free.id, viewer_of(ana)).world is world
    assert engine.encode_world(world) == kept


def test_what_somebody_else_wrote_is_read(free: Free, ana: User) -> None:
    free.move("day")
    mine = store.read(free.id, viewer_of(ana))
    outcome = engine.execute(mine.world, engine.command_from("advance", {"to": "2027-03-01"}, mine.world))
    assert isinstance(outcome, engine.Outcome)
    Snapshot.objects.filter(workspace=free.id).update(data=engine.encode_world(outcome.world))
    assert store.read(free.id, viewer_of(ana)).world == outcome.world


def test_what_was_rolled_back_is_not_read(free: Free, ana: User) -> None:
    free.move("day")
    before = store.read(free.id, viewer_of(ana))
    with pytest.raises(RuntimeError), transaction.atomic():
        opened = store.open(free.id, viewer_of(ana))
        outcome = engine.execute(opened.world, engine.command_from("advance", {"to": "2027-03-01"}, opened.world))
        assert isinstance(outcome, engine.Outcome)
        store.append(opened, outcome.events, outcome.world)
        raise RuntimeError("the machine stopped here")
    after = store.read(free.id, viewer_of(ana))
    assert (after.seq, after.world) == (before.seq, before.world)


def test_few_are_kept(free: Free, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "AT_HAND", 1)
    first = store.read(free.id, viewer_of(ana)).world
    snapshots.shelf.put(free.row.owner.person, b"another", first)
    again = store.read(free.id, viewer_of(ana)).world
    assert again == first and again is not first
