"""A small company of Ana's with customers in every state, worked through the desk's own forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, store
from sandbox.models import Workspace

PEOPLE = {
    "rita": {"name": "Rita Prado", "email": "rita@example.org", "phone": "+55 20 90001-0001", "cpf": "111.222.333-96"},
    "abel": {"name": "Ábel Costa", "email": "abel@example.org", "phone": "+55 20 90001-0002"},
    "ana": {"name": "Ana Zanotti", "email": "ana.z@example.org"},
    "bia": {"name": "Bia Nunes", "email": "bia@example.org"},
    "caio": {"name": "Caio Reis", "email": "caio@example.org"},
    "duda": {"name": "Duda Melo", "email": "duda@example.org"},
    "eva": {"name": "Eva Lins", "email": "eva@example.org"},
}
CARD = {"brand": "visa", "last4": "4242"}
Command = tuple[str, dict[str, Any]]
STORY: tuple[Command, ...] = (
    ("open_company", {"start": "2026-11-01T09:00", "seed": 7}),
    ("add_plan", {"id": "basic", "name": "Básico", "prices": [{"id": "basic-m", "amount": 3990}]}),
    (
        "add_plan",
        {"id": "pro", "name": "Completo", "prices": [
            {"id": "pro-m", "amount": 7990}, {"id": "pro-y", "amount": 79900, "interval": "year"},
        ]},
    ),
    ("add_coupon", {"id": "volta", "percent": "20", "duration": {"months": 3}}),
    ("add_customer", {"id": "rita", "methods": [{**CARD, "expires": "2027-09"}]}),
    ("add_customer", {"id": "abel", "methods": [{"brand": "mastercard", "last4": "4444", "script": ["approve", "insufficient_funds"]}]}),
    ("add_customer", {"id": "ana", "methods": [CARD]}),
    ("add_customer", {"id": "bia", "methods": [CARD]}),
    ("add_customer", {"id": "caio", "methods": [CARD]}),
    ("add_customer", {"id": "duda", "language": "en"}),
    ("add_customer", {"id": "eva", "methods": [CARD]}),
    ("subscribe", {"id": "s-rita", "customer": "rita", "price": "basic-m"}),
    ("subscribe", {"id": "s-abel", "customer": "abel", "price": "basic-m"}),
    ("subscribe", {"id": "s-ana", "customer": "ana", "price": "pro-m", "trial_days": 60}),
    ("subscribe", {"id": "s-bia", "customer": "bia", "price": "pro-m"}),
    ("subscribe", {"id": "s-caio", "customer": "caio", "price": "basic-m"}),
    ("cancel", {"subscription": "s-caio", "when": "now", "reason": "mudou de cidade"}),
    ("pause", {"subscription": "s-bia", "kind": "service"}),
    ("set_consent", {"customer": "eva", "channel": "email", "granted": False}),
    ("open_request", {"customer": "eva", "kind": "access"}),
    ("send_message", {"customer": "rita", "template": "free_text", "fields": {"subject": "Boas-vindas", "text": "Que bom ter você aqui."}}),
    ("advance", {"to": "2026-12-11T09:00"}),
)  # fmt: skip


@dataclass
class House:
    """One person's company, seen and worked as in a browser."""

    client: Client
    workspace: UUID
    owner: User

    @property
    def root(self) -> str:
        return f"/practice/{self.workspace}/"

    @property
    def opened(self) -> store.Opened:
        return store.read(self.workspace, viewer_of(self.owner))

    def see(self, path: str) -> str:
        answer = self.client.get(self.root + path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def main(self, path: str) -> str:
        """The main column alone: the ledger beside it names nobody."""
        return self.see(path).partition('id="main-column"')[2].partition('class="col-side')[0]

    def do(self, path: str, act: str, about: str, *, key: str = "", **fields: Any) -> HttpResponse:
        sent = {"act": act, "about": about, "key": key or uuid4().hex, **fields}
        return self.client.post(self.root + path, sent)


def found_house(owner: User, client: Client, more: tuple[Command, ...] = (), people: Any = PEOPLE) -> House:
    """The company of the story, with more commands after it where some are given."""
    workspace = Workspace(owner=owner, kind=Workspace.Kind.FREE, company="Aurora", seed=7, opened_at=timezone.now())
    world = engine.World.empty()
    commands = [engine.command_from(name, fields, world, actor="prologue") for name, fields in (*STORY, *more)]
    store.create(workspace, commands=commands, subjects=people)
    return House(client, workspace.pk, owner)


@pytest.fixture
def house(ana: User, client_of: Callable[[User], Client]) -> House:
    return found_house(ana, client_of(ana))
