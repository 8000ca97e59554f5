"""Practice companies whose figures are known beforehand, and Ana who owns them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import Workbook, load_workbook

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import engine, store
from sandbox.models import Workspace

Asked = tuple[str, dict[str, Any]]
NAMES = {"lia": "Lia Prado", "rui": "Rui Sá", "eva": "Eva Luz", "noe": "Noé Reis"}


@pytest.fixture
def build(ana: User) -> Callable[..., store.Opened]:
    """A company after these commands, stored, and belonging to somebody (Ana where nobody is named)."""

    def make(asked: Sequence[Asked], *, owner: User | None = None) -> store.Opened:
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


def small() -> list[Asked]:
    """Three customers of R$ 49,90 and one of R$ 100,00 with half off for two months.

    January: Lia, Rui and Eva come (49,90 each). February: Eva's card fails on the 5th and is never good again, so her
    access is suspended on the 19th; on the 10th Noé comes (100,00, half off until 10 April) and Rui asks to end, which
    he does on 5 March, when what he paid for is over.
    """
    asked: list[Asked] = [
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


class Visitor:
    """Somebody who reads the reports of one company."""

    def __init__(self, client: Client, opened: store.Opened) -> None:
        self.client = client
        self.url = f"/practice/{opened.workspace.pk}/reports/"

    def page(self, report: str = "", **asked: str) -> str:
        """What stands on the page, as one reads it: without markup, and with plain spaces."""
        html = re.sub(r"<(title|desc|head)\b.*?</\1>", " ", self.html(report, **asked), flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)).replace("\N{NO-BREAK SPACE}", " "))

    def html(self, report: str = "", **asked: str) -> str:
        response = self.client.get(f"{self.url}{report}/" if report else self.url, asked)
        assert response.status_code == 200
        return response.content.decode()

    def workbook(self, report: str, **asked: str) -> Workbook:
        response = self.client.get(f"{self.url}{report}/workbook/", asked)
        assert response.status_code == 200
        return load_workbook(BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def visitor(company: store.Opened, ana: User) -> Visitor:
    return visits(company, ana)


def visits(opened: store.Opened, who: User, language: str = "pt-br") -> Visitor:
    User.objects.filter(pk=who.pk).update(language=language)
    client = Client()
    client.force_login(who)
    return Visitor(client, opened)


def looked(opened: store.Opened, owner: User) -> store.Opened:
    """As a page reads it."""
    return store.read(opened.workspace.pk, viewer_of(owner))
