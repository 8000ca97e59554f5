"""The form that a drill is written in: what cannot be read is said beside its field, with the line, and kept as typed."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.home.library import SOURCE
from portal.releases.pages import ReleasedPageForm
from sandbox.blocks.references import keyed, named, playbook_choices
from sandbox.drills import BriefError
from sandbox.drills.sheet import AREAS, area, brief_in, placed
from sandbox.models.soundness import faults_of

DESKS: Final = [
    ("customers", pgettext_lazy("desk", "Customers")),
    ("invoices", pgettext_lazy("desk", "Invoices")),
    ("renewals", pgettext_lazy("desk", "Renewals")),
    ("collections", pgettext_lazy("desk", "Collections")),
    ("refunds", pgettext_lazy("desk", "Refunds")),
    ("privacy", pgettext_lazy("desk", "Privacy")),
    ("offers", pgettext_lazy("desk", "Offers")),
    ("prices", pgettext_lazy("desk", "Prices")),
    ("messages", pgettext_lazy("desk", "Messages")),
    ("reports", pgettext_lazy("desk", "Reports")),
    ("journal", pgettext_lazy("desk", "Journal")),
]
SAID_ONCE: Final = (
    "key", "minutes", "playbook", "topics", "company_name", "desk", "desks", "lessons", "conditions", *AREAS,
)  # fmt: skip
"""What holds in all languages stands on the source's page, and on no translation's."""
NEEDED: Final = ("company_name", "company", "people", "prologue", "conditions", "references", "wrong")
"""What a draft may lack, and a release may not."""


class PlaybookField(forms.ChoiceField):
    """A playbook by its title, kept by the name that drill files have for it; one that is not released yet stays."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", _("Choose…")), *playbook_choices()], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return keyed("playbook", value) if value else ""

    def clean(self, value: Any) -> str:
        return named("playbook", str(super().clean(value)))

    def valid_value(self, value: Any) -> bool:
        return True


class DrillPageForm(ReleasedPageForm):
    """Shape is asked for whenever it is saved, the whole drill only when it is to be released."""

    playbook = PlaybookField(required=False, label=_("playbook"), help_text=_("Whose steps the conditions practise."))
    desks = forms.MultipleChoiceField(
        choices=DESKS, required=False, widget=forms.CheckboxSelectMultiple, label=_("desks"),
        help_text=_("The desks of its company. None chosen: all of them."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.locale_id and page.locale.language_code != SOURCE:
            for name in SAID_ONCE:
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "conditions" not in self.fields:
            return cleaned
        cleaned["key"] = cleaned.get("key") or cleaned.get("slug") or ""
        for name in AREAS:
            try:
                area(name, cleaned.get(name) or "")
            except BriefError as fault:
                self._say(fault, cleaned)
        return cleaned

    def _post_clean(self) -> None:
        """The page has what was typed by now: as a whole it is read where it shall be released."""
        super()._post_clean()
        if "conditions" not in self.fields or self.is_deferred_validation or self.errors:
            return
        for name in ("playbook", *NEEDED):
            if not self.cleaned_data.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        if self.errors:
            return
        sheets = self.instance.sheets()
        try:
            faults = faults_of(brief_in(sheets))
        except BriefError as fault:
            faults = [fault]
        for one in faults:
            self._say(placed(one, sheets[SOURCE]), self.cleaned_data)

    def _say(self, fault: BriefError, cleaned: dict[str, Any]) -> None:
        """Beside its field, with the line as it was typed; a fault of no field stands above all of them."""
        name = str(fault.where[0]) if fault.where else ""
        field = name if name in self.fields else None
        said = fault.sentence(translation.get_language() or "")
        lines = str(cleaned.get(name) or "").splitlines() if name in AREAS else []
        if fault.line and fault.line <= len(lines):
            said = f"{said} “{lines[fault.line - 1].strip()}”"
        self.add_error(field, said)
