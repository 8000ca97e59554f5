"""The drills of whoever asks for their data to go or to move, worked to a hundred through the privacy desk's own forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.people.access import viewer_of
from portal.people.models import User
from sandbox import drills, store
from sandbox.drills import Marking
from sandbox.models import Workspace

ALL = ("profile", "marketing", "support", "usage", "access_logs", "subscriptions", "invoices", "payments", "consents")
TAKEN_ALONG = ("profile", "usage", "subscriptions", "invoices", "payments", "consents")
SEED = 4


class Worked:
    """A drill's company in somebody's hands: acts by the desk's forms, marked as a check would."""

    def __init__(self, key: str, owner: User, client: Client) -> None:
        self.client, self.viewer = client, viewer_of(owner)
        self.brief = drills.load(key)
        self.setup = drills.instantiate(self.brief, SEED)
        self.workspace = Workspace(
            owner=owner, kind=Workspace.Kind.FREE, company=self.brief.company_name, seed=SEED, opened_at=timezone.now()
        )
        store.create(self.workspace, commands=self.setup.commands, subjects=self.setup.subjects)

    @property
    def customer(self) -> str:
        return self.setup.roles["customer"]

    def see(self, path: str = "") -> str:
        answer = self.client.get(f"/practice/{self.workspace.pk}/privacy/{path}")
        assert answer.status_code == 200
        return answer.content.decode()

    def do(self, act: str, about: str, **fields: Any) -> None:
        sent = {"act": act, "about": about, "key": uuid4().hex, **fields}
        answer: HttpResponse = self.client.post(f"/practice/{self.workspace.pk}/privacy/", sent)
        assert answer.status_code == 302, answer.content.decode()

    def answer(self, case: str, **outcomes: Sequence[str]) -> None:
        """`done=[...]`, `kept=[...]`: what became of each kind of data."""
        chosen = {f"outcome-{one}": outcome for outcome, kinds in outcomes.items() for one in kinds}
        self.do("answer", case, **chosen)

    def marked(self) -> Marking:
        world = store.read(self.workspace.pk, self.viewer).world
        return drills.mark(self.brief, world, store.journal(self.workspace), language="pt-br")


@pytest.fixture
def worked(ana: User, client_of: Callable[[User], Client]) -> Callable[[str], Worked]:
    return lambda key: Worked(key, ana, client_of(ana))


def test_delete_everything(worked: Callable[[str], Worked]) -> None:
    company = worked("delete-everything")
    gone = ("profile", "marketing", "support", "usage", "access_logs")
    company.do("verify", "case-1", method="otp")
    company.do("erase", "case-1", categories=gone, sure="on")
    company.answer("case-1", done=gone, kept=[one for one in ALL if one not in gone])
    marking = company.marked()
    assert marking.score == 100, marking.results


def test_delete_with_a_lawsuit_open(worked: Callable[[str], Worked]) -> None:
    company = worked("delete-with-lawsuit")
    gone = ("marketing", "usage", "access_logs")
    company.do("verify", "case-1", method="login")
    company.do("hold", company.customer, kind="lawsuit", categories=["profile", "support"], reason="Ação no juizado")
    company.do("erase", "case-1", categories=gone, sure="on")
    company.answer("case-1", done=gone, kept=[one for one in ALL if one not in gone])
    company.do(
        "write", company.customer, chosen="request_answered", channel="email", case="case-1",
        note="Cadastro e atendimento ficam enquanto durar o processo.",
    )  # fmt: skip
    marking = company.marked()
    assert marking.score == 100, marking.results


@pytest.mark.parametrize("who", ["", "her name"])
def test_the_worried_husband(worked: Callable[[str], Worked], who: str) -> None:
    company = worked("worried-husband")
    told = company.setup.subjects[company.customer]["name"] if who else ""
    today = str(company.setup.facts["day"])
    company.do("open-request", "", who=told, kind="access", asker="third_party", channel="phone", day=today)
    page = company.see("case-1/?act=refuse&about=case-1")
    proposed = "Respondemos a pedidos sobre dados só ao titular ou a quem o represente legalmente."
    assert proposed in page
    company.do("refuse", "case-1", reason=f"{proposed} Se for o seu caso, envie a procuração.")
    marking = company.marked()
    assert marking.score == 100, marking.results


def test_moving_house(worked: Callable[[str], Worked]) -> None:
    company = worked("moving-house")
    company.do("verify", "case-1", method="otp")
    company.do("export", "case-1", categories=TAKEN_ALONG, formats=["csv", "json"])
    company.answer("case-1", done=TAKEN_ALONG)
    last = date.fromisoformat(str(company.setup.facts["link_end"]))
    company.do(
        "write", company.customer, chosen="export_ready", channel="email", case="case-1", expires_on=last.isoformat()
    )  # fmt: skip
    marking = company.marked()
    assert marking.score == 100, marking.results
    files = store.export_files(store.read(company.workspace.pk, company.viewer), "export-1", "pt-br")
    told = "".join(files.values())
    assert "412 faixas ouvidas" in told
    assert "reclama muito" not in told and str(company.setup.facts["score"]) not in told
