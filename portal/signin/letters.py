"""Letters: one template a mail gives its subject, its HTML and its text, so that the three cannot differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

BLOCKS = frozenset({"p", "h1", "h2", "tr", "li", "ul", "ol", "table", "div", "hr", "body"})
SILENT = frozenset({"head", "style"})
MUTE = "mail-screen"
"""The class of what the HTML shows and the text has no use for."""


@dataclass(frozen=True)
class Letter:
    """A mail in somebody's language, before it has an envelope."""

    subject: str
    text: str
    html: str


def render(template: str, context: dict[str, Any], *, language: str, zone: str = "") -> Letter:
    """`template` without its ending: "signin/email/invitation" is drawn from signin/email/invitation.html."""
    with translation.override(language), timezone.override(zone or timezone.get_default_timezone_name()):
        html = render_to_string(
            f"{template}.html", {"base_url": settings.BASE_URL, "language": translation.get_language(), **context}
        )
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Letter(subject=" ".join(reader.title.split()), text=reader.as_text(), html=html.strip() + "\n")


@dataclass
class _Link:
    href: str
    words: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads a letter aloud: paragraphs apart, every link followed by its address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._parts: list[str] = []
        self._silent: list[str] = []
        self._in_title = False
        self._link: _Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "title":
            self._in_title = True
        elif tag in SILENT or MUTE in (given.get("class") or "").split() or self._silent:
            if tag not in {"meta", "link", "br", "hr", "img"}:
                self._silent.append(tag)
        elif tag == "a":
            self._link = _Link(given.get("href") or "")
        elif tag == "br":
            self._say("\n")
        elif tag == "hr":
            self._say("\n\n--\n\n")
        elif tag == "li":
            self._say("\n\n- ")
        elif tag in BLOCKS:
            self._say("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
        elif tag == "a" and self._link:
            link, self._link = self._link, None
            words = " ".join("".join(link.words).split())
            self._say(words if link.href in {words, f"mailto:{words}"} else f"{words}{_colon(words)}\n{link.href}\n")
        elif tag in BLOCKS:
            self._say("\n\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._silent:
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        (self._link.words if self._link else self._parts).append(words)

    def as_text(self) -> str:
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(self._parts))
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _colon(words: str) -> str:
    """Between a link's words and its address; a sentence has its own end."""
    return "" if words[-1:] in set(".!?…:") else ":"
