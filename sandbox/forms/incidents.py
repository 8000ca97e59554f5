"""Incidents: write one into the register, and tell those who must be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sandbox import engine
from sandbox.engine import calendar
from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.wording import LAW_WORDS, said
from sandbox.forms.base import ActForm
from sandbox.forms.fields import CHANNELS, DayInput, HourInput
from sandbox.queries.incidents import KINDS, TO_WORDS, holders_here, is_overdue, still_to_tell
from sandbox.queries.scene import Scene

LONGEST_TEXT = 1000
MOST_HOLDERS = 10**9
LAWS: tuple[str, ...] = get_args(Jurisdiction)


class ReportIncidentForm(ActForm):
    """Every incident is registered, the harmless ones with the reason why they are."""

    act, command, icon = "report-incident", "report_incident", "siren"
    label, send = _("Report an incident"), _("Write it into the register")
    template, previews = "sandbox/privacy/_report.html", "sandbox/_dry_run.html"

    day = forms.DateField(label=_("Happened on"), widget=DayInput())
    hour = forms.TimeField(label=_("Hour"), widget=HourInput())
    known_day = forms.DateField(label=_("Known since"), widget=DayInput())
    known_hour = forms.TimeField(label=_("Hour"), widget=HourInput())
    categories = forms.MultipleChoiceField(
        label=_("Kinds of data"), choices=list(KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    significant = forms.ChoiceField(
        label=_("May it hurt the holders?"),
        choices=[
            ("yes", _("Yes: a significant risk or harm")),
            ("no", _("No: unlikely, and the reason is written below")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )
    large_scale = forms.BooleanField(label=_("Large scale: many holders, much data or a wide area"), required=False)
    high_risk = forms.ChoiceField(
        label=_("Is the risk to them high?"),
        choices=[
            ("", _("As the data says: high for sensitive data, authentication or minors at large scale")),
            ("yes", _("Yes: likely to hurt them gravely")),
            ("no", _("No, and the reason is written below")),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("A high risk owes telling holders in Europe too (GDPR art. 34)."),
    )
    reasoning = forms.CharField(
        label=_("What happened, and how it may hurt"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("No names: the register outlives the people in it."),
    )
    measures = forms.CharField(
        label=_("What was done about it"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Any = None) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        for law in LAWS:
            self.fields[f"holders_{law}"] = forms.IntegerField(
                label=_("Holders: %(law)s") % {"law": said(LAW_WORDS, law, scene.language)},
                min_value=0,
                max_value=MOST_HOLDERS,
                required=False,
                widget=forms.NumberInput(attrs={"class": "input--short"}),
            )

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        if about:
            return None
        now = calendar.local(scene.world.now, scene.zone)
        return {"day": now.date(), "hour": now.time(), "known_day": now.date(), "known_hour": now.time()}

    def lead(self) -> str:
        return gettext(
            "The clocks run from when it was known that personal data was affected, not from when it happened."
        )

    def holders(self) -> list[forms.BoundField]:
        return [self[f"holders_{law}"] for law in LAWS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wrong = any(f"holders_{law}" in self.errors for law in LAWS)
        if not wrong and not any(cleaned.get(f"holders_{law}") for law in LAWS):
            first = self.scene.world.require_company().jurisdiction
            self.add_error(f"holders_{first}", _("Say how many holders, at least roughly."))
        return cleaned

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "at": f"{cleaned['day'].isoformat()}T{cleaned['hour']:%H:%M}",
            "known_at": f"{cleaned['known_day'].isoformat()}T{cleaned['known_hour']:%H:%M}",
            "categories": cleaned["categories"],
            "holders": {law: count for law in LAWS if (count := cleaned[f"holders_{law}"])},
            "significant": cleaned["significant"] == "yes",
            "large_scale": cleaned["large_scale"],
            "high_risk": {"yes": True, "no": False}.get(cleaned["high_risk"]),
            "reasoning": cleaned["reasoning"],
            "measures": cleaned["measures"],
        }


class NotifyForm(ActForm):
    """One telling of one incident; letters go to one person each, never a list in copy."""

    act, command, icon = "notify", "notify_incident", "megaphone"
    label, send = _("Tell about it"), _("Record and send the notice")
    previews = "sandbox/privacy/_notice.html"

    chosen = forms.ChoiceField(label=_("Who is told"), widget=forms.RadioSelect)
    letters = forms.ChoiceField(label=_("Letters, where holders are told"), required=False)
    channel = forms.ChoiceField(label=_("Send by"), choices=CHANNELS)
    outside = forms.IntegerField(
        label=_("Holders told by another way"),
        min_value=0,
        max_value=MOST_HOLDERS,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )
    way = forms.CharField(
        label=_("Which way, and by whom"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("For example: a public notice for three months, by the data protection officer."),
    )
    reason = forms.CharField(
        label=_("Reason of a delay, or what is added"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, scene=scene, about=about, initial=initial)
        self.incident = scene.world.incidents.get(about)
        tellings = still_to_tell(self.incident) if self.incident is not None else []
        wanted = str((data if data is not None else initial or {}).get("chosen", ""))
        to, _colon, law = wanted.partition(":")
        if data is not None and (to, law) in TO_WORDS and (to, law) not in tellings:
            tellings.append((to, law))  # a repetition is the engine's to answer
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (f"{to}:{law}", TO_WORDS[to, law]) for to, law in tellings
        ]
        self.to, self.law = (to, law) if (to, law) in tellings else (tellings or [("", "br")])[0]
        self.initial["chosen"] = f"{self.to}:{self.law}"
        every, live = holders_here(scene, self.law), holders_here(scene, self.law, live_only=True)
        self.reached = {"all": every, "live": live}
        self.affected = self.incident.holders.get(self.law, 0) if self.incident is not None else 0
        several = ngettext("%(n)s customer, a letter each", "%(n)s customers, a letter each", len(every))
        with_one = ngettext("%(n)s with a subscription now", "%(n)s with a subscription now", len(live))
        self.fields["letters"].choices = [  # type: ignore[attr-defined]
            ("all", several % {"n": len(every)}),
            ("live", with_one % {"n": len(live)}),
            ("none", gettext("none: another way, written below")),
        ]
        affected = ngettext(
            "%(n)s holder under this law is affected, as the register says.",
            "%(n)s holders under this law are affected, as the register says.",
            self.affected,
        )
        self.fields["letters"].help_text = affected % {"n": self.affected}

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        incident = scene.world.incidents.get(about)
        return {} if incident is not None and still_to_tell(incident) else None

    def lead(self) -> str:
        return gettext("Each telling is done once and stays in the register with its hour.")

    def fields_of_command(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        to, _colon, law = cleaned["chosen"].partition(":")
        asked = {"incident": self.about, "to": to, "jurisdiction": law, "reason": cleaned["reason"]}
        if to == "holders":
            asked |= {"customers": self.reached.get(cleaned["letters"], []), "channel": cleaned["channel"]}
            asked |= {"outside": cleaned["outside"] or 0, "way": cleaned["way"]}
        return asked

    def _unaffected(self) -> str:
        """That more would hear of it than were affected, in figures; nothing where they would not."""
        letters = len(self.reached.get(str(self["letters"].value() or "all"), []))
        if self.to != "holders" or letters <= self.affected:
            return ""
        more = letters - self.affected
        said_of_it = ngettext(
            "%(affected)s affected, %(letters)s letters: at least %(n)s goes to somebody whom it does not concern.",
            "%(affected)s affected, %(letters)s letters: at least %(n)s go to people whom it does not concern.",
            more,
        )
        return said_of_it % {"affected": self.affected, "letters": letters, "n": more}

    def preview(self) -> Mapping[str, Any]:
        """The letter as one holder reads it, and whether the term is over."""
        if self.incident is None:
            return {}
        reached = self.reached["all"]
        language = self.scene.world.customers[reached[0]].language if reached else self.scene.language
        known = calendar.day_of(self.incident.known_at, self.scene.zone).isoformat()
        subject, body = engine.render_message(
            "incident_notice",
            {"incident": self.about, "known_on": known, "note": ""},
            name=self.scene.greeted(reached[0]) if reached else "…",
            language=language,
            currency=self.scene.currency,
        )
        return {
            "is_letter": self.to == "holders",
            "unaffected": self._unaffected(),
            "is_overdue": is_overdue(self.scene, self.incident, self.to, self.law),
            "subject": subject,
            "body": body,
            "language": language,
        }


FORMS: tuple[type[ActForm], ...] = (ReportIncidentForm, NotifyForm)
