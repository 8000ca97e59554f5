"""Markdown to safe HTML: rendered, then sanitised; a parser's output is never trusted."""

from __future__ import annotations

import markdown
import nh3

EXTENSIONS = ["tables", "sane_lists", "smarty", "attr_list"]
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}}
SCHEMES = {"http", "https", "mailto"}


def to_html(text: str) -> str:
    """Sanitised HTML of a Markdown text; headings start at h2, images and raw styling are dropped."""
    raw = markdown.markdown(text, extensions=EXTENSIONS, output_format="html")
    return nh3.clean(
        raw, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
