"""A company is its owner's alone: whatever address, id, form or export its pages name, nobody else gets anything of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve

from portal.people.models import User
from sandbox import subjects
from sandbox.models import JournalEvent, Workspace
from tests.sandbox.conftest import Desk

EACH = 1
"""So many pages of a kind, and of an act opened on it, are enough: the others differ by an id alone."""
LINK = re.compile(r'(?:href|hx-get|hx-post|action|formaction|src)="(/practice/[^"#]+)')
HTMX = {"HX-Request": "true"}


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """A desk where something has been done at every turn, so that there is something to find."""
    desk.tell()
    desk.schedule()
    desk.advance("day")
    return desk


def addresses(client: Client, company: str) -> Iterator[str]:
    """Every kind of address that the pages of a company lead to, itself first."""
    seen: set[str] = set()
    counted: dict[str, int] = {}
    waiting = [company]
    while waiting:
        address = waiting.pop(0)
        kind = resolve(urlsplit(address).path).view_name
        acts = "".join(sorted(re.findall(r"[?&]act=([\w-]+)", address)))
        if address in seen or counted.get(kind + acts, 0) >= EACH:
            continue
        seen.add(address)
        counted[kind + acts] = counted.get(kind + acts, 0) + 1
        answer = client.get(address, follow=True)
        yield address
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            waiting += [unescape(link) for link in LINK.findall(answer.content.decode()) if company in unescape(link)]


def test_nothing_that_its_pages_name_is_anybody_elses(
    worked: Desk, cast: dict[str, User], client_of: Callable[[User], Client]
) -> None:
    zeca, carla = client_of(cast["zeca"]), client_of(cast["carla"])
    before = JournalEvent.objects.count()
    found = list(addresses(worked.client, worked.company))
    assert len({resolve(urlsplit(address).path).view_name for address in found}) > 4
    for address in found:
        for stranger in (zeca, carla):
            for headers in ({}, HTMX):
                assert stranger.get(address, headers=headers).status_code in (404, 405), address
            answer = stranger.post(
                address, {"by": "day", "act": "collect", "about": worked.invoice, "key": uuid4().hex}
            )
            assert answer.status_code == 404, address
    assert JournalEvent.objects.count() == before


def test_an_id_of_one_company_opens_nothing_in_another(
    worked: Desk, desk_of: Callable[[User], Desk], cast: dict[str, User]
) -> None:
    """Carla has a company of the same drill; what only Ana's has is not found under Carla's address."""
    other = desk_of(cast["carla"])
    names = {person["name"] for person in _people(worked)} - {person["name"] for person in _people(other)}
    for address in list(addresses(worked.client, worked.company)):
        swapped = address.replace(str(worked.workspace), str(other.workspace))
        answer = other.client.get(swapped, follow=True)
        assert answer.status_code in (200, 403, 404, 405, 409), swapped
        if answer.status_code == 200 and not answer.streaming:
            page = answer.content.decode(errors="replace")
            assert not [name for name in names if name in page], swapped


def test_nobody_guesses_a_company(worked: Desk, client_of: Callable[[User], Client], cast: dict[str, User]) -> None:
    """An id that does not exist and one that is somebody else's answer alike, to the byte."""
    zeca = client_of(cast["zeca"])
    for path in ("", "collections/", "journal/"):
        nowhere = zeca.get(f"/practice/{uuid4()}/{path}")
        somebodys = zeca.get(f"{worked.company}{path}")
        assert nowhere.status_code == somebodys.status_code == 404
        assert _without_ids(nowhere.content.decode()) == _without_ids(somebodys.content.decode())


def _without_ids(page: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|nonce=\"[^\"]*\"|value=\"[A-Za-z0-9]{64}\"|\"[A-Za-z0-9]{64}\"", "", page)


def _people(desk: Desk) -> list[dict[str, str]]:
    return [dict(person) for person in subjects.people(Workspace.objects.get(pk=desk.workspace)).values()]
