"""What people set for themselves: the forms, what each choice means, and how it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from portal.people import zones
from portal.people.access import Viewer
from portal.people.models import Mail, User

MEANS: dict[str, str | Promise] = {
    Mail.AT_ONCE: _("What is needed, and also what changes in what is asked of me, as soon as it changes."),
    Mail.DAILY: _("One summary a day of what is new, at the hour I choose."),
    Mail.WEEKLY: _("One summary a week, on the day and at the hour I choose."),
    Mail.NEEDED: _("The security of my account, invitations, and answers to what I asked. This always comes."),
}

MAIL_FIELDS = ["mail", "mail_hour", "mail_day", "quiet_from", "quiet_until"]
MAY_BE_NONE = frozenset({"quiet_from", "quiet_until"})


class ZoneField(forms.Field):
    """A zone by its name, or nothing for the organisation's; whatever else was sent gets one and the same answer."""

    def clean(self, value: Any) -> str:
        name = str(value or "")
        if name and not zones.is_zone(name):
            raise forms.ValidationError(_("We do not know this time zone. Choose a city from the list."))
        return name


class ZoneForm(forms.Form):
    """The zone whose clock somebody lives by."""

    zone = ZoneField(required=False)


class HourField(forms.Field):
    """A whole number from 0, or nothing; whatever else was sent gets one and the same answer."""

    def __init__(self, most: int = 23) -> None:
        super().__init__(required=False)
        self.most = most

    def clean(self, value: Any) -> int | None:
        text = str(value or "") if value != 0 else "0"
        if not text:
            return None
        if not text.isdecimal() or len(text) > 2 or int(text) > self.most:
            raise forms.ValidationError(_("Choose one of these."))
        return int(text)


def _is_quiet(given: dict[str, Any]) -> bool:
    hour, start, end = given.get("mail_hour"), given["quiet_from"], given["quiet_until"]
    if hour is None:
        return False
    return bool(start <= hour < end if start < end else hour >= start or hour < end)


class MailForm(forms.Form):
    """How much e-mail a person wants, and when."""

    mail = forms.ChoiceField(
        choices=Mail.choices,
        error_messages={
            "required": _("Choose one of these."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    mail_hour = HourField()
    mail_day = HourField(most=6)
    quiet_from = HourField()
    quiet_until = HourField()

    def clean(self) -> dict[str, Any]:
        """Quiet hours begin and end, and a summary does not fall into them; what was not asked stays as it is."""
        given = {name: value for name, value in (super().clean() or {}).items() if name in self.data}
        if "quiet_from" in given and given["quiet_from"] is None:
            given["quiet_until"] = None
        elif {"quiet_from", "quiet_until"} <= given.keys():
            if given["quiet_until"] is None or given["quiet_from"] == given["quiet_until"]:
                self.add_error("quiet_until", _("Choose the hour at which quiet ends, another than where it begins."))
            elif given.get("mail") in {Mail.DAILY, Mail.WEEKLY} and _is_quiet(given):
                self.add_error(
                    "mail_hour", _("This hour lies in your quiet hours. Choose another one for the summary.")
                )
        return given


@transaction.atomic
def set_zone(viewer: Viewer, zone: str) -> None:
    """Keep the zone of somebody's clock; Wagtail keeps its own copy, which follows."""
    User.objects.filter(pk=viewer.id).update(zone=zone)
    UserProfile.objects.update_or_create(user_id=viewer.id, defaults={"current_time_zone": zone})


def set_mail(viewer: Viewer, choices: Mapping[str, Any]) -> None:
    """Keep what was chosen; an hour or a day that was left empty stays what it was."""
    kept = {name: value for name, value in choices.items() if value is not None or name in MAY_BE_NONE}
    User.objects.filter(pk=viewer.id).update(**kept)


@dataclass(frozen=True)
class Choice:
    """One of a few, with what it means."""

    value: str
    label: str | Promise
    means: str | Promise
    is_chosen: bool


def mails(chosen: str) -> Sequence[Choice]:
    return [Choice(mail.value, mail.label, MEANS[mail], mail.value == chosen) for mail in Mail]


def hours(chosen: int | None) -> Sequence[Choice]:
    """Every hour of a day, as clocks show it here."""
    return [Choice(str(hour), f"{hour:02}:00", "", hour == chosen) for hour in range(24)]


def weekdays(chosen: int) -> Sequence[Choice]:
    return [Choice(str(day), WEEKDAYS[day], "", day == chosen) for day in range(7)]


@dataclass(frozen=True)
class MailTimes:
    """When mails may come, to choose from: what was sent with an error, or what is kept."""

    hours: Sequence[Choice]
    days: Sequence[Choice]
    quiet_from: Sequence[Choice]
    quiet_until: Sequence[Choice]
    is_never_quiet: bool


def mail_times(user: User, form: forms.Form | None = None) -> MailTimes:
    def chosen(name: str) -> int | None:
        if form is None or name not in form.data:
            return getattr(user, name)  # type: ignore[no-any-return]
        sent = str(form.data[name])
        return int(sent) if sent.isdecimal() and len(sent) < 3 else None

    return MailTimes(
        hours=hours(chosen("mail_hour")),
        days=weekdays(chosen("mail_day") or 0),
        quiet_from=hours(chosen("quiet_from")),
        quiet_until=hours(chosen("quiet_until")),
        is_never_quiet=chosen("quiet_from") is None,
    )


def languages(chosen: str) -> Sequence[Choice]:
    """Each in its own words, as whoever needs it reads it."""
    own = {"pt-br": "Português", "en": "English"}
    return [Choice(code, own.get(code, name), "", code == chosen) for code, name in settings.LANGUAGES]


@dataclass(frozen=True)
class ZoneOption:
    """A zone to choose."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ZoneGroup:
    """Zones of one part of the world."""

    name: str | Promise
    options: Sequence[ZoneOption]


@dataclass(frozen=True)
class ZoneChoices:
    """The organisation's zone, the one chosen, and those that were looked for."""

    home: str
    """How people call the organisation's zone."""
    is_home: bool
    groups: Sequence[ZoneGroup]
    looked_for: str

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @property
    def found(self) -> int:
        return sum(len(group.options) for group in self.groups)


def zone_choices(chosen: str, looked_for: str = "") -> ZoneChoices:
    """With words, the first city found is offered; otherwise the one that is set."""
    found = zones.regions(looked_for)
    offered = found[0].zones[0].name if looked_for.strip() and found else chosen
    return ZoneChoices(
        home=zones.label(settings.TIME_ZONE),
        is_home=not offered,
        groups=[
            ZoneGroup(region.name, [ZoneOption(zone.name, zone.label, zone.name == offered) for zone in region.zones])
            for region in found
        ],
        looked_for=looked_for,
    )
