"""Lucide icons as inline SVG, drawn with the text's own colour and hidden from screen readers."""

from __future__ import annotations

import io
import logging
from functools import cache, lru_cache
from importlib import resources
from xml.etree import ElementTree
from zipfile import ZipFile

import lucide
from django.utils.safestring import SafeString, mark_safe

log = logging.getLogger(__name__)


@lru_cache(maxsize=512)
def svg(name: str, size: int = 20) -> SafeString:
    """The icon `name` at `size` pixels; a name lucide does not know is drawn as a ring and logged, never an error."""
    try:
        source = _drawings().read(f"{name}.svg")
    except KeyError:
        log.error("no such icon: %s", name)
        source = _drawings().read("circle.svg")
    drawing = ElementTree.fromstring(source)  # noqa: S314  (from the package's own files)
    for node in drawing.iter():
        node.tag = node.tag.rpartition("}")[2]  # inline SVG needs no namespace
    drawing.attrib |= {
        "width": str(size), "height": str(size), "class": "icon", "aria-hidden": "true", "focusable": "false",
    }  # fmt: skip
    return mark_safe(ElementTree.tostring(drawing, encoding="unicode"))  # safe: from the package's own files


@cache
def _drawings() -> ZipFile:
    """Opened once a process: lucide itself opens it anew, and reads its two thousand names, for every icon."""
    return ZipFile(io.BytesIO((resources.files(lucide) / "lucide.zip").read_bytes()))
