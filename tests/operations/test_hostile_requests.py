"""What no person sends: it is refused in words, never with an error of ours."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/search/?q=a%00", "/ideas/?q=a%00", "/people/?q=%00", "/audit/?who=%00", "/a%00/"]
)
def test_a_null_byte_in_an_address_is_a_bad_request(address, fabio, client_of):
    client = client_of(fabio)
    client.raise_request_exception = False
    assert client.get(address).status_code == 400


def test_a_null_byte_in_a_form_or_a_cookie_is_a_bad_request(ana, client_of):
    client = client_of(ana)
    client.raise_request_exception = False
    assert client.post("/me/zone/", {"zone": "America/\0"}).status_code == 400
    assert client.post("/me/zone/", {"zo\0ne": "x"}).status_code == 400
    stranger = Client(raise_request_exception=False)
    assert stranger.get("/", headers={"cookie": r'sessionid="\000abc"'}).status_code == 400


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_out_of_this_world_narrows_nothing_and_is_said(day, davi, client_of):
    page = client_of(davi).get("/audit/", {"who": "a", "until": day, "since": "0001-01-01"})
    assert page.status_code == 200
    assert "entre os anos de 1900 e 2200" in page.content.decode()


@pytest.fixture
def document(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Document.objects.create(title="Plano", file=ContentFile(b"%PDF-1.7", name="plano.pdf"))


def test_an_uploaded_document_can_be_edited_and_saved_by_who_edits(document, fabio, ana, client_of):
    fabio.is_superuser = True
    fabio.save(update_fields=["is_superuser"])
    editor = client_of(fabio)
    assert editor.get(reverse("wagtaildocs:edit", args=[document.pk])).status_code == 200
    answer = editor.get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer["Content-Disposition"] == 'attachment; filename="plano.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client_of(ana).get(document.url).status_code == 404
    assert Client().get(document.url).status_code == 302


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.xhtml", "a.js"])
def test_what_a_browser_would_run_is_not_taken_as_a_document(name, carla, client_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ContentFile(b"<script>alert(1)</script>", name=name)
    client_of(carla).post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "x", "files[]": file},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    client_of(carla).post(reverse("wagtaildocs:add"), {"title": "x", "file": file})
    assert not Document.objects.exists()
