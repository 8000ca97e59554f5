"""The glossary in Wagtail's admin: one list, both languages in one form, every change in its history and in search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from portal.glossary.found import term_changed
from portal.glossary.models import Term


class _Add(CreateView):
    """In Wagtail's own transaction, as the two below."""

    def save_instance(self) -> Term:
        term: Term = super().save_instance()
        term_changed(term.key)
        return term


class _Edit(EditView):
    def save_instance(self) -> Term:
        term: Term = super().save_instance()
        term_changed(term.key)
        return term


class _Delete(DeleteView):
    @transaction.atomic
    def delete_action(self) -> None:
        key = self.object.key
        super().delete_action()
        term_changed(key)


class Glossary(SnippetViewSet):
    """The glossary."""

    model = Term
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 260
    add_to_admin_menu = True
    add_view_class = _Add
    edit_view_class = _Edit
    delete_view_class = _Delete
    list_display = ("name_pt_br", Column("name_en", label=_("In English"), sort_key="name_en"), "abbreviations")
    search_fields = ("name_pt_br", "name_en", "forms_pt_br", "forms_en", "abbreviations")
    ordering = ("slug",)
    list_per_page = 100


register_snippet(Glossary)


@hooks.register("after_bulk_action")
def terms_deleted_together(request: HttpRequest, action: str, objects: Sequence[Any], *args: Any) -> None:
    """Wagtail calls it in the transaction of what was done to all of them."""
    for one in objects:
        if isinstance(one, Term):
            term_changed(one.key)
