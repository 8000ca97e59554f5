"""Drills in Wagtail's admin: beside a drill's page, its file and its rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from sandbox.queries.authoring import may_author
from sandbox.views import authoring


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("drills/<int:page_id>/file/", authoring.drill_file, name="drill_file"),
        path("drills/<int:page_id>/rehearse/", authoring.rehearsal, name="drill_rehearsal"),
    ]


@hooks.register("register_page_header_buttons")
def beside_the_page(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.pk and may_author(page, user):
        yield Button(_("Rehearse"), reverse("drill_rehearsal", args=[page.pk]), icon_name="tasks", priority=5)
        yield Button(
            _("Download the drill file"), reverse("drill_file", args=[page.pk]), icon_name="download", priority=6
        )
