"""Drafts of playbooks in Wagtail; readers are led to the release."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from playbooks.blocks import StepBlock
from playbooks.models.draft import parts
from playbooks.models.reading import reading
from portal.people.models import Department
from portal.releases.pages import DAY, ReleasedPage


class PlaybookIndexPage(Page):
    """Holds the playbooks of one language; readers are led to the list."""

    parent_page_types = ["home.LibraryPage"]
    subpage_types = ["playbooks.PlaybookPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("playbooks")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        place = super().get_url_parts(request)
        return (place[0], place[1], reverse("playbooks:index")) if place else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("playbooks:index")


class PlaybookPage(ReleasedPage):
    """One playbook's draft in one language: how a piece of work is done, step by step."""

    kind: ClassVar[str] = "playbook"

    summary = models.TextField(_("summary"), max_length=400)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department"))
    accountable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accountable"),
        help_text=_("Answers for this playbook being true."),
    )
    topics = ArrayField(
        models.SlugField(), verbose_name=_("topics"), default=list, blank=True, help_text=_("Separated by commas.")
    )
    review_on = models.DateField(_("review by"), null=True, blank=True)
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"), min_num=1)

    parent_page_types = ["playbooks.PlaybookIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("steps"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("department"), FieldPanel("accountable")]),
                FieldRowPanel([FieldPanel("topics"), FieldPanel("review_on", widget=DAY)]),
            ],
            heading=_("Whose it is"),
        ),
        *ReleasedPage.release_panels,
    ]

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")

    def reader_path(self) -> str:
        return reverse("playbooks:read", args=[self.slug])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reader's own template over the draft; nothing can be acknowledged from it."""
        language = self.locale.language_code
        with translation.override(language):
            shown = reading(parts(self), key=str(self.translation_key), facts={}, language=language, request=request)
            return render(request, "playbooks/read.html", {"reading": shown, "is_preview": True})
