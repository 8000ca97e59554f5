"""A learning path as a draft in Wagtail: courses, playbooks and drills in the order in which they help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.blocks.base import BlockField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtailmarkdown.fields import MarkdownField

from courses.blocks.path import PathBlocks, Thing, is_nameable, thing_choices, thing_of
from courses.models.panels import SourcePanel
from portal.home.library import SOURCE, locale
from portal.people.access import viewer_of
from portal.people.models import Department
from portal.releases.models import ReleasePart
from portal.releases.pages import ReleasedPage, ReleasedPageForm
from portal.releases.read import covers
from portal.seams.contracts import PartDraft
from portal.seams.registry import registry
from portal.ui.markdown import framed, to_html

INTRODUCTION = "introduction"
"""Id of the block that holds a path's introduction."""


class LearningPathForm(ReleasedPageForm):
    """Offers the editor only what they may see, and what the path names already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "steps" in self.fields and self.for_user is not None:
            named = [block.value["thing"] for block in self.instance.steps]
            block = PathBlocks(choices=partial(thing_choices, viewer_of(self.for_user), named=named))
            before = self.fields["steps"]
            self.fields["steps"] = BlockField(block=block, label=before.label, help_text=before.help_text)


class LearningPathPage(ReleasedPage):
    """A path's cover and steps. Steps are said once for all languages, in the source language's page."""

    kind: ClassVar[str] = "path"
    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = LearningPathForm

    summary = models.TextField(_("summary"), max_length=400, help_text=_("What it is for, in a sentence or two."))
    introduction = MarkdownField(_("introduction"), blank=True)
    steps = StreamField(PathBlocks(), verbose_name=_("steps"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    topics = models.CharField(_("topics"), max_length=200, blank=True, help_text=_("Separated by commas."))
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    """Digest of the file it was last imported from: importing the same file again changes nothing."""

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("introduction"),
        SourcePanel("steps"),
        FieldRowPanel([SourcePanel("department"), SourcePanel("topics")]),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList([*content_panels, *ReleasedPage.release_panels], heading=_("Learning path")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    def reader_path(self) -> str:
        return reverse("courses:path", args=[self.slug])

    def topic_list(self) -> list[str]:
        return [topic.strip() for topic in self.topics.split(",") if topic.strip()]

    def cover(self, *, minutes: int, department: Department | None) -> PartDraft:
        """What a card and the head of the path need in this language, and its introduction."""
        language = self.locale.language_code
        with translation.override(language):
            whose = department.name if department else ""
        text = self.introduction.strip()
        return PartDraft(
            part_id="",
            locale=language,
            position=0,
            title=self.title,
            blocks=[{"id": INTRODUCTION, "type": "markdown", "value": {"text": text}}] if text else [],
            html={INTRODUCTION: to_html(text)} if text else {},
            facts={"summary": self.summary, "minutes": minutes, "department": whose},
        )

    def said_by(self) -> LearningPathPage:
        """The page that says the steps: the source language's newest draft, or this one where it is that itself."""
        if self.locale.language_code == SOURCE:
            return self
        source = LearningPathPage.objects.filter(translation_key=self.translation_key, locale=locale(SOURCE)).first()
        return source.get_latest_revision_as_object() if source else self

    def step_parts(self, language: str, titles: Mapping[Thing, str]) -> list[PartDraft]:
        """Each step as a release would freeze it in one language; things by the titles they have in it."""
        return [_part(block, language, place, titles) for place, block in enumerate(self.steps, start=1)]

    def things(self) -> list[Thing]:
        """What the steps name, in order."""
        return [thing_of(block.value["thing"]) for block in self.steps if is_nameable(block.value["thing"])]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The reader's page over the draft, as somebody meets it who has done none of it."""
        language, source = self.locale.language_code, self.said_by()
        known = released(source.things(), language)
        parts = source.step_parts(language, {thing: cover.title for thing, cover in known.items()})
        minutes = sum(known[thing].facts.get("minutes", 0) for thing in source.things() if thing in known)
        cover = self.cover(minutes=minutes, department=source.department)
        context = {
            "cover": cover,
            "introduction": _safe(cover),
            "steps": [
                {
                    "title": part.title,
                    "note": _safe(part),
                    "kind_label": registry.targets[part.facts["kind"]].label,
                    "is_required": part.facts["required"],
                }
                for part in parts
            ],
            "language": language,
        }
        return TemplateResponse(request, "courses/path_preview.html", context)


def released(things: Iterable[Thing], language: str) -> Mapping[Thing, ReleasePart]:
    """Covers in force of things, in a language; one query a kind."""
    found: dict[Thing, ReleasePart] = {}
    wanted = list(things)
    for kind in dict.fromkeys(kind for kind, _key in wanted):
        keys = [key for of, key in wanted if of == kind]
        found |= {(kind, key): cover for key, (_release, cover) in covers(kind, keys, language).items()}
    return found


def _safe(part: PartDraft) -> SafeString:
    return mark_safe(framed("".join(part.html.values())))  # noqa: S308  (to_html sanitises)


def _part(block: Any, language: str, place: int, titles: Mapping[Thing, str]) -> PartDraft:
    name, value = str(block.id), block.value
    kind, key = thing_of(value["thing"])
    note = (value["note_en"] if language.startswith("en") else value["note_pt_br"]).strip()
    named = {"kind": kind, "key": str(key), "required": bool(value["required"])}
    said = [{"id": f"{name}-note", "type": "markdown", "value": {"text": note}}] if note else []
    return PartDraft(
        part_id=name,
        locale=language,
        position=place,
        title=titles.get((kind, key), ""),
        blocks=[{"id": name, "type": "named", "value": named}, *said],
        html={f"{name}-note": to_html(note)} if note else {},
        facts=named,
    )
