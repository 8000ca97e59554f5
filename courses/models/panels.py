"""Panels of the editor: what is said once for all languages, and what publishing would release."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, Panel

from portal.home.library import SOURCE


class SourcePanel(FieldPanel):
    """Shown on the source language only: what holds for all languages is said once."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            page = self.instance
            return bool(super().is_shown() and (not page.locale_id or page.locale.language_code == SOURCE))


class ReleaseHintPanel(Panel):
    """The lessons whose drafts differ from what readers have."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/_release_hint.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "changes": self.instance.waiting(), "number": self.instance.next_number()}
