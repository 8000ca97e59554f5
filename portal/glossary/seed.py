"""Seed: the words of subscription operations, in both languages, as authors may go on editing them."""

from __future__ import annotations

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from ruamel.yaml import YAML

from portal.glossary.models import Term
from portal.seams.contracts import SeedCast

CONTENT = Path(__file__).parent / "content" / "terms.yaml"


def starter_terms() -> list[Term]:
    """The terms of the starter library, not saved; each has the same key on every installation."""
    found = []
    for slug, said in YAML(typ="safe").load(CONTENT.read_text(encoding="utf-8")).items():
        term = Term(slug=slug, key=uuid5(NAMESPACE_URL, f"vigente:term:{slug}"))
        term.abbreviations = ", ".join(said.get("abbreviations", ()))
        for language, suffix in (("pt", "pt_br"), ("en", "en")):
            own = said[language]
            setattr(term, f"name_{suffix}", own["name"])
            setattr(term, f"definition_{suffix}", " ".join(own["definition"].split()))
            setattr(term, f"forms_{suffix}", ", ".join(own.get("forms", ())))
            setattr(term, f"is_marked_{suffix}", own.get("marked", True))
        found.append(term)
    return found


def seed(cast: SeedCast) -> None:
    """Idempotent: what is there already, edited or not, stays as it is; each new one begins its history.

    Search, seeded last, indexes everything.
    """
    there = set(Term.objects.values_list("key", flat=True))
    fresh = [term for term in starter_terms() if term.key not in there]
    for term in Term.objects.bulk_create(fresh):
        term.save_revision(user=cast.people["eva"])
    cast.say(f"glossary: {Term.objects.count()} terms")
