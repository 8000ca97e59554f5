"""Plain text of what other systems write: tags away, characters in the clear, nothing left that is markup."""

from __future__ import annotations

import html
import re
import unicodedata

from courses.rules.banks.bank import Entry, Unfit

LONGEST = 40_000
"""Characters of markup that are looked at for one text."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_KNOWN = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|img|ul|ol|li|a|h[1-6]|table|tr|td|th|code|pre|sub|sup|script|style)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAKS = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"}
_MEDIA = {"img", "video", "audio", "object", "embed", "iframe", "svg", "math", "canvas"}
_UNSEEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))


def plain(text: str, entry: Entry, *, markup: bool = False) -> str:
    """Text without tags, line by line; `markup` says that it is HTML, otherwise a known tag has to show it."""
    if len(text) > LONGEST:
        raise Unfit("too_long")
    if markup or _KNOWN.search(text):
        text = html.unescape(_untagged(text, entry))
    lines = [" ".join(_visible(line).split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    return " ".join(text.split())


def _untagged(text: str, entry: Entry) -> str:
    for opening, closing in _UNSEEN:
        text = _without(text, opening, closing)

    def instead(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _MEDIA:
            entry.note("media_lost")
        if name == "li" and not tag[1]:
            return "\n- "
        return "\n" if name in _BREAKS else ""

    return _TAG.sub(instead, text.replace("\n", " "))


def _without(text: str, opening: str, closing: str) -> str:
    """Each stretch from an opening to its closing away; one that is never closed takes the rest along."""
    low, kept, at = text.lower(), [], 0
    if len(low) != len(text):
        low = text
    while (start := low.find(opening, at)) >= 0:
        kept.append(text[at:start])
        end = low.find(closing, start)
        if end < 0:
            return "".join(kept)
        end += len(closing)
        at = end if closing.endswith(">") else low.find(">", end) + 1 or len(text)
    return "".join([*kept, text[at:]])


def _visible(line: str) -> str:
    """A database takes no NUL, and nobody sees what steers a terminal or turns the direction of a text."""
    return "".join(
        " " if letter == "\t" else letter
        for letter in line
        if letter == "\t" or (unicodedata.category(letter) not in {"Cc", "Cs", "Co"} and letter not in _TURNS)
    )


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
