"""An old release opens for ever: its blocks are read through every upcaster since it was frozen."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.home.library import content_key
from portal.releases.models import Release, ReleasePart
from portal.releases.read import current, hashes
from portal.releases.rules import digest, part_hash
from portal.releases.upcast import SCHEMA, UPCASTERS, upcast

FROZEN = Path(__file__).parent / "frozen"


def test_every_number_ever_written_has_its_upcaster():
    """Raise SCHEMA, and this asks for the function that reads what was frozen until now, and for a frozen example."""
    assert sorted(UPCASTERS) == list(range(SCHEMA))
    for number in range(SCHEMA + 1):
        assert (FROZEN / f"schema_{number}.json").is_file(), (
            "freeze an example of today's blocks for those who come after"
        )


@pytest.mark.parametrize("number", range(SCHEMA + 1))
def test_blocks_of_every_number_say_the_same_today(number):
    said = json.loads((FROZEN / f"schema_{number}.json").read_text(encoding="utf-8"))
    today = json.loads((FROZEN / f"schema_{SCHEMA}.json").read_text(encoding="utf-8"))
    assert upcast(said["blocks"], schema=number) == today["blocks"]


def test_blocks_of_the_future_are_not_guessed_at():
    with pytest.raises(KeyError, match="newer"):
        upcast([], schema=SCHEMA + 1)


def frozen_long_ago(kind: str, key, number: int, *, schema: int, part_ids: list[str]) -> Release:
    """A release as it was written when `schema` was today's number."""
    said = json.loads((FROZEN / f"schema_{schema}.json").read_text(encoding="utf-8"))
    newest = current(kind, key=key)
    release = Release.objects.create(
        id=uuid4(), kind=kind, key=key, number=number, slug=newest.slug if newest else "antigo", source_locale="pt-br",
        change_class="minor", reason="De outro tempo.", facts=newest.facts if newest else {}, revisions=uuid4().hex,
        schema=schema, effective_on=date(2025, 3, 1), released_at=timezone.now(), seal="x",
    )  # fmt: skip
    facts = {"summary": "Um resumo antigo.", "minutes": 3, "department": "Cobrança"}
    for place, part_id in enumerate(["", *part_ids]):
        blocks = said["blocks"] if part_id else []
        ReleasePart.objects.create(
            release=release, part_id=part_id, locale="pt-br", position=place, title="Título antigo", blocks=blocks,
            html=said["html"] if part_id else {}, facts=facts, schema=schema, html_hash=digest({}),
            hash=part_hash(title="Título antigo", blocks=blocks, facts=facts),
        )  # fmt: skip
    return release


@pytest.mark.parametrize("schema", range(SCHEMA))
def test_an_old_release_opens_on_its_readers_pages(schema, starter, client_of):
    key = content_key("playbook", "declined-charge")
    number = current("playbook", key=key).number + 1
    frozen_long_ago("playbook", key, number, schema=schema, part_ids=["aviso"])
    client = client_of(starter["ana"])
    slug = current("playbook", key=key).slug
    for address in (
        reverse("playbooks:read", args=[slug]),
        reverse("releases:read", args=["playbook", key, number]),
        f"{reverse('releases:compare', args=['playbook', key])}?from=1&to={number}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Texto de outro tempo" in answer.content.decode(), address


@pytest.mark.django_db
def test_a_new_format_is_no_change_for_readers():
    key = uuid4()
    for number, schema in enumerate(range(SCHEMA + 1), start=1):
        frozen_long_ago("note", key, number, schema=schema, part_ids=["a"])
    told = {digest for (digest,) in hashes(ReleasePart.objects.filter(release__key=key, part_id="a"))}
    assert len(told) == 1
