"""Persons behind subjects: erased for good, corrected in versions, exported without notes, and never in journal or snapshot."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from portal.people.access import Viewer, viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from sandbox import engine, store, subjects
from sandbox.actions.issue import carry_out
from sandbox.models import JournalEvent, Snapshot, Subject, Workspace

RITA = {"name": "Rita Prado", "email": "rita@example.org", "phone": "+55 11 5555-0001", "notes": "calls often"}
LEO = {"name": "Leo Nunes", "email": "rita@example.org"}


class Company:
    """A practice company of Ana's, worked through the one door."""

    def __init__(self, ana: User) -> None:
        self.viewer: Viewer = viewer_of(ana)
        workspace = Workspace(owner=ana, kind=Workspace.Kind.FREE, company="Aurora", seed=7, opened_at=timezone.now())
        world = engine.World.empty()
        commands = []
        for name, fields in (
            ("open_company", {"start": "2026-11-01", "sharees": ["mailer"]}),
            ("add_plan", {"id": "basic", "prices": [{"id": "basic-m", "amount": 4990}]}),
            ("add_customer", {"id": "rita", "methods": [{"brand": "visa", "last4": "4242"}]}),
            ("add_customer", {"id": "leo"}),
            ("subscribe", {"id": "s1", "customer": "rita", "price": "basic-m"}),
            ("cancel", {"subscription": "s1", "when": "now"}),
        ):
            commands.append(engine.command_from(name, fields, world, actor="prologue"))
        store.create(workspace, commands=commands, subjects={"rita": RITA, "leo": LEO})
        self.workspace = workspace

    @property
    def opened(self) -> store.Opened:
        return store.read(self.workspace.pk, self.viewer)

    def do(self, name: str, *, values: dict[str, str] | None = None, **fields: Any) -> None:
        opened = self.opened
        key = f"{name}-{JournalEvent.objects.count()}"
        carry_out(opened, engine.command_from(name, fields, opened.world), key=key, values=values)

    @property
    def people(self) -> dict[str, dict[str, str]]:
        return subjects.people(self.workspace)

    @property
    def written(self) -> str:
        journal = "".join(json.dumps(one) for one in JournalEvent.objects.values_list("payload", flat=True))
        return journal + bytes(Snapshot.objects.get().data).decode("utf-8", "replace")


@pytest.fixture
def company(ana: User) -> Company:
    return Company(ana)


def _verified(company: Company, kind: str) -> None:
    company.do("open_request", customer="rita", kind=kind)
    company.do("verify_identity", case="case-1", method="otp")


def test_erasing_destroys_the_key_in_the_same_breath(company: Company) -> None:
    _verified(company, "deletion")
    before = company.opened.world.ledger
    company.do("erase_data", customer="rita", case="case-1", categories=["profile", "support"])
    row = Subject.objects.get(subject="rita")
    assert row.key is None and row.data is None and row.erased_at is not None
    assert set(company.people) == {"leo"}
    assert company.opened.world.ledger == before
    assert engine.verify(company.opened.world) == []


def test_a_backup_brings_nobody_back(company: Company) -> None:
    row = Subject.objects.get(subject="rita")
    key, data = bytes(row.key or b""), bytes(row.data or b"")
    company.do("erase_data", customer="rita", categories=["profile"])
    Subject.objects.filter(subject="rita").update(key=key, data=data, erased_at=None)
    assert "rita" in company.people, "the backup is in place"
    assert company.opened.world.tombstones["rita"].key_destroyed
    assert "rita" not in company.people
    Subject.objects.filter(subject="rita").update(key=key, data=data, erased_at=None)
    Snapshot.objects.update(engine_version=0)
    assert company.opened.seq and "rita" not in company.people, "nor where the world is rebuilt from its journal"


def test_what_is_erased_short_of_the_person_leaves_the_person(company: Company) -> None:
    company.do("erase_data", customer="rita", categories=["support"])
    assert company.people["rita"] == {field: value for field, value in RITA.items() if field != "notes"}


def test_a_correction_is_a_new_version_and_no_value_of_it_is_written(company: Company) -> None:
    company.do("correct_data", customer="rita", fields=["name"], values={"name": "Rita Lima"})
    assert company.people["rita"]["name"] == "Rita Lima"
    assert subjects.versions(company.workspace, "rita") == [
        {"version": 1, "until": "2026-11-01", "at": "2026-11-01T03:00:00+00:00", "fields": {"name": "Rita Prado"}}
    ]
    assert "history" not in company.people["rita"]
    assert "Lima" not in company.written and "Prado" not in company.written
    assert not any(b"Lima" in bytes(row.data or b"") for row in Subject.objects.all())


def test_a_correction_without_its_values_changes_nothing(company: Company) -> None:
    with pytest.raises(ValueError, match="name"):
        company.do("correct_data", customer="rita", fields=["name"], values={"email": "x"})
    assert company.people["rita"] == RITA


def test_an_export_has_a_dictionary_and_neither_notes_nor_anybody_else(company: Company) -> None:
    _verified(company, "portability")
    company.do("export_data", customer="rita", case="case-1", categories=["profile", "invoices"])
    files = store.export_files(company.opened, "export-1", "en")
    assert set(files) == {"data.json", "dictionary.csv", "profile.csv", "invoices.csv"}
    told = "".join(files.values())
    assert "Rita Prado" in told and "4990" in told and "invoice number" in told
    assert "calls often" not in told and "Leo" not in told
    assert "Rita" not in company.written and "example.org" not in company.written
    company.do("advance", to="2026-11-08T00:01")
    with pytest.raises(Http404):
        store.export_files(company.opened, "export-1", "en")


def test_the_digest_of_an_export_is_keyed_to_its_subject(company: Company) -> None:
    people = subjects.StoredPeople(company.workspace)
    assert people.mark("rita", b"x") == people.mark("rita", b"x") != people.mark("leo", b"x")
    subjects.erase(company.workspace, "rita")
    assert people.mark("rita", b"x") == ""


def test_marketing_obeys_the_address_and_not_the_account(company: Company) -> None:
    company.do("set_policy", marketing_basis="opt_out")
    company.do("set_consent", customer="rita", channel="all", granted=False)
    with pytest.raises(Refusal) as refused:
        company.do("send_message", customer="leo", template="campaign", fields={"text": "new films"})
    assert refused.value.code == "suppressed"


def test_the_words_of_a_note_stand_with_the_person_and_go_with_what_support_knows(ana: User) -> None:
    company = Company(ana)
    company.do("add_note", customer="rita", values={"text": "Prefere falar de manhã."})
    company.do("add_note", customer="rita", values={"text": "Mudou de cidade."})
    kept = json.loads(company.people["rita"][subjects.NOTES])
    assert kept == {"note-1": "Prefere falar de manhã.", "note-2": "Mudou de cidade."}
    assert "manhã" not in company.written
    company.do("erase_data", customer="rita", categories=["support"])
    assert subjects.NOTES not in company.people["rita"] and company.people["rita"]["name"] == "Rita Prado"
    with pytest.raises(ValueError, match="its text"):
        company.do("add_note", customer="rita")
