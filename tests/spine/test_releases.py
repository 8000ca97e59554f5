"""A draft becomes a fact once, whoever publishes and however often."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from portal.people.access import viewer_of, visible
from portal.refusal import Refusal
from portal.releases.freeze import freeze
from portal.releases.models import Release, ReleaseHeld
from portal.releases.publishing import sweep
from portal.releases.read import current, parts_of
from portal.releases.sealing import seal_of
from portal.releases.verify import replay_releases
from portal.seams.contracts import Draft, PartDraft

pytestmark = pytest.mark.django_db


def draft(
    key=None, *, revisions=(1,), change_class="major", reason="first", text="Olá", locales=("pt-br", "en"), held=None
):
    return Draft(
        kind="note",
        key=key or uuid4(),
        slug="nota",
        source_locale="pt-br",
        parts=[
            PartDraft(part, locale, place, f"{part} {locale}", [{"id": "b", "type": "markdown", "value": text}])
            for place, part in enumerate(["", "one"])
            for locale in locales
        ],
        revisions=revisions,
        change_class=change_class,
        reason=reason,
        held=held or {},
    )


def test_the_same_revisions_freeze_once():
    key = uuid4()
    first = freeze(draft(key), released_by=None)
    again = freeze(draft(key), released_by=None)
    assert again == first
    assert Release.objects.filter(key=key).count() == 1


def test_numbers_follow_and_the_newest_effective_one_is_read():
    key = uuid4()
    freeze(draft(key), released_by=None)
    second = freeze(draft(key, revisions=(2,), text="Oi"), released_by=None)
    assert second.number == 2
    assert current("note", key=key) == second
    assert current("note", slug="nota") == second


@pytest.mark.parametrize(("change_class", "reason"), [("", "why"), ("huge", "why"), ("minor", "  ")])
def test_no_release_without_a_class_and_a_reason(change_class, reason):
    key = uuid4()
    with pytest.raises(Refusal):
        freeze(draft(key, change_class=change_class, reason=reason), released_by=None)
    assert not Release.objects.filter(key=key).exists()


def test_a_missing_translation_falls_back_to_the_source_part_by_part():
    key = uuid4()
    both = draft(key)
    only_cover_in_english = [part for part in both.parts if part.locale == "pt-br" or part.part_id == ""]
    release = freeze(Draft(**{**both.__dict__, "parts": only_cover_in_english}), released_by=None)
    shown = {part.part_id: part.locale for part in parts_of([release.pk], "en")}
    assert shown == {"": "en", "one": "pt-br"}


def test_the_hash_of_a_part_speaks_of_its_content_alone():
    key = uuid4()
    first = freeze(draft(key), released_by=None)
    same = freeze(draft(key, revisions=(2,)), released_by=None)
    other = freeze(draft(key, revisions=(3,), text="Outro"), released_by=None)
    hashes = [release.parts.get(part_id="one", locale="en").hash for release in (first, same, other)]
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_make_one_release():
    key = uuid4()
    start = threading.Barrier(2)
    made = []

    def publish():
        start.wait()
        try:
            made.append(freeze(draft(key), released_by=None).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert len(set(made)) == 1


@pytest.mark.parametrize(
    "act",
    [
        "update releases_releasepart set title = 'x'",
        "update releases_release set number = 9",
        "delete from releases_releasepart",
        "delete from releases_release",
        "truncate releases_release cascade",
        "truncate releases_releasepart",
        "update releases_releaseheld set content = '{}'",
        "delete from releases_releaseheld",
        "truncate releases_releaseheld",
    ],
)
def test_the_database_refuses_to_edit_a_release(act):
    freeze(draft(uuid4(), held={"answer": "42"}), released_by=None)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(act)


def test_how_a_browser_ends_its_lines_is_no_change():
    key = uuid4()
    first = freeze(draft(key, text="uma linha\noutra"), released_by=None)
    from_a_form = freeze(draft(key, revisions=(2,), text="uma linha\r\noutra"), released_by=None)
    hashes = [release.parts.get(part_id="one", locale="en").hash for release in (first, from_a_form)]
    assert hashes[0] == hashes[1]


def test_a_page_that_may_not_be_released_yet_keeps_nobody_else_waiting(monkeypatch):
    class Page:
        def __init__(self, pk, kept):
            self.pk, self.kept = pk, kept

        _meta = SimpleNamespace(label="notes.Page")

    pages = [Page(1, draft(change_class="")), Page(2, draft())]
    live = SimpleNamespace(order_by=lambda *_: pages)
    source = SimpleNamespace(
        page_model=type("NotePage", (Page,), {"objects": SimpleNamespace(live=lambda: live)}),
        collect=lambda page: page.kept,
        released=lambda page: None,
    )
    monkeypatch.setattr("portal.releases.publishing.registry.sources", [source])
    monkeypatch.setattr("portal.releases.publishing.source_of", lambda page: source)
    assert sweep() == 1
    assert Release.objects.filter(key=pages[1].kept.key).exists()


def test_what_a_release_holds_back_is_sealed_with_it_and_shown_to_nobody(cast):
    key = uuid4()
    plain = freeze(draft(key), released_by=None)
    release = freeze(draft(key, revisions=(2,), held={"answer": "42"}), released_by=None)
    assert ReleaseHeld.objects.get(pk=release.pk).content == {"answer": "42"}
    assert not ReleaseHeld.objects.filter(pk=plain.pk).exists()
    assert not visible(ReleaseHeld.objects.all(), viewer_of(cast["fabio"])).exists()
    parts = list(release.parts.all())
    assert release.seal == seal_of(release, parts=parts, assets=[], held={"answer": "42"})
    assert release.seal != seal_of(release, parts=parts, assets=[], held={"answer": "43"})
    assert not [one for found in replay_releases() for one in found]
