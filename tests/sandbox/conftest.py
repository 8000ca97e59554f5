"""A drill released, and Ana at her desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from playbooks.actions.import_content import files, import_playbook
from portal.people.models import User
from portal.people.seed import grant_editing
from portal.seams.contracts import SeedCast
from sandbox.drills import Setup
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import setup_of
from sandbox.seam.seed import publish

SLUG = "dia-de-pagamento"


@pytest.fixture
def drill(cast: Mapping[str, User]) -> str:
    """Payday and the playbook it practises, released in both languages; the drill's slug."""
    grant_editing(cast)
    for content in files():
        if content["key"] == "declined-charge":
            import_playbook(content, accountable=cast["carla"], today=timezone.localdate())
    publish("payday", SeedCast(now=timezone.now(), people=cast, everyone=[], seed=7, say=lambda line: None))
    return SLUG


@dataclass
class Desk:
    """One person's desk, worked through the same forms as in the browser."""

    client: Client
    workspace: UUID

    @property
    def company(self) -> str:
        return f"/practice/{self.workspace}/"

    @property
    def url(self) -> str:
        """The desk that the drill begins at."""
        return f"{self.company}collections/"

    @property
    def attempt(self) -> DrillAttempt:
        return DrillAttempt.objects.select_related("workspace").get(workspace=self.workspace)

    @property
    def setup(self) -> Setup:
        return setup_of(self.attempt.release, self.attempt.workspace.seed)

    @property
    def pay_day(self) -> date:
        return date.fromisoformat(str(self.setup.facts["pay_day"]))

    @property
    def customer(self) -> str:
        return self.setup.roles["customer"]

    @property
    def invoice(self) -> str:
        return self.setup.roles["invoice"]

    def see(self, query: str = "") -> str:
        answer = self.client.get(self.url + query)
        assert answer.status_code == 200
        return answer.content.decode()

    def do(self, act: str, about: str, *, key: str = "", **fields: Any) -> HttpResponse:
        sent = {"act": act, "about": about, "key": key or uuid4().hex, **fields}
        return self.client.post(f"{self.url}?customer={self.customer}", sent)

    def tell(self, *, amount: str = "", on: date | None = None, **more: Any) -> HttpResponse:
        figures = f"{int(self.setup.facts['amount']) / 100:.2f}".replace(".", ",")
        return self.do(
            "write",
            self.customer,
            invoice=self.invoice,
            chosen="payment_declined",
            channel="email",
            amount=amount or figures,
            retry_on=(on or self.pay_day).isoformat(),
            **more,
        )

    def schedule(self, on: date | None = None, hour: str = "10:00", **more: Any) -> HttpResponse:
        return self.do("schedule", self.invoice, day=(on or self.pay_day).isoformat(), hour=hour, **more)

    def advance(self, by: str = "next", to: date | None = None, key: str = "") -> HttpResponse:
        sent = {"key": key or uuid4().hex, "by": by, "to": to.isoformat() if to else ""}
        return self.client.post(self.url, sent)

    def check(self) -> DrillAttempt:
        self.client.post(f"{self.company}check/")
        return self.attempt

    def check_conditions(self) -> dict[str, bool]:
        return {one["id"]: one["met"] for one in (self.check().last_check or {})["conditions"]}


@pytest.fixture
def desk_of(drill: str, client_of: Callable[[User], Client]) -> Callable[[User], Desk]:
    """Begin the drill as somebody."""

    def begun(user: User) -> Desk:
        client = client_of(user)
        answer = client.post(f"/practice/drills/{drill}/start/")
        assert answer.status_code == 302
        return Desk(client, UUID(answer["Location"].strip("/").split("/")[1]))

    return begun


@pytest.fixture
def desk(desk_of: Callable[[User], Desk], ana: User) -> Desk:
    return desk_of(ana)


def text_of(html: str) -> str:
    """What a person reads of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
