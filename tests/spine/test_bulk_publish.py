"""Publishing many pages at once releases all of them or none, and says kindly which one is not ready."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage
from playbooks.models import PlaybookPage
from portal.people.models import User
from portal.releases.models import Release


@pytest.fixture
def eva(starter: Mapping[str, User], client_of) -> Client:
    return client_of(starter["eva"])


def _publish(client: Client, *pages: object, **data: str):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    asked = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{address}?{asked}&next={reverse('wagtailadmin_home')}", data, follow=True)


def _page(model):
    return model.objects.filter(locale__language_code="pt-br").order_by("pk").first()


@pytest.mark.parametrize("model", [CoursePage, PlaybookPage])
def test_a_page_that_does_not_say_what_it_asks_is_refused_kindly(model, eva):
    page, before = _page(model), Release.objects.count()
    page.title = f"{page.title}, melhor"
    page.save_revision()
    answer = _publish(eva, page)
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "Nada foi publicado" in said
    assert page.title in said
    assert Release.objects.count() == before
    assert model.objects.get(pk=page.pk).title != page.title, "nothing is live that readers were not given"


def test_one_page_that_is_not_ready_holds_back_those_that_are(eva):
    ready, unready, before = _page(CoursePage), _page(PlaybookPage), Release.objects.count()
    ready.title, ready.change_class, ready.change_reason = "Pronto", "minor", "Palavras melhores."
    ready.change_number = ready.next_number()
    ready.save_revision()
    unready.title = "Ainda não"
    unready.save_revision()
    answer = _publish(eva, ready, unready)
    assert "Nada foi publicado" in answer.content.decode()
    assert Release.objects.count() == before
    assert not Page.objects.filter(title__in=["Pronto", "Ainda não"], live=True).exists()


def test_pages_that_are_ready_are_released(eva):
    page = _page(CoursePage)
    page.title, page.change_class, page.change_reason = "Pronto", "minor", "Palavras melhores."
    page.change_number = page.next_number()
    page.save_revision()
    number = page.next_number()
    answer = _publish(eva, page)
    assert answer.status_code == 200
    assert Release.objects.filter(kind="course", key=page.translation_key, number=number).exists()
    assert "1 página foi publicada" in answer.content.decode()
