"""Aurora: a practice company whose customers ask about their data, worked through the desk's own addresses."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.people.access import Viewer, viewer_of
from portal.people.models import User
from sandbox import engine, store
from sandbox.actions.issue import carry_out
from sandbox.models import Workspace

RITA = {
    "name": "Rita Prado", "email": "rita@example.org", "phone": "+55 11 95555-0001", "cpf": "111.444.777-35",
    "notes": "calls often", "score": "17", "usage": "three films",
}  # fmt: skip
LEO = {"name": "Leo Nunes", "email": "leo@example.org"}
PROLOGUE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("open_company", {"start": "2026-11-02T09:00", "sharees": ["mailer"], "holidays": ["2026-11-20"]}),
    ("add_plan", {"id": "basic", "prices": [{"id": "basic-m", "amount": 4990}]}),
    ("add_customer", {"id": "rita", "methods": [{"brand": "visa", "last4": "4242"}]}),
    ("add_customer", {"id": "leo"}),
    ("add_customer", {"id": "ines", "jurisdiction": "eu"}),
    ("subscribe", {"id": "s1", "customer": "rita", "price": "basic-m"}),
    ("set_consent", {"customer": "rita", "channel": "email", "granted": True, "proof": "checkout"}),
    ("cancel", {"subscription": "s1", "when": "now"}),
)


class Aurora:
    """A company of somebody's: Rita has left, Leo never bought, Ines lives in Europe."""

    def __init__(self, owner: User, client: Client, name: str = "Aurora", more: tuple[Any, ...] = ()) -> None:
        self.client, self.viewer = client, viewer_of(owner)
        workspace = Workspace(owner=owner, kind=Workspace.Kind.FREE, company=name, seed=7, opened_at=timezone.now())
        world = engine.World.empty()
        commands = [engine.command_from(do, fields, world, actor="prologue") for do, fields in (*PROLOGUE, *more)]
        people = {"rita": RITA, "leo": LEO, "ines": {"name": "Ines Roth", "email": "ines@example.org"}}
        store.create(workspace, commands=commands, subjects=people)
        self.workspace = workspace

    viewer: Viewer

    @property
    def root(self) -> str:
        return f"/practice/{self.workspace.pk}/"

    @property
    def url(self) -> str:
        return f"{self.root}privacy/"

    @property
    def world(self) -> engine.World:
        return store.read(self.workspace.pk, self.viewer).world

    def behind(self, name: str, **fields: Any) -> None:
        """A command from behind the scenes: what is the test's beginning, not its matter."""
        opened = store.read(self.workspace.pk, self.viewer)
        carry_out(opened, engine.command_from(name, fields, opened.world), key=uuid4().hex)

    def request(self, kind: str, *, verified: bool = True, **more: Any) -> str:
        """A case of Rita's; its id."""
        self.behind("open_request", **{"customer": "rita", "kind": kind, **more})
        case = list(self.world.cases)[-1]
        if verified:
            self.behind("verify_identity", case=case, method="otp")
        return case

    def see(self, path: str = "", **headers: str) -> str:
        answer = self.client.get(self.url + path, headers=headers)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def do(self, act: str, about: str, path: str = "", *, key: str = "", **fields: Any) -> HttpResponse:
        return self.client.post(self.url + path, {"act": act, "about": about, "key": key or uuid4().hex, **fields})

    def preview(self, act: str, about: str, path: str = "", **fields: Any) -> str:
        sent = {"act": act, "about": about, "key": uuid4().hex, "preview": "1", **fields}
        answer = self.client.post(self.url + path, sent, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        return answer.content.decode()
