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
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title", "loading"}, "th": {"align"}, "td": {"align"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
KEPT = "/releases/assets/"
"""Where a file that a release shows is served: by its content."""
DRAFTS = "/releases/drafts/"
"""Where a file that a draft shows is served, to who writes: `![what it shows](image:12)`, `[its name](doc:3)`."""
SIDE_BY_SIDE = 4
"""Columns that a phone still shows side by side; a table of more scrolls there."""
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_FILE = re.compile(r'(src|href)="(?:(image|doc):(\d+)|asset:([0-9a-f]{64}/[\w.-]+))"')
_OURS = re.compile(rf"{KEPT}[0-9a-f]{{64}}/[\w.-]+|{DRAFTS}image/\d+/")
_NO_PICTURE = re.compile(r"<img(?![^>]* src=)[^>]*>")
_HEAD = re.compile(r"<th(?: [^>]*)?>(.*?)</th>", re.DOTALL)


def to_html(text: str) -> str:
    """Sanitised HTML of a Markdown text; headings start at h2, raw styling and images from elsewhere are dropped."""
    raw = markdown.markdown(text, extensions=EXTENSIONS, output_format="html")
    clean = nh3.clean(
        _FILE.sub(_address, raw),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_only_ours,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return _NO_PICTURE.sub("", clean)


def _address(found: re.Match[str]) -> str:
    """A file of the draft, or one that a release keeps, by where it is served."""
    attribute, kind, pk, kept = found.groups()
    loading = ' loading="lazy"' if attribute == "src" else ""
    return f'{attribute}="{KEPT}{kept}"{loading}' if kept else f'{attribute}="{DRAFTS}{kind}/{pk}/"{loading}'


def _only_ours(tag: str, attribute: str, value: str) -> str | None:
    """A picture from elsewhere would tell elsewhere who reads what."""
    return None if (tag, attribute) == ("img", "src") and not _OURS.fullmatch(value) else value


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
