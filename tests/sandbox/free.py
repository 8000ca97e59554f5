"""A free company, opened as a person opens one and made by the job that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from portal.jobs.models import OPEN, Job
from portal.jobs.run import perform
from portal.people.access import Viewer, viewer_of
from portal.people.models import User
from sandbox import practice, store
from sandbox.models import JournalEvent, Workspace

SEED = 1


@dataclass
class Free:
    """One person's free company, worked through its pages."""

    client: Client
    id: UUID

    @property
    def url(self) -> str:
        return f"/practice/{self.id}/"

    @property
    def journal(self) -> str:
        return f"{self.url}journal/"

    @property
    def row(self) -> Workspace:
        return Workspace.objects.select_related("owner").get(pk=self.id)

    @property
    def viewer(self) -> Viewer:
        return viewer_of(self.row.owner)

    @property
    def opened(self) -> store.Opened:
        return store.read(self.id, self.viewer)

    @property
    def events(self) -> int:
        return JournalEvent.objects.filter(workspace=self.id).count()

    def see(self, path: str = "") -> str:
        answer = self.client.get(self.url + path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def move(self, by: str, *, to: date | None = None, key: str = "") -> HttpResponse:
        sent = {"key": key or uuid4().hex, "by": by, "to": to.isoformat() if to else ""}
        return self.client.post(self.journal, sent)

    def post(self, path: str, **fields: Any) -> HttpResponse:
        return self.client.post(self.url + path, fields)


def ask(client: Client, kind: str = "software", jurisdiction: str = "br") -> UUID:
    """Press *Open*; the id of the company that is there, or will be."""
    answer = client.post(f"/practice/free/{kind}/", {"jurisdiction": jurisdiction})
    assert answer.status_code == 302
    return UUID(answer["Location"].strip("/").split("/")[-1])


def work() -> int:
    """Do what waits, chunk by chunk, as a worker would."""
    done = 0
    while (waiting := Job.objects.filter(OPEN, kind__startswith="sandbox.").first()) is not None:
        if not perform(waiting.pk):
            return done
        done += 1
    return done


def opened(client: Client, kind: str = "software", jurisdiction: str = "br") -> Free:
    """A company of the person signed in."""
    return Free(client, stored(User.objects.get(pk=client.session["_auth_user_id"]), kind, jurisdiction))


def stored(owner: User, kind: str = "software", jurisdiction: str = "br") -> UUID:
    """Stored as the job stores one; the engine makes each kind once in a run of tests."""
    made = _made(kind, jurisdiction)
    workspace = Workspace(owner=owner, kind="free", company="Nuvem", seed=SEED, ready=kind, jurisdiction=jurisdiction)
    with transaction.atomic():
        store.furnish(workspace, world=made.world, events=made.events, subjects=made.subjects)
    return workspace.pk


@cache
def _made(kind: Any, jurisdiction: Any) -> practice.Made:
    return practice.make(kind, SEED, jurisdiction, date(2026, 11, 23))
