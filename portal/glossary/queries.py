"""Asking the glossary: its terms by letter, those that a word is in, and where the viewer may read one used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise

from portal.glossary.book import Book, Card, book, edition_of
from portal.glossary.matching import words_of
from portal.glossary.models import LANGUAGES
from portal.people.access import Capability, Viewer
from portal.search.page import kinds
from portal.search.queries import scopes_of

MOST_PLACES = 12
"""Places told of a term; search has them all."""


@dataclass(frozen=True)
class Letter:
    """The terms of one letter; of none where they are in order of how well they fit."""

    letter: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class Index:
    """The glossary's page: what of it is shown, and how much there is."""

    said: str
    letters: Sequence[Letter]
    count: int
    of: int

    @property
    def is_whole(self) -> bool:
        return not self.said

    @property
    def everywhere_url(self) -> str:
        return f"{reverse('search:search')}?{urlencode({'q': self.said})}"


@dataclass(frozen=True)
class Place:
    """Something that speaks of a term."""

    icon: str
    kind: str | Promise
    title: str
    where: str
    url: str
    language: str
    """Its language where that is not the reader's, else empty."""


@dataclass(frozen=True)
class Use:
    """A term, the terms its explanation stands on or that stand on it, and where it is used."""

    card: Card
    related: Sequence[Card]
    places: Sequence[Place]
    has_more: bool


def may_edit(viewer: Viewer) -> bool:
    return viewer.can(Capability.WRITE)


def _cards(viewer: Viewer, language: str) -> tuple[Book, dict[str, Card]]:
    read = book(edition_of(viewer))
    return read, dict(read.cards.get(language, read.cards[LANGUAGES[0]]))


def page(viewer: Viewer, said: str, *, language: str) -> Index:
    """Every term by its letter, or those with each of these words: in a name, or else in the explanation. No query."""
    read, cards = _cards(viewer, language)
    asked = words_of(said)
    if not asked:
        letters = [Letter(letter, list(there)) for letter, there in groupby(cards.values(), lambda card: card.letter)]
        return Index(said, letters, len(cards), len(cards))
    exact = read.term(said)
    named = [slug for slug in cards if _has(asked, read.ways[slug])]
    told = [slug for slug, card in cards.items() if _has(asked, (*read.ways[slug], card.definition))]
    found = [cards[slug] for slug in dict.fromkeys([*([exact] if exact in cards else []), *named, *told])]
    return Index(said, [Letter("", found)] if found else [], len(found), len(cards))


def _has(asked: Sequence[str], texts: Sequence[str]) -> bool:
    words = {word for text in texts for word in words_of(text)}
    return all(any(word.startswith(one) for word in words) for one in asked)


def use(viewer: Viewer, slug: str, *, language: str) -> Use | None:
    """One query, of what search has and the viewer may see."""
    read, cards = _cards(viewer, language)
    card = cards.get(slug)
    if card is None:
        return None
    names = [word for way in read.ways[slug] if (word := " ".join(words_of(way)))]
    with connection.cursor() as cursor:
        cursor.execute(
            _PLACES,
            {"ways": names, "scopes": scopes_of(viewer), "language": language, "limit": MOST_PLACES + 1},
        )
        rows = cursor.fetchall()
    known = kinds()
    places = [
        Place(known[kind].icon, known[kind].one, title, where, url, "" if locale == language else locale)
        for kind, title, where, url, locale in rows
        if kind in known
    ]
    related = [cards[one] for one in _related(read, cards, slug)]
    return Use(card, related, places[:MOST_PLACES], len(places) > MOST_PLACES)


def _related(read: Book, cards: dict[str, Card], slug: str) -> list[str]:
    """Terms that the explanation names, then those whose own names this one."""
    own = [found for _, _, found in _named(read, cards[slug])]
    others = [other for other, card in cards.items() if any(found == slug for _, _, found in _named(read, card))]
    return [one for one in dict.fromkeys([*own, *others]) if one != slug]


def _named(read: Book, card: Card) -> Sequence[tuple[int, int, str]]:
    return list(read.matchers[card.written_in].matches(card.definition))


_PLACES = """
with asked as materialized (
    select search_also(null, %(ways)s::text[]) as query
),
matched as materialized (
    select e.id, e.kind, e.title, e.place, e.url, e.locale, e.source, e.key, e.part,
           e.locale = %(language)s as is_own, ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, asked.query, 1) as fits
      from search_entry e, asked
     where e.words @@ asked.query and e.scopes && %(scopes)s::varchar[] and e.source <> 'term'
     limit 400
)
select m.kind, m.title, m.place, m.url, m.locale from matched m
 where m.is_own or not exists (
       select from matched o where o.is_own and o.key = m.key and o.part = m.part and o.source = m.source)
 order by m.is_own desc, m.fits desc, m.id limit %(limit)s
"""
