"""Wagtail pages that are released: drafts for editors, whose readers are led to the release."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import slug_re, validate_unicode_slug
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.models import Page, Revision

from portal.people.days import day_of, today
from portal.releases.classes import choices
from portal.releases.effect import lock
from portal.releases.models import ChangeClass, Release

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
"""The browser's own: the picker of the editor takes a day typed as in Brazil for nonsense, and puts today there."""
SAID_OF_THE_NEXT = {"change_class": "", "change_reason": "", "effective_on": None}


class AddressForm(WagtailAdminPageForm):
    """Says beside the address what is wrong with it; one that stands since before plain letters were asked for may stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # what it says of letters stands below, in words of people
            field = self.fields["slug"]
            field.validators = [one for one in field.validators if one is not validate_unicode_slug]

    def clean_slug(self) -> str:
        said: str = self.cleaned_data["slug"]
        if self.instance.pk and said == self.instance.slug:
            return said
        if not slug_re.fullmatch(said):
            words, plain = _("An address has plain letters, digits and hyphens alone."), slugify(said)
            if plain:
                words = _("An address has plain letters, digits and hyphens alone: “%(address)s” would do.")
            raise forms.ValidationError(words, params={"address": plain})
        if not Page._slug_is_available(said, self.parent_page, self.instance):
            words = _(
                "Another page here has the address “%(address)s” already. Choose another; or, if it is your own draft, "
                "saved while you typed, go on in that one."
            )
            raise forms.ValidationError(words, params={"address": said})
        return said


class ReleasedPageForm(AddressForm):
    """Asks for class, reason and day anew for every number: what the last release said is not said again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page: ReleasedPage = self.instance
        if "change_class" in self.fields:
            # Nobody releases by inattention: the first choice is no choice.
            self.fields["change_class"].choices = [("", _("Choose…")), *choices(page.kind)]
        if page.pk and page.change_number != page.next_number():
            self.initial |= SAID_OF_THE_NEXT

    def clean_effective_on(self) -> date | None:
        day: date | None = self.cleaned_data["effective_on"]
        if day is not None and day < today():
            self.add_error("effective_on", _("A release cannot take effect on a day that has passed. Choose another."))
        return day

    def save(self, commit: bool = True) -> Any:
        self.instance.change_number = self.instance.next_number()
        return super().save(commit=commit)


class KeepsRevisions(Page):
    """A page whose released revisions keep their words: autosaving goes on in a new one."""

    base_form_class = AddressForm

    class Meta:
        abstract = True

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Wagtail writes over the newest revision while somebody types; a release may stand on that one."""
        if overwrite_revision is not None:
            live = Page.objects.filter(pk=self.pk).values_list("live_revision", flat=True).first()
            overwrite_revision = None if overwrite_revision.pk == live else overwrite_revision
        revision: Revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        return revision


class ReleasedPage(KeepsRevisions):
    """A draft with the class, the reason and the day of its next release, bound to the number they speak of."""

    change_class = models.CharField(_("what it asks of people"), max_length=10, choices=ChangeClass.choices, default="")
    change_reason = models.CharField(_("why it changes, in one sentence"), max_length=400, default="")
    effective_on = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Until that day people go on reading the version in force. Empty: from the day it is released."),
    )
    change_number = models.PositiveIntegerField(default=1, editable=False)

    base_form_class = ReleasedPageForm
    release_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("change_class"), FieldPanel("change_reason"), FieldPanel("effective_on", widget=DAY)],
            heading=_("Next release"),
            help_text=_("Publishing releases it to readers under the next number."),
        )
    ]
    settings_panels: ClassVar[list[Any]] = [CommentPanel()]
    """No dates of going live or expiring: the day lies on the release."""
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

    def day(self) -> date | None:
        """The day that was said with them; None: the day it is released.

        A day that passed while the draft waited to be approved is the day of the release; one that had passed when it
        was said stays, so that freezing refuses.
        """
        said = self.effective_on
        if said is None or said >= today() or self.live_revision is None:
            return said
        return None if day_of(self.live_revision.created_at) <= said else said

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Published and released at once or not at all; two languages of one thing wait for each other."""
        with transaction.atomic():
            lock(self.kind, self.translation_key)
            super().publish(revision, *args, **kwargs)

    def reader_path(self) -> str:
        """Where readers find the release."""
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], self.reader_path()) if parts else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.reader_path())
