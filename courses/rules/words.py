"""Words by language: a text as a question freezes it, said in the language that is asked for."""

from __future__ import annotations

from collections.abc import Mapping

SOURCE = "pt-br"


def said(text: Mapping[str, str], language: str) -> str:
    """A text in `language`, or in the source where it is missing."""
    return text.get(language) or text.get(SOURCE) or next(iter(text.values()), "")
