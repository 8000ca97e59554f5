"""The forms in which rules, extensions and exemptions are said; they shape input and decide nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.duties.drafts import ClauseDraft, TermsDraft
from portal.duties.models import Clause, DueFrom, Terms
from portal.people.days import today
from portal.people.forms import DayField, DepartmentField, PersonField, named_without_emails
from portal.people.models import Role, User
from portal.people.tree import tree

EVERYONE, SOME = "everyone", "some"
MOST_ROWS = 20
MOST_DAYS = 3650
LONGEST_REASON = 400
DAY = timedelta(days=1)


class DaysField(forms.IntegerField):
    """A number of days, written in figures."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", _("Write the number of days."))
        kwargs["error_messages"] |= {
            "invalid": _("Write a whole number of days."),
            "min_value": _("Write a number of days from 0 on."),
            "max_value": _("Write at most %(limit_value)s days."),
        }
        widget = forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"})
        super().__init__(min_value=0, max_value=MOST_DAYS, widget=widget, **kwargs)


class ReasonField(forms.CharField):
    """Why, for whoever reads it later."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Reason"))
        kwargs.setdefault("error_messages", {"required": _("Say why, in a few words.")})
        super().__init__(max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)


class TermsForm(forms.Form):
    """What a rule asks, but for whom it speaks of."""

    speaks_of = forms.ChoiceField(
        label=_("Who owes it"),
        choices=[(EVERYONE, _("Everyone who works here")), (SOME, _("Only the groups and people below"))],
        widget=forms.RadioSelect,
        initial=SOME,
        error_messages={"required": _("Choose who owes it.")},
    )
    due_from = forms.ChoiceField(
        label=_("Due"),
        choices=[
            (DueFrom.ASSIGNMENT, _("Days after the rule reaches the person")),
            (DueFrom.HIRE, _("Days after hiring; who was hired long ago counts from the day the rule reaches them")),
            (DueFrom.DATE, _("On one day for everybody")),
        ],
        widget=forms.RadioSelect,
        initial=DueFrom.ASSIGNMENT,
        error_messages={"required": _("Choose from when the days count.")},
    )
    due_days = DaysField(
        label=_("How many days"), required=False, initial=30, help_text=_("For the first two of these choices.")
    )
    due_on = DayField(
        label=_("Which day"), required=False, initial=None, help_text=_("For the third: one day for everybody.")
    )
    grace_days = DaysField(
        label=_("Days of tolerance"),
        initial=0,
        help_text=_("After the due day it reads “in tolerance” for so long, and only then “overdue”."),
    )
    renew_days = DaysField(
        label=_("Renewal opens, days before it ends"),
        required=False,
        initial=30,
        help_text=_("Left empty, it is not asked again when what was earned ends."),
    )
    again_days = DaysField(
        label=_("Days after a major change"),
        initial=14,
        help_text=_("How long people have to meet it again when a major version takes effect."),
    )
    applies_from = DayField(label=_("Applies from"), help_text=_("Nobody owes anything before this day."))
    reason = ReasonField(
        help_text=_("Everyone it asks can read it, and it stays in the history. No personal data, please.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        due_from = data.get("due_from")
        if due_from == DueFrom.DATE:
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Choose the day by which it is due."))
            data["due_days"] = None
        elif due_from:
            if data.get("due_days") is None and "due_days" not in self.errors:
                self.add_error("due_days", _("Write the number of days."))
            data["due_on"] = None
        starts, due_on = data.get("applies_from"), data.get("due_on")
        if starts and due_on and due_on < starts:
            self.add_error("due_on", _("It would be due before the rule applies. Choose a later day."))
        return data


class ClauseForm(forms.Form):
    """Some people: those for whom everything that is filled in is true."""

    excludes = forms.BooleanField(required=False, widget=forms.HiddenInput)
    department = DepartmentField(required=False)
    with_below = forms.BooleanField(label=_("With the departments below"), required=False, initial=True)
    role = forms.ChoiceField(label=_("Role"), required=False)
    title = forms.CharField(
        label=_("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "job-titles", "autocomplete": "off"}),
    )
    hired_from = DayField(label=_("Hired from"), required=False, initial=None)
    hired_until = DayField(label=_("Hired until"), required=False, initial=None)
    user = PersonField(
        label=_("One person"), required=False, suggest="duties:people", with_emails=False, help_text=_("By name.")
    )

    def __init__(self, *args: Any, nodes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = nodes  # type: ignore[attr-defined]
        self.fields["role"].choices = [("", "—"), *Role.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("hired_from"), data.get("hired_until")
        if first and last and last < first:
            self.add_error("hired_until", _("The last day lies before the first. Choose a later one."))
        return data

    @property
    def is_empty(self) -> bool:
        """Nothing was chosen in it."""
        names = ("department", "role", "title", "hired_from", "hired_until", "user")
        return self.is_valid() and not any(self.cleaned_data.get(name) for name in names)

    def given(self) -> dict[str, Any]:
        """The clause as it is stored: the last day of hiring becomes the first that is too late."""
        data = dict(self.cleaned_data)
        last = data.pop("hired_until")
        return data | {"hired_before": last + DAY if last else None}


@dataclass
class RuleForms:
    """A rule being written: its terms, and as many rows of people as there are."""

    terms: TermsForm
    rows: Sequence[ClauseForm]

    @property
    def included(self) -> Sequence[tuple[int, ClauseForm]]:
        """Rows that name who owes it, each with its place among all rows."""
        return [(n, row) for n, row in enumerate(self.rows) if not _excludes(row)]

    @property
    def excluded(self) -> Sequence[tuple[int, ClauseForm]]:
        return [(n, row) for n, row in enumerate(self.rows) if _excludes(row)]

    @property
    def can_grow(self) -> bool:
        return len(self.rows) < MOST_ROWS

    def is_valid(self) -> bool:
        is_right = all([self.terms.is_valid(), *(row.is_valid() for row in self.rows)])
        if is_right and self.terms.cleaned_data["speaks_of"] == SOME and not self._included_given():
            self.terms.add_error("speaks_of", _("Say who owes it: fill in a group below, or choose everyone."))
            return False
        return is_right

    def _included_given(self) -> list[dict[str, Any]]:
        return [row.given() for _n, row in self.included if not row.is_empty]

    def clauses(self) -> list[dict[str, Any]]:
        """What stands in the rows, those left empty left out; one clause with nothing set for everyone."""
        everyone = self.terms.cleaned_data["speaks_of"] == EVERYONE
        included = [{"excludes": False}] if everyone else self._included_given()
        return included + [row.given() for _n, row in self.excluded if not row.is_empty]

    def draft(self) -> TermsDraft:
        """What was said, as it is drafted."""
        said = {name: value for name, value in self.terms.cleaned_data.items() if name != "speaks_of"}
        return TermsDraft(**said, clauses=[ClauseDraft(**clause) for clause in self.clauses()])

    def taken(self) -> list[str]:
        """Whom half a name stood for."""
        return [taken for row in self.rows if (taken := row.fields["user"].taken)]  # type: ignore[attr-defined]


def _excludes(row: ClauseForm) -> bool:
    return str(row["excludes"].value() or "").lower() in {"on", "true", "1"}


def posted(data: Mapping[str, str]) -> RuleForms:
    """What was sent, to be checked."""
    nodes = departments()
    return RuleForms(TermsForm(data), [ClauseForm(data, prefix=f"row-{n}", nodes=nodes) for n in range(_count(data))])


def rearranged(data: Mapping[str, str]) -> RuleForms | None:
    """What was sent with a row more or less, as the button asked, and not yet checked; None where none was pressed."""
    rows = [_row(data, n) for n in range(_count(data))]
    if data.get("add") in {"include", "exclude"}:
        rows.append({"excludes": data["add"] == "exclude", "with_below": True})
    elif data.get("remove"):
        rows = [row for n, row in enumerate(rows) if str(n) != data["remove"]]
    else:
        return None
    typed = {name: data.get(name, "") for name in TermsForm.base_fields}
    return unsent(typed, rows[:MOST_ROWS])


def blank() -> RuleForms:
    """A new rule, with a row to begin with."""
    return unsent({}, [{"excludes": False, "with_below": True}])


def of_terms(terms: Terms) -> RuleForms:
    """What a rule says, to be changed; from today on, where it began in the past."""
    clauses = list(terms.clauses.select_related("department", "user").order_by("excludes", "pk"))
    names = _names([clause.user for clause in clauses if clause.user])
    rows = [_stored(clause, names) for clause in clauses]
    is_everyone = any(not clause.excludes and not _sets(row) for clause, row in zip(clauses, rows, strict=True))
    typed = {
        name: getattr(terms, name)
        for name in ("due_from", "due_days", "due_on", "grace_days", "renew_days", "again_days")
    }
    is_draft = terms.switched_on_at is None
    typed |= {
        "speaks_of": EVERYONE if is_everyone else SOME,
        "applies_from": terms.applies_from if is_draft else max(terms.applies_from, today()),
        "reason": terms.reason if is_draft else "",
    }
    return unsent(typed, [row for row in rows if _sets(row)])


def unsent(typed: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> RuleForms:
    nodes = departments()
    return RuleForms(
        TermsForm(initial=dict(typed)),
        [ClauseForm(initial=row, prefix=f"row-{n}", nodes=nodes) for n, row in enumerate(rows)],
    )


def departments() -> list[tuple[str, str]]:
    """The tree to choose from, read once for all rows."""
    return [("", "—"), *((node.key, node.indented) for node in tree())]


def _count(data: Mapping[str, str]) -> int:
    said = data.get("rows", "0")
    return min(int(said), MOST_ROWS) if said.isdecimal() and len(said) < len(str(MOST_DAYS)) else 0


def _row(data: Mapping[str, str], n: int) -> dict[str, Any]:
    return {name: data.get(f"row-{n}-{name}", "") for name in ClauseForm.base_fields}


def _names(users: Sequence[User]) -> Mapping[int, str]:
    return {user.pk: name for user, name in zip(users, named_without_emails(users), strict=True)} if users else {}


def _stored(clause: Clause, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "excludes": clause.excludes,
        "department": clause.department.key if clause.department else "",
        "with_below": clause.with_below,
        "role": clause.role,
        "title": clause.title,
        "hired_from": clause.hired_from,
        "hired_until": clause.hired_before - DAY if clause.hired_before else None,
        "user": names.get(clause.user_id or 0, ""),
    }


def _sets(row: Mapping[str, Any]) -> bool:
    return any(value for name, value in row.items() if name not in {"excludes", "with_below"})


class EndForm(forms.Form):
    """From which day a rule asks nothing more."""

    on = DayField(
        label=_("Last day of the rule"),
        help_text=_("From the next day nobody owes it any more; yesterday ends it at once."),
    )
    reason = ReasonField(help_text=_("It stays in the history of the rule. No personal data, please."))

    def first_day_without(self) -> date:
        last: date = self.cleaned_data["on"]
        return last + DAY


class WhomForm(forms.Form):
    """The person an act is about."""

    person = PersonField(label=_("Who"), suggest="duties:people", with_emails=False, help_text=_("By name."))

    @property
    def taken(self) -> str:
        """Whom half a name stood for."""
        return str(self.fields["person"].taken)  # type: ignore[attr-defined]


class ExtendForm(forms.Form):
    """A later day for one person."""

    until = DayField(label=_("New due day"), initial=None, help_text=_("Until the end of this day it is in time."))
    reason = ReasonField(help_text=_("The person reads it too. No health or other private matters, please."))


class ExemptForm(forms.Form):
    """A rule does not ask of one person, for a while or for good."""

    until = DayField(
        label=_("Exempt until, that day included"),
        required=False,
        initial=None,
        help_text=_("Left empty, the exemption has no end."),
    )
    reason = ReasonField(help_text=_("The person reads it too. No health or other private matters, please."))

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < today():
            raise forms.ValidationError(_("This day has passed. Choose today or a later one."), code="past")
        return until
