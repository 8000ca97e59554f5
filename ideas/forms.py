"""The form in which an idea is written; it shapes input and decides nothing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.queries import departments
from ideas.rules.origin import Origin, parse
from portal.people.models import Department


class IdeaForm(forms.Form):
    """A minute's worth: what happens, what I would do, whom it touches."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    origin = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    title = forms.CharField(
        label=_("Your idea in one line"),
        max_length=Idea._meta.get_field("title").max_length,
        help_text=_("Start with a verb: “Tell customers earlier that …”"),
    )
    problem = forms.CharField(
        label=_("What happens today"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("One concrete case is enough. No customer data, please."),
    )
    proposal = forms.CharField(label=_("What you would do"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments it touches"),
        queryset=Department.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="key",
        help_text=_("They are heard before it is decided."),
        error_messages={"required": _("Mark at least one department.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["departments"]
        field.choices = [(department.key, department.name) for department in departments()]  # type: ignore[attr-defined]

    def origin_given(self) -> Origin | None:
        """Where it comes from, as the address or the form said; nonsense is nothing."""
        return parse(str(self["origin"].value() or ""))

    def words(self) -> str:
        """What has been written so far that ideas alike can be found by."""
        return f"{self['title'].value() or ''} {self['problem'].value() or ''}"


class BoardForm(forms.Form):
    """What the board is narrowed to, from its address."""

    status = forms.CharField(required=False)
    department = forms.SlugField(required=False)
    page = forms.IntegerField(required=False)


class WordsForm(forms.Form):
    """What has been typed so far."""

    title = forms.CharField(required=False, max_length=400)
    problem = forms.CharField(required=False, max_length=4000)

    def words(self) -> str:
        self.is_valid()
        return f"{self.cleaned_data.get('title', '')} {self.cleaned_data.get('problem', '')}"
