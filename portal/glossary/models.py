"""Rows of the glossary: a term with what it means in both languages, and the edition that every change makes anew."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from portal.glossary.forms import TermForm
from portal.glossary.matching import listed

LANGUAGES = ("pt-br", "en")
SOURCE = "pt-br"


class Term(RevisionMixin, models.Model):
    """A word of the trade, one row in both languages. Portuguese leads; where English is missing, it is shown instead."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=90, unique=True, editable=False)
    """Its anchor on the glossary's page, the same in both languages; made of the first name and never changed."""

    name_pt_br = models.CharField(_("name"), max_length=80)
    definition_pt_br = models.TextField(_("definition"), max_length=600, help_text=_("One or two plain sentences."))
    forms_pt_br = models.TextField(
        _("other forms"),
        blank=True,
        max_length=600,
        help_text=_(
            "Plurals, inflections and other names, apart by commas: each is marked in texts and found by search."
        ),
    )
    is_marked_pt_br = models.BooleanField(
        _("mark the name in texts"),
        default=True,
        help_text=_("Take it off where the name is an everyday word too; other forms are marked all the same."),
    )
    name_en = models.CharField(_("name"), max_length=80, blank=True)
    definition_en = models.TextField(_("definition"), max_length=600, blank=True)
    forms_en = models.TextField(_("other forms"), blank=True, max_length=600)
    is_marked_en = models.BooleanField(_("mark the name in texts"), default=True)
    abbreviations = models.CharField(
        _("abbreviations"),
        max_length=120,
        blank=True,
        help_text=_("In both languages, apart by commas; marked only where they stand exactly so: MRR."),
    )

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="term",
        for_concrete_model=False,
    )

    base_form_class = TermForm
    panels = [
        MultiFieldPanel(
            [FieldPanel(f"{name}_pt_br") for name in ("name", "definition", "forms", "is_marked")],
            heading=_("In Portuguese"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"{name}_en") for name in ("name", "definition", "forms", "is_marked")],
            heading=_("In English"),
        ),
        FieldPanel("abbreviations"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        constraints = [
            models.UniqueConstraint(
                Lower("name_pt_br"),
                name="term_named_once_pt_br",
                violation_error_message=_("There is a term of this name in Portuguese already."),
            ),
            models.UniqueConstraint(
                Lower("name_en"),
                condition=~Q(name_en=""),
                name="term_named_once_en",
                violation_error_message=_("There is a term of this name in English already."),
            ),
            models.CheckConstraint(
                condition=Q(name_en="", definition_en="") | ~Q(name_en="") & ~Q(definition_en=""),
                name="term_is_whole_in_english",
                violation_error_message=_("In English give both the name and the definition, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.said("name", get_language() or SOURCE)

    def has(self, language: str) -> bool:
        return language == SOURCE or bool(self.name_en)

    def said(self, what: str, language: str) -> str:
        """A field in a language; in Portuguese where it is missing there."""
        spoken = language if language in LANGUAGES and self.has(language) else SOURCE
        return str(getattr(self, f"{what}_{spoken.replace('-', '_')}"))

    def forms(self, language: str) -> Sequence[str]:
        """Other ways to write it in a language, as the author lists them."""
        return listed(str(getattr(self, f"forms_{language.replace('-', '_')}")))


class Edition(models.Model):
    """The one row that says which glossary this is: a number drawn anew, by the database, whenever a term changes.

    It is drawn and not counted, so that no two glossaries, not even of a change taken back, ever go by the same number.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_edition")]
