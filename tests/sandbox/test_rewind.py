"""Rewinding: a branch has the same past up to an event and its own future; the first company never changes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from portal.people.models import User
from sandbox import engine, store, subjects
from sandbox.actions.branch import MOST
from sandbox.models import JournalEvent, Subject, Workspace
from sandbox.queries.replay import companies
from tests.sandbox.conftest import Desk
from tests.sandbox.free import Free, opened


@pytest.fixture
def free(client_of: Callable[[User], Client], ana: User) -> Free:
    return opened(client_of(ana))


def back(free: Free, at: int) -> Free:
    answer = free.post(f"branch/{at}/")
    assert answer.status_code == 302
    return Free(free.client, Workspace.objects.filter(branched_from=free.id).latest("opened_at").pk)


def test_a_branch_shares_the_past_and_goes_its_own_way(free: Free) -> None:
    whole = free.events
    branch = back(free, whole // 2)
    row = branch.row
    assert row.branched_from_id == free.id and row.branched_at is not None
    assert whole // 2 <= row.branched_at < whole
    shared = JournalEvent.objects.filter(workspace=free.id, seq__lte=row.branched_at)
    assert list(shared.order_by("seq").values_list("seq", "payload", "customer")) == list(
        JournalEvent.objects.filter(workspace=branch.id).order_by("seq").values_list("seq", "payload", "customer")
    )
    events = store.journal(free.row, until=row.branched_at)
    assert branch.opened.world == engine.rewind(events, row.branched_at)[0]
    assert engine.verify(branch.opened.world) == []
    branch.move("week")
    assert branch.events > row.branched_at
    assert free.events == whole
    assert [one for found in companies() for one in found] == []
    page = free.client.get("/practice/").content.decode()
    assert "Ramificações" in page
    assert f"no evento {row.branched_at}" in page


def test_what_came_together_stays_together(free: Free) -> None:
    groups = list(JournalEvent.objects.filter(workspace=free.id).order_by("seq").values_list("seq", "payload__group"))
    first = next(seq for (seq, group), (_next, other) in pairwise(groups) if group == other)
    branch = back(free, first)
    last = branch.row.branched_at
    after = dict(groups)
    assert after[first] == after[last] != after.get(last + 1)


def test_the_page_asks_before_it_goes_back(free: Free) -> None:
    page = free.see("journal/")
    seq = int(page.split('id="event-')[1].split('"')[0])
    asked = free.see(f"journal/?back={seq}")
    assert f"Voltar ao evento {seq}" in asked
    assert f"/branch/{seq}/" in asked


def test_pressed_twice_it_is_one_branch(free: Free) -> None:
    back(free, 300)
    back(free, 300)
    assert Workspace.objects.filter(branched_from=free.id).count() == 1


def test_there_is_an_end_to_branches(free: Free) -> None:
    for number in range(1, MOST + 1):
        back(free, number * 200)
    answer = free.client.post(f"{free.url}branch/1000/", follow=True)
    assert "Feche uma em Prática" in answer.content.decode()
    assert Workspace.objects.filter(branched_from=free.id).count() == MOST
    one = Workspace.objects.filter(branched_from=free.id).first()
    assert one is not None
    free.client.post(f"/practice/{one.pk}/close/")
    back(free, 1000)


def test_whoever_was_erased_stays_erased(free: Free) -> None:
    with transaction.atomic():
        somebody = Subject.objects.filter(workspace=free.id, key__isnull=False).first()
        assert somebody is not None
        subjects.erase(free.row, somebody.subject)
    branch = back(free, 900)
    copied = Subject.objects.get(workspace=branch.id, subject=somebody.subject)
    assert copied.key is None and copied.data is None and copied.erased_at is not None
    other = Subject.objects.filter(workspace=branch.id, key__isnull=False).first()
    assert other is not None and subjects.people(branch.row)[other.subject]["name"]


def test_nothing_is_written_about_somebody_whom_the_origin_erased(free: Free) -> None:
    somebody = Subject.objects.filter(workspace=free.id, key__isnull=False, subject__startswith="c-").first()
    assert somebody is not None
    with transaction.atomic():
        subjects.erase(free.row, somebody.subject)
    branch = back(free, 900)
    sent = {"act": "note", "about": somebody.subject, "text": "Ligou hoje.", "key": uuid4().hex}
    answer = branch.client.post(f"{branch.url}customers/{somebody.subject}/", sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "já foi apagada" in page


@pytest.mark.parametrize("at", ["0", "999999", "x", "", "-1", "9" * 40])
def test_an_event_that_is_not_there_is_404(free: Free, at: str) -> None:
    assert free.post(f"branch/{at}/").status_code == 404
    assert Workspace.objects.count() == 1


def test_a_drill_is_not_rewound(desk: Desk) -> None:
    answer = desk.client.post(f"{desk.company}branch/3/", follow=True)
    assert "Um exercício só anda para a frente" in answer.content.decode()
    assert Workspace.objects.count() == 1


def test_a_branch_outlives_what_it_went_off_from(free: Free) -> None:
    branch = back(free, 400)
    with transaction.atomic():
        store.purge(Workspace.objects.filter(pk=free.id))
    assert branch.row.branched_from is None and branch.row.branched_at is not None
    assert branch.see("journal/")
    again = opened(free.client)
    assert again.id != branch.id, "a branch is not the company of its kind"


def test_a_branch_is_not_begun_over(free: Free) -> None:
    branch = back(free, 400)
    assert branch.post("start-over/").status_code == 404


def test_a_branch_says_so_and_leads_back(free: Free) -> None:
    branch = back(free, 400)
    page = branch.see()
    assert f"a partir do evento {branch.row.branched_at}" in page
    assert f'href="{free.url}"' in page
    assert "Ramificação" not in free.see()


def test_what_was_closed_can_be_found_and_nothing_goes_off_from_it(free: Free) -> None:
    branch = back(free, 400)
    free.client.post(f"/practice/{branch.id}/close/")
    page = free.client.get("/practice/").content.decode()
    assert "Encerradas há pouco" in page and branch.url in page
    answer = free.client.post(f"{branch.url}branch/300/", follow=True)
    assert "nada sai dela" in answer.content.decode()
    assert Workspace.objects.count() == 2
