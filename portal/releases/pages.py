"""Wagtail pages that are released: drafts for editors, whose readers are led to the release."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from portal.releases.models import ChangeClass, Release


class ReleasedPageForm(WagtailAdminPageForm):
    """Asks for the change class anew for every number: what the last release said is not said again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page: ReleasedPage = self.instance
        if "change_class" in self.fields:
            # Nobody releases by inattention: the first choice is no choice.
            self.fields["change_class"].choices = [("", _("Choose…")), *ChangeClass.choices]
        if page.pk and page.change_number != page.next_number():
            self.initial |= {"change_class": "", "change_reason": ""}

    def save(self, commit: bool = True) -> Any:
        self.instance.change_number = self.instance.next_number()
        return super().save(commit=commit)


class ReleasedPage(Page):
    """A draft with the class and the reason of its next release, bound to the number they speak of."""

    change_class = models.CharField(_("what it asks of people"), max_length=10, choices=ChangeClass.choices, default="")
    change_reason = models.CharField(_("why it changes, in one sentence"), max_length=400, default="")
    change_number = models.PositiveIntegerField(default=1, editable=False)

    base_form_class = ReleasedPageForm
    release_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("change_class"), FieldPanel("change_reason")],
            heading=_("Next release"),
            help_text=_("Publishing releases it to readers under the next number."),
        )
    ]
    kind: ClassVar[str]

    class Meta:
        abstract = True

    def next_number(self) -> int:
        """The number that the next release will carry."""
        last = Release.objects.filter(kind=self.kind, key=self.translation_key).aggregate(n=models.Max("number"))["n"]
        return (last or 0) + 1

    def change(self) -> tuple[str, str]:
        """Class and reason, if they were said of the next number; empty otherwise, so that freezing refuses."""
        if self.change_number != self.next_number():
            return "", ""
        return self.change_class, self.change_reason

    def reader_path(self) -> str:
        """Where readers find the release."""
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], self.reader_path()) if parts else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.reader_path())
