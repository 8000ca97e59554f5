"""Casework: take a request about data in, confirm who asks, and answer it kind of data by kind of data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, get_args

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sandbox.engine import calendar
from sandbox.engine.decide.casework import NEVER_ASKED
from sandbox.engine.jurisdictions import RequestKind
from sandbox.engine.privacy import EXCESSIVE, REPRESENTS, Case, IdentityMethod, OutcomeKind
from sandbox.engine.wording import IDENTITY_WORDS, OUTCOME_WORDS, REQUEST_WORDS, said
from sandbox.forms.base import ActForm
from sandbox.forms.fields import DayInput
from sandbox.queries.casework import categories_of, has_short_answer, outcome_so_far
from sandbox.queries.finding import find
from sandbox.queries.holdings import Holding, holdings
from sandbox.queries.scene import Scene

CAME_BY = [
    ("email", _("E-mail")),
    ("phone", pgettext_lazy("channel", "Telephone")),
    ("portal", _("customer area")),
    ("whatsapp", _("WhatsApp")),
    ("sms", _("SMS")),
]
BY = [("holder", _("The holder")), ("third_party", _("Somebody else, in their name"))]
LONGEST_REASON = 300


def open_case(scene: Scene, about: str) -> Case | None:
    """A case that waits for its answer."""
    case = scene.world.cases.get(about)
    return case if case is not None and case.answered_at is None else None


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def somebody(scene: Scene, said_of_them: str) -> str | None:
    """The customer whom these words fit, or None where nothing was said. Raises ValidationError otherwise."""
    if not said_of_them:
        return None
    found = find(scene, said_of_them)
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(
            _("Nobody here has this name, e-mail, phone or code, written in full."), code="nobody"
        )
    several = ngettext(
        "%(n)s customer fits: give the code of the one you mean.",
        "%(n)s customers fit: give the code of the one you mean.",
        len(found),
    ) % {"n": len(found)}
    raise forms.ValidationError(several, code="several")


class OpenRequestForm(ActForm):
    """A request that came in by any channel; about a customer, or about nobody yet."""

    act, command, icon = "open-request", "open_request", "inbox"
    label, send = _("Register a request"), _("Register the request")
    previews = "sandbox/_dry_run.html"

    who = forms.CharField(
        label=_("Who it is about"),
        required=False,
        max_length=120,
        help_text=_("Name, e-mail, phone or code, in full. Empty where they are no customer."),
    )
    kind = forms.ChoiceField(label=_("What is asked"))
    asker = forms.ChoiceField(label=_("Who asks"), choices=BY, widget=forms.RadioSelect, initial="holder")
    channel = forms.ChoiceField(label=_("Came by"), choices=CAME_BY)
    day = forms.DateField(label=_("Received on"), widget=DayInput())

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        kinds = [(one, capital(said(REQUEST_WORDS, one, scene.language))) for one in get_args(RequestKind)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        if about and about not in scene.world.customers:
            return None
        return {"who": about, "kind": "access", "day": calendar.day_of(scene.world.now, scene.zone)}

    def lead(self) -> str:
        return gettext("The clock runs from the day it was received, whatever the channel; the holder is told so.")

    def clean_who(self) -> str | None:
        return somebody(self.scene, self.cleaned_data["who"].strip())

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        asked = {"kind": cleaned["kind"], "by": cleaned["asker"], "channel": cleaned["channel"]}
        day: date = cleaned["day"]
        if day != calendar.day_of(self.scene.world.now, self.scene.zone):
            asked["at"] = f"{day.isoformat()}T12:00"
        return asked | ({"customer": cleaned["who"]} if cleaned["who"] else {})


class VerifyForm(ActForm):
    """Who asks is confirmed by what is held already; more than that is a mistake that stays in the journal."""

    act, command, icon = "verify", "verify_identity", "user-check"
    label, send = _("Confirm who asks"), _("Identity confirmed")
    template, previews = "sandbox/privacy/_verify.html", "sandbox/_dry_run.html"

    method = forms.ChoiceField(label=_("Confirmed by"), widget=forms.RadioSelect)
    asked = forms.MultipleChoiceField(
        label=_("What else was asked of them"), required=False, widget=forms.CheckboxSelectMultiple
    )
    doubt = forms.CharField(
        label=_("A doubt that makes more necessary"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Only a concrete one, such as an account that was taken over last week."),
    )

    MORE: ClassVar[tuple[str, ...]] = (*sorted(EXCESSIVE), "reason_for_request", *sorted(NEVER_ASKED))

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        case = scene.world.cases.get(about)
        methods = get_args(IdentityMethod)
        is_other = case is not None and case.by == "third_party"
        first = [one for one in methods if (one in REPRESENTS) is is_other]
        words = [(one, self._word(one)) for one in (*first, *(one for one in methods if one not in first))]
        self.fields["method"].choices = words  # type: ignore[attr-defined]
        self.fields["asked"].choices = [(one, self._word(one)) for one in self.MORE]  # type: ignore[attr-defined]

    def _word(self, code: str) -> str:
        return capital(said(IDENTITY_WORDS, code, self.scene.language))

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return {} if open_case(scene, about) is not None else None

    def lead(self) -> str:
        if self.scene.world.cases[self.about].by == "third_party":
            return gettext(
                "Somebody else asks: a power of attorney or legal representation, and nothing of the account."
            )
        return gettext("Signing in or a code to a known channel is enough. No copy of a document is kept.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asks_copy = "id_copy" in (cleaned.get("method"), *cleaned.get("asked", ()))
        if asks_copy and not str(cleaned.get("doubt", "")).strip():
            needed = _("A copy of a document needs a concrete doubt: write which, and ask for no more than settles it.")
            self.add_error("doubt", needed)
        return cleaned

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "case": self.about, "method": cleaned["method"], "asked": cleaned["asked"], "doubt": cleaned["doubt"],
        }  # fmt: skip


@dataclass(frozen=True)
class AnswerRow:
    """One kind of data in the answer's form."""

    holding: Holding
    outcome: forms.BoundField
    reason: forms.BoundField


class AnswerForm(ActForm):
    """An outcome for each kind of data; it starts from what is a fact already, the rest is to be decided."""

    act, command, icon = "answer", "answer_request", "send"
    label, send = _("Answer the request"), _("Send the answer")
    template, previews = "sandbox/privacy/_answer.html", "sandbox/_dry_run.html"

    part = forms.ChoiceField(
        label=_("Which answer"),
        choices=[("simplified", _("Simplified, at once")), ("full", _("Full: origin, criteria and purpose too"))],
        widget=forms.RadioSelect,
        initial="full",
    )

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        case = scene.world.cases.get(about)
        if case is None or not has_short_answer(scene, case):
            del self.fields["part"]
        wanted = categories_of(case) if case is not None else frozenset()
        held = holdings(scene, case.customer if case is not None else None)
        self.kinds = [one for one in held if one.category in wanted]
        outcomes = [(one, capital(said(OUTCOME_WORDS, one, scene.language))) for one in get_args(OutcomeKind)]
        for one in self.kinds:
            self.fields[f"outcome-{one.category}"] = forms.ChoiceField(
                label=_("Outcome"), choices=[("", _("to be decided")), *outcomes], required=False
            )
            self.fields[f"reason-{one.category}"] = forms.CharField(
                label=_("Reason"), max_length=LONGEST_REASON, required=False
            )

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        case = open_case(scene, about)
        if case is None:
            return None
        initial: dict[str, Any] = {}
        for one in holdings(scene, case.customer):
            initial[f"outcome-{one.category}"], initial[f"reason-{one.category}"] = outcome_so_far(scene, case, one)
        return initial

    def lead(self) -> str:
        return gettext(
            "What is a fact already is filled in. Whatever was not done needs its reason: the holder reads it."
        )

    def rows(self) -> Iterator[AnswerRow]:
        for one in self.kinds:
            yield AnswerRow(one, self[f"outcome-{one.category}"], self[f"reason-{one.category}"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decided = [one for one in self.kinds if cleaned.get(f"outcome-{one.category}")]
        for one in self.kinds:
            if one not in decided and cleaned.get("part") != "simplified":
                self.add_error(f"outcome-{one.category}", _("Choose what became of it."))
        if not decided:
            self.add_error(None, _("Say what became of at least one kind of data."))
        return cleaned

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        outcomes = [
            {"category": one.category, "outcome": outcome, "reason": cleaned[f"reason-{one.category}"]}
            for one in self.kinds
            if (outcome := cleaned[f"outcome-{one.category}"])
        ]
        return {"case": self.about, "outcomes": outcomes, "part": cleaned.get("part") or "full"}


class RefuseForm(ActForm):
    """A refusal that says nothing of whether there is an account: for whoever has not shown that they may ask."""

    act, command, icon = "refuse", "answer_request", "shield-x"
    label, send = _("Refuse in neutral words"), _("Send the refusal")
    previews = "sandbox/_dry_run.html"

    reason = forms.CharField(
        label=_("What they read"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": "3"})
    )

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        case = open_case(scene, about)
        if case is None:
            return None
        may_ask = case.verified_at is not None and (case.by == "holder" or case.method in REPRESENTS)
        if may_ask:
            return None
        neutral = gettext(
            "We answer requests about data to the holder or to a legal representative alone. If that is you, write "
            "to us from the channel you use with us, or send a power of attorney."
        )
        return {"reason": neutral}

    def lead(self) -> str:
        return gettext("The case closes. The words neither confirm nor deny that there is an account.")

    def fields_of_command(self) -> dict[str, Any]:
        refused = {"category": "profile", "outcome": "refused", "reason": self.cleaned_data["reason"]}
        return {"case": self.about, "outcomes": [refused]}


FORMS: tuple[type[ActForm], ...] = (OpenRequestForm, VerifyForm, AnswerForm, RefuseForm)
