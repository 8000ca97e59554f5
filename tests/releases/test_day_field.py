"""The day of a release is typed in the browser's own field, whose day is the same in every language."""

from __future__ import annotations

from django import forms
from django.utils import translation

from playbooks.models import PlaybookPage


def test_a_day_goes_and_comes_the_same_in_both_languages(db):
    field = PlaybookPage.get_edit_handler().get_form_class().base_fields["effective_on"]
    assert isinstance(field.widget, forms.DateInput) and field.widget.input_type == "date"
    for language in ("pt-br", "en"):
        with translation.override(language):
            day = field.clean("2026-11-30")
            assert 'value="2026-11-30"' in field.widget.render("effective_on", day)
