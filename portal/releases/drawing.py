"""Drawing a comparison: what went is struck out, what came is underlined, and both are said aloud to who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.releases.words import ADDED, REMOVED, SAME, Compared, Run, Word

FOLDED = 3
"""Unchanged passages in a row that are folded away; one stays in sight on either side of a change."""


def drawn(passages: Sequence[Compared]) -> SafeString:
    """Safe HTML of compared passages; long stretches that are the same are folded away."""
    html: list[str] = []
    shown: list[Compared] = []
    at = 0
    for is_same, group in groupby(passages, key=lambda passage: passage.state == SAME):
        stretch = list(group)
        lead = 1 if at else 0
        at += len(stretch)
        end = len(stretch) - (1 if at < len(passages) else 0)
        if not is_same or end - lead < FOLDED:
            shown += stretch
            continue
        said = ngettext("%(n)s passage unchanged", "%(n)s passages unchanged", end - lead) % {"n": end - lead}
        html.append(_passages([*shown, *stretch[:lead]]))
        html.append(
            f'<details class="diff-same"><summary>{escape(said)}</summary>{_passages(stretch[lead:end])}</details>'
        )
        shown = stretch[end:]
    html.append(_passages(shown))
    return mark_safe("".join(html))  # noqa: S308  (every word is escaped)


def inline(runs: Iterable[Run]) -> SafeString:
    """Safe HTML of one line: a title, a fact."""
    return mark_safe(_runs(runs).strip())  # noqa: S308  (every word is escaped)


def _passages(passages: Sequence[Compared]) -> str:
    html = []
    for tag, group in groupby(passages, key=lambda passage: passage.tag):
        items = list(group)
        if tag == "tr":
            rows = "".join(_row(row) for row in items)
            html.append(f"<table>{rows}</table>")
        elif tag in {"ul", "ol"}:
            html.append(f"<{tag}>{''.join(f'<li{_class(item)}>{_text(item)}</li>' for item in items)}</{tag}>")
        else:
            name = {"h2": "h3", "h4": "h3", "note": "p"}.get(tag, tag)
            html += [f"<{name}{_class(item)}>{_text(item)}</{name}>" for item in items]
    return "".join(html)


def _row(row: Compared) -> str:
    cell = "th" if row.depth else "td"
    scope = ' scope="col"' if row.depth else ""
    return f"<tr{_class(row)}>{''.join(f'<{cell}{scope}>{_runs(one)}</{cell}>' for one in row.cells)}</tr>"


def _class(passage: Compared) -> str:
    names = [f"diff-{passage.state}"] if passage.state in {ADDED, REMOVED} else []
    names += ["diff-note"] if passage.tag == "note" else []
    names += [f"diff-depth-{min(passage.depth, 2)}"] if passage.depth and passage.tag != "tr" else []
    return f' class="{" ".join(names)}"' if names else ""


def _text(passage: Compared) -> str:
    return " ".join(_runs(cell) for cell in passage.cells)


def _runs(runs: Iterable[Run]) -> str:
    html = ""
    for run in runs:
        space = " " if run.words and run.words[0].space and html else ""
        html += space + {ADDED: _added, REMOVED: _removed}.get(run.state, str)(_words(run.words, run.state))
    return html


def _added(html: str) -> str:
    return _said("ins", _("added:"), _("end of what was added."), html)


def _removed(html: str) -> str:
    return _said("del", _("removed:"), _("end of what was removed."), html)


def _said(tag: str, begins: str, ends: str, html: str) -> str:
    quiet = '<span class="visually-hidden">{}</span>'
    return f"<{tag}>{quiet.format(escape(begins) + ' ')}{html}{quiet.format(' ' + escape(ends) + ' ')}</{tag}>"


def _words(words: Sequence[Word], state: str) -> str:
    html = ""
    for marks, group in groupby(words, key=lambda word: word.marks):
        same = list(group)
        text = "".join((" " if word.space and at else "") + escape(word.text) for at, word in enumerate(same))
        lead = " " if html and same[0].space else ""
        html += lead + _marked(text, marks, same, state)
    return html


def _marked(text: str, marks: tuple[tuple[str, str], ...], words: Sequence[Word], state: str) -> str:
    for mark, value in reversed(marks):
        if mark == "img":
            return "".join(f'<img src="{escape(value)}" alt="{escape(word.text)}" loading="lazy">' for word in words)
        if mark == "a" and state != REMOVED:
            text = f'<a href="{escape(value)}" rel="noopener noreferrer nofollow">{text}</a>'
        elif mark in {"strong", "em", "code"}:
            text = f"<{mark}>{text}</{mark}>"
    return text
