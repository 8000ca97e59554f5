"""Playbooks as people read them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from playbooks.models import Acknowledgement, PlaybookPage
from portal.evidence.models import Evidence
from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.releases.models import Release, ReleasePart
from portal.releases.publishing import sweep
from portal.seams.registry import registry

pytestmark = pytest.mark.django_db

DECLINED = content_key("playbook", "declined-charge")


def test_a_stranger_is_led_to_the_door(shelf, client):
    release = shelf.release()
    for name, args in (("index", []), ("read", [release.slug])):
        answer = client.get(reverse(f"playbooks:{name}", args=args))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))
    assert client.post(reverse("playbooks:acknowledge", args=[release.slug])).status_code == 302
    assert not Acknowledgement.objects.exists()


def test_an_unknown_playbook_is_not_there(ana, client_of):
    assert client_of(ana).get(reverse("playbooks:read", args=["nada"])).status_code == 404


def test_the_seeded_playbook_reads_in_both_languages(starter, client_of):
    ana = starter["ana"]
    where = reverse("playbooks:read", args=["cobranca-recusada"])
    page = client_of(ana).get(where).content.decode()
    assert 'id="decline-read"' in page
    assert "Leia o código da recusa" in page
    assert "Li e vou seguir" in page
    assert f"playbook%3A{DECLINED}%3Adecline-read" in page
    ana.language = "en"
    ana.save()
    page = client_of(ana).get(where).content.decode()
    assert 'id="decline-read"' in page
    assert "Read the decline code" in page
    assert "I have read it and will follow it" in page


def test_a_missing_translation_shows_the_source_marked(ana, shelf, client_of):
    release = shelf.release()
    ana.language = "en"
    ana.save()
    page = client_of(ana).get(reverse("playbooks:read", args=[release.slug])).content.decode()
    assert 'lang="pt-br"' in page
    assert "not translated yet" in page


def test_an_old_address_leads_to_the_new_one(ana, shelf, client_of):
    release = shelf.release(slug="antiga")
    page = PlaybookPage.objects.get(translation_key=release.key)
    page.slug = "nova"
    page.save()
    shelf.again(release, "editorial")
    answer = client_of(ana).get(reverse("playbooks:read", args=["antiga"]))
    assert answer.url == reverse("playbooks:read", args=["nova"])


def test_draft_text_is_never_read(ana, shelf, client_of):
    release = shelf.release()
    page = PlaybookPage.objects.get(translation_key=release.key)
    page.steps[0].value["body"] = "Rascunho secreto"
    page.save_revision()
    assert "Rascunho secreto" not in client_of(ana).get(reverse("playbooks:read", args=[release.slug])).content.decode()


def test_markdown_is_sanitised(ana, shelf, client_of):
    release = shelf.release(steps={"open": "<script>alert(1)</script> [x](javascript:alert(1)) **sim**"})
    page = client_of(ana).get(reverse("playbooks:read", args=[release.slug])).content.decode()
    assert "<strong>sim</strong>" in page
    assert "alert(1)</script>" not in page
    assert "javascript:" not in page


def test_preview_shows_the_draft_with_the_readers_template(carla, shelf, client_of):
    release = shelf.release()
    page = PlaybookPage.objects.get(translation_key=release.key)
    page.steps[0].value["body"] = "Rascunho a conferir"
    request = page.make_preview_request(preview_mode="").content.decode()
    assert "Rascunho a conferir" in request
    assert "Li e vou seguir" not in request


def test_publishing_and_the_sweep_make_one_release(shelf):
    release = shelf.release()
    assert sweep() == 0
    assert Release.objects.filter(key=release.key).count() == 1


def test_both_languages_stand_in_the_first_release(starter):
    release = Release.objects.get(kind="playbook", key=DECLINED)
    by_language = {
        language: list(
            ReleasePart.objects.filter(release=release, locale=language)
            .order_by("position")
            .values_list("part_id", flat=True)
        )
        for language in ("pt-br", "en")
    }
    assert by_language["pt-br"] == by_language["en"]
    assert by_language["en"][:3] == ["", "decline-open", "decline-read"]


def test_the_seeded_acknowledgements_agree_with_the_evidence(starter):
    rows = set(Acknowledgement.objects.values_list("user__person", "key", "number"))
    facts = Evidence.objects.filter(verb="playbook.acknowledged")
    assert rows == {(fact.person, fact.key, fact.result["number"]) for fact in facts}
    assert len(rows) > 20
    assert not facts.filter(person=starter["ana"].person).exists()
    releases = {release.pk: release for release in Release.objects.filter(kind="playbook")}
    assert all(fact.occurred_at >= releases[fact.release].released_at for fact in facts)


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_costs_the_same_at_any_number(ana, shelf, client_of, django_assert_num_queries, count):
    original = shelf.release("original")
    parts = list(ReleasePart.objects.filter(release=original))
    for n in range(count):
        copy = Release.objects.create(
            kind="playbook", number=1, key=content_key("x", str(n)), slug=f"x{n}", source_locale="pt-br",
            change_class="major", reason="x", revisions=str(n), effective_on=timezone.localdate(),
            released_at=timezone.now() - timedelta(days=1),
        )  # fmt: skip
        for part in parts:
            part.pk, part.release = None, copy
        ReleasePart.objects.bulk_create(parts)
        Acknowledgement.objects.create(user=ana, key=copy.key, release=copy, number=1, acknowledged_at=timezone.now())
    client = client_of(ana)
    client.get(reverse("playbooks:index"))
    with django_assert_num_queries(6):
        page = client.get(reverse("playbooks:index"))
    assert page.content.decode().count('class="row"') == count + 1


@pytest.mark.parametrize("count", [5, 50])
def test_a_page_costs_the_same_at_any_number_of_steps(ana, shelf, client_of, django_assert_num_queries, count):
    release = shelf.release(steps={f"s{step}": "Faça." for step in range(count)})
    client = client_of(ana)
    client.post(reverse("playbooks:acknowledge", args=[release.slug]), {"release": release.pk})
    second = shelf.again(release, "major", s1="Faça já.")
    where = reverse("playbooks:read", args=[second.slug])
    client.get(where)
    with django_assert_num_queries(7):
        client.get(where)


def test_cards_come_in_constant_queries_and_skip_what_is_not_there(starter, rf, django_assert_num_queries):
    request = rf.get("/")
    request.viewer = viewer_of(starter["ana"])
    keys = [f"{DECLINED}/decline-read", f"{DECLINED}/decline-tell", f"{DECLINED}/gone", "x/y", "nonsense"]
    with django_assert_num_queries(1):
        cards = registry.embeds["step"].cards(request, keys)
    assert set(cards) == set(keys[:2])
    assert "#decline-read" in cards[keys[0]]
    assert "Cobrança recusada" in cards[keys[0]]
    with django_assert_num_queries(1):
        cards = registry.embeds["playbook"].cards(request, [str(DECLINED), "nonsense"])
    assert set(cards) == {str(DECLINED)}
