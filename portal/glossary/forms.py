"""The form in which authors edit a term: no two terms are written alike, and the first name makes its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from portal.glossary.matching import listed, words_of

LANGUAGE = {"name_pt_br": "pt-br", "forms_pt_br": "pt-br", "name_en": "en", "forms_en": "en", "abbreviations": ""}
"""The fields in which a term is written, and the language of each; an abbreviation is of all."""


class TermForm(WagtailAdminModelForm):
    """Says whose a form is already, before it would be marked for one term and meant for another."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        taken = dict(self._taken())
        for name in LANGUAGE:
            for form in listed(str(cleaned.get(name) or "")):
                other = taken.get((LANGUAGE[name], _plain(form)))
                if other:
                    told = _("“%(form)s” is how “%(term)s” is written already.")
                    self.add_error(name, ValidationError(told % {"form": form, "term": other}))
        return cleaned

    def _taken(self) -> Iterator[tuple[tuple[str, str], str]]:
        """What other terms are written like, by language; one query."""
        for term in type(self.instance)._default_manager.exclude(pk=self.instance.pk):
            for language in ("pt-br", "en"):
                if term.has(language):
                    for form in (term.said("name", language), *term.forms(language), *listed(term.abbreviations)):
                        yield (language, _plain(form)), str(term)
            for form in listed(term.abbreviations):
                yield ("", _plain(form)), str(term)

    def save(self, commit: bool = True) -> Any:
        if not self.instance.slug:
            self.instance.slug = self._free_slug(str(self.instance.name_pt_br))
        return super().save(commit=commit)

    def _free_slug(self, name: str) -> str:
        base = slugify(name)[:80] or "termo"
        taken = set(type(self.instance)._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _language(name: str) -> str:
    return "pt-br" if name.endswith("_pt_br") else "en" if name.endswith("_en") else ""


def _plain(form: str) -> str:
    return " ".join(words_of(form))
