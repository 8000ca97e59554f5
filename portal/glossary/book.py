"""The glossary as it is looked up: every term in the reader's language, compiled once an edition and process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.glossary.marking import mark, opening
from portal.glossary.matching import Form, Matcher, listed, words_of
from portal.glossary.models import LANGUAGES, Term
from portal.people.access import Viewer
from portal.search.text import folded

COUNT = "glossary"
"""The name under which a viewer carries the edition, read with the person at no query of its own."""
OTHER: Mapping[str, Promise] = {"pt-br": _("in Portuguese:"), "en": _("in English:")}


@dataclass(frozen=True)
class Card:
    """A term as one reader sees it."""

    slug: str
    name: str
    definition: str
    language: str
    """The language it is shown in where that is not the reader's, else empty."""
    abbreviations: str
    written_in: str
    """The language it is shown in, whosever that is."""
    other: str
    """Its name in the other language, where that is another."""
    other_language: str
    forms: Sequence[str]

    @property
    def text(self) -> SafeString:
        """Its explanation as HTML."""
        return escape(self.definition)

    @property
    def other_said(self) -> str:
        """What stands before its name in the other language."""
        return str(OTHER[self.other_language])

    @property
    def url(self) -> str:
        return f"{reverse('glossary:index')}#{self.slug}"

    @property
    def letter(self) -> str:
        return (folded(self.name) or "?")[0].upper()


@dataclass(frozen=True)
class Book:
    """One edition of the glossary."""

    cards: Mapping[str, Mapping[str, Card]]
    """By the reader's language, then by slug, in the order of their names there."""
    matchers: Mapping[str, Matcher]
    """By the language of a text."""
    said: Mapping[tuple[str, ...], str]
    """The term that a question as a whole is, in whichever language, by its words."""
    ways: Mapping[str, Sequence[str]]
    """Every way to say a term, in both languages."""

    def term(self, said: str) -> str:
        """The slug of the term that this is, in any form and language; empty where it is none."""
        words = words_of(said)
        return self.said.get(words) or self.said.get(("".join(words),), "")


def edition_of(viewer: Viewer | None) -> int:
    """The edition the viewer reads; 0 where nobody is signed in."""
    return viewer.counts.get(COUNT, 0) if viewer else 0


@lru_cache(maxsize=3)
def book(edition: int) -> Book:
    """One query for each edition and process; `edition` is only its name."""
    terms = list(Term.objects.order_by("slug"))
    return Book(
        cards={language: _cards(terms, language) for language in LANGUAGES},
        matchers={language: Matcher(_marked(terms, language)) for language in LANGUAGES},
        said=_said(terms),
        ways={term.slug: list(dict.fromkeys(_ways(term))) for term in terms},
    )


def _cards(terms: Sequence[Term], language: str) -> Mapping[str, Card]:
    cards = (_card(term, language) for term in terms)
    return {card.slug: card for card in sorted(cards, key=lambda card: (folded(card.name), card.slug))}


def _card(term: Term, language: str) -> Card:
    shown = language if term.has(language) else LANGUAGES[0]
    other = next(one for one in LANGUAGES if one != shown)
    name, named = term.said("name", shown), term.said("name", other) if term.has(other) else ""
    return Card(
        slug=term.slug,
        name=name,
        definition=term.said("definition", shown),
        language="" if shown == language else shown,
        written_in=shown,
        abbreviations=", ".join(listed(term.abbreviations)),
        other=named if named != name else "",
        other_language=other,
        forms=term.forms(shown),
    )


def _marked(terms: Sequence[Term], language: str) -> Iterator[Form]:
    """Names before other forms: where two terms share a form, it is the one's whose name it is."""
    there = [term for term in terms if term.has(language)]
    for term in there:
        if term.said("name", language) and getattr(term, f"is_marked_{language.replace('-', '_')}"):
            yield Form(words_of(term.said("name", language)), term.slug)
    for term in there:
        for form in term.forms(language):
            yield Form(words_of(form), term.slug)
    for term in there:
        for short in listed(term.abbreviations):
            yield Form(words_of(short), term.slug, exactly=short)


def _said(terms: Sequence[Term]) -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for names_only in (True, False):
        for term in terms:
            ways = [term.name_pt_br, term.name_en] if names_only else _ways(term)
            for way in ways:
                if way:
                    found.setdefault(words_of(way), term.slug)
    for words, slug in list(found.items()):  # "prorata" is how some write "pró-rata"
        found.setdefault(("".join(words),), slug)
    return found


def _ways(term: Term) -> Iterator[str]:
    for language in LANGUAGES:
        if term.has(language):
            yield term.said("name", language)
            yield from term.forms(language)
    yield from listed(term.abbreviations)


@lru_cache(maxsize=2048)
def glossed(edition: int, language: str, locale: str, html: str, seen: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Sanitised HTML of a text in `locale` with its terms marked for a reader of `language`; kept once done."""
    read = book(edition)
    cards = read.cards.get(language, read.cards[LANGUAGES[0]])

    def link(slug: str) -> str:
        card = cards[slug]
        return opening(
            "a",
            {
                "class": "term",
                "href": card.url,
                "hx-boost": "false",
                "data-term": card.name,
                "data-definition": card.definition,
                "data-other": card.other,
                "data-other-lang": card.other_language,
                "data-abbreviation": card.abbreviations,
                "data-lang": card.language,
            },
        )

    return mark(html, read.matchers.get(locale, read.matchers[LANGUAGES[0]]), link, seen)
