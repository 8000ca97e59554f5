"""Lucide icons as inline SVG, drawn with the text's own colour and hidden from screen readers."""

from __future__ import annotations

import logging
from functools import lru_cache

import lucide
from django.utils.safestring import SafeString, mark_safe

log = logging.getLogger(__name__)


@lru_cache(maxsize=512)
def svg(name: str, size: int = 20) -> SafeString:
    """The icon `name` at `size` pixels; a name lucide does not know is drawn as a ring and logged, never an error."""
    facts = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    try:
        drawn = lucide._render_icon(name, size, **facts)
    except lucide.IconDoesNotExist:
        log.error("no such icon: %s", name)
        drawn = lucide._render_icon("circle", size, **facts)
    return mark_safe(drawn)  # safe: from the package's own files
