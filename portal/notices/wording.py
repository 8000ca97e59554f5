"""Wording: rows become sentences, by the source of each kind, in the language being spoken and as things stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from portal.notices.models import Notice
from portal.people.access import Viewer
from portal.seams.registry import registry
from portal.seams.telling import NoticeSource, Told


def worded(notices: Iterable[Notice], viewer: Viewer) -> Mapping[int, Told]:
    """By notice id; left out is what the viewer may not know any more, what is another's, and what nobody words."""
    by_source: dict[int, tuple[NoticeSource, list[Notice]]] = {}
    for notice in notices:
        known = registry.notice_kinds.get(notice.kind)
        if known is not None and notice.user_id == viewer.id:
            by_source.setdefault(id(known[1]), (known[1], []))[1].append(notice)
    words: dict[int, Told] = {}
    for source, own in by_source.values():
        words.update(source.told(own, viewer))
    return words


def kinds_of(group: str) -> list[str]:
    """Names of the kinds of one group."""
    return [name for name, (kind, _source) in registry.notice_kinds.items() if kind.group == group]


def needed_kinds() -> list[str]:
    """Names of the kinds that come by mail whatever somebody chose."""
    return [name for name, (kind, _source) in registry.notice_kinds.items() if kind.is_needed]


def by_group(notices: Iterable[Notice]) -> Mapping[str, list[Notice]]:
    grouped: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        grouped[registry.notice_kinds[notice.kind][0].group].append(notice)
    return grouped
