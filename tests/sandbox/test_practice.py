"""Free practice holds: one of a kind a person, made once whatever is pressed, begun over, purged when it is old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.people.models import User
from portal.rights.account import account_of
from sandbox import engine, store
from sandbox.actions.open_ready import open_ready
from sandbox.actions.purge_free import KEPT, purge_free
from sandbox.models import DrillAttempt, JournalEvent, Snapshot, Subject, Workspace
from sandbox.queries.replay import companies
from sandbox.seam.account_data import PracticeData
from sandbox.tasks import purge
from tests.sandbox.conftest import Desk
from tests.sandbox.free import Free, ask, opened, work


@pytest.fixture
def client(client_of: Callable[[User], Client], ana: User) -> Client:
    return client_of(ana)


@pytest.fixture
def free(client: Client) -> Free:
    return opened(client)


def test_a_company_is_asked_for_prepared_and_opened(client: Client) -> None:
    page = client.get("/practice/").content.decode()
    for word in ("App de streaming", "Academia", "Software por contrato", "Brasil", "Europa", "Estados Unidos"):
        assert word in page
    company = ask(client, "software", "eu")
    waiting = client.get(f"/practice/preparing/{company}/").content.decode()
    assert "Sua empresa está sendo preparada" in waiting
    assert "sendo preparada" in client.get("/practice/").content.decode()
    assert client.get(f"/practice/{company}/").status_code == 404, "there is no half of a company"
    work()
    answer = client.get(f"/practice/preparing/{company}/")
    assert answer["Location"] == f"/practice/{company}/"
    fragment = client.get(f"/practice/preparing/{company}/", headers={"HX-Request": "true"})
    assert fragment["HX-Redirect"] == f"/practice/{company}/"
    assert client.get(f"/practice/{company}/").status_code == 200
    world = store.read(company, viewer_of(User.objects.get(workspaces=company))).world
    assert world.require_company().currency == "EUR"
    assert "Continuar" in client.get("/practice/").content.decode()


def test_pressing_twice_makes_one(client: Client, ana: User) -> None:
    first, second = ask(client), ask(client)
    assert first == second
    assert Job.objects.filter(kind="sandbox.make_ready").count() == 1
    work()
    assert ask(client, "software", "us") == first, "an open one is gone on with"
    assert not perform(first), "the same job does nothing again"
    assert Workspace.objects.filter(owner=ana).count() == 1


def test_the_database_itself_allows_one_of_a_kind(free: Free, ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Workspace.objects.create(owner=ana, kind="free", ready="software", company="x", seed=1, engine_version=1)


def test_a_killed_job_leaves_nothing_and_is_done_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    company = ask(client)
    with monkeypatch.context() as broken:
        broken.setattr(Snapshot.objects, "bulk_create", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("killed")))
        assert not perform(company)
    assert not Workspace.objects.exists() and not JournalEvent.objects.exists() and not Subject.objects.exists()
    Job.objects.update(run_after=timezone.now(), lease_until=None)
    assert perform(company)
    assert Workspace.objects.get().pk == company


def test_beginning_over_is_another_seed_and_closes_the_old_one(free: Free) -> None:
    answer = free.post("start-over/", jurisdiction="us")
    twice = free.post("start-over/", jurisdiction="us")
    assert answer["Location"] == twice["Location"]
    work()
    old, new = free.row, Workspace.objects.exclude(pk=free.id).get()
    assert (old.state, new.state, new.jurisdiction) == ("closed", "open", "us")
    assert old.closed_at is not None
    assert new.seed != old.seed
    page = free.see("journal/")
    assert "Esta empresa está fechada" in page
    assert 'id="clock-on"' not in page
    assert free.move("day").status_code == 409


def test_strangers_find_nothing(free: Free, cast: dict[str, User], client_of: Callable[[User], Client]) -> None:
    pending = ask(free.client, "gym")
    stranger = client_of(cast["zeca"])
    for path in ("", "journal/", "journal/journal.jsonl", "journal/journal.xlsx", "moving/"):
        assert stranger.get(free.url + path).status_code == 404, path
    for path in ("start-over/", "close/", "branch/5/"):
        assert stranger.post(free.url + path).status_code == 404, path
    assert stranger.get(f"/practice/preparing/{pending}/").status_code == 404
    assert stranger.get(f"/practice/preparing/{free.id}/").status_code == 404
    assert free.row.state == "open"


def test_what_is_no_kind_or_country_is_not_there(client: Client) -> None:
    for kind, law in (("bank", "br"), ("gym", "jp"), ("gym", "")):
        assert client.post(f"/practice/free/{kind}/", {"jurisdiction": law}).status_code == 404
    assert client.get(f"/practice/preparing/{uuid4()}/").status_code == 404


def test_a_drills_doors_are_not_those_of_a_free_company(free: Free, desk: Desk) -> None:
    for path in ("check/", "hint/", "reset/"):
        assert free.post(path).status_code == 404, path
    assert free.client.get(f"{free.url}debrief/").status_code == 404
    for path in ("start-over/", "close/"):
        assert desk.client.post(desk.company + path).status_code == 404, path


def test_its_snapshot_is_what_its_journal_says(client: Client) -> None:
    company = opened(client, "streaming")
    assert engine.has_archived(company.opened.world), "so large that the snapshot has put something away"
    assert list(differences()) == []
    company.move("month")
    assert list(differences()) == []


def differences() -> list[object]:
    return [one for found in companies() for one in found]


def test_old_closed_ones_are_purged_and_a_drills_is_kept(free: Free, desk: Desk) -> None:
    free.post("close/")
    purge()
    assert Workspace.objects.filter(pk=free.id).exists(), "for thirty days it can be looked at"
    Workspace.objects.update(closed_at=timezone.now() - KEPT - timedelta(days=1), state="closed")
    assert purge_free() == 1
    assert not Workspace.objects.filter(pk=free.id).exists()
    assert not JournalEvent.objects.filter(workspace=free.id).exists()
    assert DrillAttempt.objects.get().workspace is not None


def test_two_accounts_that_become_one_keep_one_of_a_kind(
    free: Free, cast: dict[str, User], client_of: Callable[[User], Client]
) -> None:
    other = opened(client_of(cast["bruno"]))
    with transaction.atomic():
        PracticeData().merge(account_of(free.row.owner), account_of(cast["bruno"]))
    assert free.row.state == "open"
    assert Workspace.objects.get(pk=other.id).state == "closed"
    assert set(Workspace.objects.values_list("owner", flat=True)) == {free.row.owner_id}


def test_erasing_a_person_takes_free_companies_along(free: Free) -> None:
    with transaction.atomic():
        PracticeData().erase(account_of(free.row.owner))
    assert not Workspace.objects.exists() and not Subject.objects.exists() and not JournalEvent.objects.exists()


def test_nothing_is_made_for_who_may_not_sign_in_any_more(client: Client, ana: User) -> None:
    company = ask(client)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert perform(company)
    assert not Workspace.objects.exists()


def test_the_rooms_first_page_costs_the_same_however_much_there_is(free: Free) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert free.client.get("/practice/").status_code == 200
        return len(caught)

    before = queries()
    for kind in ("gym", "streaming"):
        ask(free.client, kind)
    assert queries() == before
    assert before <= 9


def test_asking_is_one_at_a_time_by_action_too(ana: User) -> None:
    viewer = viewer_of(ana)
    made = {open_ready(viewer, kind="gym", jurisdiction="br") for _ in range(3)}
    assert len(made) == 1
