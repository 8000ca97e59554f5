"""Courses in Wagtail's admin: the question bank, and an action menu that releases by the course alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import CoursePage, LessonPage, Question
from portal.ui.icons import svg

BY_THE_COURSE = {"action-publish", "action-unpublish", "action-submit", "action-restart-workflow"}
"""What a lesson cannot do alone: its course is published, and takes the newest draft of each lesson with it."""

TOOLS = {
    "bold": "bold",
    "italic": "italic",
    "heading": "heading",
    "quote": "quote",
    "unordered-list": "list",
    "ordered-list": "list-ordered",
    "link": "link",
    "table": "table",
    "image": "image",
    "preview": "eye",
}
"""Icons of the Markdown editor's tools."""


class QuestionBank(SnippetViewSet):
    """The question bank."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ("name", "kind_word", "topic", BooleanColumn("critical", label=_("critical"), sort_key="critical"))
    list_filter = ("topic", "critical")
    ordering = ("name",)
    list_per_page = 50


register_snippet(QuestionBank)


@hooks.register("insert_global_admin_js")
def markdown_editor() -> str:
    """Before the editor itself: it would fetch its icons and dictionaries from another server."""
    tools = format_html_join("", '<i data-tool="{}">{}</i>', ((tool, svg(icon, 16)) for tool, icon in TOOLS.items()))
    return format_html(
        '<template id="markdown-tools" data-images="{}">{}</template><script src="{}"></script><script src="{}"></script>',
        reverse("wagtailimages_chooser:choose"),
        tools,
        versioned_static("wagtailimages/js/image-chooser-modal.js"),
        versioned_static("courses/editor.js"),
    )


@hooks.register("construct_page_action_menu")
def release_by_the_course(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """A page being created is not there yet: below a course it can only be a lesson."""
    parent = context.get("parent_page")
    is_new = context.get("page") is None and parent is not None and issubclass(parent.specific_class, CoursePage)
    if is_new or isinstance(context.get("page"), LessonPage):
        menu_items[:] = [item for item in menu_items if item.name not in BY_THE_COURSE]
