"""Drills as editors write them: the words of a page in each language, and beside the source's its company and marking."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtailmarkdown.fields import MarkdownField

from portal.home.library import SOURCE
from portal.releases.pages import ReleasedPage
from portal.ui.markdown import to_html
from sandbox.blocks.conditions import ConditionBlocks
from sandbox.blocks.references import LessonBlocks
from sandbox.drills import Brief, BriefError, instantiate
from sandbox.drills.sheet import AREAS, LISTS, TEXTS, Sheet, brief_in, paragraphs
from sandbox.drills.wording import SAMPLE_SEED, filled
from sandbox.models.drill_form import DESKS, DrillPageForm

YAML = forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "wrap": "off", "class": "drill-yaml"})
FIRST_COMPANY = 'currency: BRL\ntimezone: America/Sao_Paulo\nstart: "D-6M"\npolicy: {automation: off}\n'
FIRST_DAYS = 'day: {one_of: ["2026-11-11", "2026-11-12"]}\n'


class DrillIndexPage(Page):
    """Holds the drills of one language; readers are led to the practice room."""

    parent_page_types: ClassVar[list[str]] = ["home.LibraryPage"]
    subpage_types: ClassVar[list[str]] = ["sandbox.DrillPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("drills")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("sandbox:index")


class DrillPage(ReleasedPage):
    """One drill in one language. What marks it stands on the source's page, and is shown to its authors alone."""

    kind = "drill"
    base_form_class = DrillPageForm

    summary = models.CharField(_("summary"), max_length=300)
    story = MarkdownField(_("story"))
    tasks = models.TextField(_("what to do"), help_text=_("One task a paragraph: leave an empty line between them."))
    hints = models.TextField(_("hints"), blank=True, help_text=_("One hint a paragraph; they are given in this order."))
    debrief = MarkdownField(_("debrief"), blank=True, help_text=_("Shown only after the drill is passed."))
    key = models.SlugField(
        _("name of its file"), blank=True, help_text=_("Its companies come of it. Empty: from the address.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10, validators=[MinValueValidator(1)])
    playbook = models.CharField(_("playbook"), max_length=80, blank=True)
    topics = models.CharField(_("topics"), max_length=200, blank=True, help_text=_("Separated by commas."))
    company_name = models.CharField(_("name of the company"), max_length=120, blank=True)
    desk = models.CharField(_("desk it begins at"), max_length=20, choices=DESKS, default="collections")
    desks = models.JSONField(_("desks"), default=list, blank=True)
    lessons = StreamField(LessonBlocks(required=False), verbose_name=_("lessons"), blank=True)
    vary = models.TextField(_("what varies"), default=FIRST_DAYS, blank=True)
    people = models.TextField(_("people"), blank=True)
    company = models.TextField(_("company"), default=FIRST_COMPANY, blank=True)
    prologue = models.TextField(_("what happened before"), blank=True)
    roles = models.TextField(_("parts of the story"), blank=True)
    conditions = StreamField(ConditionBlocks(required=False), verbose_name=_("conditions"), blank=True)
    references = models.TextField(_("right ways"), blank=True)
    wrong = models.TextField(_("wrong ways"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["sandbox.DrillIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[object]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("story"), FieldPanel("tasks")], heading=_("What the trainee reads")),
        MultiFieldPanel([FieldPanel("hints"), FieldPanel("debrief")], heading=_("Held back until asked for or passed")),
        FieldPanel("conditions"),
        MultiFieldPanel(
            [FieldPanel("references", widget=YAML), FieldPanel("wrong", widget=YAML)],
            heading=_("Ways through it"),
            help_text=_("Done by the rehearsal: right ways reach 100, and each wrong way trips what it names."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("company_name"),
                FieldPanel("vary", widget=YAML, help_text=_("Names, amounts and days of each company.")),
                FieldPanel("people", widget=YAML),
                FieldPanel("company", widget=YAML),
                FieldPanel("prologue", widget=YAML, help_text=_("Commands of the engine, in order.")),
                FieldPanel("roles", widget=YAML, help_text=_("What conditions and words call $customer, $invoice …")),
            ],
            heading=_("The company"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("playbook"), FieldPanel("topics")]),
                FieldRowPanel([FieldPanel("minutes"), FieldPanel("key")]),
                FieldPanel("lessons"),
                FieldPanel("desk"),
                FieldPanel("desks"),
            ],
            heading=_("Facts"),
        ),
        *ReleasedPage.release_panels,
    ]

    class Meta:
        verbose_name = _("drill")
        verbose_name_plural = _("drills")

    def reader_path(self) -> str:
        return reverse("sandbox:drill", args=[self.slug])

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    def sheet(self) -> Sheet:
        """The page as the fields of a drill, of which a translation has the words alone."""
        words: Sheet = {name: str(getattr(self, name)) for name in (*TEXTS, *LISTS)}
        if self.language != SOURCE:
            return words
        areas = {name: str(getattr(self, name)) for name in AREAS}
        facts = {"key": self.key or self.slug, "version": self.version, "minutes": self.minutes}
        said = {name: str(getattr(self, name)) for name in ("playbook", "company_name", "desk")}
        lists = {
            "topics": [one.strip() for one in self.topics.split(",") if one.strip()],
            "desks": list(self.desks),
            "lessons": [str(one.value) for one in self.lessons],
            "conditions": self.conditions.stream_block.get_prep_value(self.conditions),
        }
        return words | areas | facts | said | lists

    def fill(self, sheet: Sheet) -> None:
        """The fields of a drill put on the page, whatever stood there."""
        for name, value in sheet.items():
            match name:
                case "topics":
                    self.topics = ", ".join(value)
                case "lessons":
                    self.lessons = [("lesson", one) for one in value]
                case "conditions":
                    self.conditions = self.conditions.stream_block.to_python(value)
                case _:
                    setattr(self, name, value)

    def sheets(self) -> dict[str, Sheet]:
        """This page as it is now, and its other languages as they were last saved."""
        others = type(self).objects.filter(translation_key=self.translation_key).exclude(locale_id=self.locale_id)
        found = [self, *(one.get_latest_revision_as_object() for one in others.select_related("locale"))]
        return {one.language: one.sheet() for one in found}

    def brief(self) -> Brief:
        """The drill that the drafts of all its languages say. Raises BriefError."""
        return brief_of(self.sheets())

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reader's own page over the draft; nothing can be begun from it."""
        with translation.override(self.language):
            context = {
                "title": self.title,
                "facts": {"summary": self.summary, "minutes": self.minutes},
                "story": mark_safe(to_html(self._as_example(self.story))),  # noqa: S308  (sanitised)
                "tasks": mark_safe(to_html(self._as_example(numbered(self.tasks)))),  # noqa: S308  (sanitised)
                "is_preview": True,
            }
            return render(request, "sandbox/drill.html", context)

    def _as_example(self, text: str) -> str:
        """With an example's names, days and amounts in it, as its readers will have it."""
        try:
            return filled(text, instantiate(self.brief(), SAMPLE_SEED), self.language)
        except BriefError:
            return text


def brief_of(sheets: dict[str, Sheet]) -> Brief:
    """The drill that its sheets say. Raises BriefError, also where its source is missing."""
    if SOURCE not in sheets:
        raise BriefError("o exercício ainda não tem a página em português.", "the drill has no page in Portuguese yet.")
    return brief_in(sheets)


def numbered(tasks: str) -> str:
    """Tasks as a list in Markdown."""
    return "\n".join(f"{number}. {task}" for number, task in enumerate(paragraphs(tasks), start=1))
