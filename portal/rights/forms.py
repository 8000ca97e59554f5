"""What people write about their own data, and what the officer answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 2000


def _words() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST})


class WordsForm(forms.Form):
    """The person's own words; they may leave it empty."""

    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=_words(),
        help_text=_("If you like: what matters to you. Only the privacy officer reads it."),
    )


class AnswerForm(forms.Form):
    """What the person is told."""

    answer = forms.CharField(
        label=_("What you tell the person"),
        required=False,
        max_length=LONGEST,
        widget=_words(),
        help_text=_("They receive these words by e-mail."),
    )


class RefusalForm(AnswerForm):
    """As an answer, but never without words."""

    answer = forms.CharField(
        label=_("Why"),
        max_length=LONGEST,
        widget=_words(),
        help_text=_("They receive these words by e-mail."),
        error_messages={"required": _("Say why: the person receives these words.")},
    )


class EnterForm(forms.Form):
    """A request that came by e-mail, on paper or by phone."""

    email = forms.EmailField(
        label=_("E-mail of the person"), help_text=_("The address they had here. Only people who have left.")
    )
    words = forms.CharField(
        label=_("What they wrote"),
        required=False,
        max_length=LONGEST,
        widget=_words(),
    )


class ReasonForm(forms.Form):
    """Why sealed proof is opened."""

    reason = forms.CharField(
        label=_("What it is needed for"),
        max_length=300,
        help_text=_("It stays in the audit. Name a case or a request by its number, no personal data."),
    )
