"""Datawork: hand a copy over, correct, erase, stop marketing, make data stay, let it go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from django import forms
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from stdnum.br import cnpj, cpf

from sandbox.engine import calendar
from sandbox.engine.decide.consenting import is_suppressed
from sandbox.engine.privacy import EXPORTABLE, MARKETING_CHANNELS, PERSON_FIELDS, PORTABLE, Case, HoldKind
from sandbox.engine.sourcing import law_words
from sandbox.engine.wording import HOLD_WORDS, PERSON_WORDS, said
from sandbox.forms.base import ActForm
from sandbox.forms.casework import LONGEST_REASON, capital, open_case, somebody
from sandbox.forms.fields import DayInput, plain_text
from sandbox.queries.casework import COPYING, ERASING, STOPPING
from sandbox.queries.holdings import CATEGORIES, category_name, holdings
from sandbox.queries.scene import Scene

LONGEST_VALUE = 200
MOST_INVOICES = 24
BRAZILIAN = frozenset({"cpf", "cnpj"})
PHONE = re.compile(r"\+?[0-9][0-9 ().-]{6,22}[0-9]")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OLDEST_BIRTH = date(1900, 1, 1)
"""Of one customer, newest first, to choose a fiscal hold's from."""


def _holder(scene: Scene, about: str) -> str:
    """Whose data a case is about, whatever became of it since: the repetition of an act is the same act."""
    case = scene.world.cases.get(about)
    return (case.customer if case else None) or ""


def _is_here(scene: Scene, customer: str | None) -> bool:
    """Whether it is somebody whose data is still there."""
    return customer is not None and customer in scene.people


def _copied(case: Case | None) -> frozenset[str]:
    """What a copy may hold: all of it for access, what another service can use for portability."""
    return PORTABLE if case is None or case.kind == "portability" else EXPORTABLE


class ExportForm(ActForm):
    act, command, icon = "export", "export_data", "download"
    label, send = _("Make the copy"), pgettext_lazy("a copy of data", "Make the copy")
    previews = "sandbox/_dry_run.html"

    categories = forms.MultipleChoiceField(label=_("What is in it"), widget=forms.CheckboxSelectMultiple)
    formats = forms.MultipleChoiceField(
        label=_("Formats"),
        choices=[("csv", _("CSV, for spreadsheets")), ("json", _("JSON, for other services"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With a dictionary of every field. Notes of the staff and scores never leave."),
    )

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        case = scene.world.cases.get(about)
        held = holdings(scene, case.customer if case else None)
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (one.category, f"{one.name}: {one.held}") for one in held if one.category in _copied(case)
        ]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        case = open_case(scene, about)
        if case is None or case.kind not in COPYING or not _is_here(scene, case.customer):
            return None
        held = [one.category for one in holdings(scene, case.customer) if one.is_held and one.category in _copied(case)]
        return {"categories": held, "formats": ["csv", "json"]}

    def lead(self) -> str:
        return gettext("The copy is for %(name)s alone: the link opens while signed in, and ends after seven days.") % {
            "name": self.scene.first_name(_holder(self.scene, self.about))
        }

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "customer": _holder(self.scene, self.about),
            "case": self.about,
            "categories": cleaned["categories"],
            "formats": cleaned["formats"],
        }


class CorrectForm(ActForm):
    """New values of some fields. They go to the store; what is previewed and journalled are the fields' names."""

    act, command, icon = "correct", "correct_data", "pencil"
    label, send = _("Correct the data"), _("Save the new version")
    previews = "sandbox/_dry_run.html"

    effective = forms.DateField(label=_("In force since"), widget=DayInput())
    tell = forms.MultipleChoiceField(
        label=_("Told of it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever received the data is told at once."),
    )

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        sharees = scene.world.require_company().sharees
        if sharees:
            said_by = {"br": "LGPD art. 18 §6", "eu": "GDPR art. 19"}.get(scene.world.require_company().jurisdiction)
            if said_by is not None:
                self.fields["tell"].help_text += f" ({law_words(said_by, scene.language)})"
            self.fields["tell"].choices = [(one, one) for one in sharees]  # type: ignore[attr-defined]
        else:
            del self.fields["tell"]
        new = {
            field: forms.CharField(
                label=_("New: %(field)s") % {"field": said(PERSON_WORDS, field, scene.language)},
                required=False,
                max_length=LONGEST_VALUE,
                validators=[plain_text],
                widget=DayInput() if field == "birth_date" else forms.TextInput(attrs={"autocomplete": "off"}),
            )
            for field in PERSON_FIELDS
            if field not in BRAZILIAN or scene.world.require_company().jurisdiction == "br"
        }
        self.fields = new | self.fields

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        case = open_case(scene, about)
        if case is None or case.kind != "correction" or not _is_here(scene, case.customer):
            return None
        today = calendar.day_of(scene.world.now, scene.zone)
        return {"effective": today, "tell": list(scene.world.require_company().sharees)}

    def lead(self) -> str:
        return gettext(
            "Fill in only what changes. The version before it stays on record; issued documents stay as they are."
        )

    def clean_email(self) -> str:
        value = str(self.cleaned_data["email"])
        if value:
            validate_email(value)
        return value

    def clean_phone(self) -> str:
        value = str(self.cleaned_data["phone"]).strip()
        if value and not PHONE.fullmatch(value):
            raise forms.ValidationError(
                _("Write a phone number with its area code, such as +55 11 90000-0000."), code="phone"
            )
        return value

    def clean_birth_date(self) -> str:
        value = str(self.cleaned_data["birth_date"]).strip()
        if not value:
            return ""
        born = parse_date(value) if ISO_DAY.fullmatch(value) else None
        today = calendar.day_of(self.scene.world.now, self.scene.zone)
        if born is None or not OLDEST_BIRTH <= born < today:
            raise forms.ValidationError(_("Write a day on which somebody living was born."), code="birth_date")
        return value

    def clean_cpf(self) -> str:
        return self._number("cpf", cpf, _("This is no valid CPF: check its digits."))

    def clean_cnpj(self) -> str:
        return self._number("cnpj", cnpj, _("This is no valid CNPJ: check its digits."))

    def _number(self, field: str, kind: Any, wrong: Any) -> str:
        value = str(self.cleaned_data[field])
        repeats = len(set(re.sub(r"\D", "", value))) == 1  # its digits check, and nobody has it
        if value and (repeats or not kind.is_valid(value)):
            raise forms.ValidationError(wrong, code="number")
        return str(kind.format(value)) if value else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self._changed() and not self.errors:
            self.add_error(None, _("Write at least one new value."))
        return cleaned

    def _changed(self) -> dict[str, str]:
        return {field: str(value) for field in PERSON_FIELDS if (value := self.cleaned_data.get(field))}

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        asked: dict[str, Any] = {
            "customer": _holder(self.scene, self.about),
            "case": self.about,
            "fields": list(self._changed()),
            "effective": cleaned["effective"].isoformat(),
        }
        return asked | ({"tell": cleaned["tell"]} if "tell" in self.fields else {})

    def values(self) -> Mapping[str, str] | None:
        return self._changed()


class EraseForm(ActForm):
    """What nothing keeps may go; what must stay is in the list too, with its reason, and the engine refuses it."""

    act, command, icon = "erase", "erase_data", "eraser"
    label, send = _("Erase"), pgettext_lazy("personal data", "Erase for good")
    previews = "sandbox/_dry_run.html"

    categories = forms.MultipleChoiceField(label=_("What goes"), widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(label=_("I know that nobody can bring it back"))

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        sent = data.getlist("categories") if data is not None else []
        self.fields["categories"].choices = [  # type: ignore[attr-defined]
            (one.category, f"{one.name}: {one.stays or one.held}")
            for one in holdings(scene, _holder(scene, about) or None)
            if one.is_held or one.category in sent
        ]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        case = open_case(scene, about)
        if case is None or case.kind not in ERASING or not _is_here(scene, case.customer):
            return None
        held = [one for one in holdings(scene, case.customer) if one.is_held]
        return {} if held else None

    def lead(self) -> str:
        return gettext(
            "With the profile goes the key of %(name)s: no backup brings them back. The journal stays whole, without a "
            "name in it."
        ) % {"name": self.scene.first_name(_holder(self.scene, self.about))}

    def fields_of_command(self) -> dict[str, Any]:
        return {
            "customer": _holder(self.scene, self.about),
            "case": self.about,
            "categories": self.cleaned_data["categories"],
        }


class StopMarketingForm(ActForm):
    """Consent taken back on every channel, or an objection."""

    act, command, icon = "stop-marketing", "set_consent", "bell-off"
    label, send = _("Stop marketing"), _("Stop it on every channel")
    previews = "sandbox/_dry_run.html"

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        case = open_case(scene, about)
        if case is None or case.kind not in STOPPING or case.customer is None:
            return None
        if all(is_suppressed(scene.world, case.customer, channel) for channel in MARKETING_CHANNELS):
            return None
        return {}

    def lead(self) -> str:
        return gettext("%(name)s gets no offer any more, by any channel; receipts and notices go on.") % {
            "name": self.scene.name(_holder(self.scene, self.about))
        }

    def fields_of_command(self) -> dict[str, Any]:
        customer = self.scene.world.cases[self.about].customer
        return {"customer": customer, "channel": "all", "granted": False, "proof": self.about}


class HoldForm(ActForm):
    """Data that must stay whatever is asked: about one customer, or about whoever is named."""

    act, command, icon = "hold", "place_hold", "lock"
    label, send = _("Make data stay"), _("Place the hold")
    previews = "sandbox/_dry_run.html"

    who = forms.CharField(label=_("Whose data"), max_length=120, help_text=_("Name, e-mail, phone or code, in full."))
    kind = forms.ChoiceField(label=_("Why"))
    categories = forms.MultipleChoiceField(
        label=_("What stays"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A fiscal hold needs none: it keeps invoices, payments and subscriptions."),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: until somebody releases it. A fiscal hold works its own day out."),
    )
    invoice = forms.ChoiceField(label=_("Invoice of a fiscal hold"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST_REASON)

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        kinds = [(one, capital(said(HOLD_WORDS, one, scene.language))) for one in reversed(get_args(HoldKind))]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        names = [(one, category_name(scene, one)) for one in CATEGORIES]
        self.fields["categories"].choices = names  # type: ignore[attr-defined]
        if about:
            del self.fields["who"]
            own = [one.document for one in scene.world.invoices.values() if one.document.customer == about]
            lately = reversed(own[-MOST_INVOICES:])
            named = [(one.id, f"{one.number} · {scene.written_day(one.issued)}") for one in lately]
            self.fields["invoice"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["invoice"]
            self.fields["kind"].choices = [one for one in kinds if one[0] != "fiscal"]  # type: ignore[attr-defined]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return {} if not about or about in scene.world.customers else None

    def lead(self) -> str:
        return gettext("What is held cannot be erased before its day; whoever asks is told why.")

    def clean_who(self) -> str | None:
        return somebody(self.scene, self.cleaned_data["who"].strip())

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        asked: dict[str, Any] = {
            "customer": self.about or cleaned["who"],
            "kind": cleaned["kind"],
            "categories": cleaned["categories"],
            "reason": cleaned["reason"],
        }
        if cleaned["until"]:
            asked["until"] = cleaned["until"].isoformat()
        return asked | ({"about": cleaned["invoice"]} if cleaned.get("invoice") else {})


class ReleaseHoldForm(ActForm):
    """About a hold that was placed by hand."""

    act, command, icon = "release-hold", "release_hold", "lock-open"
    label, send = _("Release the hold"), pgettext_lazy("a hold on data", "Release")
    previews = "sandbox/_dry_run.html"

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        hold = scene.world.holds.get(about)
        today = calendar.day_of(scene.world.now, scene.zone)
        return {} if hold is not None and hold.kind != "fiscal" and hold.is_in_force(today) else None

    def lead(self) -> str:
        return gettext("What else keeps the data goes on keeping it; the rest may be erased from now on.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"hold": self.about, "reason": self.cleaned_data["reason"]}


FORMS: tuple[type[ActForm], ...] = (
    ExportForm,
    CorrectForm,
    EraseForm,
    StopMarketingForm,
    HoldForm,
    ReleaseHoldForm,
)
