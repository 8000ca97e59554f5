"""Drills in Wagtail's admin: beside a drill's page, its file and its rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets import Button

from sandbox.queries.authoring import is_index, may_author, may_begin
from sandbox.views import authoring


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("drills/<int:page_id>/file/", authoring.drill_file, name="drill_file"),
        path("drills/upload/", authoring.drill_upload, name="drill_upload"),
        path("drills/<int:page_id>/upload/", authoring.drill_upload, name="drill_upload_into"),
        path("drills/<int:page_id>/rehearse/", authoring.rehearsal, name="drill_rehearsal"),
    ]


@hooks.register("register_page_header_buttons")
def beside_the_page(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and may_author(page, user):
        yield Button(_("Rehearse"), reverse("drill_rehearsal", args=[page.pk]), icon_name="tasks", priority=5)
        yield Button(
            _("Download the drill file"), reverse("drill_file", args=[page.pk]), icon_name="download", priority=6
        )
        yield Button(
            _("Upload a drill file"), reverse("drill_upload_into", args=[page.pk]), icon_name="upload", priority=7
        )
    elif is_index(page) and may_begin(user):
        yield Button(_("Upload a drill file"), reverse("drill_upload"), icon_name="upload", priority=5)


class RehearseItem(ActionMenuItem):
    """Beside saving: the ways of what stands in the form now, in a window of their own."""

    name = "action-rehearse"
    label = _("Rehearse what is typed")
    template_name = "sandbox/admin/_rehearse_item.html"

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "edit" and may_author(context["page"], context["request"].user)


@hooks.register("register_page_action_menu_item")
def rehearse_item() -> ActionMenuItem:
    return RehearseItem(order=15)


@hooks.register("insert_global_admin_css")
def style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("sandbox/author.css"))
