"""Nothing of how a drill is marked or solved reaches the trainee before it is due: every page is read for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.safestring import mark_safe

from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.people.models import User
from portal.releases.models import Release
from portal.seams.contracts import SeedCast
from sandbox.actions.start_drill import start_drill
from sandbox.drills.brief import keys
from sandbox.models import DrillAttempt
from sandbox.queries.briefs import brief_of, setup_of
from sandbox.queries.story import Story
from sandbox.seam.seed import publish
from sandbox.views import frame
from tests.sandbox.conftest import Desk
from tests.sandbox.crawling import crawl, leaks, secrets_of


def begun(user: User, name: str) -> tuple[DrillAttempt, str]:
    slug = Release.objects.filter(kind="drill", key=content_key("drill", name)).latest("number").slug
    return start_drill(viewer_of(user), slug=slug), slug


def secrets(attempt: DrillAttempt) -> Mapping[str, str]:
    assert attempt.workspace is not None
    return secrets_of(brief_of(attempt.release), setup_of(attempt.release, attempt.workspace.seed))


@pytest.mark.parametrize("name", keys())
def test_no_page_of_a_drill_tells_what_is_kept_back(
    name: str, cast: Mapping[str, User], client_of: Callable[[User], Client]
) -> None:
    publish(name, SeedCast(now=timezone.now(), people=cast, everyone=[], seed=7, say=lambda line: None))
    attempt, slug = begun(cast["ana"], name)
    company = f"/practice/{attempt.workspace_id}/"
    hint = " ".join(brief_of(attempt.release).hints[-1].pt_br.split()[:4])
    around = (
        f"/practice/drills/{slug}/",
        f"/releases/drill/{attempt.drill_key}/",
        f"/search/?q={hint}",
        "/search/?q=drill",
    )
    pages = crawl(client_of(cast["ana"]), (company, f"{company}journal/journal.json", *around), most=28, deep=False)
    kept = secrets(attempt)
    assert len(kept) > 20
    assert not leaks(pages, kept)


def test_no_page_of_the_portal_tells_what_is_kept_back(desk: Desk) -> None:
    kept = secrets(desk.attempt)
    starts = ["/", "/practice/", "/me/", "/me/data/", "/courses/", "/playbooks/", "/ideas/", "/notices/", desk.company]
    assert not leaks(crawl(desk.client, starts, most=110), kept)


@pytest.mark.parametrize("what", ["hint", "debrief", "condition", "name", "word"])
def test_a_planted_leak_is_found(desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    kept = secrets_of(brief_of(desk.attempt.release), desk.setup)
    planted = next(text for key, text in kept.items() if key.startswith(f"{what} "))
    told = frame.story

    def careless(*args: Any) -> Story:
        shown = told(*args)
        return replace(shown, tasks=mark_safe(f"{shown.tasks}<i data-x='{planted}'>{planted.upper()}</i>"))

    clean = leaks(crawl(desk.client, [desk.company], most=3), kept)
    monkeypatch.setattr(frame, "story", careless)
    found = leaks(crawl(desk.client, [desk.company], most=3), kept)
    assert not clean
    assert any(one.partition(": ")[2].startswith(f"{what} ") for one in found)


def test_a_hint_that_was_taken_is_no_secret_and_the_next_one_is(desk: Desk) -> None:
    desk.client.post(f"{desk.company}hint/")
    kept = secrets_of(brief_of(desk.attempt.release), desk.setup)
    found = leaks(crawl(desk.client, [desk.company, desk.url], most=4), kept)
    assert found
    assert all(": hint 1 pt-br" in one for one in found)


def test_a_check_tells_titles_and_what_was_seen_and_nothing_else(desk: Desk) -> None:
    desk.check()
    kept = secrets_of(brief_of(desk.attempt.release), desk.setup)
    found = leaks(crawl(desk.client, [desk.company, "/practice/", "/"], most=60), kept)
    assert {one.partition(": ")[2].split()[0] for one in found} == {"condition"}
    assert {one.split()[-1] for one in found} == {"pt-br"}


def test_what_a_release_holds_back_has_no_address(desk: Desk, client_of: Callable[[User], Client], zeca: User) -> None:
    assert isinstance(desk.attempt.release, UUID)
    for user_client in (desk.client, client_of(zeca)):
        for address in (
            f"/releases/drill/{desk.attempt.drill_key}/1/",
            "/practice/?format=json",
            f"{desk.company}?format=json",
        ):
            text = user_client.get(address).content.decode()
            assert "no_attempt_before" not in text
