"""Several writers on one company, in real processes and threads, some of them killed: one wins, the other is told, nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.queues import SimpleQueue
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from portal.people.access import viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from sandbox import engine, store
from sandbox.actions.issue import carry_out
from sandbox.engine.codec import journal_hash
from sandbox.engine.invariants import verify_journal
from sandbox.models import JournalEvent, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
FORK = multiprocessing.get_context("fork")
PRICES = [{"id": "month", "amount": 4990}]
WRITERS = 4


@pytest.fixture
def company(ana: User) -> UUID:
    """A company of Ana's with one paid invoice."""
    world = engine.World.empty()
    commands = []
    for name, fields in [
        ("open_company", {"start": "2026-11-01", "seed": 7}),
        ("add_plan", {"id": "plan", "prices": PRICES}),
        ("add_customer", {"id": "rita", "methods": [{"brand": "visa", "last4": "4242"}]}),
        ("subscribe", {"id": "s1", "customer": "rita", "price": "month"}),
    ]:
        command = engine.command_from(name, fields, world, actor="prologue")
        commands.append(command)
        world = engine.execute(world, command).world
    with transaction.atomic():
        return store.create(
            Workspace(owner=ana, kind="free", company="Nuvem", seed=7), commands=commands, subjects={}
        ).workspace.pk


def does(viewer: Any, company: UUID, name: str, key: str, fields: dict[str, Any]) -> str:
    """One act through the product's own door: "done", "repeated", or the code of the refusal."""
    with transaction.atomic():
        opened = store.open(company, viewer)
        command = engine.command_from(name, fields, opened.world)
        try:
            return "repeated" if carry_out(opened, command, key=key).repeated else "done"
        except Refusal as refusal:
            transaction.set_rollback(True)
            return refusal.code


def in_processes(work: Callable[[int], str]) -> list[str]:
    """What each of several processes was answered, all let loose at once."""
    gate = FORK.Barrier(WRITERS)
    answers: SimpleQueue[str] = FORK.SimpleQueue()

    def begin(number: int) -> None:
        connection.connection = None  # what was inherited of the parent's connection is left alone
        gate.wait()
        answers.put(work(number))

    processes = [FORK.Process(target=begin, args=(number,), daemon=True) for number in range(WRITERS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    return sorted(answers.get() for _ in processes)


def in_threads(work: Callable[[int], str]) -> list[str]:
    gate = threading.Barrier(WRITERS)
    answers: list[str] = []

    def begin(number: int) -> None:
        gate.wait()
        with contextlib.closing(connections["default"]):
            answers.append(work(number))

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(answers)


def proven(company: UUID) -> engine.World:
    """The company as stored, after its journal, its snapshot and every rule were seen to agree."""
    workspace = Workspace.objects.get(pk=company)
    events = store.journal(workspace)
    seqs = list(JournalEvent.objects.filter(workspace=company).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    world = store.read(company, viewer_of(workspace.owner)).world
    assert verify_journal(world, events) == []
    return world


@pytest.mark.parametrize("at_once", [in_processes, in_threads], ids=["processes", "threads"])
def test_of_many_who_give_the_same_money_back_one_wins_and_the_others_are_told(
    at_once: Callable[[Callable[[int], str]], list[str]], company: UUID, ana: User
) -> None:
    viewer = viewer_of(ana)
    fields = {"payment": "pay-1", "amount": 4990, "reason": "asked"}
    answers = at_once(lambda number: does(viewer, company, "refund", f"tab-{number}", fields))
    assert Counter(answers) == {"done": 1, "refund_exceeds_captured": WRITERS - 1}
    world = proven(company)
    assert [one.amount for one in world.refunds.values()] == [4990]


@pytest.mark.parametrize("at_once", [in_processes, in_threads], ids=["processes", "threads"])
def test_one_key_sent_by_many_is_done_once(
    at_once: Callable[[Callable[[int], str]], list[str]], company: UUID, ana: User
) -> None:
    viewer = viewer_of(ana)
    fields = {"invoice": "inv-1", "amount": 700}
    answers = at_once(lambda number: does(viewer, company, "record_payment", "same", fields))
    assert Counter(answers) == {"done": 1, "repeated": WRITERS - 1}
    assert proven(company).customers["rita"].balance == 700


def test_different_acts_at_once_are_all_done_one_after_the_other(company: UUID, ana: User) -> None:
    viewer = viewer_of(ana)
    answers = in_processes(
        lambda number: does(
            viewer, company, "grant_balance", f"k{number}", {"customer": "rita", "amount": 10**number, "reason": "x"}
        )
    )
    assert answers == ["done"] * WRITERS
    assert proven(company).customers["rita"].balance == sum(10**number for number in range(WRITERS))


def _year() -> Iterator[tuple[str, dict[str, Any]]]:
    """A year at a desk, act by act; each has a key of its own, so that whoever resumes may send it again."""
    for month in range(1, 10):
        yield "advance", {"to": f"2027-{month:02d}-05"}
        yield "change_quantity", {"subscription": "s1", "quantity": 1 + month % 3}
        yield "record_payment", {"invoice": f"inv-{month}", "amount": 100 * month}


class Mortal:
    """A process that counts the places where an act may be torn, and kills itself with -9 at one of them."""

    def __init__(self, dies_at: int) -> None:
        self.left = dies_at
        self.append, self.remember = store.append, store.remember
        store.append, store.remember = self.appending, self.remembering

    def passes(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def appending(self, *given: Any, **named: Any) -> store.Opened:
        self.passes()
        opened = self.append(*given, **named)
        self.passes()
        return opened

    def remembering(self, *given: Any, **named: Any) -> None:
        self.remember(*given, **named)
        self.passes()


def test_a_desk_killed_at_any_moment_and_resumed_ends_the_same(company: UUID, ana: User) -> None:
    """Before its events are written, after, with its key remembered, and after the commit: four places in each act."""
    viewer = viewer_of(ana)
    acts = list(_year())

    def work(dies_at: int) -> None:
        connection.connection = None
        mortal = Mortal(dies_at)
        for number, (name, fields) in enumerate(acts):
            if does(viewer, company, name, f"act-{number}", fields) == "done":
                mortal.passes()

    deaths = []
    for dies_at in [*range(1, 13), 0]:
        process = FORK.Process(target=work, args=(dies_at,), daemon=True)
        process.start()
        process.join(60)
        deaths.append(process.exitcode)
    assert deaths == [-signal.SIGKILL] * 12 + [0]
    world = proven(company)
    alone = _undisturbed(acts)
    assert journal_hash(store.journal(Workspace.objects.get(pk=company))) == alone.chain
    assert engine.report(world) == engine.report(alone)


def _undisturbed(acts: list[tuple[str, dict[str, Any]]]) -> engine.World:
    """The same acts in memory, with nobody in the way."""
    world = engine.World.empty()
    opening = [
        ("open_company", {"start": "2026-11-01", "seed": 7}),
        ("add_plan", {"id": "plan", "prices": PRICES}),
        ("add_customer", {"id": "rita", "methods": [{"brand": "visa", "last4": "4242"}]}),
        ("subscribe", {"id": "s1", "customer": "rita", "price": "month"}),
    ]
    for name, fields in opening:
        world = engine.execute(world, engine.command_from(name, fields, world, actor="prologue")).world
    for name, fields in acts:
        answer = engine.execute(world, engine.command_from(name, fields, world))
        world = answer.world if isinstance(answer, engine.Outcome) else world
    return world
