"""The question bank: questions as authors keep them, and the versions that were ever asked."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from courses.blocks.asked import asked, spoken
from courses.blocks.asking import AskingBlocks


class Question(index.Indexed, models.Model):
    """A question as its author left it last, in both languages; people are asked its frozen versions."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.SlugField(
        _("short name"), max_length=80, unique=True, help_text=_("For authors: learners never see it.")
    )
    topic = models.SlugField(
        _("topic"),
        max_length=40,
        blank=True,
        help_text=_("The lesson that names the same topic is where to review it."),
    )
    tags = models.CharField(
        _("tags"), max_length=200, blank=True, help_text=_("To find it again in the bank; separated by commas.")
    )
    critical = models.BooleanField(
        _("critical"), default=False, help_text=_("In an exam it is always asked, and missing it fails the exam.")
    )
    prompt_pt_br = models.TextField(_("question in Portuguese"), max_length=1000)
    prompt_en = models.TextField(_("question in English"), max_length=1000, blank=True)
    answer = StreamField(AskingBlocks(), verbose_name=_("how it is answered"))
    explanation_pt_br = models.TextField(_("explanation in Portuguese"), blank=True)
    explanation_en = models.TextField(_("explanation in English"), blank=True)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("For authors: law, policy or document it rests on.")
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("topic")]),
        FieldRowPanel([FieldPanel("tags"), FieldPanel("critical")]),
        MultiFieldPanel([FieldPanel("prompt_pt_br"), FieldPanel("prompt_en")], heading=_("Question")),
        FieldPanel("answer"),
        MultiFieldPanel([FieldPanel("explanation_pt_br"), FieldPanel("explanation_en")], heading=_("Explanation")),
        FieldPanel("source"),
    ]
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("prompt_pt_br"),
        index.SearchField("prompt_en"),
        index.SearchField("tags"),
        index.FilterField("topic"),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["name"]

    def __str__(self) -> str:
        english = (translation.get_language() or "").startswith("en")
        prompt = (english and self.prompt_en) or self.prompt_pt_br
        return f"{self.name}: {prompt[:80]}"

    @property
    def kind(self) -> str:
        """How it is answered: the type of its one block."""
        return str(self.answer[0].block_type) if self.answer else ""

    @admin.display(description=_("kind"))
    def kind_word(self) -> str:
        return str(self.answer[0].block.label) if self.answer else ""

    def tag_list(self) -> list[str]:
        return [tag.strip() for tag in self.tags.split(",") if tag.strip()]

    def content(self) -> dict[str, Any]:
        """What a version freezes: every language, and the ids that all of them share."""
        return {
            "kind": self.kind,
            "topic": self.topic,
            "critical": self.critical,
            "prompt": spoken(self.prompt_pt_br, self.prompt_en),
            "explanation": spoken(self.explanation_pt_br, self.explanation_en),
            **asked(self.kind, self.answer[0].value),
        }


class QuestionVersion(models.Model):
    """A question as it was asked; a trigger keeps every row as it was written."""

    key = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="question_version_numbered_once"),
            models.UniqueConstraint(fields=["key", "hash"], name="question_version_frozen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
