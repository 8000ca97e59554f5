"""The idea board's draft, the ideas people submit, and who supports them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtailmarkdown.fields import MarkdownField

from ideas.rules.origin import KINDS, Origin
from ideas.rules.status import Stage
from portal.people.models import Department
from portal.releases.pages import ReleasedPage
from portal.seams.contracts import PartDraft
from portal.ui.markdown import to_html


class IdeaBoardPage(ReleasedPage):
    """The board's draft in one language: what ideas are for and how they are treated."""

    kind: ClassVar[str] = "board"

    introduction = MarkdownField(_("introduction"))
    rules = MarkdownField(_("rules"), blank=True)

    parent_page_types = ["home.LibraryPage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("rules"),
        *ReleasedPage.release_panels,
    ]

    class Meta:
        verbose_name = _("idea board")
        verbose_name_plural = _("idea boards")

    def reader_path(self) -> str:
        return reverse("ideas:board")

    def part(self) -> PartDraft:
        """The board's only part, its cover."""
        texts = {"introduction": self.introduction, "rules": self.rules}
        return PartDraft(
            part_id="",
            locale=self.locale.language_code,
            position=0,
            title=self.title,
            blocks=[{"id": name, "type": "markdown", "value": text} for name, text in texts.items()],
            html={name: to_html(text) for name, text in texts.items()},
            facts={"summary": "", "minutes": 0},
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reader's own template over the draft, with no idea on the board."""
        with translation.override(self.locale.language_code):
            return render(request, "ideas/board.html", {"board": self.part(), "is_preview": True})


class Plain(Func):
    """Title, problem and proposal in lower case without accents or punctuation, by our immutable function."""

    function = "ideas_plain"
    arity = 3
    output_field = models.TextField()


class Idea(models.Model):
    """One idea, in the language its author wrote it in."""

    class Status(models.TextChoices):
        NEW = Stage.NEW.value, _("waiting for an answer")
        UNDER_REVIEW = Stage.UNDER_REVIEW.value, _("under review")
        PILOT = Stage.PILOT.value, _("being tried out")
        ACCEPTED = Stage.ACCEPTED.value, _("accepted")
        DECLINED = Stage.DECLINED.value, _("declined")
        WITHDRAWN = Stage.WITHDRAWN.value, _("withdrawn")

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("author")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("author's department"),
    )
    """Where the author worked on the day they wrote it."""
    title = models.CharField(_("title"), max_length=140)
    problem = models.TextField(_("problem"), max_length=2000)
    proposal = models.TextField(_("proposal"), max_length=2000)
    departments = models.ManyToManyField(Department, related_name="+", verbose_name=_("departments touched"))
    origin_kind = models.CharField(max_length=30, blank=True, editable=False)
    origin_key = models.UUIDField(null=True, blank=True, editable=False)
    origin_part = models.CharField(max_length=80, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Stage.NEW.value)
    answer = models.TextField(_("official answer"), max_length=2000, blank=True)
    is_hidden = models.BooleanField(
        _("hidden by moderation"), default=False, help_text=_("Only its author still sees it.")
    )
    created_at = models.DateTimeField(_("submitted"), default=timezone.now)
    plain = models.GeneratedField(
        expression=Plain("title", "problem", "proposal"), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-created_at"]
        indexes = [
            GinIndex(fields=["plain"], opclasses=["gin_trgm_ops"], name="idea_by_words"),
            models.Index(fields=["status", "-created_at"], name="idea_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin_kind="", origin_key=None) | Q(origin_kind__in=KINDS, origin_key__isnull=False),
                name="idea_origin_whole_or_none",
            ),
            models.CheckConstraint(condition=Q(status__in=[stage.value for stage in Stage]), name="idea_status_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea", args=[self.key])

    @property
    def origin(self) -> Origin | None:
        return Origin(self.origin_kind, self.origin_key, self.origin_part) if self.origin_key else None


class Vote(models.Model):
    """One person supports one idea of somebody else; a trigger refuses one's own."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idea_votes")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    """Where they worked on the day they voted."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="one_vote_a_person_an_idea")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.idea_id}"
