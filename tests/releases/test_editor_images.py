"""The pictures of the editor's own pages: who may choose an image sees it there small, and nobody else sees it at all."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

from tests.releases.test_assets import png


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image(starter) -> Image:
    return Image.objects.create(title="Tela", file=ContentFile(png("red"), "tela.png"))


def test_the_library_shows_an_author_what_it_holds(image, starter, client_of):
    eva = client_of(starter["eva"])
    assert b"tela" in eva.get("/admin/images/").content
    small = image.get_rendition("max-165x165").url
    answer = eva.get(small)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert eva.get(image.file.url).status_code == 200


def test_the_picture_of_who_edits_is_shown_to_who_edits(starter, client_of):
    profile = UserProfile.get_for_user(starter["carla"])
    profile.avatar.save("carla.png", ContentFile(png("green")))
    assert client_of(starter["eva"]).get(profile.avatar.url).status_code == 200
    assert client_of(starter["ana"]).get(profile.avatar.url).status_code == 404


@pytest.mark.parametrize("who", ["ana", "bruno", "davi", "zeca"])
def test_who_writes_nothing_finds_no_such_picture(who, image, starter, client_of):
    small = image.get_rendition("max-165x165").url
    assert client_of(starter[who]).get(small).status_code == 404
    assert client_of(starter[who]).get(image.file.url).status_code == 404


def test_no_other_file_leaves_by_this_door(image, starter, client_of):
    eva = client_of(starter["eva"])
    assert eva.get("/media/secret").status_code == 404
    assert eva.get("/media/../secret").status_code == 404
    assert eva.get("/media/images/gone.png").status_code == 404
    small = image.get_rendition("max-165x165")
    small.file.storage.delete(small.file.name)
    assert eva.get(small.url).status_code == 404
