"""Releases in Wagtail's admin: what may not be released yet is said before it is published, and the draft is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.models import Page

from portal.refusal import Refusal
from portal.releases.pages import ReleasedPage

AFTER_WAGTAILS_OWN = 10


@hooks.register("register_bulk_action", order=AFTER_WAGTAILS_OWN)
class ReleaseBulkAction(PublishBulkAction):
    """Wagtail's own, but that a page which may not be released yet is told by its name, and nothing is half done."""

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        parents = children = 0
        for page in objects:
            try:
                published, below = super().execute_action([page], **kwargs)
            except Refusal as refusal:
                raise _not_ready(page, refusal.code, str(refusal)) from refusal
            except ValidationError as error:
                raise _not_ready(page, "page_incomplete", " ".join(error.messages)) from error
            parents, children = parents + published, children + below
        return parents, children

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.next_url)
        return answer


def _not_ready(page: Any, code: str, why: str) -> Refusal:
    said = _("Nothing was published: “%(title)s” is not ready. %(why)s Open the page, complete it, and publish again.")
    return Refusal(code, said % {"title": page.get_admin_display_title(), "why": why})


@hooks.register("before_create_page")
def one_after_the_other(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Who publishes while a draft of the same is being saved waits for it, and then is told beside the address.

    What comes in one transaction with this asks only then which addresses are taken.
    """
    if request.method == "POST":
        Page.objects.select_for_update(no_key=True, of=("self",)).get(pk=parent.pk)


@hooks.register("before_edit_page")
def one_after_the_other_beside_it(request: HttpRequest, page: Page) -> None:
    """The same of pages that are there: an address that one takes is none for another."""
    parent = page.get_parent()
    if parent is not None:
        one_after_the_other(request, parent, type(page))


class _Rehearsed(Exception):
    """Everything went well, and nothing of it is to stay."""


@hooks.register("before_publish_page")
def only_what_can_be_released(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Publishing from the editor is rehearsed, and undone: a refusal finds the draft saved and the words kept."""
    if not isinstance(page, ReleasedPage):
        return None
    try:
        with transaction.atomic():
            page.get_latest_revision().publish(user=request.user, log_action=False, skip_permission_checks=True)
            raise _Rehearsed
    except _Rehearsed:
        return None
    except Refusal as refusal:
        said = _("It was saved as a draft and not published. %(why)s")
        messages.error(request, said % {"why": refusal})
        return redirect("wagtailadmin_pages:edit", page.pk)
