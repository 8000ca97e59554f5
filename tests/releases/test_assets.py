"""What a release shows is kept by its content: whatever becomes of the original, an old release looks as it did."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from portal.people.models import User
from portal.refusal import Refusal
from portal.releases.models import ReleaseAsset, ReleasePart
from portal.releases.verify import replay_assets, replay_parts, replay_releases
from tests.releases.test_pages import PLAYBOOK, address, playbook, released, text


def png(colour: str) -> bytes:
    made = BytesIO()
    Picture.new("RGB", (32, 20), colour).save(made, "PNG")
    return made.getvalue()


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image(starter: Mapping[str, User]) -> Image:
    return Image.objects.create(title="Tela", file=ContentFile(png("red"), "Tela do banco.png"))


@pytest.fixture
def ana(starter: Mapping[str, User], client_of) -> Client:
    return client_of(starter["ana"])


def illustrated(words: str, **kwargs) -> None:
    page = playbook()
    steps = list(page.steps.raw_data)
    steps[0]["value"]["body"] = words
    page.steps = steps
    released(page, "minor", **kwargs)


def address_in(html: str) -> str:
    found = re.search(r'(?:src|href)="(/releases/assets/[0-9a-f]{64}/[^"]+)"', html)
    assert found, html
    return found[1]


def test_an_image_replaced_or_deleted_changes_no_old_release(image, ana):
    illustrated(f"Olhe a tela.\n\n![A tela do banco](image:{image.pk})")
    page = text(ana.get(address("read", 2)))
    where = address_in(page)
    assert 'alt="A tela do banco"' in page
    assert 'width="32" height="20"' in page
    image.file = ContentFile(png("blue"), "Outra.png")
    image.save()
    illustrated(f"Olhe a tela.\n\n![A tela do banco](image:{image.pk})")
    image.file.storage.delete(image.file.name)
    image.delete()
    shown = ana.get(where)
    assert b"".join(shown.streaming_content) == png("red")
    assert address_in(text(ana.get(address("read", 3)))) != where
    compared = ana.get(address("compare"), {"from": 2, "to": 3})
    assert [part.number for part in compared.context["comparison"].changed] == ["1"], "another picture is a change"
    for proof in (replay_assets, replay_parts, replay_releases):
        assert not [difference for found in proof() for difference in found]


def test_the_readers_page_shows_the_kept_image(image, ana):
    illustrated(f"![A tela](image:{image.pk})")
    shown = ana.get(address_in(text(ana.get(reverse("playbooks:read", args=["cobranca-recusada"])))))
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "attachment" not in shown.get("Content-Disposition", "")
    assert "private" in shown["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("folha.pdf", b"%PDF-1.7 x"),
        ("mau.html", b"<script>alert(1)</script>"),
        ("figura.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ],
)
def test_whatever_is_no_picture_is_handed_over_and_never_opened(name, content, starter, ana):
    document = Document.objects.create(title="Folha", file=ContentFile(content, name))
    illustrated(f"Veja [a folha](doc:{document.pk}).")
    shown = ana.get(address_in(text(ana.get(address("read", 2)))))
    assert shown["Content-Disposition"].startswith("attachment")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Type"] in {"application/pdf", "application/octet-stream"}


def test_nobody_without_the_right_to_the_release_gets_its_files(image, ana, starter, client_of):
    illustrated(f"![A tela](image:{image.pk})", in_days=9)
    kept = ReleaseAsset.objects.get()
    where = reverse("releases:asset", args=[kept.sha256, kept.name])
    assert Client().get(where).status_code == 302
    assert ana.get(where).status_code == 404, "its day has not come"
    assert client_of(starter["eva"]).get(where).status_code == 200
    assert client_of(starter["eva"]).get(reverse("releases:asset", args=[kept.sha256, "outro.png"])).status_code == 404


def test_a_draft_shows_its_image_to_who_writes_alone(image, ana, starter, client_of):
    where = reverse("releases:draft_asset", args=["image", image.pk])
    assert ana.get(where).status_code == 404
    assert client_of(starter["eva"]).get(where)["Content-Type"] == "image/png"
    assert client_of(starter["eva"]).get(reverse("releases:draft_asset", args=["user", 1])).status_code == 404


def test_a_file_that_is_gone_is_named_before_anything_is_published(starter):
    with pytest.raises(Refusal, match="image:999999"):
        illustrated("![Nada](image:999999)")
    assert not ReleaseAsset.objects.exists()


def test_the_same_picture_is_kept_once(image, ana, tmp_path):
    illustrated(f"![A tela](image:{image.pk})")
    illustrated(f"De novo: ![A tela](image:{image.pk})")
    assert ReleaseAsset.objects.count() == 2
    assert len([path for path in (tmp_path / "releases").rglob("*") if path.is_file()]) == 1


def test_what_a_killed_writer_left_half_is_written_again(image, ana, tmp_path):
    illustrated(f"![A tela](image:{image.pk})")
    file = next(path for path in (tmp_path / "releases").rglob("*") if path.is_file())
    file.write_bytes(b"half")
    assert [difference for found in replay_assets() for difference in found], "verify says so"
    illustrated(f"De novo: ![A tela](image:{image.pk})")
    assert file.read_bytes() == png("red")


def test_a_picture_from_elsewhere_is_not_shown(starter):
    illustrated("![Longe](https://example.com/x.png) e ![perto](/media/x.png)")
    html = "".join(
        "".join(part.html.values()) for part in ReleasePart.objects.filter(release__key=PLAYBOOK, release__number=2)
    )
    assert "<img" not in html
