"""Courses and lessons as drafts in Wagtail; readers read their releases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.blocks.drawing import cards, draw
from courses.blocks.freezing import neutral, pointed
from courses.blocks.vocabulary import ExamBlocks, LessonBlocks, drill_minutes
from courses.models.panels import ReleaseHintPanel, SourcePanel
from courses.rules.faces import face
from courses.rules.length import Length
from portal.releases.pages import KeepsRevisions, ReleasedPage
from portal.seams.contracts import PartDraft

TAKEN = {"certificates", "paths"}
"""Words in addresses of courses that no course may be called."""


class Level(models.TextChoices):
    """How much a course takes for granted."""

    INTRODUCTORY = "introductory", _("Introductory")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class ReviewShows(models.TextChoices):
    """What a result tells of the questions; each says all that the one before says."""

    SCORE = "score", _("the score alone")
    LESSONS = "lessons", _("which lessons to read again")
    MISSED = "missed", _("which questions were missed")
    ANSWERS = "answers", _("every question with what is right and why")


class CourseIndexPage(Page):
    """The shelf on which the courses of one language stand; readers who come here see the catalogue."""

    parent_page_types: ClassVar[list[str]] = ["home.LibraryPage"]
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage", "courses.LearningPathPage"]
    max_count_per_parent = 1
    template = "courses/catalogue.html"

    class Meta:
        verbose_name = _("courses")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("courses:catalogue")) if parts else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:catalogue")

    def is_previewable(self) -> bool:
        return False


class CoursePage(ReleasedPage):
    """A course's cover and rules. Publishing it releases it with the newest draft of each of its lessons."""

    kind = "course"
    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]

    summary = models.TextField(_("summary"), max_length=400)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, default=Level.INTRODUCTORY)
    topics = models.CharField(_("topics"), max_length=200, blank=True, help_text=_("Separated by commas."))
    validity_months = models.PositiveSmallIntegerField(
        _("months in force"), default=12, help_text=_("0: the certificate never lapses.")
    )
    exam = StreamField(ExamBlocks(required=False), verbose_name=_("questions in the exam"), blank=True)
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"), default=0, help_text=_("How many of them each attempt asks; 0: all.")
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in percent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=3, help_text=_("0: without limit."))
    wait_hours = models.PositiveSmallIntegerField(_("hours between attempts"), default=12)
    minutes = models.PositiveSmallIntegerField(
        _("minutes for an attempt"), default=0, help_text=_("0: without limit. The server keeps the time.")
    )
    review_meanwhile = models.CharField(
        _("a result shows, while there are attempts to come"),
        max_length=8,
        choices=ReviewShows.choices,
        default=ReviewShows.LESSONS,
    )
    review_at_the_end = models.CharField(
        _("a result shows, once it is passed or no attempt is left"),
        max_length=8,
        choices=ReviewShows.choices,
        default=ReviewShows.LESSONS,
    )
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    """Digest of the folder it was last imported from: importing the same folder again changes nothing."""

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        SourcePanel("level"),
        SourcePanel("topics"),
    ]
    rules_panels: ClassVar[list[Any]] = [
        SourcePanel("validity_months"),
        MultiFieldPanel(
            [
                SourcePanel("exam"),
                FieldRowPanel([SourcePanel("draw"), SourcePanel("pass_mark")]),
                FieldRowPanel([SourcePanel("attempts"), SourcePanel("wait_hours"), SourcePanel("minutes")]),
                SourcePanel("review_meanwhile"),
                SourcePanel("review_at_the_end"),
            ],
            heading=_("Exam"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList([*content_panels, *ReleasedPage.release_panels, ReleaseHintPanel()], heading=_("Course")),
            ObjectList(rules_panels, heading=_("Exam and validity")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )

    class Meta:
        verbose_name = _("course")

    def clean(self) -> None:
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": _("This address is taken. Choose another.")})

    def reader_path(self) -> str:
        return reverse("courses:course", args=[self.slug])

    def length(self, lessons: Iterable[LessonPage], drills: Collection[str]) -> Length:
        """The minutes of these lessons, of the exam, and of these drills as far as they are released."""
        asked = len([block for block in self.exam if block.value])
        return Length(
            {lesson.part_id: lesson.minutes for lesson in lessons},
            exam=min(self.draw or asked, asked),
            drills=drill_minutes(drills),
        )

    def cover(self, *, minutes: int) -> PartDraft:
        """What a card and the head of the course need in this language."""
        return PartDraft(
            part_id="",
            locale=self.locale.language_code,
            position=0,
            title=self.title,
            blocks=[],
            facts={"summary": self.summary, "minutes": minutes},
        )

    def topic_list(self) -> list[str]:
        return [topic.strip() for topic in self.topics.split(",") if topic.strip()]

    def lessons(self) -> list[LessonPage]:
        """The newest drafts of its lessons, in order."""
        return [lesson.get_latest_revision_as_object() for lesson in LessonPage.objects.child_of(self).order_by("path")]

    def waiting(self) -> list[LessonPage]:
        """Lessons in every published language whose newest draft readers do not have yet."""
        covers = CoursePage.objects.filter(translation_key=self.translation_key).filter(
            models.Q(live=True) | models.Q(pk=self.pk)
        )
        under = [models.Q(path__startswith=cover.path, depth=cover.depth + 1) for cover in covers]
        drafts = LessonPage.objects.filter(reduce(or_, under)).select_related("locale")
        return list(drafts.exclude(latest_revision=models.F("live_revision")).order_by("locale_id", "path"))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        lessons = self.lessons()
        parts = [lesson.part(position=place) for place, lesson in enumerate(lessons, start=1)]
        minutes = self.length(lessons, pointed(parts, "drill")).total
        return TemplateResponse(
            request,
            "courses/course_preview.html",
            {"cover": self.cover(minutes=minutes), "outline": parts, "language": self.locale.language_code},
        )


class LessonPage(KeepsRevisions):
    """A lesson. It has no release of its own: publishing its course releases its newest draft."""

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = []

    summary = models.TextField(_("summary"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to read it"), default=5)
    topics = models.CharField(
        _("topics"),
        max_length=200,
        blank=True,
        help_text=_("Separated by commas. Whoever misses an exam question on one of them is sent here to review."),
    )
    body = StreamField(LessonBlocks(), verbose_name=_("lesson"))

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("minutes"), SourcePanel("topics")]),
        FieldPanel("body"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Lesson")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )

    class Meta:
        verbose_name = _("lesson")

    @property
    def part_id(self) -> str:
        """How releases, progress and evidence name it; the same in every language."""
        return str(self.translation_key)

    def topic_list(self) -> list[str]:
        return [topic.strip() for topic in self.topics.split(",") if topic.strip()]

    def part(self, *, position: int, versions: Mapping[UUID, int] | None = None) -> PartDraft:
        """The lesson as a release would freeze it."""
        blocks, html = neutral(self.body, versions=versions or {})
        return PartDraft(
            part_id=self.part_id,
            locale=self.locale.language_code,
            position=position,
            title=self.title,
            blocks=blocks,
            html=html,
            facts={"summary": self.summary, "minutes": self.minutes},
        )

    def questions(self) -> Sequence[Any]:
        """The practice questions it asks, as authors have them now."""
        return [block.value for block in self.body if block.block_type == "question" and block.value]

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        course = self.get_parent()
        if parts is None or course is None:
            return parts
        return parts[0], parts[1], reverse("courses:lesson", args=[course.slug, self.translation_key])

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("courses:lesson", self.get_parent().slug, self.translation_key)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        part = self.part(position=1)
        language = self.locale.language_code
        asked = {block.id: block.value for block in self.body if block.block_type == "question" and block.value}
        faces = {name: face(str(q.key), 0, q.content(), language=language) for name, q in asked.items()}
        drawn = draw(part.blocks, part.html, faces=faces, cards=cards(request, part.blocks))
        return TemplateResponse(
            request,
            "courses/lesson_preview.html",
            {"part": part, "blocks": drawn, "course_title": self.get_parent().title, "language": language},
        )
