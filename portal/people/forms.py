"""The forms in which people and departments are administered; they shape input and decide nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as told
from django.utils.translation import gettext_lazy as _

from portal.people.addresses import plain_address
from portal.people.days import today
from portal.people.directory import by_name_or_email
from portal.people.documents import tidied
from portal.people.models import Department, Role, User
from portal.people.tree import tree
from portal.refusal import Refusal

MOST_MEANT = 4
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
IN_BRACKETS = re.compile(r"<([^<>]+)>\s*$")


def named(user: User | None) -> str:
    """A person as `PersonField` writes and reads them."""
    return f"{user.name} <{user.email}>" if user else ""


def named_without_emails(found: Sequence[User]) -> Sequence[str]:
    """The same for who learns no addresses: by name, and by the opaque id where several bear it."""
    bearers = Counter(User.objects.filter(name__in=[user.name for user in found]).values_list("name", flat=True))
    return [f"{user.name} <{user.person}>" if bearers[user.name] > 1 else user.name for user in found]


class DayInput(forms.DateInput):
    """The browser's own day picker, whatever the language."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value


class DayField(forms.DateField):
    """A day, today unless said otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", today)
        super().__init__(
            widget=DayInput(attrs={"class": "input--short"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={"invalid": _("Write the day as day/month/year."), "required": _("Choose a day.")},
            **kwargs,
        )

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Choose a day between 1900 and 2200."), code="far")
        return day


class PersonField(forms.CharField):
    """A person by name or e-mail, with suggestions while one types; thousands do not fit a list."""

    def __init__(self, *, suggest: str = "people:suggest", with_emails: bool = True, **kwargs: Any) -> None:
        self.with_emails = with_emails
        attrs = {
            "list": "people-options",
            "autocomplete": "off",
            "hx-get": reverse_lazy(suggest),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#people-options",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }
        kwargs.setdefault("help_text", _("Name or e-mail; suggestions come while you type."))
        kwargs.setdefault("error_messages", {"required": _("Write the name or the e-mail of the person.")})
        self.taken = ""
        super().__init__(max_length=300, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> User | None:
        """Half a name will do where it fits one person; `taken` then says whom it stood for."""
        self.taken = ""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        bracketed = IN_BRACKETS.search(text)
        words = bracketed[1].strip() if bracketed else text
        people = User.objects.filter(merged_into=None, erased_at=None)
        found = _by_id(people, words) or by_name_or_email(
            people, words, most=MOST_MEANT + 1, with_emails=self.with_emails
        )
        if not found:
            raise forms.ValidationError(_("Nobody by that name or e-mail. Choose somebody from the suggestions."))
        if len(found) > 1:
            raise forms.ValidationError(_meant(found, with_emails=self.with_emails))
        if words.casefold() not in {str(found[0].person), found[0].name.casefold(), found[0].email.casefold()}:
            self.taken = told("“%(words)s” is %(name)s.") % {"words": words, "name": found[0].name}
        return found[0]


def _by_id(people: QuerySet[User], words: str) -> Sequence[User]:
    try:
        return list(people.filter(person=UUID(words)))
    except ValueError:
        return []


def _meant(found: Sequence[User], *, with_emails: bool) -> str:
    """Which of several people one may have meant; by address as well where the name alone does not tell."""
    if len(found) > MOST_MEANT:
        return told("Many people fit that. Write more of the name, or the e-mail.")
    is_plain = len({user.name for user in found}) == len(found)
    if not is_plain and not with_emails:
        return told("Several people have that name. Choose one of the suggestions.")
    names = [user.name if is_plain else named(user) for user in found]
    return told("Did you mean %(names)s or %(last)s? Write the whole name or the e-mail.") % {
        "names": ", ".join(names[:-1]),
        "last": names[-1],
    }


class DepartmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A department, shown where it stands in the tree."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Department"))
        super().__init__(
            queryset=Department.objects.all(),
            to_field_name="key",
            error_messages={"required": _("Choose a department."), "invalid_choice": _("Choose a department.")},
            **kwargs,
        )


class _WithTree(forms.Form):
    """Fills the department fields with the tree, in its queries, once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nodes = [("", "—"), *((node.key, node.indented) for node in tree())]
        for field in self.fields.values():
            if isinstance(field, DepartmentField):
                field.choices = nodes


class _Registration(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150, error_messages={"required": _("Write the name.")})
    email = forms.EmailField(
        label=_("E-mail"),
        error_messages={"required": _("Write the e-mail."), "invalid": _("This is no e-mail address.")},
        validators=[plain_address],
    )
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class _Document(forms.Form):
    document = forms.CharField(
        label=_("Personal document"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("CPF, or what stands for it elsewhere. It is stored encrypted and shown only for a reason."),
    )

    def clean_document(self) -> str:
        try:
            return tidied(self.cleaned_data["document"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RegisterForm(_WithTree, _Registration, _Document):
    department = DepartmentField()
    manager = PersonField(label=_("Manager"), required=False)
    hired_on = DayField(label=_("First day"))
    invited = forms.BooleanField(label=_("Send the invitation by e-mail now"), required=False, initial=True)

    field_order = ("name", "email", "title", "department", "manager", "hired_on", "language", "document", "invited")


class ChangeForm(_Registration, _Document):
    """A document left empty stays as it is; taking it away is said in words."""

    forget_document = forms.BooleanField(label=_("Delete the stored document"), required=False)

    field_order = ("name", "email", "title", "language", "document", "forget_document")

    def __init__(self, *args: Any, has_document: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_document:
            self.fields["document"].help_text = _("One is stored, encrypted. Left empty, it stays as it is.")
        else:
            del self.fields["forget_document"]

    def given(self) -> dict[str, str]:
        data = dict(self.cleaned_data)
        forget = data.pop("forget_document", False)
        if not data["document"] and not forget:
            del data["document"]
        return data


class PlaceForm(_WithTree):
    """A transfer or a return."""

    day = DayField(label=_("From"))
    department = DepartmentField()
    manager = PersonField(label=_("Manager"), required=False)


class LeaveForm(forms.Form):
    last_day = DayField(label=_("Last day"), help_text=_("Today or earlier ends every session at once."))
    successor = PersonField(
        label=_("Who leads the team from then on"),
        required=False,
        help_text=_("Left empty, they answer to the manager of who leaves."),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    day = DayField(label=_("From"))


class DelegationForm(forms.Form):
    to = PersonField(label=_("Who stands in"), with_emails=False)
    starts_on = DayField(label=_("From"))
    last_day = DayField(label=_("Until, that day included"), initial=None)


class MergeForm(forms.Form):
    gone = PersonField(label=_("The duplicate"), help_text=_("Name or e-mail of the account that will be closed."))


class MergeConfirmedForm(forms.Form):
    take_email = forms.TypedChoiceField(
        label=_("E-mail in use from now on"), coerce=lambda value: value == "gone", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, kept: User, gone: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take_email"].choices = [("kept", kept.email), ("gone", gone.email)]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stands in the audit. No personal data, please."),
        error_messages={"required": _("Say why, in a few words.")},
    )


class NamesForm(forms.Form):
    name_pt_br = forms.CharField(
        label=_("Name in Portuguese"), max_length=120, error_messages={"required": _("Write the name.")}
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, required=False, help_text=_("Empty, it is the Portuguese one.")
    )


class NewDepartmentForm(_WithTree, NamesForm):
    parent = DepartmentField(label=_("Stands under"), required=False)


class MoveForm(_WithTree):
    parent = DepartmentField(label=_("Stands under"), required=False)
    day = DayField(label=_("From"))


class DayForm(forms.Form):
    """The day on which something is looked at."""

    on = DayField(label=_("As it was on"), required=False, initial=None)


class UndoForm(forms.Form):
    what = forms.CharField(max_length=40)
    day = DayField()


class DirectoryForm(forms.Form):
    """What the directory is narrowed to, from its address."""

    q = forms.CharField(required=False, max_length=200)
    department = forms.SlugField(required=False)
    role = forms.CharField(required=False, max_length=30)
    status = forms.CharField(required=False, max_length=30)
    page = forms.IntegerField(required=False)
