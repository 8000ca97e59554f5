"""The root of the library in one language; its children are each app's sections."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class LibraryPage(Page):
    """Holds the sections of one language; readers who come here are led to *my day*."""

    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("library")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")
