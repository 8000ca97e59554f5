"""Drills as released content: an editor's words reach the next attempt, never the one under way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from portal.home.library import content_key
from portal.people.models import User
from portal.refusal import Refusal
from portal.releases.models import Release
from sandbox.drills import brief, instantiate, load
from sandbox.drills.brief import library
from sandbox.drills.frozen import frozen
from sandbox.drills.wording import SAMPLE_SEED
from sandbox.models import DrillPage
from sandbox.queries.briefs import brief_of, setup_of
from tests.sandbox.conftest import Desk, text_of


def page(language: str = "pt-br") -> DrillPage:
    return DrillPage.objects.get(translation_key=content_key("drill", "payday"), locale__language_code=language)


def release_again(**changes: str) -> None:
    draft = page()
    for name, value in {"change_class": "minor", "change_reason": "Texto mais claro.", **changes}.items():
        setattr(draft, name, value)
    draft.change_number = draft.next_number()
    draft.save_revision().publish()


def test_both_languages_are_one_release(drill: str) -> None:
    release = Release.objects.get(kind="drill")
    assert release.number == 1
    assert {part.locale for part in release.parts.all()} == {"pt-br", "en"}
    assert {part.part_id for part in release.parts.all()} == {""}


def test_an_attempt_keeps_the_release_it_was_begun_on(desk: Desk) -> None:
    release_again(story="Uma história nova, com {customer_name}.")
    assert Release.objects.filter(kind="drill").count() == 2
    assert "Uma história nova" not in desk.see()
    assert "Uma história nova" in desk.client.get("/practice/drills/dia-de-pagamento/").content.decode()
    desk.client.post(f"{desk.company}reset/")
    second = desk.client.get("/practice/").wsgi_request.user.drill_attempts.get(number=2)
    name = Desk(desk.client, second.workspace_id).setup.subjects["c-101"]["name"]
    assert f"Uma história nova, com {name}." in text_of(Desk(desk.client, second.workspace_id).see().replace("\n", " "))


def test_the_whole_brief_is_frozen_with_the_release(drill: str) -> None:
    release = Release.objects.get(kind="drill")
    assert frozen(brief_of(release)) == frozen(load("payday"))
    assert list(brief_of(release.pk).vary) == list(load("payday").vary), "a variable may name those before it"


def test_a_file_that_changes_changes_no_attempt_under_way(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = library()["payday"].read_text(encoding="utf-8")
    changed = tmp_path / "payday.yaml"
    condition = "check: {message_sent: {customer: $customer, invoice: $invoice, amount: $amount"
    assert condition in text
    changed.write_text(text.replace(condition, condition.replace("$amount", "1")), encoding="utf-8")
    monkeypatch.setattr(brief, "library", lambda: {"payday": changed})
    load.cache_clear()
    setup_of.cache_clear()
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    attempt = desk.check()
    load.cache_clear()
    assert attempt.is_passed
    assert attempt.best_score == 100


def test_an_old_address_leads_to_the_new_one(desk: Desk) -> None:
    release_again(slug="dia-do-salario")
    answer = desk.client.get("/practice/drills/dia-de-pagamento/")
    assert answer["Location"] == "/practice/drills/dia-do-salario/"


def test_braces_that_name_nothing_are_refused_with_their_place(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        release_again(story="Chaves {isto:money} de ninguém.")
    assert "story" in str(refused.value)
    assert "{isto}" in str(refused.value)


def test_a_page_that_makes_no_drill_is_refused(drill: str) -> None:
    draft = page()
    draft.prologue = draft.prologue.replace("add_plan", "add_plane", 1)
    draft.save_revision()
    with pytest.raises(Refusal) as refused:
        draft.get_latest_revision().publish()
    assert "prologue › 1" in str(refused.value)
    assert Release.objects.filter(kind="drill", key=draft.translation_key).count() == 1


def test_an_author_edits_and_previews(drill: str, client_of: Callable[[User], Client], cast: dict[str, User]) -> None:
    author = client_of(cast["eva"])
    assert author.get(f"/admin/pages/{page().pk}/edit/").status_code == 200
    shown = page().make_preview_request(original_request=author.get("/practice/").wsgi_request)
    assert shown.status_code == 200
    told = text_of(shown.content.decode())
    assert "Dia de pagamento" in told
    sample = instantiate(load("payday"), SAMPLE_SEED)
    assert sample.subjects["c-101"]["name"] in told, "an example's names stand in for what the words only name"
    assert "{" not in told.split("A história")[1].split("No playbook")[0]


def test_the_librarys_address_leads_to_the_reader(drill: str) -> None:
    assert page().reader_path() == "/practice/drills/dia-de-pagamento/"
