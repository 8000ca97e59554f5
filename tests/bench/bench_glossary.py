"""What marking a part's terms costs: milliseconds the first time an edition shows it, and every time after."""

from __future__ import annotations

import time

from portal.glossary.book import book, edition_of, glossed
from portal.people.access import viewer_of
from portal.releases.models import ReleasePart


def test_what_marking_costs(starter, capsys):
    edition = edition_of(viewer_of(starter["ana"]))
    begun = time.perf_counter()
    book.cache_clear()
    book(edition)
    compiled = (time.perf_counter() - begun) * 1000
    parts = [(part.locale, html) for part in ReleasePart.objects.all() for html in part.html.values() if html]
    spent = []
    for _ in range(2):
        begun = time.perf_counter()
        for locale, html in parts:
            glossed(edition, locale, locale, html, frozenset())
        spent.append((time.perf_counter() - begun) * 1000 / len(parts))
    size = sum(len(html) for _, html in parts) / len(parts)
    with capsys.disabled():
        print(f"\nglossary: compiled in {compiled:.1f} ms; {len(parts)} texts of {size:,.0f} characters each:")
        print(f"  first time {spent[0]:.3f} ms, then {spent[1]:.4f} ms a text")
