"""Markdown to safe HTML: rendered, then sanitised; a parser's output is never trusted."""

from __future__ import annotations

import re
from html import unescape

import markdown
import nh3
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

EXTENSIONS = ["tables", "sane_lists", "smarty", "attr_list"]
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}}
SCHEMES = {"http", "https", "mailto"}
SIDE_BY_SIDE = 4
"""Columns that a phone still shows side by side; a table of more scrolls there."""
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th(?: [^>]*)?>(.*?)</th>", re.DOTALL)


def to_html(text: str) -> str:
    """Sanitised HTML of a Markdown text; headings start at h2, images and raw styling are dropped."""
    raw = markdown.markdown(text, extensions=EXTENSIONS, output_format="html")
    return nh3.clean(
        raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )


def framed(html: str) -> str:
    """Safe HTML with each table in a frame of its own, which scrolls, has a name and is reached by the keyboard.

    Comes after sanitising, and when a text is shown: the frame speaks the reader's language, not the text's.
    """
    return _TABLE.sub(_in_frame, html)


def _in_frame(found: re.Match[str]) -> str:
    table = found[0]
    heads = [unescape(strip_tags(head)).strip() for head in _HEAD.findall(table)]
    name = escape(_("Table: %(columns)s") % {"columns": ", ".join(filter(None, heads))})
    wide = len(heads) > SIDE_BY_SIDE
    cue = (
        f'<p class="table-cue" aria-hidden="true">{escape(_("Scroll sideways to see every column"))}</p>'
        if wide
        else ""
    )
    kind = "table-scroll table-scroll--wide" if wide else "table-scroll"
    return f'{cue}<div class="{kind}" tabindex="0" role="region" aria-label="{name}">{table}</div>'
