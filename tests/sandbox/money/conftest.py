"""A company with money to give back: two items of Rita's, too much for one pair of eyes of Leo's, a dispute of Duda's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, store
from sandbox.models import Workspace
from tests.sandbox.conftest import text_of

Asked = Sequence[tuple[str, dict[str, Any]]]
SUBJECTS = {
    "rita": {"name": "Rita Campos", "email": "rita@example.org", "cpf": "123.456.789-09"},
    "leo": {"name": "Leo Prado", "email": "leo@example.org"},
    "duda": {"name": "Duda Reis", "email": "duda@example.org"},
    "bia": {"name": "Bia Luz", "email": "bia@example.org"},
    "lia": {"name": "Lia Nunes", "email": "lia@example.org"},
    "caio": {"name": "Caio Sá", "email": "caio@example.org"},
}


def card(key: str, **more: Any) -> dict[str, Any]:
    return {
        "id": key,
        "methods": [{"id": f"card-{key}", "brand": "visa", "last4": "4242", "script": ["approve"], **more}],
    }


def company(**opening: Any) -> Asked:
    """On 11 November: Rita was billed for two items a week ago; Caio's boleto is late; Bia's refund comes back later."""
    return [
        ("open_company", {"start": "2026-11-04T00:00", "seed": 7, **opening}),
        (
            "add_plan",
            {
                "id": "stream",
                "prices": [
                    {"id": "base", "amount": 4990},
                    {"id": "extra", "amount": 1990},
                    {"id": "year", "amount": 47880, "interval": "year"},
                ],
            },
        ),
        *[("add_customer", card(key)) for key in ("rita", "leo", "duda")],
        ("add_customer", card("bia", refund_fails="account_closed")),
        ("add_customer", {"id": "caio", "methods": [{"id": "boleto-caio", "kind": "boleto"}]}),
        ("subscribe", {"id": "s-rita", "customer": "rita", "items": [{"price": "base"}, {"price": "extra"}]}),
        ("subscribe", {"id": "s-leo", "customer": "leo", "price": "year"}),
        ("subscribe", {"id": "s-duda", "customer": "duda", "price": "base"}),
        ("subscribe", {"id": "s-bia", "customer": "bia", "price": "base"}),
        ("subscribe", {"id": "s-caio", "customer": "caio", "price": "base", "collection": "send", "due_days": 3}),
        ("open_dispute", {"id": "dp-duda", "payment": "pay-3", "reason": "fraudulent"}),
        ("refund", {"id": "ref-bia", "payment": "pay-4", "amount": 1000, "reason": "cortesia"}),
        ("advance", {"to": "2026-11-11T09:00"}),
    ]


def made(owner: User, asked: Asked) -> store.Opened:
    """The company after these commands, stored."""
    world, commands = engine.World.empty(), []
    for name, fields in asked:
        commands.append(engine.command_from(name, fields, world, actor="prologue"))
        outcome = engine.execute(world, commands[-1], people=engine.KnownPeople(SUBJECTS))
        assert isinstance(outcome, engine.Outcome), outcome
        world = outcome.world
    workspace = Workspace(owner=owner, kind="free", company="Streambox", seed=7)
    with transaction.atomic():
        return store.create(workspace, commands=commands, subjects=SUBJECTS)


@dataclass
class Firm:
    """A company worked through its pages."""

    client: Client
    workspace: Workspace

    @property
    def root(self) -> str:
        return f"/practice/{self.workspace.pk}/"

    @property
    def world(self) -> engine.World:
        return store.read(self.workspace.pk, viewer_of(self.workspace.owner)).world

    def see(self, path: str) -> str:
        answer = self.client.get(self.root + path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def listed(self, path: str) -> str:
        """What a person reads in the main column: the clock's panel names people too."""
        return text_of(self.see(path).partition('id="main-column"')[2].partition("<aside")[0])

    def do(self, path: str, act: str, about: str, **fields: Any) -> HttpResponse:
        sent = {"act": act, "about": about, "key": uuid4().hex, **fields}
        return self.client.post(self.root + path, sent)

    def invoice_of(self, customer: str) -> str:
        found = self.world.invoices.values()
        return next(one.document.id for one in found if one.document.customer == customer)

    def payment_of(self, customer: str) -> str:
        return next(one.id for one in self.world.payments.values() if one.customer == customer)


@pytest.fixture
def firm_of(client_of: Callable[[User], Client]) -> Callable[..., Firm]:
    def built(owner: User, *, asked: Asked = (), **opening: Any) -> Firm:
        return Firm(client_of(owner), made(owner, asked or company(**opening)).workspace)

    return built


@pytest.fixture
def firm(firm_of: Callable[..., Firm], ana: User) -> Firm:
    return firm_of(ana)
