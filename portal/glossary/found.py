"""What search has of the glossary: its terms as hits, what a question means, and what else to look for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.glossary.book import book, edition_of
from portal.glossary.matching import listed
from portal.glossary.models import LANGUAGES, Edition, Term
from portal.people.access import Viewer
from portal.seams.contracts import Findable, FindableKind, Meaning
from portal.search.index import changed

KIND = "term"


class TermSearch:
    """Terms in each language they are explained in."""

    kind = KIND
    kinds: Sequence[FindableKind] = (
        FindableKind(KIND, _("Glossary terms"), _("Glossary term"), "book-a", 8, is_one_in_all_languages=True),
    )

    def keys(self) -> Iterable[UUID]:
        return Term.objects.order_by("key").values_list("key", flat=True).iterator()

    def findable(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[Findable]]:
        found = Term.objects.filter(key__in=list(keys))
        return {term.key: [_findable(term, language) for language in LANGUAGES if term.has(language)] for term in found}


def _findable(term: Term, language: str) -> Findable:
    """Its body ends in the other ways to write it, so that each of them is found."""
    ways = [*listed(term.abbreviations), *term.forms(language)]
    return Findable(
        kind=KIND,
        part="",
        locale=language,
        title=term.said("name", language),
        body=" ".join(filter(None, (term.said("definition", language), ", ".join(ways)))),
        url=f"{reverse('glossary:index')}#{term.slug}",
    )


class Meanings:
    """The glossary as search asks it."""

    def meaning(self, viewer: Viewer, said: str, *, language: str) -> Meaning | None:
        read = book(edition_of(viewer))
        slug = read.term(said)
        if not slug:
            return None
        card = read.cards.get(language, read.cards[LANGUAGES[0]])[slug]
        return Meaning(
            name=card.name,
            definition=card.definition,
            url=card.url,
            language=card.language,
            abbreviations=card.abbreviations,
            other=card.other,
            other_language=card.other_language,
            ways=read.ways[slug],
        )


def edition_number() -> Subquery:
    """For the viewer's counts."""
    return Subquery(Edition.objects.values("number")[:1])


def term_changed(key: UUID) -> None:
    """To be called in the transaction in which a term was written or deleted."""
    assert transaction.get_connection().in_atomic_block
    changed(KIND, key)
