"""Safe HTML with the glossary's terms marked: each where it stands first, as a link that carries its card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html.parser import HTMLParser

import nh3
from django.utils.html import escape

from portal.glossary.matching import Matcher
from portal.ui.markdown import ATTRIBUTES, SCHEMES, TAGS

LEFT_ALONE = {
    "a", "abbr", "button", "caption", "code", "fieldset", "form", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "label",
    "legend", "option", "pre", "samp", "script", "select", "style", "summary", "svg", "textarea", "th",
}  # fmt: skip
"""Elements in which no word is marked: headings, links, code, and what asks a question."""
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
CARD = ("term", "definition", "other", "other-lang", "abbreviation", "lang")
"""What a card says, each in an attribute `data-…` of its link."""

ALLOWED_TAGS = TAGS | {"div", "span"}
ALLOWED = {
    **ATTRIBUTES,
    "a": ATTRIBUTES["a"] | {"class", "hx-boost", *(f"data-{name}" for name in CARD)},
    "div": {"class", "tabindex", "role", "aria-label"},
    "p": {"class", "aria-hidden"},
}

Link = Callable[[str], str]
"""The opening tag of a term's link, all its attributes escaped."""


def mark(html: str, matcher: Matcher, link: Link, seen: Collection[str] = ()) -> tuple[str, frozenset[str]]:
    """Sanitised HTML with terms marked that are not among `seen`, and all that are seen by now."""
    marking = _Marking(matcher, link, seen)
    marking.feed(html)
    marking.close()
    if marking.seen == frozenset(seen):
        return html, marking.seen
    marked = nh3.clean(
        "".join(marking.out),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return marked, marking.seen


class _Marking(HTMLParser):
    """Writes down what it reads as it stands, but for words that are terms."""

    def __init__(self, matcher: Matcher, link: Link, seen: Collection[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.seen = frozenset(seen)
        self._matcher, self._link = matcher, link
        self._inside: list[str] = []
        """Open elements since the first that is left alone."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")
        if tag not in VOID and (self._inside or tag in LEFT_ALONE or ("aria-hidden", "true") in attrs):
            self._inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.out.append(data)
            return
        at = 0
        for start, end, term in self._matcher.matches(data):
            if term not in self.seen:
                self.seen |= {term}
                self.out += [data[at:start], self._link(term), data[start:end], "</a>"]
                at = end
        self.out.append(data[at:])

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")


def opening(tag: str, attributes: Mapping[str, str]) -> str:
    """An opening tag, its attributes escaped; empty ones are left out."""
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value) + ">"
