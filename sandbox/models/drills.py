"""Drills as editors write them: the words of a page; the company and its marking lie in a brief beside the engine."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtailmarkdown.fields import MarkdownField

from portal.releases.pages import ReleasedPage
from portal.ui.markdown import to_html
from sandbox.drills import instantiate, keys, load
from sandbox.drills.wording import SAMPLE_SEED, filled


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
    """One drill in one language. What marks it stands in the brief, where no reader's page ever looks."""

    kind = "drill"

    summary = models.CharField(_("summary"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10, validators=[MinValueValidator(1)])
    story = MarkdownField(_("story"))
    tasks = MarkdownField(_("what to do"))
    hints = models.TextField(_("hints"), blank=True, help_text=_("One hint a paragraph; they are given in this order."))
    debrief = MarkdownField(_("debrief"), blank=True, help_text=_("Shown only after the drill is passed."))
    brief = models.SlugField(_("brief"), help_text=_("Name of the drill file."))
    steps = models.TextField(
        _("playbook steps"), blank=True, help_text=_("One a line: playbook/step, as in declined-charge/decline-read.")
    )

    parent_page_types: ClassVar[list[str]] = ["sandbox.DrillIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[object]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("story"), FieldPanel("tasks")], heading=_("What the trainee reads")),
        MultiFieldPanel([FieldPanel("hints"), FieldPanel("debrief")], heading=_("Held back until asked for or passed")),
        MultiFieldPanel([FieldPanel("brief"), FieldPanel("minutes"), FieldPanel("steps")], heading=_("Facts")),
        *ReleasedPage.release_panels,
    ]

    class Meta:
        verbose_name = _("drill")
        verbose_name_plural = _("drills")

    def clean(self) -> None:
        """A page without its brief could be started by nobody."""
        super().clean()
        if self.brief and self.brief not in keys():
            raise ValidationError({"brief": _("There is no drill file of this name.")})

    def reader_path(self) -> str:
        return reverse("sandbox:drill", args=[self.slug])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reader's own page over the draft; nothing can be begun from it."""
        with translation.override(self.locale.language_code):
            context = {
                "title": self.title,
                "facts": {"summary": self.summary, "minutes": self.minutes},
                "story": mark_safe(to_html(self._as_example(self.story))),  # noqa: S308  (sanitised)
                "tasks": mark_safe(to_html(self._as_example(self.tasks))),  # noqa: S308  (sanitised)
                "is_preview": True,
            }
            return render(request, "sandbox/drill.html", context)

    def _as_example(self, text: str) -> str:
        """With an example's names, days and amounts in it, as its readers will have it."""
        if self.brief not in keys():
            return text
        return filled(text, instantiate(load(self.brief), SAMPLE_SEED), self.locale.language_code)

    @property
    def step_refs(self) -> list[str]:
        return [line.strip() for line in self.steps.splitlines() if line.strip()]

    @property
    def hint_list(self) -> list[str]:
        return [hint.strip() for hint in self.hints.replace("\r\n", "\n").split("\n\n") if hint.strip()]
