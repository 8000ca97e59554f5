"""Assets: the images and documents that a draft shows are copied beside its release, named by their content."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from portal.refusal import Refusal
from portal.releases.models import ReleaseAsset
from portal.seams.contracts import PartDraft
from portal.ui.markdown import DRAFTS, KEPT

NAME = 100
"""Letters of a file's name that are kept."""
IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "AVIF": "image/avif"}
"""What a browser draws and never runs."""
_IN_TEXT = re.compile(r"\]\((image|doc):(\d+)(?=[\s)])")
_IN_HTML = re.compile(rf'(src|href)="{re.escape(DRAFTS)}(image|doc)/(\d+)/"')

Original = tuple[str, int]
"""What Wagtail calls it: "image" or "doc", and its number."""


@dataclass(frozen=True)
class Copy:
    """A file as it is kept, and how large it is drawn where it is an image."""

    row: ReleaseAsset
    width: int | None
    height: int | None

    @property
    def name(self) -> str:
        return f"{self.row.sha256}/{self.row.name}"


def keep(parts: Iterable[PartDraft]) -> tuple[list[PartDraft], list[ReleaseAsset]]:
    """The same parts speaking of kept copies, and the copies, not yet of any release.

    Raises Refusal where a draft names a file that is gone. A copy that no release ends up with harms nobody: the next
    one with the same content finds it.
    """
    drafts = list(parts)
    named = sorted({found for part in drafts for found in _named(part)})
    if not named:
        return drafts, []
    copies = {original: _copy(*original) for original in named}
    rows = {(copy.row.sha256, copy.row.name): copy.row for copy in copies.values()}
    kept = [
        replace(
            part,
            blocks=_in_texts(part.blocks, copies),
            html={name: _in_html(html, copies) for name, html in part.html.items()},
        )
        for part in drafts
    ]
    return kept, list(rows.values())


def content_of(asset: ReleaseAsset) -> bytes:
    """What is kept. Raises FileNotFoundError."""
    with default_storage.open(asset.path, "rb") as file:
        content: bytes = file.read()
    return content


def original(kind: str, pk: int) -> Any:
    """The row in Wagtail, or None."""
    model = get_image_model() if kind == "image" else get_document_model()
    return model.objects.filter(pk=pk).first()


def is_drawn(content: bytes) -> tuple[str, int, int] | None:
    """Type and size in pixels of what browsers draw and never run; None for anything else."""
    try:
        with Image.open(ContentFile(content)) as image:
            kind = IMAGES.get(image.format or "")
            return (kind, image.width, image.height) if kind else None
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None


def _named(part: PartDraft) -> Iterable[Original]:
    for html in part.html.values():
        yield from ((kind, int(pk)) for _attribute, kind, pk in _IN_HTML.findall(html))
    for text in _strings(part.blocks):
        yield from ((kind, int(pk)) for kind, pk in _IN_TEXT.findall(text))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _in_texts(value: Any, copies: Mapping[Original, Copy]) -> Any:
    if isinstance(value, str):
        return _IN_TEXT.sub(lambda found: f"](asset:{copies[found[1], int(found[2])].name}", value)
    if isinstance(value, Mapping):
        return {key: _in_texts(item, copies) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_in_texts(item, copies) for item in value]
    return value


def _in_html(html: str, copies: Mapping[Original, Copy]) -> str:
    def said(found: re.Match[str]) -> str:
        copy = copies[found[2], int(found[3])]
        size = f' width="{copy.width}" height="{copy.height}"' if found[1] == "src" and copy.width else ""
        return f'{found[1]}="{KEPT}{copy.name}"{size}'

    return _IN_HTML.sub(said, html)


def _copy(kind: str, pk: int) -> Copy:
    found = original(kind, pk)
    try:
        with found.file.open("rb") as file:
            content: bytes = file.read()
    except (AttributeError, FileNotFoundError):
        said = _("The draft shows “%(name)s”, which no longer exists. Choose another file, or take it out.")
        raise Refusal("asset_missing", said % {"name": f"{kind}:{pk}"}) from None
    drawn = is_drawn(content)
    called = PurePath(found.file.name)
    name = (slugify(called.stem) or kind)[:NAME] + called.suffix.lower()
    guessed = mimetypes.guess_type(name)[0] or ""
    # What only says that it is an image is not served as one.
    harmless = guessed if guessed and not guessed.startswith(("image/", "text/html")) else "application/octet-stream"
    row = ReleaseAsset(
        sha256=hashlib.sha256(content).hexdigest(),
        name=name,
        content_type=drawn[0] if drawn else harmless,
        size=len(content),
    )
    _store(row, content)
    return Copy(row, drawn[1] if drawn else None, drawn[2] if drawn else None)


def _store(row: ReleaseAsset, content: bytes) -> None:
    """Written once; what a killed writer left half is written again, and of two writers one gives way."""
    if default_storage.exists(row.path):
        if default_storage.size(row.path) == row.size:
            return
        default_storage.delete(row.path)
    written = default_storage.save(row.path, ContentFile(content))
    if written != row.path:
        default_storage.delete(written)
