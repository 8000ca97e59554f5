"""A practice company with something to sell: Lia pays by the year, the others by the month, and not everybody wants offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, store
from sandbox.models import JournalEvent, Workspace

Asked = tuple[str, dict[str, Any]]
NAMES = {"lia": "Lia Prado", "rui": "Rui Sá", "eva": "Eva Luz", "noe": "Noé Reis"}


def company(more: int = 0) -> list[Asked]:
    """Automation is off, so people write the notices. Today is 22 November 2026; Lia's year ends on 10 December."""
    asked: list[Asked] = [
        ("open_company", {"start": "2025-12-10", "seed": 7, "policy": {"automation": "off"}}),
        ("add_plan", {"id": "basic", "prices": [{"id": "basic-m", "amount": 4990}]}),
        ("add_plan", {"id": "pro", "prices": [{"id": "pro-y", "amount": 48000, "interval": "year"}]}),
        ("add_coupon", {"id": "stay", "percent": 50, "duration": {"months": 2}}),
        ("add_customer", {"id": "lia", "methods": [{"id": "card-lia", "last4": "1111"}]}),
        ("subscribe", {"id": "s-lia", "customer": "lia", "price": "pro-y"}),
    ]
    for key in ("rui", "eva", "noe", *(f"c{number}" for number in range(more))):
        card = {"id": f"card-{key}", "last4": "2222", **({"expires": "2026-11"} if key == "rui" else {})}
        asked += [
            ("add_customer", {"id": key, "methods": [card]}),
            ("subscribe", {"id": f"s-{key}", "customer": key, "price": "basic-m"}),
        ]
    agreed = {"purpose": "marketing", "channel": "email", "granted": True, "proof": "formulário de cadastro"}
    for key in ("lia", "rui", "noe", *(f"c{number}" for number in range(more))):
        asked.append(("set_consent", {"customer": key, **agreed}))
    asked.append(("set_consent", {"customer": "noe", "purpose": "marketing", "channel": "all", "granted": False}))
    return [*asked, ("advance", {"to": "2026-11-22T09:00"})]


@dataclass
class Shop:
    """The company through the forms of its desks."""

    client: Client
    workspace: UUID

    def url(self, desk: str, query: str = "") -> str:
        return f"/practice/{self.workspace}/{desk}/{query}"

    def see(self, desk: str, query: str = "") -> str:
        answer = self.client.get(self.url(desk, query))
        assert answer.status_code == 200, (desk, query, answer.status_code)
        return answer.content.decode()

    def do(self, desk: str, act: str, about: str, *, key: str = "", query: str = "", **fields: Any) -> HttpResponse:
        sent = {"act": act, "about": about, "key": key or uuid4().hex, **fields}
        return self.client.post(self.url(desk, query), sent)

    @property
    def events(self) -> list[str]:
        rows = JournalEvent.objects.filter(workspace=self.workspace).order_by("seq")
        return [payload["type"] for payload in rows.values_list("payload", flat=True)]

    @property
    def world(self) -> engine.World:
        return store.read(self.workspace, viewer_of(Workspace.objects.get(pk=self.workspace).owner)).world


def stored(owner: User, asked: Sequence[Asked]) -> UUID:
    """A company of somebody's after these commands."""
    world, events = engine.World.empty(), list[engine.Event]()
    for name, fields in asked:
        command = engine.command_from(name, fields, world, actor="prologue")
        outcome = engine.execute(world, command, checked=False)
        assert isinstance(outcome, engine.Outcome), outcome
        world = outcome.world
        events.extend(outcome.events)
    workspace = Workspace(owner=owner, kind="free", company="Nuvem", seed=7)
    subjects = {key: {"name": NAMES.get(key, f"Cliente {key}")} for key in world.customers}
    with transaction.atomic():
        opened = store.create(workspace, commands=[], subjects=subjects)
        store.append(opened, events, world)
    return workspace.pk


@pytest.fixture
def shop_of(client_of: Callable[[User], Client]) -> Callable[..., Shop]:
    return lambda owner, asked: Shop(client_of(owner), stored(owner, asked))


@pytest.fixture
def shop(shop_of: Callable[..., Shop], ana: User) -> Shop:
    return shop_of(ana, company())
