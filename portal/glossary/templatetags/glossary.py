"""The tag that marks terms where released HTML is shown: done at that moment, never frozen into a release."""

from __future__ import annotations

import logging
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from portal.glossary.book import edition_of
from portal.glossary.book import glossed as marked

register = template.Library()
log = logging.getLogger(__name__)

LONGEST = 200_000
"""Characters; what is longer is shown as it stands."""


@register.simple_tag(takes_context=True)
def glossed(
    context: dict[str, Any], html: SafeString | str, part: str = "", locale: str = "", but: str = ""
) -> SafeString:
    """Safe HTML with the glossary's terms marked, each once a `part`; `locale` is the text's own language.

    The term `but` is not marked: it is what the text is about.

    What is not safe yet stays what it is, and where the glossary fails the text is shown without it.
    """
    request = context.get("request")
    edition = edition_of(getattr(request, "viewer", None))
    if not edition or not hasattr(html, "__html__") or len(html) > LONGEST:
        return html  # type: ignore[return-value]
    language = get_language() or ""
    parts: dict[str, frozenset[str]] = request.__dict__.setdefault("glossed_parts", {})
    try:
        shown, parts[part] = marked(edition, language, locale or language, str(html), parts.get(part, frozenset({but})))
    except Exception:
        log.exception("a text is shown without the glossary")
        return html  # type: ignore[return-value]
    return mark_safe(shown)  # noqa: S308  (sanitised by nh3)
