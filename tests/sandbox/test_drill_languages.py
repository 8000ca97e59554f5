"""Every drill in both languages: no sentence of one stands on the pages of the other."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.people.models import User
from portal.releases.models import Release
from portal.seams.contracts import SeedCast
from sandbox.actions.check_work import check_work
from sandbox.actions.start_drill import start_drill
from sandbox.actions.write_drill import write_drill
from sandbox.drills.brief import keys, load
from sandbox.seam.seed import publish

LONG = 4
"""Words of a text that is a sentence, and no name."""


def sentences(page: str) -> set[str]:
    """The texts of a page's own part, each as it stands between two tags."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(script|style|template|code)\b.*?</\1>", " ", main, flags=re.DOTALL)
    texts = re.findall(r">([^<]+)<", main) + re.findall(r'(?:aria-label|title|placeholder)="([^"]+)"', main)
    found = {re.sub(r"\s+", " ", html.unescape(text)).strip() for text in texts}
    return {text for text in found if len(re.findall(r"[^\W\d_]{2,}", text)) >= LONG}


@pytest.mark.parametrize("name", keys())
def test_a_drill_has_no_sentence_in_common_with_its_translation(
    name: str, cast: Mapping[str, User], client_of: Callable[[User], Client]
) -> None:
    publish(name, SeedCast(now=timezone.now(), people=cast, everyone=[], seed=7, say=lambda line: None))
    ana = cast["ana"]
    slug = Release.objects.get(kind="drill", key=content_key("drill", name)).slug
    attempt = start_drill(viewer_of(ana), slug=slug)
    assert attempt.workspace_id is not None
    check_work(viewer_of(ana), attempt.workspace_id)
    pages = (f"/practice/drills/{slug}/", f"/practice/{attempt.workspace_id}/{load(name).desk}/")
    told: dict[str, set[str]] = {}
    for language in ("pt-br", "en"):
        User.objects.filter(pk=ana.pk).update(language=language)
        client = client_of(User.objects.get(pk=ana.pk))
        answers = [client.get(page, follow=True) for page in pages]
        assert all(answer.status_code == 200 for answer in answers)
        told[language] = set().union(*(sentences(answer.content.decode()) for answer in answers))
    assert min(map(len, told.values())) > 20
    assert not told["pt-br"] & told["en"]


@pytest.mark.django_db
def test_a_drill_takes_as_long_in_both_languages(cast: Mapping[str, User]) -> None:
    brief = load("wrong-attachment")
    pages = write_drill(brief, key=uuid4(), by=cast["ana"])
    assert {page.minutes for page in pages.values()} == {brief.minutes} != {10}
